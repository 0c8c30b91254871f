//! The tag of a tagged union, where its value is fixed: no field, but a constant member; or a field that
//! `new` fills in, where the schema itself does not ask for it.

use indexmap::IndexMap;

use crate::ir::{Type, TypeId, TypeKind};
use crate::lower::ctx::Ctx;
use crate::name::VariantName;

/// Turns the tag's field into a constant member in every struct that is an alternative of unions
/// which all give it the same single value, when the schema itself requires that value. Where it only
/// allows no other, the field has it from the start: without its tag, nobody could tell the value from
/// the other alternatives.
pub(in crate::lower) fn mark_constant_tags(ctx: &mut Ctx<'_>) {
    let mut uses: IndexMap<TypeId, Vec<(String, String)>> = IndexMap::new();
    for draft in &ctx.drafts.list {
        if let Some(TypeKind::Tagged(tagged)) = &draft.kind {
            for variant in &tagged.variants {
                if let Type::Named(id) = ctx.drafts.resolve(&variant.ty) {
                    uses.entry(*id)
                        .or_default()
                        .push((tagged.tag.clone(), variant.value.clone()));
                }
            }
        }
    }
    let mut marks: Vec<(TypeId, usize, String, VariantName)> = Vec::new();
    for (id, cases) in uses {
        let Some(TypeKind::Object(object)) = ctx.drafts.kind(id) else {
            continue;
        };
        let (tag, value) = &cases[0];
        if cases.iter().any(|case| case != &cases[0]) {
            continue;
        }
        let field = object.fields.iter().position(|field| field.wire == *tag);
        let Some(index) = field else { continue };
        let Type::Named(enumeration) = ctx.drafts.resolve(&object.fields[index].value.ty) else {
            continue;
        };
        let only = match ctx.drafts.kind(*enumeration) {
            Some(TypeKind::StringEnum(it)) => match &it.variants[..] {
                [(variant, only)] if only == value => variant.clone(),
                _ => continue,
            },
            _ => continue,
        };
        marks.push((id, index, value.clone(), only));
    }
    for (id, index, value, variant) in marks {
        let Some(TypeKind::Object(object)) = &mut ctx.drafts.list[id.0].kind else {
            unreachable!("the struct was just looked at")
        };
        if object.fields[index].required {
            let field = object.fields.remove(index);
            object.constants.push((field.wire, value));
        } else {
            let field = &mut object.fields[index];
            field.doc.facts.push("filled in by `new`".to_owned());
            field.initial = Some(variant);
        }
    }
}
