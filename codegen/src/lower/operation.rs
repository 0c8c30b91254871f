//! Lowers operations: what they send and receive, and how they are called.

pub(in crate::lower) mod call;
mod callback;
pub(in crate::lower) mod content;
mod declared_operation;
mod doc;
mod encoding;
pub(in crate::lower) mod extensions;
mod header;
pub(in crate::lower) mod lower;
mod pagination;
mod parameter;
mod parts_list;
mod path_suffix;
mod path_template;
pub(in crate::lower) mod received;
pub(in crate::lower) mod security;
pub(in crate::lower) mod server;
