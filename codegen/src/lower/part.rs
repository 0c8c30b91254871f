//! The `encoding` of a body of parts in, how its members are written out.

use crate::diagnostic::catalogue::NOT_ENFORCED;
use crate::ir::Part;
use crate::pointer::Address;
use crate::tree::Tree;

use super::Ctx;

/// What `encoding` says about members: a content type that is exactly one, headers that always have
/// the same value. What depends on the caller is reported.
pub(super) fn all(ctx: &mut Ctx<'_>, media: &Tree, place: &Address) -> Vec<Part> {
    let members = media.get("encoding").and_then(Tree::as_object);
    let mut found = Vec::new();
    for (wire, encoding) in members.into_iter().flatten() {
        let content_type = encoding.get("contentType").and_then(Tree::as_str);
        let content_type = content_type.filter(|it| !it.contains(['*', ',']) && is_header(it));
        let place = place.join_all(["encoding", wire, "headers"]);
        let part = Part {
            wire: wire.clone(),
            content_type: content_type.map(|it| it.trim().to_owned()),
            headers: headers(ctx, encoding, &place),
        };
        if part.content_type.is_some() || !part.headers.is_empty() {
            found.push(part);
        }
    }
    found
}

fn headers(ctx: &mut Ctx<'_>, encoding: &Tree, place: &Address) -> Vec<(String, String)> {
    let declared = encoding.get("headers").and_then(Tree::as_object);
    let mut found = Vec::new();
    for (name, header) in declared.into_iter().flatten() {
        // It has a keyword of its own (OpenAPI 3.1.1, §4.8.15.1).
        if name.eq_ignore_ascii_case("content-type") {
            continue;
        }
        let is_name = !name.is_empty() && name.bytes().all(|byte| TOKEN.contains(&byte));
        match constant(header).filter(|it| is_name && is_header(it)) {
            Some(value) => found.push((name.clone(), value.to_owned())),
            None => {
                let message = format!("the header `{name}` of a part has no constant value");
                ctx.diagnostics
                    .report(&NOT_ENFORCED, place.join(name), message);
            }
        }
    }
    found
}

/// The one value that a header may have.
fn constant(header: &Tree) -> Option<&str> {
    let schema = header.get("schema")?;
    match (schema.get("const"), schema.get("enum")) {
        (Some(value), _) => value.as_str(),
        (None, Some(Tree::Array(values))) => match &values[..] {
            [only] => only.as_str(),
            _ => None,
        },
        _ => None,
    }
}

/// What a name of a header may have (RFC 9110 §5.6.2).
const TOKEN: &[u8] =
    b"!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Whether it may stand in a header.
fn is_header(text: &str) -> bool {
    !text.chars().any(char::is_control)
}
