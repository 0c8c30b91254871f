//! A multipart body whose parts are the items of a list in, the parts by position out (OpenAPI 3.2,
//! §4.14.5.2).

use crate::diagnostic::Place;
use crate::diagnostic::catalogue::{KEYWORD_IGNORED, NOT_ENFORCED};
use crate::document::schema::{Schema, SchemaId, Type as JsonType};
use crate::ir::{Direction, Part};
use crate::lower::ctx::Ctx;
use crate::lower::media_type;
use crate::lower::schema::merged;
use crate::pointer::Address;
use crate::tree::Tree;

use super::encoding::{self, DeclaredPart};

/// Whether the parts of a body are the items of a list: they are described each for itself or by
/// position, or the schema is that of a list.
pub(super) fn is_list(ctx: &mut Ctx<'_>, media_type: &str, place: &Address, id: SchemaId) -> bool {
    if !media_type::is_multipart(media_type) {
        return false;
    }
    let node = ctx.document.written(place);
    let has = |key| node.is_some_and(|it| it.get(key).is_some());
    if has("itemSchema") || has("prefixEncoding") || has("itemEncoding") {
        return true;
    }
    let merged = merged::merge_schema(ctx, id);
    !media_type::is_form_data(media_type) && merged.single_type() == Some(JsonType::Array)
}

/// Reports encodings by position that have no effect: those of a body without parts, and those
/// within a part.
pub(super) fn check_positions(ctx: &mut Ctx<'_>, media_type: &str, place: &Address) {
    let Some(node) = ctx.document.written(place) else {
        return;
    };
    let keys = ["prefixEncoding", "itemEncoding"];
    let found: Vec<&str> = keys
        .into_iter()
        .filter(|key| node.get(key).is_some())
        .collect();
    let prefix = node.get("prefixEncoding").and_then(Tree::as_array);
    let item = node.get("itemEncoding");
    let named = node.get("encoding").and_then(Tree::as_object);
    let is_nested = |part: &Tree| {
        let keys = ["encoding", "prefixEncoding", "itemEncoding"];
        keys.iter().any(|key| part.get(key).is_some())
    };
    let nested = if prefix.unwrap_or_default().iter().any(is_nested) {
        Some("prefixEncoding")
    } else if item.is_some_and(is_nested) {
        Some("itemEncoding")
    } else if named.into_iter().flatten().any(|(_, part)| is_nested(part)) {
        Some("encoding")
    } else {
        None
    };
    let origin = ctx.document.origin(&place.pointer);
    if !media_type::is_multipart(media_type) {
        for key in found {
            let message = format!("`{key}` has no effect on `{media_type}`, which has no parts");
            let place = Place::Key(origin.join(key));
            ctx.diagnostics.report(&KEYWORD_IGNORED, place, message);
        }
    } else if let Some(key) = nested {
        let message = "parts within a part are not encoded one by one; a list is sent as JSON";
        let place = Place::Key(origin.join(key));
        ctx.diagnostics.report(&NOT_ENFORCED, place, message);
    }
}

/// Closes a list of parts after those that have a position, unless the schema says what follows
/// them: a part of no known type cannot be read.
pub(super) fn close_list(
    ctx: &mut Ctx<'_>,
    media_type: &str,
    place: &Address,
    id: SchemaId,
) -> SchemaId {
    let schema = &ctx.schemas[id];
    let is_open = !schema.prefix_items.is_empty() && schema.items.is_none();
    if !is_open || !is_list(ctx, media_type, place, id) {
        return id;
    }
    let address = ctx.schemas.address(id).clone();
    let nothing = Schema {
        boolean: Some(false),
        ..Schema::default()
    };
    let nothing = ctx.schemas.derive(nothing, address.clone());
    let closed = Schema {
        types: Some(vec![JsonType::Array]),
        items: Some(nothing),
        ..ctx.schemas[id].clone()
    };
    ctx.schemas.derive(closed, address)
}

/// Lowers the parts of a body: those with a position under their index, the others under an empty
/// name. `schema` is that of the list, or of each item.
pub(super) fn lower_parts(
    ctx: &mut Ctx<'_>,
    place: &Address,
    schema: SchemaId,
    direction: Direction,
) -> Vec<Part> {
    let Some(node) = ctx.document.written(place) else {
        return Vec::new();
    };
    let of_items = node.get("itemSchema").is_some();
    let prefix = node.get("prefixEncoding").and_then(Tree::as_array);
    let prefix = prefix.unwrap_or_default();
    let (members, rest) = if of_items {
        (Vec::new(), Some(schema))
    } else {
        let members = ctx.schemas[schema].prefix_items.clone();
        (members, merged::merge_schema(ctx, schema).items)
    };
    let mut parts = Vec::new();
    for index in 0..prefix.len().max(members.len()) {
        let wire = index.to_string();
        let declared = DeclaredPart {
            wire: &wire,
            encoding: prefix.get(index),
            member: members.get(index).copied().or(rest),
            headers_place: place.join_all(["prefixEncoding", &wire, "headers"]),
        };
        parts.push(encoding::lower_part(ctx, &declared, direction));
    }
    let declared = DeclaredPart {
        wire: "",
        encoding: node.get("itemEncoding"),
        member: rest,
        headers_place: place.join_all(["itemEncoding", "headers"]),
    };
    parts.push(encoding::lower_part(ctx, &declared, direction));
    parts
}
