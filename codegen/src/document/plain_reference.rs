//! A schema in, the target out if it is only a reference.

use super::keyword::Keyword;
use super::schema::{Schema, SchemaId};

impl Schema {
    /// Returns the target of a schema that is a `$ref`, or an `allOf` of one `$ref`, with only
    /// annotations beside it, unless it is an instance of a template, which is a type of its own.
    pub(crate) fn plain_reference(&self) -> Option<SchemaId> {
        match (self.reference, &self.all_of[..]) {
            (Some(target), []) | (None, &[target]) if limits_nothing(self) && !self.is_instance => {
                Some(target)
            }
            _ => None,
        }
    }
}

/// Whether a schema limits its values only by `$ref` and `allOf`.
fn limits_nothing(schema: &Schema) -> bool {
    let joins = |it: &Keyword| matches!(it.name, "$ref" | "allOf");
    schema.boolean.is_none() && schema.has_only(|it| it.is_annotation() || joins(it))
}
