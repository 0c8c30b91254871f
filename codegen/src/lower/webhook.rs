//! What a server sends by itself: webhooks, and the events that they carry.

pub(in crate::lower) mod declared;
pub(in crate::lower) mod event;
pub(in crate::lower) mod event_tag;
pub(in crate::lower) mod signature;
