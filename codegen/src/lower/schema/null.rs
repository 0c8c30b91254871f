//! Schemas that allow only null.

use crate::document::schema::{Schema, SchemaId, Schemas, Type};
use crate::tree::Tree;

/// The alternative of a schema, if the other one is null.
pub(super) fn only_beside_null(schemas: &Schemas, schema: &Schema) -> Option<SchemaId> {
    let mut unions = schema.any_of.iter().chain(&schema.one_of);
    match (unions.next().map(Vec::as_slice), unions.next()) {
        (Some(&[first, second]), None) if is_null(&schemas[second]) => Some(first),
        (Some(&[first, second]), None) if is_null(&schemas[first]) => Some(second),
        _ => None,
    }
}

/// Whether a schema allows only null.
pub(super) fn is_null(schema: &Schema) -> bool {
    schema.types.as_deref() == Some(&[Type::Null])
        || schema.constant == Some(Tree::Null)
        || schema.enumeration.as_deref() == Some(&[Tree::Null])
}
