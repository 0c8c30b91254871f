//! Validation of values against the schemas of rules: keywords that neither a type nor a rule of its own
//! enforces.

use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

use serde_json::Value;

use super::ViolationKind;
use super::rule::FormatCheck;
use super::schema::{JsonSchema, Options, ValidationError, validate};

/// No limits: the generator bounds the size of the schemas in rules.
const OPTIONS: Options = Options {
    depth: usize::MAX,
    steps: usize::MAX,
    finds_nulls: false,
    is_of_format: None,
};

/// Validates a value against the schema in `text`. Text that is not a schema accepts every value.
pub(super) fn errors(
    text: &'static str,
    is_of_format: Option<FormatCheck>,
    value: &Value,
) -> Vec<ValidationError<JsonSchema<'static>>> {
    match schema(text) {
        Some(schema) => {
            let options = Options {
                is_of_format,
                ..OPTIONS
            };
            validate(JsonSchema::new(schema), value, options)
        }
        None => Vec::new(),
    }
}

/// Parses a schema, once for each rule.
fn schema(text: &'static str) -> Option<&'static Value> {
    static KNOWN: LazyLock<RwLock<HashMap<&'static str, Option<&'static Value>>>> =
        LazyLock::new(RwLock::default);
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(schema) = known.get(text) {
        return *schema;
    }
    drop(known);
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    *known.entry(text).or_insert_with(|| {
        let schema: Option<Value> = serde_json::from_str(text).ok();
        schema.map(|schema| &*Box::leak(Box::new(schema)))
    })
}

/// Returns the kind of violation that a keyword reports.
pub(super) fn violation_kind(keyword: &str) -> ViolationKind {
    match keyword {
        "minimum" => ViolationKind::Minimum,
        "maximum" => ViolationKind::Maximum,
        "exclusiveMinimum" => ViolationKind::ExclusiveMinimum,
        "exclusiveMaximum" => ViolationKind::ExclusiveMaximum,
        "multipleOf" => ViolationKind::MultipleOf,
        "minLength" => ViolationKind::MinLength,
        "maxLength" => ViolationKind::MaxLength,
        "pattern" => ViolationKind::Pattern,
        "format" => ViolationKind::Format,
        "minItems" => ViolationKind::MinItems,
        "maxItems" => ViolationKind::MaxItems,
        "uniqueItems" => ViolationKind::UniqueItems,
        "minProperties" => ViolationKind::MinProperties,
        "maxProperties" => ViolationKind::MaxProperties,
        "enum" | "const" => ViolationKind::Enumeration,
        "anyOf" | "oneOf" => ViolationKind::Alternative,
        "required" | "dependentRequired" => ViolationKind::Required,
        "properties" | "patternProperties" | "additionalProperties" | "unevaluatedProperties" => {
            ViolationKind::UnknownMember
        }
        _ => ViolationKind::Schema,
    }
}
