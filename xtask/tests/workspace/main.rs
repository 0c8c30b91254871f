//! Tests of this workspace: what depends on what, and that the checked-in crate is complete and up to date.

mod dependencies;
mod freshness;
mod large;
mod package;
