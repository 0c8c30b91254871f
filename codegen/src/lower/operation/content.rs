//! Media Type Objects in, typed bodies out.

use openapiv3::MediaType;

use crate::diagnostic::Place;
use crate::diagnostic::catalogue::KEYWORD_IGNORED;
use crate::document::resolve::Responded;
use crate::document::schema::SchemaId;
use crate::extension::UNWRAP;
use crate::ir::{Content, ContentKind, Direction, Response, Style, Value, exploded_style};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::media_type;
use crate::lower::schema::{binary, lower};
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

use super::doc;
use super::encoding;
use super::header;
use super::parts_list;

/// A body and its schema.
pub(in crate::lower) struct TypedBody {
    pub(super) content: Content,
    pub(super) schema: Option<(SchemaId, Value)>,
    /// The address of its Media Type Object.
    pub(super) address: Address,
}

/// Lowers the bodies of a request, JSON first.
pub(in crate::lower) fn lower_request_body(
    ctx: &mut Ctx<'_>,
    operation: &openapiv3::Operation,
    address: &Address,
    id: &str,
    direction: Direction,
) -> Vec<TypedBody> {
    let document = ctx.document;
    let Some(body) = &operation.request_body else {
        return Vec::new();
    };
    let Some((body, component)) = document.request_body(body) else {
        return Vec::new();
    };
    let (hint, address) = match component {
        Some(key) => {
            let root = Address::new(address.file, Pointer::root());
            (
                key.to_owned(),
                root.join_all(["components", "requestBodies", key]),
            )
        }
        None => (format!("{id} Request"), address.join("requestBody")),
    };
    lower_contents(ctx, &body.content, &address, &hint, direction)
}

/// Lowers a map of Media Type Objects. `owner` names their types.
fn lower_contents(
    ctx: &mut Ctx<'_>,
    declared: &openapiv3::Content,
    address: &Address,
    owner: &str,
    direction: Direction,
) -> Vec<TypedBody> {
    let several = declared.len() > 1;
    let contents = declared.iter().map(|(media_type, object)| {
        let declared = DeclaredContent {
            media_type,
            object,
            place: address.join_all(["content", media_type]),
        };
        lower_content(
            ctx,
            declared,
            &body_hint(owner, media_type, several),
            direction,
        )
    });
    let mut contents: Vec<TypedBody> = contents.collect();
    contents.sort_by_cached_key(|body| media_type::sort_key(&body.content.media_type));
    contents
}

/// The hint for the type of a body: the name of its owner, with the media type if there are
/// several.
fn body_hint(owner: &str, media_type: &str, several: bool) -> Hint {
    match subtype(media_type) {
        "" => Hint::Own(owner.to_owned()),
        subtype if several => Hint::Own(format!("{owner} {subtype}")),
        _ => Hint::Own(owner.to_owned()),
    }
}

/// The word that distinguishes a media type from others of one body.
fn subtype(media_type: &str) -> &str {
    let essence = media_type.split(';').next().unwrap_or(media_type);
    match essence.rsplit('/').next().unwrap_or(essence) {
        "json" => "",
        "x-www-form-urlencoded" => "form",
        "form-data" => "multipart",
        other => other,
    }
}

/// A Media Type Object and its address.
struct DeclaredContent<'d> {
    media_type: &'d str,
    object: &'d MediaType,
    place: Address,
}

fn lower_content(
    ctx: &mut Ctx<'_>,
    declared: DeclaredContent<'_>,
    hint: &Hint,
    direction: Direction,
) -> TypedBody {
    let DeclaredContent {
        media_type,
        object,
        place,
    } = declared;
    let item = item_schema(ctx, media_type, &place);
    let whole = object.schema.as_ref();
    let id = item.or_else(|| {
        let id = ctx.resolve_schema(whole?)?;
        Some(parts_list::close_list(ctx, media_type, &place, id))
    });
    let hint = &match item {
        Some(_) => hint.suffixed("item"),
        None => hint.clone(),
    };
    let schema = id.map(|id| (id, lower::lower_schema(ctx, id, hint)));
    let unwrap = id.and_then(|id| {
        let extension = |id: SchemaId| {
            ctx.schemas[id]
                .extensions
                .get(UNWRAP.key)
                .and_then(Tree::as_str)
                .map(str::to_owned)
        };
        extension(id).or_else(|| extension(ctx.schemas[id].plain_reference()?))
    });
    parts_list::check_positions(ctx, media_type, &place);
    let node = ctx.document.written(&place);
    let value = schema.as_ref().map(|(_, value)| value.clone());
    TypedBody {
        content: Content {
            media_type: media_type.to_owned(),
            // Set once the types are known.
            kind: ContentKind::Bytes,
            value,
            of_items: item.is_some(),
            binary: id.is_some_and(|id| binary::is_octets(ctx, id)),
            unwrap,
            example: find_example(ctx, node, id),
            encoding: node.map(read_form_styles).unwrap_or_default(),
            parts: match id {
                Some(id) if parts_list::is_list(ctx, media_type, &place, id) => {
                    parts_list::lower_parts(ctx, &place, id, direction)
                }
                Some(id) if media_type::is_multipart(media_type) => {
                    encoding::lower_parts(ctx, media_type, &place, id, direction)
                }
                _ => Vec::new(),
            },
        },
        schema,
        address: place,
    }
}

