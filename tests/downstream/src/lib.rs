//! Calls the API, and compiles and runs the examples of the README.
#![doc = include_str!("../../../README.md")]

#[cfg(feature = "client")]
pub mod admission;
