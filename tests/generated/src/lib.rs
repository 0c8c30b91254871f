//! Tests of the bindings by their public API: with every body in the documents, every rule at and
//! beyond its bound, and invalid JSON.
//!
//! The files in `bodies/` and `facts/` were taken from the documents, not from the bindings, so an update of
//! a document may require new lines in them.

#![cfg(test)]
#![allow(
    clippy::too_many_lines,
    reason = "documents and tables are read in one piece"
)]

mod bodies;
mod call_events;
mod callbacks;
mod client;
mod client_state;
mod corpus;
mod coverage;
mod decoding;
mod delivery;
mod enums;
mod errors;
mod events;
mod example_server;
mod garbage;
mod identifiers;
mod kinds;
mod methods;
mod mocks;
mod one_url;
mod operations;
mod received;
mod replies;
mod required;
mod roundtrip;
mod rules;
mod scalars;
mod schemas;
mod server;
mod traits;
mod validation;
mod webhooks;
mod wire;
