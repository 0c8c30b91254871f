//! An alternative of a tagged union in, its tag values out.

use crate::document::schema::{Discriminator, SchemaId, Type as JsonType};
use crate::lower::ctx::Ctx;
use crate::lower::naming::external;
use crate::lower::schema::inheritance;
use crate::lower::schema::merged::MergedSchema;

/// The tag values of an alternative: those of the mapping, or else those that the property allows,
/// or else the name of the component (OpenAPI 3.1 §4.8.25).
pub(super) fn tag_values(
    ctx: &Ctx<'_>,
    discriminator: &Discriminator,
    alternative: SchemaId,
    merged: &MergedSchema,
) -> Vec<String> {
    let target = ctx.schemas[alternative].reference.unwrap_or(alternative);
    let mapped: Vec<String> = discriminator
        .mapping
        .iter()
        .filter(|(_, schema)| **schema == target || **schema == alternative)
        .map(|(value, _)| value.clone())
        .collect();
    let property = merged.properties.get(&discriminator.property);
    if !mapped.is_empty() {
        let boolean = Some(&[JsonType::Boolean][..]);
        let is_boolean =
            property.is_some_and(|&property| ctx.schemas[property].types.as_deref() == boolean);
        // Python's exporters write `True`.
        let json = |value: String| {
            if is_boolean {
                value.to_lowercase()
            } else {
                value
            }
        };
        return mapped.into_iter().map(json).collect();
    }
    let declared: Vec<String> = property
        .map(|&property| {
            let schema = &ctx.schemas[property];
            let values = schema
                .constant
                .iter()
                .chain(schema.enumeration.iter().flatten());
            values.filter_map(inheritance::tag_spelling).collect()
        })
        .unwrap_or_default();
    if !declared.is_empty() {
        return declared;
    }
    external::component_key(ctx, target).into_iter().collect()
}
