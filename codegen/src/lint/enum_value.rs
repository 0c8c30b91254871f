//! Values of string enums that look like values of another type.

use super::{Document, list_strings};
use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::ENUM_VALUE_TYPE;
use crate::tree::Number;
use crate::walk::{Visited, list_types};

/// Reports the first value of a string enum that looks like another type.
pub(super) fn check_enum(
    document: Document<'_>,
    visited: &Visited<'_, '_>,
    diagnostics: &mut Diagnostics,
) {
    let Visited { node, members, .. } = *visited;
    let values = list_strings(members, "enum");
    let types = list_types(members);
    // With several types, the quotes are there on purpose.
    if types != ["string"] && types != ["string", "null"] {
        return;
    }
    let found: Vec<(usize, &str, &str)> = values
        .iter()
        .enumerate()
        .filter_map(|(index, value)| Some((index, *value, describe_type(value)?)))
        .collect();
    let Some(&(index, value, what)) = found.first() else {
        return;
    };
    let more = match found.len() {
        1 => String::new(),
        2 => ", and so does another value".to_owned(),
        count => format!(", and so do {} more values", count - 1),
    };
    let message = format!("the string `\"{value}\"` looks like {what}{more}");
    let place = node.join_all(["enum", &index.to_string()]);
    diagnostics
        .report(&ENUM_VALUE_TYPE, document.provenance.origin(&place), message)
        .help(format!(
            "if the API sends {what}, correct the `type`; if not, make sure that each tool on the way keeps the \
             quotes"
        ));
}

/// Returns the type that a text has without its quotes.
fn describe_type(text: &str) -> Option<&'static str> {
    match text {
        "true" | "false" | "True" | "False" => Some("a boolean"),
        "null" | "Null" | "~" => Some("null"),
        text if Number::parse(text).is_some() => Some("a number"),
        _ => None,
    }
}
