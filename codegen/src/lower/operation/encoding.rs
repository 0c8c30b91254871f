//! `encoding` of a multipart body in, the parts out.

use indexmap::IndexMap;

use crate::diagnostic::catalogue::NOT_ENFORCED;
use crate::document::schema::{SchemaId, Type as JsonType};
use crate::ir::{Direction, Part};
use crate::lower::ctx::Ctx;
use crate::lower::media_type;
use crate::lower::schema::{binary, merged};
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

/// Lowers the parts of a multipart body; `place` is the address of its Media Type Object. For a
/// form that is sent, only members with an encoding are listed; otherwise all members, because
/// their order may identify them.
pub(super) fn lower_parts(
    ctx: &mut Ctx<'_>,
    media_type: &str,
    place: &Address,
    schema: SchemaId,
    direction: Direction,
) -> Vec<Part> {
    let Some(node) = ctx.document.written(place) else {
        return Vec::new();
    };
    let members = merged::merge_schema(ctx, schema).properties.clone();
    let encodings = node.get("encoding").and_then(Tree::as_object);
    let is_form = direction == Direction::Sent && media_type::is_form_data(media_type);
    let names: Vec<&String> = if is_form {
        encodings.into_iter().flat_map(IndexMap::keys).collect()
    } else {
        members.keys().collect()
    };
    let mut found = Vec::new();
    for wire in names {
        let declared = DeclaredPart {
            wire,
            encoding: encodings.and_then(|it| it.get(wire)),
            member: members.get(wire).copied(),
            headers_place: place.join_all(["encoding", wire, "headers"]),
        };
        let part = lower_part(ctx, &declared, direction);
        let says_any = part.content_type.is_some() || !part.headers.is_empty();
        if says_any || !part.required.is_empty() || !is_form {
            found.push(part);
        }
    }
    found
}

/// A member of a multipart body and its Encoding Object.
pub(super) struct DeclaredPart<'d> {
    pub(super) wire: &'d str,
    pub(super) encoding: Option<&'d Tree>,
    pub(super) member: Option<SchemaId>,
    pub(super) headers_place: Address,
}

/// Lowers a part: a single content type if it is sent, headers with a constant value, and headers
/// that a file requires. Headers that the caller would have to give otherwise are reported.
pub(super) fn lower_part(
    ctx: &mut Ctx<'_>,
    declared: &DeclaredPart<'_>,
    direction: Direction,
) -> Part {
    let DeclaredPart {
        wire,
        encoding,
        member,
        headers_place,
    } = declared;
    let content_type = encoding.and_then(|it| it.get("contentType")?.as_str());
    let is_one = |it: &&str| direction == Direction::Received || !it.contains(['*', ',']);
    let content_type = content_type.filter(is_one).filter(|it| is_header_value(it));
    let mut part = Part {
        wire: (*wire).to_owned(),
        content_type: content_type.map(|it| it.trim().to_owned()),
        headers: Vec::new(),
        required: Vec::new(),
    };
    if direction == Direction::Sent {
        let headers = encoding.and_then(|it| it.get("headers")?.as_object());
        let is_file = member.is_some_and(|member| is_file(ctx, member));
        for (name, header) in headers.into_iter().flatten() {
            let header = resolve_header(ctx, header).unwrap_or(header);
            if !add_header(&mut part, name, header, is_file) {
                let message = format!("the header `{name}` of a part has no constant value");
                ctx.diagnostics
                    .report(&NOT_ENFORCED, headers_place.join(name), message);
            }
        }
        check_written(ctx, &part, *member, headers_place);
    }
    part
}

/// Adds a header to a part. Returns whether that is possible.
fn add_header(part: &mut Part, name: &str, header: &Tree, is_file: bool) -> bool {
    // The content type has a keyword of its own (OpenAPI 3.1.1, §4.8.15.1).
    if name.eq_ignore_ascii_case("content-type") {
        return true;
    }
    let is_name = !name.is_empty() && name.bytes().all(|byte| TOKEN.contains(&byte));
    let is_required = matches!(header.get("required"), Some(Tree::Bool(it)) if it.is_true());
    match constant_value(header).filter(|it| is_name && is_header_value(it)) {
        Some(value) => part.headers.push((name.to_owned(), value.to_owned())),
        None if is_file && is_name && is_required => part.required.push(name.to_owned()),
        None => return is_file && is_name,
    }
    true
}

/// The component that a header refers to.
fn resolve_header<'d>(ctx: &Ctx<'d>, header: &Tree) -> Option<&'d Tree> {
    let reference = header.get("$ref")?.as_str()?;
    let pointer = Pointer::from_fragment(reference.strip_prefix('#')?)?;
    ctx.document.tree.at(&pointer)
}

/// Reports an object whose content type is not JSON.
fn check_written(ctx: &mut Ctx<'_>, part: &Part, member: Option<SchemaId>, place: &Address) {
    let declared = part.content_type.as_deref();
    let Some(declared) = declared.filter(|it| !media_type::is_json(it)) else {
        return;
    };
    let types = member.and_then(|member| merged::merge_schema(ctx, member).types.clone());
    let is_object = types.is_some_and(|types| types.contains(&JsonType::Object));
    let Address { file, pointer } = place;
    if is_object && let Some(place) = pointer.parent() {
        let place = Address::new(*file, place);
        let message = format!("an object is sent as JSON, not as `{declared}`");
        ctx.diagnostics.report(&NOT_ENFORCED, place, message);
    }
}

/// Whether a member is a file or a list of files, which have headers of their own.
fn is_file(ctx: &mut Ctx<'_>, member: SchemaId) -> bool {
    let items = merged::merge_schema(ctx, member).items;
    binary::is_file(ctx, member) || items.is_some_and(|items| binary::is_file(ctx, items))
}

/// The only value that a header may have.
fn constant_value(header: &Tree) -> Option<&str> {
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

/// The characters of a header name (RFC 9110 §5.6.2).
const TOKEN: &[u8] =
    b"!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Whether a text is a valid header value.
fn is_header_value(text: &str) -> bool {
    !text.chars().any(char::is_control)
}
