//! Bodies of webhooks and the members that may hold their types in, what identifies each body out.

use crate::diagnostic::catalogue::EXTENSION_VALUE;
use crate::document::schema::SchemaId;
use crate::extension::EVENT;
use crate::ir::Selector;
use crate::lower::ctx::Ctx;
use crate::lower::schema::merged;
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

/// A tag that a body declares.
struct DeclaredTag<'t> {
    name: &'t str,
    /// The strings that it may be, if the schema lists them.
    values: Vec<String>,
}

/// Finds what identifies each body. An event has the type that is in the first of the tags that it has,
/// so of the tags that a body declares, those up to the first required one count. If no other body
/// declares a tag, its presence identifies the body; otherwise its values do. A value that several
/// bodies list identifies the first of them.
pub(super) fn find_selectors(
    ctx: &mut Ctx<'_>,
    bodies: &[SchemaId],
    tags: &[String],
) -> Vec<Vec<Selector>> {
    let declared: Vec<Vec<DeclaredTag<'_>>> = bodies
        .iter()
        .map(|&body| declared_tags(ctx, body, tags))
        .collect();
    report_unknown_tags(ctx, bodies, tags);
    let is_shared = |name: &str| {
        let all = declared.iter().flatten();
        all.filter(|tag| tag.name == name).count() > 1
    };
    let mut taken: Vec<(&str, &str)> = Vec::new();
    let mut found = Vec::new();
    for tags in &declared {
        let mut selectors = Vec::new();
        for DeclaredTag { name, values } in tags {
            let mut values: Vec<&str> = values.iter().map(String::as_str).collect();
            let is_shared = is_shared(name);
            values.retain(|value| is_shared && !taken.contains(&(name, value)));
            if is_shared && values.is_empty() {
                continue;
            }
            taken.extend(values.iter().map(|value| (*name, *value)));
            selectors.push(Selector {
                member: (*name).to_owned(),
                values: values.into_iter().map(str::to_owned).collect(),
            });
        }
        found.push(selectors);
    }
    found
}

/// Reports tags that no body declares.
fn report_unknown_tags(ctx: &mut Ctx<'_>, bodies: &[SchemaId], tags: &[String]) {
    for (index, tag) in tags.iter().enumerate() {
        let mut bodies = bodies.iter();
        if bodies.any(|&body| merged::merge_schema(ctx, body).properties.contains_key(tag)) {
            continue;
        }
        let root = Address::new(ctx.document.file, Pointer::root());
        let address = root.join_all([EVENT.key, "type", &index.to_string()]);
        let message = format!("`{tag}` does not exist in any event");
        ctx.diagnostics.report(&EXTENSION_VALUE, address, message);
    }
}

/// The tags that a body declares, in the order of the tags, up to the first required one.
fn declared_tags<'t>(
    ctx: &mut Ctx<'_>,
    body: SchemaId,
    tags: &'t [String],
) -> Vec<DeclaredTag<'t>> {
    let body = merged::merge_schema(ctx, body);
    let mut found = Vec::new();
    for name in tags {
        let Some(&member) = body.properties.get(name) else {
            continue;
        };
        let values = merged::merge_schema(ctx, member).values.unwrap_or_default();
        let values = values.iter().filter_map(Tree::as_str).map(str::to_owned);
        found.push(DeclaredTag {
            name,
            values: values.collect(),
        });
        if body.required.contains(name) {
            break;
        }
    }
    found
}
