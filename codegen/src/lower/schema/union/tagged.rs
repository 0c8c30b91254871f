//! A union with a discriminator in, an enum picked by the tag out.

mod nested;
mod tag_values;

use crate::document::schema::{Discriminator, SchemaId, Type as JsonType};
use crate::ir::{Tagged, TaggedVariant, Type, TypeKind, Value};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::naming::members::{self, Member, Scope};
use crate::lower::schema::draft::draft_merged_type;
use crate::lower::schema::lower;
use crate::lower::schema::merged::{self, MergedSchema};
use crate::pointer::Address;

use tag_values::tag_values;

/// An enum picked by the discriminator; `None` when an alternative is no object. Alternatives come
/// with what stands beside the union, and as the document lists them.
pub(super) fn lower_tagged(
    ctx: &mut Ctx<'_>,
    id: SchemaId,
    merged: &MergedSchema,
    discriminator: &Discriminator,
    alternatives: &[(SchemaId, SchemaId)],
    nullable: bool,
    hint: &Hint,
) -> Option<Value> {
    let mut cases: Vec<(String, SchemaId)> = Vec::new();
    let mut places: Vec<Address> = Vec::new();
    let mut is_optional = false;
    for &(alternative, original) in alternatives {
        let merged_alternative = merged::merge_schema(ctx, alternative);
        let object = merged_alternative
            .single_type()
            .is_none_or(|ty| ty == JsonType::Object);
        if !object {
            return None;
        }
        is_optional |= !merged_alternative
            .required
            .contains(&discriminator.property);
        for value in tag_values(ctx, discriminator, original, &merged_alternative) {
            if !cases.iter().any(|(known, _)| *known == value) {
                cases.push((value, alternative));
                places.push(ctx.schemas.address(original).clone());
            }
        }
    }
    let mut also = nested::nested_tag_values(ctx, discriminator, alternatives, &cases);
    for (value, target) in
        nested::mapped_cases(ctx, merged, discriminator, alternatives, &cases, &also)
    {
        places.push(ctx.schemas.address(target).clone());
        cases.push((value, target));
    }
    // An alternative that no value of its own stands for.
    for (alternative, values) in &mut also {
        if !cases.iter().any(|(_, known)| known == alternative) {
            cases.push((values.remove(0), *alternative));
            places.push(ctx.schemas.address(*alternative).clone());
        }
    }
    let draft = draft_merged_type(ctx, id, merged, hint);
    let ty = ctx.drafts.reserve(draft);
    ctx.lowered
        .insert(id, Value::of(Type::Named(ty)).or_null(nullable));
    let values: Vec<&str> = cases.iter().map(|(value, _)| value.as_str()).collect();
    let members = Member::list(&values, places);
    let names = members::name_variants(
        ctx,
        &Scope::of_schema(ctx, &merged.address, &merged.nodes),
        &members,
    );
    let variants = cases
        .iter()
        .zip(names)
        .map(|((value, alternative), name)| {
            let hint = Hint::Child(ty, value.clone());
            let ty = lower::lower_schema(ctx, *alternative, &hint).ty;
            let first = also.iter().position(|(known, _)| known == alternative);
            TaggedVariant {
                name,
                value: value.clone(),
                also: first.map(|it| also.swap_remove(it).1).unwrap_or_default(),
                ty,
            }
        })
        .collect();
    let kind = TypeKind::Tagged(Tagged {
        code: ctx.schema.codes.enumeration().map(str::to_owned),
        tag: discriminator.property.clone(),
        is_optional,
        variants,
    });
    ctx.drafts.finish(ty, kind);
    Some(Value::of(Type::Named(ty)))
}
