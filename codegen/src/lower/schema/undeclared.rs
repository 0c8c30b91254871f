//! Objects that keep the members that their schemas do not declare, because the document or the caller asks for it.

use crate::extension::KEEP_ADDITIONAL_PROPERTIES;
use crate::ir::{ObjectDef, Others, Type, TypeId, TypeKind, Value};
use crate::lower::ctx::Ctx;
use crate::name::FieldName;
use crate::tree::Tree;

use super::merged::MergedSchema;

/// Notes that an object keeps undeclared members, if it is to. Where several schemas are merged, the outermost
/// one that has the extension decides, and the document where none has it.
pub(super) fn note_object(ctx: &mut Ctx<'_>, ty: TypeId, merged: &MergedSchema) {
    let own = merged.extensions.get(KEEP_ADDITIONAL_PROPERTIES.key);
    let own = own.and_then(Tree::as_bool);
    if own.unwrap_or(ctx.schema.options.keep_additional_properties) {
        ctx.schema.keeping.push(ty);
    }
}

/// Adds a field for undeclared members to each object that keeps them and has no field for additional members.
///
/// It is added once the members have their names, so that it changes none of them.
pub(in crate::lower) fn keep_undeclared(ctx: &mut Ctx<'_>) {
    for TypeId(index) in std::mem::take(&mut ctx.schema.keeping) {
        if let Some(TypeKind::Object(object)) = &mut ctx.drafts.list[index].kind
            && object.others.is_none()
        {
            object.others = Some(Others {
                undeclared: true,
                ..additional_field(object)
            });
        }
    }
}

/// A field for members of any type, with a name that no other field has.
pub(super) fn additional_field(object: &ObjectDef) -> Others {
    let is_taken = |name: &FieldName| object.fields.iter().any(|field| field.name == *name);
    let mut spelling = "additional_properties".to_owned();
    while is_taken(&FieldName::from_spelling(&spelling)) {
        spelling.push_str(" beside");
    }
    Others {
        name: FieldName::from_spelling(&spelling),
        value: Value::of(Type::Json),
        forbidden: false,
        undeclared: false,
        rules: Vec::new(),
    }
}
