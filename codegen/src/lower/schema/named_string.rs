//! Strings with an `x-rust-name` in, types of their own out.

use crate::document::schema::SchemaId;
use crate::ir::{Doc, Type, TypeKind, Value};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::extension;

use super::draft::draft_merged_type;
use super::merged::MergedSchema;

/// Gives a string a type of its own, if its schema has an `x-rust-name`. The rules become those of the
/// type, and null stays beside it.
pub(super) fn name_string(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    merged: &MergedSchema,
    hint: &Hint,
    value: Value,
) -> Value {
    let is_nullable = match &value.ty {
        Type::String => false,
        Type::Nullable(inner) if **inner == Type::String => true,
        _ => return value,
    };
    // A schema that contains itself has its type already.
    if ctx.drafts.of_schema(id).is_some() || extension::read_rust_name(ctx, id).is_none() {
        return value;
    }
    let mut draft = draft_merged_type(ctx, id, merged, hint);
    if !ctx.naming.component_names.contains_key(&id) {
        // These describe the member or the parameter, not the values of the type.
        draft.doc = Doc::default();
        draft.deprecated = false;
    }
    let ty = ctx.drafts.reserve(draft);
    let text = Value {
        ty: Type::String,
        rules: value.rules,
    };
    ctx.drafts.finish(ty, TypeKind::Newtype(text));
    Value::of(Type::Named(ty)).or_null(is_nullable)
}
