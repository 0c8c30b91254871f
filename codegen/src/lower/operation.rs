//! Lowers operations: what they send and receive, and how they are called.

pub(in crate::lower) mod call;
pub(in crate::lower) mod callback;
pub(in crate::lower) mod content;
mod declared_operation;
pub(in crate::lower) mod encoding;
pub(in crate::lower) mod extensions;
pub(in crate::lower) mod header;
pub(in crate::lower) mod lower;
pub(in crate::lower) mod parameter;
pub(in crate::lower) mod path_template;
pub(in crate::lower) mod received;
pub(in crate::lower) mod security;
pub(in crate::lower) mod server;
