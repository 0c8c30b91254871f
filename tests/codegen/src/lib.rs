//! Documents in, snapshots out: what the generator makes of one feature each, and what it says
//! about one mistake each.
//!
//! `INSTA_UPDATE=always cargo test --package tests-codegen` writes the snapshots anew; then read
//! them before you commit them.

#![cfg(test)]

mod corpus;
mod determinism;
mod diagnostics;
mod fixtures;
mod growth;
mod layout;
mod mutants;
mod names;
mod run;
mod specs;
mod traps;
mod untyped;
mod upstream;
