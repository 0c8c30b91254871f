//! Alternatives of a tagged union in, tag values of their own alternatives and children out, at any
//! depth.

use indexmap::IndexMap;
use rustc_hash::FxHashSet;

use crate::diagnostic::catalogue::KEYWORD_IGNORED;
use crate::document::schema::{Discriminator, SchemaId};
use crate::lower::ctx::Ctx;
use crate::lower::schema::inheritance;
use crate::lower::schema::merged::{self, MergedSchema};

use super::tag_values::tag_values;

/// The further tag values of each alternative: those that its own type distinguishes and no other
/// alternative has.
pub(super) fn nested_tag_values(
    ctx: &mut Ctx<'_>,
    discriminator: &Discriminator,
    alternatives: &[(SchemaId, SchemaId)],
    cases: &[(String, SchemaId)],
) -> Vec<(SchemaId, Vec<String>)> {
    let mut taken: FxHashSet<String> = cases.iter().map(|(value, _)| value.clone()).collect();
    let mut found = Vec::new();
    for &(alternative, original) in alternatives {
        // With adjacent keywords, it is a struct of its own.
        if alternative != original {
            continue;
        }
        let mut seen = FxHashSet::default();
        let mut values = collect_nested(ctx, original, &discriminator.property, &mut seen);
        values.retain(|value| taken.insert(value.clone()));
        // The order of the document does not matter.
        values.sort();
        if !values.is_empty() {
            found.push((alternative, values));
        }
    }
    found
}

fn collect_nested(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    property: &str,
    seen: &mut FxHashSet<SchemaId>,
) -> Vec<String> {
    let target = final_target(ctx, id);
    if !seen.insert(target) {
        return Vec::new();
    }
    let mut found = inheritance::tag_values_below(ctx, target, property);
    let schema = &ctx.schemas[target];
    let discriminator = schema.discriminator.clone();
    let discriminator = discriminator.unwrap_or_else(|| {
        Box::new(Discriminator {
            property: property.to_owned(),
            mapping: IndexMap::default(),
            default: None,
        })
    });
    if discriminator.property != property {
        return found;
    }
    for alternative in list_alternatives(ctx, target) {
        let merged = merged::merge_schema(ctx, alternative);
        found.extend(tag_values(ctx, &discriminator, alternative, &merged));
        found.extend(collect_nested(ctx, alternative, property, seen));
    }
    found
}

/// The values of the mapping that stand for a schema made of an alternative and are not among
/// `known`. Other values cannot be selected, and are reported.
pub(super) fn mapped_cases(
    ctx: &mut Ctx<'_>,
    merged: &MergedSchema,
    discriminator: &Discriminator,
    alternatives: &[(SchemaId, SchemaId)],
    known: &FxHashSet<String>,
) -> Vec<(String, SchemaId)> {
    let mut found = Vec::new();
    for (value, &to) in &discriminator.mapping {
        let is_listed = |(_, original): &(SchemaId, SchemaId)| {
            final_target(ctx, *original) == final_target(ctx, to)
        };
        if known.contains(value) || alternatives.iter().any(is_listed) {
            continue;
        }
        let is_of = |original: SchemaId| is_made_of(ctx, to, original, &mut FxHashSet::default());
        if alternatives.iter().any(|(_, original)| is_of(*original)) {
            found.push((value.clone(), to));
        } else {
            report_ignored(ctx, merged, value);
        }
    }
    found
}

/// Whether a schema is an alternative, extends it by `allOf`, or is one of its own alternatives.
fn is_made_of(
    ctx: &Ctx<'_>,
    id: SchemaId,
    alternative: SchemaId,
    seen: &mut FxHashSet<SchemaId>,
) -> bool {
    let wanted = final_target(ctx, alternative);
    if !seen.insert(wanted) {
        return false;
    }
    if ctx.schemas.conjuncts(id).contains(&wanted) {
        return true;
    }
    let mut below = list_alternatives(ctx, wanted).into_iter();
    below.any(|alternative| is_made_of(ctx, id, alternative, seen))
}

/// Finds the case of the schema for values that are not mapped. One that is no alternative is
/// reported.
pub(super) fn default_case(
    ctx: &mut Ctx<'_>,
    merged: &MergedSchema,
    discriminator: &Discriminator,
    cases: &[(String, SchemaId)],
    alternatives: &[(SchemaId, SchemaId)],
) -> Option<usize> {
    let default = discriminator.default?;
    let wanted = final_target(ctx, default);
    let is_it = |id: SchemaId| {
        let pair = alternatives
            .iter()
            .find(|(alternative, _)| *alternative == id);
        let original = pair.map_or(id, |(_, original)| *original);
        final_target(ctx, original) == wanted
    };
    let found = cases.iter().position(|(_, id)| is_it(*id));
    if found.is_none() {
        let mut nodes = merged.nodes.iter().copied();
        let node = nodes.find(|node| {
            let discriminator = ctx.schemas[*node].discriminator.as_ref();
            discriminator.is_some_and(|it| it.default == Some(default))
        });
        if let Some(node) = node {
            let place = ctx.schemas.address(node);
            let place = place.join_all(["discriminator", "defaultMapping"]);
            let message =
                "this is no alternative of the union; objects without a mapped value stay JSON";
            ctx.diagnostics.report(&KEYWORD_IGNORED, place, message);
        }
    }
    found
}

fn final_target(ctx: &Ctx<'_>, mut id: SchemaId) -> SchemaId {
    let mut seen = FxHashSet::default();
    while seen.insert(id)
        && let Some(next) = ctx.schemas[id].plain_reference()
    {
        id = next;
    }
    id
}

fn list_alternatives(ctx: &Ctx<'_>, id: SchemaId) -> Vec<SchemaId> {
    let schema = &ctx.schemas[id];
    let lists = schema.one_of.iter().chain(&schema.any_of);
    lists.flatten().copied().collect()
}

fn report_ignored(ctx: &mut Ctx<'_>, merged: &MergedSchema, value: &str) {
    let node = merged.nodes.iter().copied().find(|node| {
        let discriminator = ctx.schemas[*node].discriminator.as_ref();
        discriminator.is_some_and(|it| it.mapping.contains_key(value))
    });
    let Some(node) = node else { return };
    let place = ctx
        .schemas
        .address(node)
        .join_all(["discriminator", "mapping", value]);
    let message =
        "this is neither an alternative of the union nor based on one; the entry is left out";
    let known = (ctx.diagnostics.iter())
        .any(|it| it.code == &KEYWORD_IGNORED && it.place == (&place).into());
    if !known {
        ctx.diagnostics.report(&KEYWORD_IGNORED, place, message);
    }
}
