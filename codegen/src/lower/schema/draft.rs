//! Schemas in, drafts of their types out.

use crate::document::schema::SchemaId;
use crate::lower::ctx::Ctx;
use crate::lower::draft::{Draft, Hint};
use crate::lower::extension;

use super::doc::schema_doc;
use super::merged::MergedSchema;

/// Drafts the type of a schema.
pub(super) fn draft_type(ctx: &mut Ctx<'_>, id: SchemaId, hint: &Hint) -> Draft {
    let schema = &ctx.schemas[id];
    let (doc, deprecated) = (schema_doc(schema), schema.deprecated);
    let parent = match hint {
        Hint::Child(parent, _) => Some(*parent),
        Hint::Own(_) | Hint::Fixed(_) => None,
    };
    let hint = extension::read_rust_name(ctx, id).map_or_else(|| hint.clone(), Hint::Fixed);
    let address = ctx.schemas.address(id).clone();
    Draft {
        schema: id,
        address,
        parts: Vec::new(),
        hint,
        parent,
        doc,
        deprecated,
        kind: None,
        rules: Vec::new(),
    }
}

/// Drafts the type of a merged schema, with the annotations of its parts.
pub(super) fn draft_merged_type(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    merged: &MergedSchema,
    hint: &Hint,
) -> Draft {
    let deprecated = merged.deprecated;
    Draft {
        doc: merged.doc.clone(),
        deprecated,
        parts: merged
            .nodes
            .iter()
            .copied()
            .filter(|it| *it != id)
            .collect(),
        ..draft_type(ctx, id, hint)
    }
}
