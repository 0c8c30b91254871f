//! Schemas whose format belongs to another type.

use super::Document;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::FORMAT_TYPE;
use crate::tree::Tree;
use crate::walk::{Visited, list_types};

/// Formats of the OpenAPI format registry and of JSON Schema, by the types that they are for.
const FORMATS: &[(&[&str], &[&str])] = &[
    (
        &["integer", "number"],
        &[
            "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "integer",
        ],
    ),
    (&["number"], &["float", "double"]),
    (
        &["string"],
        &[
            "date-time",
            "date",
            "time",
            "duration",
            "email",
            "idn-email",
            "hostname",
            "idn-hostname",
            "ipv4",
            "ipv6",
            "uri",
            "uri-reference",
            "iri",
            "iri-reference",
            "uuid",
            "uri-template",
            "json-pointer",
            "regex",
            "byte",
            "binary",
            "password",
        ],
    ),
];

/// Reports a format that means nothing for the types of its schema.
pub(super) fn check_format(
    document: Document<'_>,
    visited: &Visited<'_, '_>,
    diagnostics: &mut Diagnostics,
) {
    let Visited { node, members, .. } = *visited;
    let Some(format) = members.get("format").and_then(Tree::as_str) else {
        return;
    };
    let mut types = list_types(members);
    types.retain(|it| *it != "null");
    let meant = FORMATS
        .iter()
        .find(|(_, formats)| formats.contains(&format));
    let Some((meant, _)) = meant.filter(|_| !types.is_empty()) else {
        return;
    };
    // A number in a string, as in protocol buffers, has a format of integers on purpose.
    let is_text = types == ["string"]
        && format.ends_with(|it: char| it.is_ascii_digit())
        && meant.contains(&"integer");
    if is_text || types.iter().any(|it| meant.contains(it)) {
        return;
    }
    let place = document.provenance.origin(&node.join("format"));
    let message = format!(
        "the format `{format}` is one of type {}, but the type is {}",
        meant.join(" or "),
        types.join(" or "),
    );
    diagnostics
        .report(&FORMAT_TYPE, place, message)
        .related(document.provenance.origin(&node.join("type")), "the type")
        .help("correct the type, or remove the format: it has no effect");
}
