//! Compiles and runs the examples of the README.
#![doc = include_str!("../../../README.md")]
