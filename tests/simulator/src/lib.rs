//! A conference service on loopback, to test programs that use the API of Telnyx.

pub mod command;
pub mod engine;
pub mod settings;
