//! Lowers webhooks and their events.

mod declared;
pub(in crate::lower) mod event;
mod event_tag;
mod selector;
mod signature;
