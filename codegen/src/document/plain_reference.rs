//! A schema in, the one out that it is nothing but a reference to.

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
    let Schema {
        boolean: None,
        reference: _,
        types: None,
        enumeration: None,
        constant: None,
        all_of: _,
        any_of: None,
        one_of: None,
        not: None,
        if_: None,
        then: None,
        else_: None,
        discriminator: None,
        properties,
        pattern_properties,
        additional_properties: None,
        unevaluated_properties: None,
        property_names: None,
        required,
        dependent_required,
        dependent_schemas,
        min_properties: None,
        max_properties: None,
        items: None,
        prefix_items,
        unevaluated_items: None,
        contains: None,
        min_contains: None,
        max_contains: None,
        min_items: None,
        max_items: None,
        unique_items: false,
        minimum: None,
        maximum: None,
        exclusive_minimum: None,
        exclusive_maximum: None,
        multiple_of: None,
        min_length: None,
        max_length: None,
        pattern: None,
        format: None,
        content_encoding: None,
        content_media_type: None,
        content_schema: None,
        title: _,
        description: _,
        default: _,
        examples: _,
        deprecated: _,
        read_only: _,
        write_only: _,
        extensions: _,
    } = schema
    else {
        return false;
    };
    let members = [properties, pattern_properties, dependent_schemas];
    members.iter().all(|it| it.is_empty())
        && dependent_required.is_empty()
        && required.is_empty()
        && prefix_items.is_empty()
}
