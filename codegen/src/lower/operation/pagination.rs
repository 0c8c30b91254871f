//! `x-pagination` in, how a list is paged out.

use crate::diagnostic::Place;
use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::extension::{ExtensionObject, PAGINATION};
use crate::ir::{CursorSource, Pagination, PaginationStyle};
use crate::lower::ctx::Ctx;
use crate::pointer::Address;
use crate::tree::Tree;

/// The styles, each with the members that have an effect in it, beside `style` and `items`.
const STYLES: [(&str, &[&str]); 5] = [
    ("page-number", &["number", "size", "total-pages"]),
    ("next-uri", &["next"]),
    (
        "cursor",
        &["cursor", "next", "next-header", "cursor-item", "has-more"],
    ),
    (
        "offset-limit",
        &["offset", "limit", "total", "short-page-ends"],
    ),
    ("link-header", &[]),
];

pub(super) fn read_pagination(
    ctx: &mut Ctx<'_>,
    node: Option<&Tree>,
    address: &Address,
) -> Option<Pagination> {
    let value = PAGINATION.value(node);
    let extension = ExtensionObject::read(ctx.diagnostics, &PAGINATION, value, address)?;
    let items = extension.text(ctx.diagnostics, "items");
    let name = extension.text(ctx.diagnostics, "style")?;
    let Some((name, members)) = STYLES.iter().find(|(it, _)| *it == name) else {
        let styles = STYLES.map(|(it, _)| format!("`{it}`")).join(", ");
        ctx.diagnostics
            .report(
                &EXTENSION_VALUE,
                extension.address("style"),
                format!("unknown pagination style `{name}`"),
            )
            .help(format!("supported styles are {styles}"));
        return None;
    };
    report_other_members(ctx, &extension, name, members);
    let style = match *name {
        "page-number" => PaginationStyle::PageNumber {
            number: extension.required(ctx.diagnostics, "number")?,
            size: extension.text(ctx.diagnostics, "size"),
            total_pages: extension.text(ctx.diagnostics, "total-pages"),
        },
        "next-uri" => PaginationStyle::NextUri(extension.required(ctx.diagnostics, "next")?),
        "cursor" => PaginationStyle::Cursor {
            cursor: extension.required(ctx.diagnostics, "cursor")?,
            source: cursor_source(ctx, &extension)?,
            has_more: extension.text(ctx.diagnostics, "has-more"),
        },
        "offset-limit" => PaginationStyle::OffsetLimit {
            offset: extension.required(ctx.diagnostics, "offset")?,
            limit: extension.required(ctx.diagnostics, "limit")?,
            total: extension.text(ctx.diagnostics, "total"),
            short_page_ends: extension.flag(ctx.diagnostics, "short-page-ends"),
        },
        _ => PaginationStyle::LinkHeader,
    };
    // One of another type has been reported.
    let is_valid = items.is_some() || !extension.has("items");
    is_valid.then_some(Pagination { items, style })
}

/// Reports members that have no effect in a style.
fn report_other_members(
    ctx: &mut Ctx<'_>,
    extension: &ExtensionObject<'_>,
    style: &str,
    members: &[&str],
) {
    let others = STYLES.iter().flat_map(|(_, members)| *members);
    let mut others: Vec<&str> = others.copied().collect();
    others.sort_unstable();
    others.dedup();
    for other in others {
        if extension.has(other) && !members.contains(&other) {
            let message = format!("`{other}` has no effect with the style `{style}`");
            let place = Place::Key(extension.address(other));
            ctx.diagnostics.report(&EXTENSION_VALUE, place, message);
        }
    }
}

/// Reads the source of the cursor, of which there is exactly one.
fn cursor_source(
    ctx: &mut Ctx<'_>,
    extension: &ExtensionObject<'_>,
) -> Option<CursorSource<String>> {
    let mut given = ["next", "cursor-item", "next-header"]
        .into_iter()
        .filter(|it| extension.has(it));
    let Some(first) = given.next() else {
        let message = "`next`, `cursor-item` or `next-header` is missing here";
        ctx.diagnostics
            .report(&EXTENSION_VALUE, extension.own_address(), message);
        return None;
    };
    if let Some(second) = given.next() {
        let message = format!("`{first}` and `{second}` are mutually exclusive");
        let place = Place::Key(extension.address(second));
        ctx.diagnostics.report(&EXTENSION_VALUE, place, message);
        return None;
    }
    Some(match first {
        "next" => CursorSource::Page(extension.text(ctx.diagnostics, first)?),
        "cursor-item" => CursorSource::Item(extension.text(ctx.diagnostics, first)?),
        _ => CursorSource::Header(extension.header_name(ctx.diagnostics, first)?),
    })
}
