//! What neither a type nor a rule of its own can say is a schema, which values are held against.

use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

use serde_json::Value;

use super::ViolationKind;
use super::schema::{JsonSchema, Options, ValidationError, validate};

/// Everything is looked at: a schema in a rule has no more parts than a generator lets it have.
const OPTIONS: Options = Options {
    depth: usize::MAX,
    steps: usize::MAX,
    finds_nulls: false,
};

/// Everything that the schema in `text` refuses about a value. What is no schema refuses nothing.
pub(super) fn errors(
    text: &'static str,
    value: &Value,
) -> Vec<ValidationError<JsonSchema<'static>>> {
    match schema(text) {
        Some(schema) => validate(JsonSchema::new(schema), value, OPTIONS),
        None => Vec::new(),
    }
}

/// The schema that a text is. Each is read once and then kept: there are as many as there are rules.
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

/// The kind of violation that a keyword stands for.
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
