//! Headers of a response in, fields with a style out.

use openapiv3::{Header as Declared, ParameterSchemaOrContent};

use crate::document::resolve::Responded;
use crate::ir::{Header, Style, Type, Value};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::media_type;
use crate::lower::schema::{field_doc, lower};
use crate::pointer::Address;
use crate::tree::Tree;

/// Whether a response with this status may be a success; `default` is one if no other is.
pub(super) fn is_success<'s>(status: &str, mut all: impl Iterator<Item = &'s str>) -> bool {
    status.starts_with('2') || status == "default" && !all.any(|it| it.starts_with('2'))
}

/// Lowers the headers of a response; `owner` names their types.
pub(super) fn lower_headers(
    ctx: &mut Ctx<'_>,
    response: &Responded<'_>,
    owner: &str,
) -> Vec<Header> {
    let document = ctx.document;
    let mut found: Vec<Header> = Vec::new();
    for (wire, declared) in &response.response.headers {
        let place = response.address.join_all(["headers", wire]);
        let Some((declared, address)) = document.header(declared, &place) else {
            continue;
        };
        // Header names are case-insensitive (RFC 9110 §5.1).
        let is_known = found.iter().any(|it| it.wire.eq_ignore_ascii_case(wire));
        if is_ignored(wire) || is_known {
            continue;
        }
        found.push(lower_header(ctx, wire, declared, &address, owner));
    }
    found
}

/// Whether a header is described by other keywords (OpenAPI 3.1.1, §4.8.17.1).
pub(super) fn is_ignored(name: &str) -> bool {
    let ignored = ["accept", "content-type", "authorization"];
    ignored.iter().any(|it| name.eq_ignore_ascii_case(it))
}

fn lower_header(
    ctx: &mut Ctx<'_>,
    wire: &str,
    declared: &Declared,
    address: &Address,
    owner: &str,
) -> Header {
    let document = ctx.document;
    // The key of a component names an inline type.
    let hint = match &address.pointer.segments().collect::<Vec<_>>()[..] {
        [first, _, key] if first == "components" => Hint::Own(key.to_string()),
        _ => Hint::Own(format!("{owner} {wire}")),
    };
    let explode = document
        .written(address)
        .and_then(|node| node.get("explode"));
    let (schema, style) = match &declared.format {
        ParameterSchemaOrContent::Schema(schema) => match explode {
            Some(Tree::Bool(explode)) if explode.is_true() => (Some(schema), Style::SimpleExploded),
            _ => (Some(schema), Style::Simple),
        },
        ParameterSchemaOrContent::Content(content) => match content.iter().next() {
            Some((media_type, media)) if media_type::is_json(media_type) => {
                (media.schema.as_ref(), Style::Json)
            }
            _ => (None, Style::Simple),
        },
    };
    let schema = schema.and_then(|schema| ctx.resolve_schema(schema));
    let value = match (schema, style) {
        (Some(id), _) => lower::lower_schema(ctx, id, &hint),
        (None, Style::Json) => Value::of(Type::Json),
        (None, _) => Value::of(Type::String),
    };
    let described = schema.map(|schema| field_doc::document_field(ctx, schema, &value));
    let of_schema = described.as_ref().is_some_and(|it| it.deprecated);
    let mut doc = described.map(|it| it.doc).unwrap_or_default();
    let text = declared.description.clone();
    if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
        doc.text = Some(text);
    }
    Header {
        wire: wire.to_owned(),
        value,
        required: declared.required,
        doc,
        deprecated: of_schema || declared.deprecated.unwrap_or(false),
        style,
    }
}
