//! Schemas of events in, typed `data` members out.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use crate::document::schema::{Schema, SchemaId};
use crate::ir::Framing;
use crate::lower::ctx::Ctx;
use crate::lower::media_type;

/// Replaces the schema of the `data` member of events by its `contentSchema`, if its text is JSON:
/// callers get the parsed value instead of a string.
pub(in crate::lower) fn type_event_data(ctx: &mut Ctx<'_>) {
    let roots = ctx.schemas.iter().map(|(id, _)| id);
    let mut waiting: Vec<SchemaId> = roots.filter(|id| is_event(ctx, *id)).collect();
    let mut seen: FxHashSet<SchemaId> = waiting.iter().copied().collect();
    while let Some(id) = waiting.pop() {
        let schema = &ctx.schemas[id];
        let unions = schema.any_of.iter().chain(&schema.one_of).flatten();
        let parts = schema.reference.iter().chain(&schema.all_of).chain(unions);
        waiting.extend(parts.filter(|part| seen.insert(**part)));
        if let Some(said) = schema
            .properties
            .get("data")
            .and_then(|it| content_schema(ctx, *it))
        {
            ctx.schemas.set_property(id, "data", said);
        }
    }
}

/// Whether a schema is that of the events of a stream.
fn is_event(ctx: &Ctx<'_>, id: SchemaId) -> bool {
    let pointer = &ctx.schemas.address(id).pointer;
    let is_schema = pointer
        .last()
        .is_some_and(|it| matches!(&*it, "schema" | "itemSchema"));
    let media_type = || pointer.parent()?.last().map(Cow::into_owned);
    is_schema && media_type().and_then(|it| media_type::framing(&it)) == Some(Framing::Events)
}

/// The schema of the content of a string, if the content is JSON.
fn content_schema(ctx: &Ctx<'_>, id: SchemaId) -> Option<SchemaId> {
    let parts = ctx.schemas.conjuncts(id);
    parts.iter().find_map(|part| {
        let Schema {
            content_schema,
            content_media_type,
            ..
        } = &ctx.schemas[*part];
        let is_json = content_media_type
            .as_deref()
            .is_none_or(media_type::is_json);
        content_schema.filter(|_| is_json)
    })
}
