//! Validation of examples and defaults against the schemas of the document.

mod arena_schema;

use codegen_schema::{Options, ValidationError, validate};

use crate::pointer::Pointer;
use crate::tree::Tree;

use self::arena_schema::ArenaSchema;
use super::schema::{SchemaId, Schemas};

/// Limits far above real documents. Schemas that refer to each other in many ways would take too
/// long, so that a value that exceeds the limits counts as valid.
const OPTIONS: Options = Options {
    depth: 256,
    steps: 200_000,
    finds_nulls: false,
    is_of_format: None,
};

/// A reason why a schema refuses a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The place, relative to the value.
    pub pointer: Pointer,
    /// What is wrong with it.
    pub message: String,
}

/// Returns every reason why `schema` refuses `value`. Formats are not validated.
#[must_use]
pub fn refusals(schemas: &Schemas, schema: SchemaId, value: &Tree) -> Vec<Refusal> {
    let schema = ArenaSchema {
        schemas,
        id: schema,
    };
    let errors = validate(schema, value, OPTIONS).into_iter();
    errors.map(refusal).collect()
}

/// Converts an error; a missing member is reported at its object.
fn refusal(error: ValidationError<ArenaSchema<'_>>) -> Refusal {
    let pointer = read_pointer(&error.pointer);
    match (error.keyword, pointer.last(), pointer.parent()) {
        ("required" | "dependentRequired", Some(name), Some(object)) => Refusal {
            message: format!("`{name}` {}", error.message),
            pointer: object,
        },
        _ => Refusal {
            message: error.message,
            pointer,
        },
    }
}

/// A property whose schema refuses its null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedNull {
    /// The place, relative to the value.
    pub pointer: Pointer,
    /// The schema of the property.
    pub member: SchemaId,
}

/// Returns the properties in `value` whose schemas refuse their nulls, whatever else is wrong with it. If a
/// value matches no alternative, the first that it matches apart from such nulls is assumed.
#[must_use]
pub fn refused_nulls(schemas: &Schemas, schema: SchemaId, value: &Tree) -> Vec<RefusedNull> {
    let schema = ArenaSchema {
        schemas,
        id: schema,
    };
    let options = Options {
        finds_nulls: true,
        ..OPTIONS
    };
    let errors = validate(schema, value, options).into_iter();
    let nulls = errors.filter_map(|error| {
        Some(RefusedNull {
            pointer: read_pointer(&error.pointer),
            member: error.refused_null?.id,
        })
    });
    nulls.collect()
}

fn read_pointer(text: &str) -> Pointer {
    Pointer::parse(text).expect("the places of errors are pointers")
}
