//! The commands of `cargo measure`, which test and measure the generator itself. They are a package of
//! their own, so that `cargo xtask regen` does not compile them.

mod built_crate;
pub mod conformance;
pub mod corpus;
pub mod cost;
pub mod instances;
mod process;
pub mod requests;
pub mod suite;
