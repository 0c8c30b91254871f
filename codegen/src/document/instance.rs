//! A schema and a value in, the reasons why the schema refuses the value out. For examples and
//! defaults: what the document itself contradicts is worth a remark.

mod arena_schema;

use codegen_schema::{Options, ValidationError, validate};

use crate::pointer::Pointer;
use crate::tree::Tree;

use self::arena_schema::ArenaSchema;
use super::schema::{SchemaId, Schemas};

/// How a value is looked at. References can lead round in a circle without going deeper into the value
/// only through alternatives, and no document needs as many levels as this; schemas that lead to one
/// another in many ways would keep us for ever, so that a value that takes more is taken for right.
const OPTIONS: Options = Options {
    depth: 256,
    steps: 200_000,
    finds_nulls: false,
};

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The part of the value, seen from the value itself.
    pub pointer: Pointer,
    /// What is wrong with it.
    pub message: String,
}

/// Why `schema` refuses `value`; empty when it does not. JSON Schema 2020-12 without formats.
#[must_use]
pub fn refusals(schemas: &Schemas, schema: SchemaId, value: &Tree) -> Vec<Refusal> {
    let schema = ArenaSchema {
        schemas,
        id: schema,
    };
    let errors = validate(schema, value, OPTIONS).into_iter();
    errors.map(refusal).collect()
}

/// A member that is missing has no place: its object has.
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

/// A member that is null and must not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedNull {
    /// Where, seen from the value that is judged.
    pub pointer: Pointer,
    /// The schema of the member.
    pub member: SchemaId,
}

/// The members that are null in `value` and must not be. What else is wrong with the value does not
/// matter; of alternatives that nothing but such nulls keeps it from, the first is taken for what was
/// meant.
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
