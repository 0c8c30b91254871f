//! A closed list of `prefixItems` in, a tuple struct out.

use crate::document::schema::SchemaId;
use crate::ir::{Rule, RuleKind, TupleItem, Type, TypeKind, Value};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;

use super::draft::draft_merged_type;
use super::lower;
use super::merged::MergedSchema;

/// The maximal number of items. Rust implements traits for tuples of up to twelve.
const MAX_ITEMS: usize = 32;

/// Lowers to a tuple struct, if a single `prefixItems` applies and nothing can follow it: `items:
/// false`, or a `maxItems` within its length. Items beyond `minItems` are optional.
pub(super) fn lower_tuple(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    merged: &MergedSchema,
    nullable: bool,
    hint: &Hint,
) -> Option<Value> {
    let prefix = closed_prefix(ctx, merged)?;
    let least = count_rule(merged, |kind| match kind {
        RuleKind::MinItems(least) => Some(least),
        _ => None,
    });
    let least = least.unwrap_or(0);
    if prefix.is_empty() || prefix.len() > MAX_ITEMS || least > prefix.len() {
        return None;
    }
    let draft = draft_merged_type(ctx, id, merged, hint);
    let ty = ctx.drafts.reserve(draft);
    let value = Value::of(Type::Named(ty)).or_null(nullable);
    ctx.lowered.insert(id, value.clone());
    let items = prefix.into_iter().enumerate().map(|(index, item)| {
        let hint = Hint::Child(ty, format!("item {index}"));
        TupleItem {
            value: lower::lower_schema(ctx, item, &hint),
            required: index < least,
        }
    });
    let items = items.collect();
    ctx.drafts.finish(ty, TypeKind::Tuple(items));
    ctx.drafts.list[ty.0].rules = remaining_rules(merged);
    Some(value)
}

/// The allowed items, if nothing else can follow them.
fn closed_prefix(ctx: &Ctx<'_>, merged: &MergedSchema) -> Option<Vec<SchemaId>> {
    let mut lists = merged.nodes.iter().map(|&node| &ctx.schemas[node]);
    let mut lists = lists
        .by_ref()
        .filter(|schema| !schema.prefix_items.is_empty());
    let schema = lists.next()?;
    if lists.next().is_some() || merged.items.is_some() {
        return None;
    }
    let most = count_rule(merged, |kind| match kind {
        RuleKind::MaxItems(most) => Some(most),
        _ => None,
    });
    let most = most.filter(|most| *most <= schema.prefix_items.len());
    let is_closed = schema
        .items
        .is_some_and(|items| ctx.schemas[items].boolean == Some(false));
    let most = most.or(is_closed.then_some(schema.prefix_items.len()))?;
    Some(schema.prefix_items[..most].to_vec())
}

fn count_rule(merged: &MergedSchema, of: fn(&RuleKind) -> Option<&u64>) -> Option<usize> {
    let found = merged.array_rules.iter().find_map(|rule| of(&rule.kind))?;
    usize::try_from(*found).ok()
}

/// The rules that the number of fields does not express.
fn remaining_rules(merged: &MergedSchema) -> Vec<Rule> {
    let is_left =
        |rule: &&Rule| !matches!(rule.kind, RuleKind::MinItems(_) | RuleKind::MaxItems(_));
    merged.array_rules.iter().filter(is_left).cloned().collect()
}
