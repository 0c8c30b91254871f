//! A union with a discriminator in, a tagged enum out.

mod nested;
mod tag_values;

use rustc_hash::FxHashSet;

use crate::document::schema::{Discriminator, SchemaId, Type as JsonType};
use crate::ir::{Tagged, TaggedVariant, Type, TypeKind, Value};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::naming::members::{self, Member};
use crate::lower::naming::recorded;
use crate::lower::schema::draft::draft_merged_type;
use crate::lower::schema::lower;
use crate::lower::schema::merged::{self, MergedSchema};
use crate::names::Item;
use crate::pointer::Address;

use super::UnionSchema;
use tag_values::tag_values;

/// The tag values, each with the alternative that it selects.
struct Cases {
    list: Vec<(String, SchemaId)>,
    /// The place of each value.
    places: Vec<Address>,
    /// Further values that select an alternative.
    also: Vec<(SchemaId, Vec<String>)>,
    /// Whether the tag may be absent.
    is_optional: bool,
    /// The index of the case for values that are not mapped.
    default: Option<usize>,
}

/// Lowers a union to an enum whose tag selects the variant. Returns `None` if an alternative is no
/// object. Each alternative is paired with the one in the document.
pub(super) fn lower_tagged(
    ctx: &mut Ctx<'_>,
    union: &UnionSchema<'_>,
    discriminator: &Discriminator,
    alternatives: &[(SchemaId, SchemaId)],
) -> Option<Value> {
    let Cases {
        list,
        places,
        mut also,
        is_optional,
        default,
    } = collect_cases(ctx, union.merged, discriminator, alternatives)?;
    let draft = draft_merged_type(ctx, union.id, union.merged, union.hint);
    let ty = ctx.drafts.reserve(draft);
    let value = Value::of(Type::Named(ty));
    ctx.lowered
        .insert(union.id, value.clone().or_null(union.is_nullable));
    let values: Vec<&str> = list.iter().map(|(value, _)| value.as_str()).collect();
    let mut members = Member::list(&values, places);
    recorded::recall_members(ctx, &union.merged.address, &mut members, Item::Variant);
    let names = members::name_variants(ctx, &union.merged.scope(ctx), &members);
    let default = default.map(|index| names[index].clone());
    let variants = list
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
        default,
    });
    ctx.drafts.finish(ty, kind);
    Some(value)
}

fn collect_cases(
    ctx: &mut Ctx<'_>,
    merged: &MergedSchema,
    discriminator: &Discriminator,
    alternatives: &[(SchemaId, SchemaId)],
) -> Option<Cases> {
    let mut list: Vec<(String, SchemaId)> = Vec::new();
    let mut places: Vec<Address> = Vec::new();
    let mut is_optional = false;
    for &(alternative, original) in alternatives {
        let merged = merged::merge_schema(ctx, alternative);
        let object = merged.single_type().is_none_or(|ty| ty == JsonType::Object);
        if !object {
            return None;
        }
        is_optional |= !merged.required.contains(&discriminator.property);
        for value in tag_values(ctx, discriminator, original, &merged) {
            if !list.iter().any(|(known, _)| *known == value) {
                list.push((value, alternative));
                places.push(ctx.schemas.address(original).clone());
            }
        }
    }
    let mut also = nested::nested_tag_values(ctx, discriminator, alternatives, &list);
    let nested = also.iter().flat_map(|(_, values)| values);
    let known = list.iter().map(|(value, _)| value).chain(nested);
    let known: FxHashSet<String> = known.cloned().collect();
    for (value, target) in nested::mapped_cases(ctx, merged, discriminator, alternatives, &known) {
        places.push(ctx.schemas.address(target).clone());
        list.push((value, target));
    }
    // An alternative that only nested values select.
    for (alternative, values) in &mut also {
        if !list.iter().any(|(_, known)| known == alternative) {
            list.push((values.remove(0), *alternative));
            places.push(ctx.schemas.address(*alternative).clone());
        }
    }
    let default = nested::default_case(ctx, merged, discriminator, &list, alternatives);
    Some(Cases {
        list,
        places,
        also,
        is_optional,
        default,
    })
}
