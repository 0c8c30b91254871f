//! The commands behind `cargo xtask`: the only part of the project that touches disk, clock or
//! environment. Everything it learns there it hands to `codegen` as text, and what comes back it
//! writes.

pub mod bounds;
mod changes;
pub mod corpus;
pub mod cost;
mod crate_files;
pub mod crate_name;
mod difference;
pub mod explain;
pub mod generate;
pub mod given;
pub mod instances;
mod krate;
pub mod listing;
mod loader;
mod manifest;
mod path;
mod process;
pub mod regen;
pub mod report;
pub mod session;
pub mod spec;
mod standing;
pub mod suite;
mod transaction;
pub mod trial;
pub mod workspace;

/// How a command ended that could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    /// It is done.
    Done,
    /// The input was refused, the diagnostics say why; nothing was written.
    Refused,
}
