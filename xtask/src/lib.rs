//! The commands of `cargo xtask`, the only part of the project that uses the file system, the clock and
//! the environment. They pass the text of files to `codegen` and write the files that it returns.

pub mod api_diff;
mod built_crate;
mod changes;
pub mod conformance;
pub mod corpus;
pub mod cost;
mod crate_files;
pub mod crate_name;
mod diff;
mod existing_files;
pub mod explain;
pub mod generate;
pub mod inputs;
pub mod instances;
pub mod listing;
mod loader;
mod manifest;
mod names_lock;
pub mod pairing;
mod path;
mod process;
pub mod references;
pub mod regen;
pub mod report;
pub mod session;
pub mod spec;
pub mod suite;
mod transaction;
pub mod workspace;

/// How a command ended, unless it failed with an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Status {
    /// It succeeded.
    Success,
    /// It rejected the input. The diagnostics say why, and nothing was written.
    Rejected,
}
