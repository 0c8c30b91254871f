//! Webhooks in, the member that tells them apart by itself out.

use indexmap::IndexMap;

use crate::document::schema::SchemaId;
use crate::lower::ctx::Ctx;
use crate::lower::schema::merged;
use crate::tree::Tree;

use super::declared::Declared;

/// The member that every webhook's body must have, each with one value of its own: whoever reads it
/// knows which webhook it is. Of several such members it is the one that says most often what the
/// document calls the webhook, and else the first by name: their order in a schema means nothing.
///
/// `None` where there is no such member, and where there is one webhook only: what is always there
/// tells nothing from anything.
pub(super) fn find_event_tag(ctx: &mut Ctx<'_>, webhooks: &[Declared]) -> Option<String> {
    if webhooks.len() < 2 {
        return None;
    }
    let mut values: IndexMap<String, Vec<String>> = IndexMap::new();
    for (index, webhook) in webhooks.iter().enumerate() {
        let body = webhook.body.as_ref()?;
        let constants = constant_members(ctx, body.schema);
        if index == 0 {
            values.extend(
                constants
                    .into_iter()
                    .map(|(name, value)| (name, vec![value])),
            );
            continue;
        }
        values.retain(|name, known| {
            let own = constants.iter().find(|(it, _)| it == name);
            let Some((_, value)) = own.filter(|(_, value)| !known.contains(value)) else {
                return false;
            };
            known.push(value.clone());
            true
        });
    }
    let named = |values: &[String]| {
        let pairs = webhooks.iter().zip(values);
        pairs
            .filter(|(it, value)| it.webhook.key == **value)
            .count()
    };
    values.sort_keys();
    // The last of equals would win.
    let best = values.iter().rev().max_by_key(|(_, values)| named(values));
    best.map(|(name, _)| name.clone())
}

/// The members that an object must have, and can have with one text only.
fn constant_members(ctx: &mut Ctx<'_>, schema: SchemaId) -> Vec<(String, String)> {
    let body = merged::merge_schema(ctx, schema);
    if body.allows_null() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for name in &body.required {
        if let Some(&member) = body.properties.get(name)
            && let Some(value) = only_value(ctx, member)
        {
            found.push((name.clone(), value));
        }
    }
    found
}

/// The only text that a schema allows.
pub(super) fn only_value(ctx: &mut Ctx<'_>, schema: SchemaId) -> Option<String> {
    match merged::merge_schema(ctx, schema).values.as_deref()? {
        [Tree::String(only)] => Some(only.clone()),
        _ => None,
    }
}
