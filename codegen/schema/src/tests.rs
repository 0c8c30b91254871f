//! What the package promises.

mod decimal;
mod equality;
mod pattern;
mod validator;
