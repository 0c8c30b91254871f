//! Webhooks in, the event enum out.

use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::document::schema::SchemaId;
use crate::extension::{EVENT, ExtensionObject, SIGNATURE};
use crate::ir::{Event, Events, Selector, Type, TypeDef, Webhook};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::member::{named_type, walk_path};
use crate::lower::naming::members::{self, Member, Scope};
use crate::lower::schema::{lower, merged};
use crate::name::{TypeName, VariantName};
use crate::names::Item;
use crate::pointer::{Address, Pointer};

use super::declared::{self, DeclaredWebhook};
use super::event_tag::{self, only_value};
use super::{selector, signature};

/// Lowers the webhooks of a document, and their enum if `x-event` or their bodies tell them apart.
pub(in crate::lower) fn lower_webhooks(ctx: &mut Ctx<'_>) -> (Vec<Webhook>, Option<Events>) {
    let declared = declared::collect_webhooks(ctx);
    let events = lower_events(ctx, &declared);
    let webhooks = declared.into_iter().map(|it| it.webhook).collect();
    (webhooks, events)
}

fn lower_events(ctx: &mut Ctx<'_>, declared: &[DeclaredWebhook]) -> Option<Events> {
    let document = ctx.document;
    let root = Address::new(document.file, Pointer::root());
    let value = EVENT.value(Some(&document.tree));
    let is_declared = value.is_some();
    let extension = ExtensionObject::read(ctx.diagnostics, &EVENT, value, &root);
    let member = |ctx: &mut Ctx<'_>, name| extension.as_ref()?.text(ctx.diagnostics, name);
    let tags = if is_declared {
        extension
            .as_ref()
            .and_then(|it| it.texts(ctx.diagnostics, "type"))
    } else {
        event_tag::find_event_tag(ctx, declared).map(|tag| vec![tag])
    };
    let tags = tags.unwrap_or_default();
    let envelope = member(ctx, "envelope");
    let state = member(ctx, "state");
    let note = member(ctx, "note");
    let signature = signature::read_signature(ctx, &document.tree, &root);
    let variants = collect_events(ctx, declared, &tags, envelope.as_deref());
    if variants.is_empty() {
        // Part of a document may have no webhooks, and the overlay of the whole.
        if signature.is_some() && !document.webhooks.is_empty() && !is_declared {
            let message = "signed webhooks cannot be parsed without `x-event`";
            ctx.diagnostics
                .report(&EXTENSION_VALUE, root.join(SIGNATURE.key), message)
                .help("`x-event` names the member that identifies the event");
        }
        return None;
    }
    Some(Events {
        name: TypeName::from_spelling("Event"),
        tags,
        envelope,
        state: state.map(|path| path.split('/').map(str::to_owned).collect()),
        signature,
        note,
        variants: name_events(ctx, variants),
    })
}

/// Collects the event of each webhook whose body something identifies. Of several with one tag value,
/// the first is kept.
fn collect_events(
    ctx: &mut Ctx<'_>,
    declared: &[DeclaredWebhook],
    tags: &[String],
    envelope: Option<&str>,
) -> Vec<Event> {
    let mut found = Vec::new();
    for DeclaredWebhook { webhook, doc, body } in declared {
        if tags.is_empty() {
            break;
        }
        if let Some(body) = body {
            let (ty, schema) = event_type(ctx, body.schema, &body.value.ty, tags, envelope);
            found.push((webhook, doc, body, ty, schema));
        }
    }
    let schemas: Vec<SchemaId> = found.iter().map(|(.., schema)| *schema).collect();
    let keys = found.iter().map(|(webhook, ..)| webhook.key.as_str());
    let selectors = match tags {
        [tag] => select_by_value(ctx, keys, &schemas, tag),
        [] => Vec::new(),
        _ => selector::find_selectors(ctx, &schemas, tags),
    };
    let mut variants: Vec<Event> = Vec::new();
    for ((webhook, doc, body, ty, _), selectors) in found.into_iter().zip(selectors) {
        let value = match &selectors[..] {
            [] => continue,
            [selector] if tags.len() == 1 => selector.values[0].clone(),
            _ => webhook.key.clone(),
        };
        if variants.iter().any(|known| known.value == value) {
            continue;
        }
        variants.push(Event {
            name: VariantName::from_spelling(&value),
            value,
            selectors,
            ty,
            declared: body.value.ty.clone(),
            encoding: body.encoding.clone(),
            state: None,
            address: webhook.address.clone(),
            doc: doc.clone(),
        });
    }
    variants
}

