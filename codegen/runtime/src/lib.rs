//! The hand-written code below every crate that the generator writes: its files are copied into each
//! of them as the module `runtime`, so that bindings need nothing that is not published.
//!
//! Here they are a package, to be compiled, tested and documented where no bindings are. The features
//! are those of a generated crate.

pub mod runtime;

#[cfg(test)]
mod tests;
