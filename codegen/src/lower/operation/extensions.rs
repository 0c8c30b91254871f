//! Extensions of an operation in, its retry and expected events out.

use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::extension::{
    EMPTY_BODY, EXPECTED_WEBHOOKS, ExtensionObject, IDEMPOTENCY, RETRY, read_flag,
};
use crate::ir::{Events, Operation, Retry};
use crate::lower::ctx::Ctx;
use crate::pointer::Address;
use crate::tree::Tree;

/// Reads `x-idempotency` and `x-retry`; the default depends on the method (RFC 9110 §9.2.2).
pub(super) fn read_retry(
    ctx: &mut Ctx<'_>,
    node: Option<&Tree>,
    address: &Address,
    method: &str,
) -> Retry {
    let value = IDEMPOTENCY.value(node);
    let extension = ExtensionObject::read(ctx.diagnostics, &IDEMPOTENCY, value, address);
    if let Some(extension) = extension {
        let field = extension.text(ctx.diagnostics, "field");
        let seconds = extension.number(ctx.diagnostics, "seconds");
        if let (Some(field), Some(seconds)) = (field, seconds) {
            return Retry::Key { field, seconds };
        }
    }
    match RETRY.value(node) {
        None if matches!(
            method,
            "GET" | "HEAD" | "OPTIONS" | "TRACE" | "QUERY" | "PUT" | "DELETE"
        ) =>
        {
            Retry::Idempotent
        }
        None => Retry::Unsafe,
        Some(Tree::String(text)) if text == "idempotent" => Retry::Idempotent,
        Some(Tree::String(text)) if text == "unsafe" => Retry::Unsafe,
        Some(other) => {
            let message = format!("invalid value {} for `x-retry`", other.to_json());
            ctx.diagnostics
                .report(&EXTENSION_VALUE, address.join(RETRY.key), message)
                .help("expected `idempotent` or `unsafe`");
            Retry::Unsafe
        }
    }
}

/// Reads `x-empty-body`: whether `{}` is sent for a missing body.
pub(super) fn read_empty_body(ctx: &mut Ctx<'_>, node: Option<&Tree>, address: &Address) -> bool {
    let value = EMPTY_BODY.value(node);
    read_flag(ctx.diagnostics, &EMPTY_BODY, value, address).unwrap_or(false)
}

pub(super) fn read_expected_events(
    ctx: &mut Ctx<'_>,
    node: Option<&Tree>,
    address: &Address,
) -> Vec<String> {
    let Some(value) = EXPECTED_WEBHOOKS.value(node) else {
        return Vec::new();
    };
    let texts = |list: &[Tree]| {
        list.iter()
            .map(|it| Some(it.as_str()?.to_owned()))
            .collect()
    };
    let events: Option<Vec<String>> = value.as_array().and_then(texts);
    if events.is_none() {
        let place = address.join(EXPECTED_WEBHOOKS.key);
        let message = "`x-expected-webhooks` must be an array of strings";
        ctx.diagnostics.report(&EXTENSION_VALUE, place, message);
    }
    events.unwrap_or_default()
}

/// Reports expected events without a webhook, if the document has any webhooks.
pub(in crate::lower) fn check_expected_events(
    ctx: &mut Ctx<'_>,
    operations: &[Operation],
    events: Option<&Events>,
) {
    let Some(events) = events else { return };
    for operation in operations {
        for (index, expected) in operation.expected_events.iter().enumerate() {
            if events.variants.iter().any(|event| event.value == *expected) {
                continue;
            }
            let place = [EXPECTED_WEBHOOKS.key, &index.to_string()];
            let message = format!("the document has no webhook `{expected}`");
            ctx.diagnostics
                .report(&EXTENSION_VALUE, operation.address.join_all(place), message);
        }
    }
}
