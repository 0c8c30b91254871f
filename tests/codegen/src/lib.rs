//! Documents in, snapshots out: what the generator makes of one feature each, and what it says
//! about one mistake each.
//!
//! `INSTA_UPDATE=always cargo test --package tests-codegen` writes the snapshots anew; then read
//! them before you commit them.

#![cfg(test)]

mod chains;
mod corpus;
mod determinism;
mod diagnostics;
mod extensions;
mod fixtures;
mod growth;
mod layout;
mod mutants;
mod names;
mod order;
mod random_documents;
mod run;
mod specs;
mod structure;
mod traps;
mod trial;
mod untyped;
mod upstream;
