//! The operations, webhooks and events that use types, beside the types.

use crate::ir::{Events, Operation, Webhook};

/// What uses types, beside each other.
pub(super) struct Users<'a> {
    pub(super) operations: &'a mut [Operation],
    pub(super) webhooks: &'a mut [Webhook],
    pub(super) events: &'a mut Option<Events>,
}
