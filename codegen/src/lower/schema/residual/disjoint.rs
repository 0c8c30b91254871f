//! Whether no value matches two alternatives.

use crate::document::schema::{SchemaId, Type};
use crate::lower::ctx::Ctx;
use crate::lower::schema::merged::{self, MergedSchema};
use crate::tree::Tree;

/// Whether it is certain that no value matches two of the alternatives.
pub(super) fn are_all_disjoint(ctx: &mut Ctx<'_>, alternatives: &[SchemaId]) -> bool {
    let list: Vec<MergedSchema> = alternatives
        .iter()
        .map(|&alternative| {
            let mut merged = merged::merge_schema(ctx, alternative);
            merged::infer_types(&mut merged);
            merged
        })
        .collect();
    list.iter().enumerate().all(|(index, left)| {
        list[..index]
            .iter()
            .all(|right| are_disjoint(ctx, left, right))
    })
}

fn are_disjoint(ctx: &mut Ctx<'_>, left: &MergedSchema, right: &MergedSchema) -> bool {
    left.never
        || right.never
        || have_disjoint_types(left, right)
        || have_disjoint_values(left.values.as_deref(), right.values.as_deref())
        || is_excluded_by_closed(ctx, left, right)
        || is_excluded_by_closed(ctx, right, left)
        || have_disjoint_tags(ctx, left, right)
}

/// Whether two schemas have no type in common.
fn have_disjoint_types(left: &MergedSchema, right: &MergedSchema) -> bool {
    let (Some(left), Some(right)) = (&left.types, &right.types) else {
        return false;
    };
    let family = |ty: &Type| match ty {
        Type::Integer => Type::Number,
        other => *other,
    };
    !left
        .iter()
        .any(|ty| right.iter().any(|it| family(it) == family(ty)))
}

/// Whether two lists have no value in common.
fn have_disjoint_values(left: Option<&[Tree]>, right: Option<&[Tree]>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => !left.iter().any(|value| right.contains(value)),
        _ => false,
    }
}

/// Whether a closed schema does not name a member that the other requires.
fn is_excluded_by_closed(ctx: &Ctx<'_>, closed: &MergedSchema, other: &MergedSchema) -> bool {
    let is_object = |merged: &MergedSchema| merged.single_type() == Some(Type::Object);
    let is_closed = closed
        .additional
        .is_some_and(|schema| ctx.schemas[schema].boolean == Some(false));
    let is_new = |name: &String| !closed.properties.contains_key(name);
    is_object(closed) && is_object(other) && is_closed && other.required.iter().any(is_new)
}

/// Whether a member that one of them requires has no value in common.
fn have_disjoint_tags(ctx: &mut Ctx<'_>, left: &MergedSchema, right: &MergedSchema) -> bool {
    let is_object = |merged: &MergedSchema| merged.single_type() == Some(Type::Object);
    if !is_object(left) || !is_object(right) {
        return false;
    }
    left.properties.iter().any(|(name, &here)| {
        let Some(&there) = right.properties.get(name) else {
            return false;
        };
        let is_required = left.required.contains(name) || right.required.contains(name);
        is_required && {
            let (here, there) = (
                merged::merge_schema(ctx, here),
                merged::merge_schema(ctx, there),
            );
            have_disjoint_values(here.values.as_deref(), there.values.as_deref())
                || have_disjoint_types(&here, &there)
        }
    })
}
