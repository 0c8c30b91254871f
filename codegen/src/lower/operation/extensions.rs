//! What an operation's extensions say about calling it: repeating, paging, expected events.

use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::ir::{Events, Operation, Pagination, Retry};
use crate::lower::ctx::Ctx;
use crate::lower::extension::ExtensionObject;
use crate::pointer::Address;
use crate::tree::Tree;

/// What `x-idempotency` and `x-retry` say, else what the method says (RFC 9110 §9.2.2).
pub(super) fn read_retry(
    ctx: &mut Ctx<'_>,
    node: Option<&Tree>,
    address: &Address,
    method: &str,
) -> Retry {
    let extension =
        ExtensionObject::read(ctx, node, address, "x-idempotency", &["field", "seconds"]);
    if let Some(extension) = extension {
        let field = extension.required(ctx, "field");
        let seconds = extension.number(ctx, "seconds");
        if let (Some(field), Some(seconds)) = (field, seconds) {
            return Retry::Key { field, seconds };
        }
    }
    match node.and_then(|node| node.get("x-retry")) {
        None if matches!(
            method,
            "get" | "head" | "options" | "trace" | "put" | "delete"
        ) =>
        {
            Retry::Repeatable
        }
        None => Retry::Unsafe,
        Some(Tree::String(text)) if text == "repeatable" => Retry::Repeatable,
        Some(Tree::String(text)) if text == "unsafe" => Retry::Unsafe,
        Some(other) => {
            let message = format!("`x-retry` is {}", other.to_json());
            ctx.diagnostics
                .report(&EXTENSION_VALUE, address.join("x-retry"), message)
                .help("it is `repeatable` or `unsafe`");
            Retry::Unsafe
        }
    }
}

/// Whether `x-empty-body` says that `{}` is sent where an optional body was not given.
pub(super) fn read_empty_body(ctx: &mut Ctx<'_>, node: Option<&Tree>, address: &Address) -> bool {
    match node.and_then(|node| node.get("x-empty-body")) {
        None => false,
        Some(Tree::Bool(value)) => value.is_true(),
        Some(other) => {
            let message = format!("`x-empty-body` is {}", other.to_json());
            ctx.diagnostics
                .report(&EXTENSION_VALUE, address.join("x-empty-body"), message)
                .help("it is `true` or `false`");
            false
        }
    }
}

pub(super) fn read_pagination(
    ctx: &mut Ctx<'_>,
    node: Option<&Tree>,
    address: &Address,
) -> Option<Pagination> {
    let known = ["style", "number", "size", "items", "total-pages", "next"];
    let extension = ExtensionObject::read(ctx, node, address, "x-pagination", &known)?;
    let items = extension.required(ctx, "items")?;
    match extension.required(ctx, "style")?.as_str() {
        "page-number" => Some(Pagination::PageNumber {
            number: extension.required(ctx, "number")?,
            size: extension.text(ctx, "size"),
            items,
            total_pages: extension.text(ctx, "total-pages"),
        }),
        "next-uri" => Some(Pagination::NextUri {
            next: extension.required(ctx, "next")?,
            items,
        }),
        other => {
            let address = address.join("x-pagination").join("style");
            let message = format!("no style of paging is called `{other}`");
            ctx.diagnostics
                .report(&EXTENSION_VALUE, address, message)
                .help("the styles are `page-number` and `next-uri`");
            None
        }
    }
}

pub(super) fn read_expected_events(
    ctx: &mut Ctx<'_>,
    node: Option<&Tree>,
    address: &Address,
) -> Vec<String> {
    let Some(value) = node.and_then(|node| node.get("x-expected-webhooks")) else {
        return Vec::new();
    };
    let texts = |list: &[Tree]| {
        list.iter()
            .map(|it| Some(it.as_str()?.to_owned()))
            .collect()
    };
    let events: Option<Vec<String>> = value.as_array().and_then(texts);
    if events.is_none() {
        let place = address.join("x-expected-webhooks");
        let message = "`x-expected-webhooks` is a list of strings";
        ctx.diagnostics.report(&EXTENSION_VALUE, place, message);
    }
    events.unwrap_or_default()
}

/// Reports the expected events that the document has no webhook for, if it has any webhooks.
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
            let place = ["x-expected-webhooks", &index.to_string()];
            let message = format!("the document has no webhook `{expected}`");
            ctx.diagnostics
                .report(&EXTENSION_VALUE, operation.address.join_all(place), message);
        }
    }
}
