//! `x-idempotency` in, the field for the key out.

use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::ir::{Body, BodyForm, Key, Kind, Operation, Retry, Type, TypeDef};
use crate::lower::Ctx;
use crate::lower::member::{named, walk};

/// The field of the body that the key goes into: an optional text.
pub(super) fn of(
    ctx: &mut Ctx<'_>,
    types: &[TypeDef],
    operation: &Operation,
    body: Option<&Body>,
) -> Option<Key> {
    let Retry::Key { field: wire, .. } = &operation.retry else {
        return None;
    };
    let key = body.and_then(|body| find(types, body, wire));
    if key.is_none() {
        let place = operation.address.join_all(["x-idempotency", "field"]);
        let message = format!("`{wire}` is no optional string of the body");
        ctx.diagnostics.report(&EXTENSION_VALUE, place, message);
    }
    key
}

fn find(types: &[TypeDef], body: &Body, wire: &str) -> Option<Key> {
    let (BodyForm::Json { value, .. } | BodyForm::Form { value, .. }) = &body.form else {
        return None;
    };
    let id = named(types, &value.ty)?;
    let (steps, ty) = walk(types, id, &[wire.to_owned()])?;
    let step = steps.into_iter().next()?;
    if ty != Type::String || !step.optional || step.nullable {
        return None;
    }
    let Kind::Object(object) = &types[id.0].kind else {
        return None;
    };
    let blank = object.fields.iter().all(|field| !field.required);
    let make = (!body.required && blank).then_some(Type::Named(id));
    Some(Key {
        field: step.field,
        make,
    })
}