/// The schema of the items of a stream (OpenAPI 3.2, §4.14.3), in a document of any version.
fn item_schema(ctx: &mut Ctx<'_>, media_type: &str, place: &Address) -> Option<SchemaId> {
    let document = ctx.document;
    let address = document.origin(&place.pointer).join("itemSchema");
    let id = ctx.schemas.find(&address)?;
    if media_type::framing(media_type).is_none() && !media_type::is_multipart(media_type) {
        let message = format!("items of `{media_type}` are not read as a stream");
        let place = Place::Key(address);
        ctx.diagnostics.report(&KEYWORD_IGNORED, place, message);
        return None;
    }
    Some(id)
}

/// The example next to a schema, or else that of the schema.
pub(super) fn find_example(
    ctx: &Ctx<'_>,
    node: Option<&Tree>,
    schema: Option<SchemaId>,
) -> Option<Tree> {
    let beside = node.and_then(|node| {
        let first = || {
            let example = node.get("examples")?.as_object()?.values().next()?;
            example.get("dataValue").or_else(|| example.get("value"))
        };
        node.get("example").or_else(first)
    });
    let of = |id: SchemaId| Some(ctx.schemas[id].examples.first()?.1.clone());
    beside
        .cloned()
        .or_else(|| of(schema?))
        .or_else(|| of(ctx.schemas[schema?].plain_reference()?))
}

/// Reads how members of a form are encoded (OpenAPI 3.1.1, §4.8.15).
pub(super) fn read_form_styles(media: &Tree) -> Vec<(String, Style)> {
    let members = media.get("encoding").and_then(Tree::as_object);
    let members = members.into_iter().flatten();
    let styled = members.filter_map(|(member, encoding)| {
        let explode = match encoding.get("explode") {
            Some(Tree::Bool(explode)) => Some(explode.is_true()),
            _ => None,
        };
        let style = match encoding.get("style").and_then(Tree::as_str) {
            Some("spaceDelimited") => Style::SpaceDelimited,
            Some("pipeDelimited") => Style::PipeDelimited,
            Some("deepObject") => Style::DeepObject,
            Some("form") => Style::FormJoined,
            _ if explode.is_some() => Style::FormJoined,
            _ => {
                // Objects are JSON in any case, and lists of strings are not.
                let content_type = encoding.get("contentType")?.as_str()?;
                return media_type::is_json(content_type).then(|| (member.clone(), Style::Json));
            }
        };
        let explode = explode.unwrap_or(style == Style::FormJoined);
        let style = if explode {
            exploded_style(style)
        } else {
            style
        };
        Some((member.clone(), style))
    });
    styled.collect()
}

/// Lowers the responses of an operation, by status.
pub(super) fn lower_responses(
    ctx: &mut Ctx<'_>,
    operation: &openapiv3::Operation,
    address: &Address,
    id: &str,
) -> Vec<Response> {
    let declared = ctx.document.responses(operation, address);
    let statuses: Vec<String> = declared.iter().map(|it| it.status.clone()).collect();
    let statuses = || statuses.iter().map(String::as_str);
    let is_head = address.pointer.last().as_deref() == Some("head");
    let first = statuses().filter(|status| status.starts_with('2')).min();
    let mut found = Vec::new();
    for response in declared {
        let owner = match response.component {
            Some(key) => key.to_owned(),
            None if first == Some(response.status.as_str()) => format!("{id} Response"),
            None => format!("{id} Response {}", response.status),
        };
        let content = lower_response_content(ctx, &response, &owner, is_head);
        let headers = if header::is_success(&response.status, statuses()) {
            header::lower_headers(ctx, &response, &owner)
        } else {
            Vec::new()
        };
        let written = ctx.document.written(&response.address);
        let summary = written.and_then(|it| it.get("summary")?.as_str());
        let summary = summary.map(str::to_owned);
        let doc = doc::join_summary(summary.as_ref(), Some(&response.response.description));
        found.push(Response {
            component: response.component.map(|_| response.address.clone()),
            status: response.status.clone(),
            doc,
            content,
            headers,
        });
    }
    found.sort_by(|left, right| left.status.cmp(&right.status));
    found
}

/// Lowers the bodies of a response. Those of a response to HEAD are not sent, and have no type.
fn lower_response_content(
    ctx: &mut Ctx<'_>,
    response: &Responded<'_>,
    owner: &str,
    is_head: bool,
) -> Vec<Content> {
    let declared = &response.response.content;
    if matches!(&*response.status, "204" | "205") && !declared.is_empty() {
        let message = format!(
            "a response with the status {} has no body; this is left out",
            response.status
        );
        let place = Place::Key(
            ctx.document
                .origin(&response.address.pointer)
                .join("content"),
        );
        ctx.diagnostics.report(&KEYWORD_IGNORED, place, message);
        return Vec::new();
    }
    if is_head {
        let mut contents: Vec<Content> = declared.keys().map(|it| Content::of(it)).collect();
        contents.sort_by_cached_key(|content| media_type::sort_key(&content.media_type));
        return contents;
    }
    let direction = Direction::Received;
    let bodies = lower_contents(ctx, declared, &response.address, owner, direction);
    bodies.into_iter().map(|body| body.content).collect()
}
