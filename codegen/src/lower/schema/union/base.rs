//! The alternatives of a union and what stands beside it in, alternatives that ask for both out.

use crate::document::schema::{Schema, SchemaId};
use crate::lower::ctx::Ctx;
use crate::lower::schema::intersection::intersect;
use crate::lower::schema::merged::Facts;
use crate::lower::schema::state::Base;

/// How often alternatives are put on top of what stands beside them, within one another.
const MOST_LAYERS: u8 = 4;

/// Alternatives of the union in `id`, each with what stands beside the union. `None` where they
/// lie in too many others: then nothing but a check comes of them.
pub(super) fn put_on_base(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    facts: &Facts,
    alternatives: &[SchemaId],
) -> Option<Vec<SchemaId>> {
    let layer = ctx
        .schema
        .intersections
        .layers
        .get(&id)
        .copied()
        .unwrap_or(0);
    if layer == MOST_LAYERS {
        return None;
    }
    let base = base(ctx, facts);
    let mut both = Vec::with_capacity(alternatives.len());
    for &alternative in alternatives {
        let made = intersect(ctx, alternative, base);
        let known = ctx
            .schema
            .intersections
            .layers
            .entry(made)
            .or_insert(layer + 1);
        *known = (*known).max(layer + 1);
        both.push(made);
    }
    Some(both)
}

fn base(ctx: &mut Ctx<'_>, facts: &Facts) -> SchemaId {
    let properties = facts.properties.iter();
    let base = Base {
        address: facts.address.clone(),
        types: facts.types.clone(),
        properties: properties.map(|(name, id)| (name.clone(), *id)).collect(),
        required: facts.required.clone(),
        additional: facts.additional,
        items: facts.items,
    };
    if let Some(&known) = ctx.schema.intersections.bases.get(&base) {
        return known;
    }
    let schema = Schema {
        types: facts.types.clone(),
        properties: facts.properties.clone(),
        required: facts.required.clone(),
        additional_properties: facts.additional,
        items: facts.items,
        ..Schema::default()
    };
    let id = ctx.add(schema, facts.address.clone());
    ctx.schema.intersections.bases.insert(base, id);
    id
}
