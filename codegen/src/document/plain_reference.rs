//! A schema in, the one out that it is nothing but a reference to.

use super::keyword::Keyword;
use super::schema::{Schema, SchemaId};

impl Schema {
    /// The target of a schema that is a `$ref`, or an `allOf` of one, with nothing but annotations beside it.
    pub(crate) fn plain_reference(&self) -> Option<SchemaId> {
        match (self.reference, &self.all_of[..]) {
            (Some(target), []) | (None, &[target]) if limits_nothing(self) => Some(target),
            _ => None,
        }
    }
}

/// Whether a schema says no more about its values than its `$ref` and its `allOf` do.
fn limits_nothing(schema: &Schema) -> bool {
    let joins = |it: &Keyword| matches!(it.name, "$ref" | "allOf");
    schema.boolean.is_none() && schema.has_only(|it| it.is_annotation() || joins(it))
}
