//! Tags with a single value in, constants and initial values out.
//!
//! A required tag of a union with a discriminator becomes a constant member without a field. Any other
//! required member with a single value, and an optional tag, is a field that `new` fills in.

use indexmap::IndexMap;

use crate::ir::{Field, Type, TypeId, TypeKind};
use crate::lower::ctx::Ctx;
use crate::name::VariantName;

/// Replaces the field of a tag by a constant in each struct that is an alternative of unions which
/// all give it the same single value, if its schema requires that value. If the schema only allows
/// no other value, the field is filled in by `new`: without its tag, nothing could distinguish the
/// value from other alternatives.
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
            set_by_new(field, variant);
        }
    }
}

/// Lets `new` fill in the required members that have a single value. One that the lock file records as an
/// argument stays one.
pub(in crate::lower) fn mark_single_values(ctx: &mut Ctx<'_>) {
    let mut marks: Vec<(usize, usize, VariantName)> = Vec::new();
    for (draft, object) in ctx.drafts.list.iter().enumerate() {
        let Some(TypeKind::Object(object)) = &object.kind else {
            continue;
        };
        for (index, field) in object.fields.iter().enumerate() {
            if field.required
                && field.argument.is_none()
                && let Type::Named(id) = ctx.drafts.resolve(&field.value.ty)
                && let Some(TypeKind::StringEnum(it)) = ctx.drafts.kind(*id)
                && let [(variant, _)] = &it.variants[..]
            {
                marks.push((draft, index, variant.clone()));
            }
        }
    }
    for (draft, index, variant) in marks {
        let Some(TypeKind::Object(object)) = &mut ctx.drafts.list[draft].kind else {
            unreachable!("the struct was just looked at")
        };
        set_by_new(&mut object.fields[index], variant);
    }
}

fn set_by_new(field: &mut Field, variant: VariantName) {
    field.doc.facts.push("set by `new`".to_owned());
    field.initial = Some(variant);
}
