//! Lowers webhooks and their events.

pub(in crate::lower) mod declared;
pub(in crate::lower) mod event;
pub(in crate::lower) mod event_tag;
pub(in crate::lower) mod signature;
