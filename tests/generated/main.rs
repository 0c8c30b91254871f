//! What the bindings promise, proved from outside: on every body that the two documents show, on
//! every rule at and beyond its bound, and on JSON that nobody should send.

mod bodies;
mod corpus;
mod decoding;
mod enums;
mod errors;
mod events;
mod roundtrip;
mod rules;
mod schemas;
mod validation;
