//! Webhooks in, the enum of events out.

use crate::document::Document;
use crate::document::schema::SchemaId;
use crate::ir::{Doc, Event, Events, Type};
use crate::name::{TypeName, VariantName};
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

use super::draft::Hint;
use super::extension::Members;
use super::{Ctx, content, facts, shape};

/// The enum of a document's webhooks, if it says with `x-event` how they are told apart. The
/// types of their bodies are made in any case.
pub(super) fn all(ctx: &mut Ctx<'_>, document: &Document) -> Option<Events> {
    let root = Address::new(document.file, Pointer::root());
    let tree = Some(&document.tree);
    let members = Members::read(ctx, tree, &root, "x-event", &["type", "envelope"]);
    let tag = members
        .as_ref()
        .and_then(|members| members.required(ctx, "type"));
    let envelope = members
        .as_ref()
        .and_then(|members| members.text(ctx, "envelope"));

    let mut variants: Vec<Event> = Vec::new();
    for (key, item) in &document.webhooks {
        for (method, webhook) in item.iter() {
            let address = root.join_all(["webhooks", key, method]);
            let id = webhook.operation_id.clone().unwrap_or_else(|| key.clone());
            let bodies = content::request_body(ctx, document, webhook, &address, &id);
            let Some((schema, declared)) = bodies.into_iter().find_map(|body| body.schema) else {
                continue;
            };
            let Some(tag) = &tag else { continue };
            let (ty, event) = inner(ctx, schema, &declared.ty, tag, envelope.as_deref());
            let value = tag_value(ctx, event, tag).unwrap_or_else(|| key.clone());
            if variants.iter().any(|known| known.value == value) {
                continue;
            }
            let name = VariantName::from_spelling(&value);
            let text = webhook
                .summary
                .clone()
                .or_else(|| webhook.description.clone());
            let doc = Doc {
                text,
                facts: Vec::new(),
            };
            variants.push(Event {
                name,
                value,
                ty,
                declared: declared.ty,
                address,
                doc,
            });
        }
    }
    let tag = tag.filter(|_| !variants.is_empty())?;
    let values: Vec<String> = variants.iter().map(|event| event.value.clone()).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let names = ctx.variant_names(&values, &root.join("webhooks"));
    for (event, name) in variants.iter_mut().zip(names) {
        event.name = name;
    }
    Some(Events {
        name: TypeName::from_spelling("Event"),
        tag,
        envelope,
        variants,
    })
}

/// The event itself: the member of its envelope, where the body is declared with one.
fn inner(
    ctx: &mut Ctx<'_>,
    schema: SchemaId,
    declared: &Type,
    tag: &str,
    envelope: Option<&str>,
) -> (Type, SchemaId) {
    let body = facts::of(ctx, schema);
    if !body.properties.contains_key(tag)
        && let Some(envelope) = envelope
        && let Some(&member) = body.properties.get(envelope)
    {
        // It was made when its parent was, so the hint is not asked for.
        let value = shape::value(ctx, member, &Hint::Own(format!("{tag} {envelope}")));
        return (value.ty, member);
    }
    (declared.clone(), schema)
}

/// The only value that an event's schema allows for the tag.
fn tag_value(ctx: &mut Ctx<'_>, event: SchemaId, tag: &str) -> Option<String> {
    let event = facts::of(ctx, event);
    let tag = facts::of(ctx, *event.properties.get(tag)?);
    match tag.values.as_deref()? {
        [Tree::String(only)] => Some(only.clone()),
        _ => None,
    }
}
