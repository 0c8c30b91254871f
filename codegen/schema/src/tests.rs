//! Tests of the package.

mod decimal;
mod equality;
mod pattern;
mod validator;
