//! Webhooks of a document in, their bodies out.

use crate::document;
use crate::ir::{Direction, Doc, Webhook};
use crate::lower::ctx::Ctx;
use crate::lower::operation::content;
use crate::lower::operation::received::{self, Received, Sender};

/// A webhook and its body.
pub(super) struct DeclaredWebhook {
    pub(super) webhook: Webhook,
    pub(super) doc: Doc,
    /// The body that is read.
    pub(super) body: Option<Received>,
}

/// Collects every webhook in document order, one for each method.
pub(super) fn collect_webhooks(ctx: &mut Ctx<'_>) -> Vec<DeclaredWebhook> {
    let document = ctx.document;
    let mut found = Vec::new();
    for document::Webhook { key, address, item } in &document.webhooks {
        for it in document.operations(item, address) {
            let document::PathOperation {
                method,
                address,
                operation: webhook,
            } = it;
            let id = webhook.operation_id.clone().unwrap_or_else(|| key.clone());
            let bodies =
                content::lower_request_body(ctx, webhook, &address, &id, Direction::Received);
            let body = received::lower_received_body(ctx, bodies, Sender::Webhook);
            let text = webhook
                .summary
                .clone()
                .or_else(|| webhook.description.clone());
            found.push(DeclaredWebhook {
                webhook: Webhook {
                    key: key.clone(),
                    method,
                    ty: body.as_ref().map(|body| body.value.ty.clone()),
                    encoding: body
                        .as_ref()
                        .map(|body| body.encoding.clone())
                        .unwrap_or_default(),
                    address,
                },
                doc: Doc {
                    text,
                    facts: Vec::new(),
                },
                body,
            });
        }
    }
    found
}
