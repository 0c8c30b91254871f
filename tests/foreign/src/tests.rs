//! Values of types of other crates in JSON, and on the wire.

mod derives;
mod json;
mod wire;
