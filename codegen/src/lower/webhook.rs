//! The webhooks of a document in, what each of them sends out.

use crate::document::Document;
use crate::document::schema::SchemaId;
use crate::ir::{Doc, Value, Webhook};
use crate::pointer::{Address, Pointer};

use super::{Ctx, content, media};

/// A webhook, and what it was made from.
pub(super) struct Declared {
    pub(super) webhook: Webhook,
    pub(super) doc: Doc,
    /// What it sends.
    pub(super) body: Option<Body>,
}

/// What a webhook sends.
pub(super) struct Body {
    pub(super) schema: SchemaId,
    pub(super) value: Value,
    pub(super) is_json: bool,
}

/// Every webhook, in document order, one for each method.
pub(super) fn all(ctx: &mut Ctx<'_>, document: &Document) -> Vec<Declared> {
    let root = Address::new(document.file, Pointer::root());
    let mut found = Vec::new();
    for (key, item) in &document.webhooks {
        for (method, webhook) in item.iter() {
            let address = root.join_all(["webhooks", key, method]);
            let id = webhook.operation_id.clone().unwrap_or_else(|| key.clone());
            let bodies = content::request_body(ctx, document, webhook, &address, &id);
            let body = bodies.into_iter().find_map(|body| {
                let is_json = media::is_json(&body.content.media_type);
                let (schema, value) = body.schema?;
                Some(Body {
                    schema,
                    value,
                    is_json,
                })
            });
            let text = webhook
                .summary
                .clone()
                .or_else(|| webhook.description.clone());
            found.push(Declared {
                webhook: Webhook {
                    key: key.clone(),
                    method: method.to_uppercase(),
                    ty: body.as_ref().map(|body| body.value.ty.clone()),
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
