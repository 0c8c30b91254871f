//! The binary, run in temporary folders.

mod bindings;
mod diff;
mod explain;
mod folder;
mod generate;
mod import;
mod input;
mod lint;
mod made_crate;
mod mine;
mod names_lock;
mod overlay;
mod references;
mod regen;
mod reporting;
mod tags;
mod usage;
mod why;
