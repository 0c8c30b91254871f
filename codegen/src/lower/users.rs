//! The users of types: operations, webhooks and events.

use crate::ir::{Events, Operation, Webhook};

/// Everything that uses types, apart from other types.
pub(super) struct Users<'a> {
    pub(super) operations: &'a mut [Operation],
    pub(super) webhooks: &'a mut [Webhook],
    pub(super) events: &'a mut Option<Events>,
}
