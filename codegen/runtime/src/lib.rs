//! Support code that is copied into every generated crate as its module `runtime`, so that
//! generated crates depend on published crates only.
//!
//! As a package, it can be compiled, tested and documented without bindings. Its features are those
//! of a generated crate.

pub mod foreign;
pub mod runtime;

#[cfg(test)]
mod tests;
