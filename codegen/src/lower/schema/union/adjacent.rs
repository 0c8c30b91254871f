//! Alternatives and the keywords adjacent to their union in, alternatives with both out.

use crate::document::schema::{Schema, SchemaId};
use crate::lower::ctx::Ctx;
use crate::lower::schema::intersection::intersect;
use crate::lower::schema::merged::MergedSchema;
use crate::lower::schema::state::AdjacentKeywords;

/// The maximal nesting of unions whose adjacent keywords go into alternatives.
const MAX_LAYERS: u8 = 4;

/// Combines each alternative of the union in `id` with the adjacent keywords. Returns `None` if the
/// unions are nested too deeply: then the union only constrains values.
pub(super) fn apply_adjacent(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    merged: &MergedSchema,
    alternatives: &[SchemaId],
) -> Option<Vec<SchemaId>> {
    let layer = ctx
        .schema
        .intersections
        .layers
        .get(&id)
        .copied()
        .unwrap_or(0);
    if layer == MAX_LAYERS {
        return None;
    }
    let base = adjacent_schema(ctx, merged);
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

fn adjacent_schema(ctx: &mut Ctx<'_>, merged: &MergedSchema) -> SchemaId {
    let properties = merged.properties.iter();
    let base = AdjacentKeywords {
        address: merged.address.clone(),
        types: merged.types.clone(),
        properties: properties.map(|(name, id)| (name.clone(), *id)).collect(),
        required: merged.required.clone(),
        additional: merged.additional,
        items: merged.items,
    };
    if let Some(&known) = ctx.schema.intersections.adjacent.get(&base) {
        return known;
    }
    let schema = Schema {
        types: merged.types.clone(),
        properties: merged.properties.clone(),
        required: merged.required.clone(),
        additional_properties: merged.additional,
        items: merged.items,
        ..Schema::default()
    };
    let id = ctx.schemas.derive(schema, merged.address.clone());
    ctx.schema.intersections.adjacent.insert(base, id);
    id
}
