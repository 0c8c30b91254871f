//! Schemas in, a schema that combines them out. Each combination is made once, so that recursive
//! schemas terminate.

use indexmap::IndexMap;

use crate::document::schema::{Schema, SchemaId};
use crate::lower::ctx::Ctx;
use crate::lower::limit;

/// The maximal number of combinations. Alternatives within alternatives multiply, and so do members
/// that several schemas declare.
const MAX_INTERSECTIONS: usize = 50_000;

/// The schema whose values are valid for both.
pub(super) fn intersect(ctx: &mut Ctx<'_>, left: SchemaId, right: SchemaId) -> SchemaId {
    let mut parts = intersected_parts(ctx, left);
    let before = parts.len();
    for (target, part) in intersected_parts(ctx, right) {
        parts.entry(target).or_insert(part);
    }
    if parts.len() == before {
        return left;
    }
    let list: Vec<SchemaId> = parts.values().copied().collect();
    let intersections = &ctx.schema.intersections;
    if let Some(&known) = intersections.known.get(&list) {
        return known;
    }
    let address = ctx.schemas.address(left).clone();
    if intersections.known.len() == MAX_INTERSECTIONS {
        let message = format!(
            "`allOf` and nested alternatives combine schemas in more than \
             {MAX_INTERSECTIONS} ways"
        );
        limit::report_exhausted(ctx, &address, message);
        return left;
    }
    let both = Schema {
        all_of: list.clone(),
        ..Schema::default()
    };
    let id = ctx.schemas.derive(both, address);
    let intersections = &mut ctx.schema.intersections;
    intersections.known.insert(list, id);
    intersections.parts.insert(id, parts);
    id
}

fn intersected_parts(ctx: &Ctx<'_>, id: SchemaId) -> IndexMap<SchemaId, SchemaId> {
    if let Some(parts) = ctx.schema.intersections.parts.get(&id) {
        return parts.clone();
    }
    let target = ctx.schemas[id].plain_reference().unwrap_or(id);
    IndexMap::from_iter([(target, id)])
}