/// Identifies each event by the only value of its tag, or else by the key of its webhook.
fn select_by_value<'k>(
    ctx: &mut Ctx<'_>,
    keys: impl Iterator<Item = &'k str>,
    events: &[SchemaId],
    tag: &str,
) -> Vec<Vec<Selector>> {
    let mut selectors = Vec::new();
    for (key, &event) in keys.zip(events) {
        let value = tag_value(ctx, event, tag).unwrap_or_else(|| key.to_owned());
        selectors.push(vec![Selector {
            member: tag.to_owned(),
            values: vec![value],
        }]);
    }
    selectors
}

/// Names each event after its value.
fn name_events(ctx: &mut Ctx<'_>, mut events: Vec<Event>) -> Vec<Event> {
    let values: Vec<&str> = events.iter().map(|event| event.value.as_str()).collect();
    let section = ctx.document.webhooks.first();
    let section = section.and_then(|webhook| webhook.address.pointer.parent());
    let place = Address::new(ctx.document.file, section.unwrap_or_default());
    let mut members = Member::list(&values, events.iter().map(|event| &event.address));
    Member::recall(&mut members, ctx.naming.lock, Item::Event);
    let scope = Scope::of_place(ctx, &place);
    let names = members::name_variants(ctx, &scope, &members);
    for (event, name) in events.iter_mut().zip(names) {
        event.name = name;
    }
    events
}

/// Finds the client state in each event that has one.
pub(in crate::lower) fn find_states(
    ctx: &mut Ctx<'_>,
    events: &mut Events,
    types: &[TypeDef],
    root: &Address,
) {
    let Some(path) = &events.state else { return };
    let address = root.join_all([EVENT.key, "state"]);
    let mut leads_somewhere = false;
    for event in &mut events.variants {
        let found = named_type(types, &event.ty).and_then(|id| walk_path(types, id, path));
        leads_somewhere |= found.is_some();
        match found {
            Some((steps, Type::Base64)) => event.state = Some(steps),
            Some(_) => {
                let message = format!("`state` of `{}` is not a base64 string", event.value);
                ctx.diagnostics
                    .report(&EXTENSION_VALUE, &address, message)
                    .help("add `contentEncoding: base64` to it");
            }
            None => {}
        }
    }
    if !leads_somewhere {
        let message = "`state` does not exist in any event";
        ctx.diagnostics.report(&EXTENSION_VALUE, &address, message);
    }
}

/// The type and schema of an event: those of the envelope's member, if the body has an envelope.
fn event_type(
    ctx: &mut Ctx<'_>,
    schema: SchemaId,
    declared: &Type,
    tags: &[String],
    envelope: Option<&str>,
) -> (Type, SchemaId) {
    let body = merged::merge_schema(ctx, schema);
    if !tags.iter().any(|tag| body.properties.contains_key(tag))
        && let Some(envelope) = envelope
        && let Some(&member) = body.properties.get(envelope)
    {
        // It was lowered with its parent, so the hint is not used.
        let value = lower::lower_schema(ctx, member, &Hint::Own(format!("{} {envelope}", tags[0])));
        return (value.ty, member);
    }
    (declared.clone(), schema)
}

/// The only value that the schema of an event allows for the tag.
fn tag_value(ctx: &mut Ctx<'_>, event: SchemaId, tag: &str) -> Option<String> {
    let event = merged::merge_schema(ctx, event);
    only_value(ctx, *event.properties.get(tag)?)
}
