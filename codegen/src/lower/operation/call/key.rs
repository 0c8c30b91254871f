//! `x-idempotency` in, the field of the idempotency key out.

use crate::diagnostic::catalogue::{EXTENSION_VALUE, NOT_ENFORCED};
use crate::extension::IDEMPOTENCY;
use crate::ir::{
    Body, BodyContent, BodyForm, Key, Operation, Retry, Type, TypeDef, TypeId, TypeKind,
};
use crate::lower::ctx::Ctx;
use crate::lower::member::{named_type, walk_path};
use crate::name::{FieldName, VariantName};

/// Finds the field of the body for the idempotency key: an optional string.
pub(super) fn lower_idempotency_key(
    ctx: &mut Ctx<'_>,
    types: &[TypeDef],
    operation: &Operation,
    body: Option<&Body>,
) -> Option<Key> {
    let Retry::Key { field: wire, .. } = &operation.retry else {
        return None;
    };
    let key = body.and_then(|body| find_key(types, body, wire));
    let place = operation.address.join_all([IDEMPOTENCY.key, "field"]);
    match (&key, body.map(|body| &body.content)) {
        (None, _) => {
            let message = format!("`{wire}` is not an optional string of the body");
            ctx.diagnostics.report(&EXTENSION_VALUE, place, message);
        }
        (Some(Key::Variants(found)), Some(BodyContent::Choice { cases, .. })) => {
            let has_it = |variant: &VariantName| found.iter().any(|(it, _)| it == variant);
            let others = cases.iter().filter(|(variant, _)| !has_it(variant));
            let others = others.map(|(_, sent)| format!("`{}`", sent.media_type));
            let others: Vec<String> = others.collect();
            if !others.is_empty() {
                let message = format!("no `{wire}` is filled in for {}", others.join(", "));
                ctx.diagnostics.report(&NOT_ENFORCED, place, message);
            }
        }
        _ => {}
    }
    key
}

fn find_key(types: &[TypeDef], body: &Body, wire: &str) -> Option<Key> {
    match &body.content {
        BodyContent::One(sent) => {
            let (id, field) = key_member(types, &sent.form, wire)?;
            let TypeKind::Object(object) = &types[id.0].kind else {
                return None;
            };
            let blank = object.fields.iter().all(|field| !field.required);
            let make = (!body.required && blank).then_some(Type::Named(id));
            Some(Key::Field { field, make })
        }
        BodyContent::Choice { name: _, cases } => {
            let found = cases.iter().filter_map(|(variant, sent)| {
                let (_, field) = key_member(types, &sent.form, wire)?;
                Some((variant.clone(), field))
            });
            let found: Vec<_> = found.collect();
            (!found.is_empty()).then_some(Key::Variants(found))
        }
    }
}

/// The struct of a body, and its field for the key.
fn key_member(types: &[TypeDef], form: &BodyForm, wire: &str) -> Option<(TypeId, FieldName)> {
    let id = named_type(types, &form.value()?.ty)?;
    let (steps, ty) = walk_path(types, id, &[wire.to_owned()])?;
    let step = steps.into_iter().next()?;
    (ty == Type::String && step.optional && !step.nullable).then_some((id, step.field))
}
