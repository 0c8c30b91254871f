//! Webhooks in, the member that distinguishes them out.

use indexmap::IndexMap;

use crate::document::schema::SchemaId;
use crate::lower::ctx::Ctx;
use crate::lower::schema::merged;
use crate::tree::Tree;

use super::declared::DeclaredWebhook;

/// Finds a required member that has exactly one value in the body of each webhook, different from
/// the others. Of several such members, the one whose values are most often the keys of the
/// webhooks is taken, or else the first by name, for the order of a schema has no meaning.
///
/// Returns `None` without such a member, and for a single webhook.
pub(super) fn find_event_tag(ctx: &mut Ctx<'_>, webhooks: &[DeclaredWebhook]) -> Option<String> {
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
    // `max_by_key` returns the last of equals.
    let best = values.iter().rev().max_by_key(|(_, values)| named(values));
    best.map(|(name, _)| name.clone())
}

/// The required members of an object that have a single string value.
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

/// The only string that a schema allows.
pub(super) fn only_value(ctx: &mut Ctx<'_>, schema: SchemaId) -> Option<String> {
    match merged::merge_schema(ctx, schema).values.as_deref()? {
        [Tree::String(only)] => Some(only.clone()),
        _ => None,
    }
}
