//! Annotations in, documentation out.

use crate::document::schema::{Schema, Type};
use crate::extension::{NOTE, UNIT};
use crate::ir::Doc;
use crate::lower::rule_words::inline_value;
use crate::markdown;
use crate::tree::Tree;

/// Documents a schema by its description or title, and by other annotations.
pub(super) fn schema_doc(schema: &Schema) -> Doc {
    Doc {
        text: description(schema).or_else(|| title(schema)),
        facts: notes(schema),
    }
}

/// The title as a sentence.
pub(super) fn title(schema: &Schema) -> Option<String> {
    let title = schema.title.as_deref()?.trim().trim_end_matches('.');
    (!title.is_empty()).then(|| format!("{title}."))
}

pub(super) fn description(schema: &Schema) -> Option<String> {
    schema
        .description
        .clone()
        .filter(|text| !text.trim().is_empty())
}

/// Lists `x-unit`, `x-note`, `readOnly`, `writeOnly`, and a `format` without meaning for types.
pub(super) fn notes(schema: &Schema) -> Vec<String> {
    let text = |name: &str| schema.extensions.get(name).and_then(Tree::as_str);
    let unit = text(UNIT.key).filter(|unit| !has_word(schema.description.as_deref(), unit));
    let unit = unit.map(|unit| format!("in {}", markdown::inline(unit)));
    let note = text(NOTE.key).map(note_fact);
    let read_only = schema.read_only.then(|| "read-only".to_owned());
    let write_only = schema.write_only.then(|| "write-only".to_owned());
    // A format that is checked is documented as a rule.
    let is_rule = schema.checked_format.is_some() && schema.enumeration.is_none();
    let format = schema.format.as_deref();
    let format = format.filter(|_| is_text(schema) && !is_rule);
    let format = format.filter(|format| !is_typed(format));
    let format = format.map(|format| {
        let format = Tree::String(format.to_owned());
        format!("format {}", inline_value(&format))
    });
    [format, unit, read_only, write_only, note]
        .into_iter()
        .flatten()
        .collect()
}

/// Whether the description already has the word.
fn has_word(description: Option<&str>, word: &str) -> bool {
    let mut words = description
        .unwrap_or_default()
        .split(|it: char| !it.is_alphanumeric());
    words.any(|it| it.eq_ignore_ascii_case(word))
}

fn is_text(schema: &Schema) -> bool {
    let types = schema.types.as_deref();
    types.is_some_and(|types| types.contains(&Type::String))
}

/// Whether the type expresses the format of a string.
fn is_typed(format: &str) -> bool {
    matches!(format, "" | "binary" | "byte" | "date-time" | "string")
}

/// Formats a note as a fact: Markdown on one line, without a full stop.
pub(in crate::lower) fn note_fact(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    format!("{}.", words.join(" ").trim_end_matches('.'))
}
