//! The commands of the binary `openapi-bindings`, which is `cargo xtask` in this workspace: the only part of the project that uses the file system, the clock and
//! the environment. They pass the text of files to `codegen` and write the files that it returns.

pub mod api_diff;
pub mod arguments;
mod changes;
mod command;
mod crate_files;
pub mod crate_name;
pub mod crate_version;
mod diff;
mod existing_files;
pub mod explain;
pub mod generate;
pub mod import;
pub mod inputs;
pub mod license;
pub mod lint;
pub mod listing;
mod listing_files;
mod loader;
pub mod manifest;
pub mod mine;
pub mod names_lock;
mod origin;
pub mod overlay;
pub mod pairing;
pub mod path;
pub mod program;
pub mod references;
pub mod regen;
pub mod report;
pub mod session;
pub mod settings;
mod sha256;
pub mod spec;
mod toml_tree;
mod transaction;
pub mod why;
pub mod workspace;

pub use command::{choose_style, run_command};

/// How a command ended, unless it failed with an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Status {
    /// It succeeded.
    Success,
    /// It rejected the input. The diagnostics say why, and nothing was written.
    Rejected,
}
