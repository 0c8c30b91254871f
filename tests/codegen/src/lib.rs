//! Tests of the generator. `fixtures` and `diagnostics` are documents in, snapshots out: the code
//! generated for one feature each, and the diagnostics about one mistake each.
//!
//! `INSTA_UPDATE=always cargo test --package tests-codegen` updates the snapshots. Review them before
//! committing.

#![cfg(test)]
#![allow(
    clippy::too_many_lines,
    reason = "documents and tables are read in one piece"
)]

mod chains;
mod corpus;
mod cut;
mod determinism;
mod diagnostics;
mod diff;
mod dynamic_scope;
mod edge_cases;
mod extensions;
mod fixtures;
mod growth;
mod harness;
mod json_schema_suite;
mod keywords;
mod layout;
mod lint;
mod mine;
mod mutants;
mod names;
mod names_lock;
mod order;
mod paging;
mod random_documents;
mod references;
mod respelled;
mod run;
mod share;
mod specs;
mod structure;
mod untyped;
mod upstream;
mod why;
