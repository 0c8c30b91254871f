//! What the bindings promise, proved from outside: on every body that the two documents show, on
//! every rule at and beyond its bound, and on JSON that nobody should send.
//!
//! What `bodies/` and `facts/` hold was taken over from the documents and not from the bindings, so a
//! new document may ask for new lines there.

#![cfg(test)]
#![allow(
    clippy::too_many_lines,
    reason = "documents and tables are read in one piece"
)]

mod bodies;
mod client;
mod client_state;
mod corpus;
mod coverage;
mod decoding;
mod enums;
mod errors;
mod events;
mod garbage;
mod kinds;
mod operations;
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
