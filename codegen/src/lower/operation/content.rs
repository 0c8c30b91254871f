//! Bodies of requests and responses in, values by content type out.

use openapiv3::MediaType;

use crate::diagnostic::Place;
use crate::diagnostic::catalogue::KEYWORD_IGNORED;
use crate::document::Document;
use crate::document::schema::SchemaId;
use crate::extension::UNWRAP;
use crate::ir::{Content, ContentKind, Doc, Response, Style, Value, exploded_style};
use crate::lower::ctx::Ctx;
use crate::lower::draft::Hint;
use crate::lower::media_type;
use crate::lower::schema::{binary, lower};
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

use super::encoding::{self, Way};
use super::header;

/// A body and the schema it was made from.
pub(in crate::lower) struct Body {
    pub(super) content: Content,
    pub(super) schema: Option<(SchemaId, Value)>,
    /// Where its media type stands.
    pub(super) address: Address,
}

/// The bodies of a request, by content type: JSON first.
pub(in crate::lower) fn lower_request_body(
    ctx: &mut Ctx<'_>,
    document: &Document,
    operation: &openapiv3::Operation,
    address: &Address,
    id: &str,
    way: Way,
) -> Vec<Body> {
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
    let several = body.content.len() > 1;
    let contents = body.content.iter().map(|(media_type, media)| {
        let hint = body_hint(&hint, media_type, several);
        lower_content(ctx, document, &address, media_type, media, &hint, way)
    });
    let mut contents: Vec<Body> = contents.collect();
    contents.sort_by_cached_key(|body| media_type::sort_key(&body.content.media_type));
    contents
}

/// What the type of a body is called: after what it belongs to, and its media type where there
/// are several.
fn body_hint(owner: &str, media_type: &str, several: bool) -> Hint {
    match subtype(media_type) {
        "" => Hint::Own(owner.to_owned()),
        subtype if several => Hint::Own(format!("{owner} {subtype}")),
        _ => Hint::Own(owner.to_owned()),
    }
}

/// The part of a media type that tells it from others of one body.
fn subtype(media_type: &str) -> &str {
    let essence = media_type.split(';').next().unwrap_or(media_type);
    match essence.rsplit('/').next().unwrap_or(essence) {
        "json" => "",
        "x-www-form-urlencoded" => "form",
        "form-data" => "multipart",
        other => other,
    }
}

fn lower_content(
    ctx: &mut Ctx<'_>,
    document: &Document,
    address: &Address,
    media_type: &str,
    media: &MediaType,
    hint: &Hint,
    way: Way,
) -> Body {
    let place = address.join_all(["content", media_type]);
    let item = item_schema(ctx, document, media_type, &place);
    let whole = media.schema.as_ref();
    let id = item.or_else(|| ctx.lifted_schema(whole?));
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
    let node = document.written(&place);
    let value = schema.as_ref().map(|(_, value)| value.clone());
    Body {
        content: Content {
            media_type: media_type.to_owned(),
            // Known once types are.
            kind: ContentKind::Bytes,
            value,
            of_items: item.is_some(),
            binary: id.is_some_and(|id| binary::is_octets(ctx, id)),
            unwrap,
            example: find_example(ctx, node, id),
            encoding: node.map(read_form_styles).unwrap_or_default(),
            parts: match (node, id) {
                (Some(node), Some(id)) if media_type::is_multipart(media_type) => {
                    encoding::lower_parts(ctx, media_type, node, &place, id, way)
                }
                _ => Vec::new(),
            },
        },
        schema,
        address: place,
    }
}

/// The schema of what comes one by one (OpenAPI 3.2, §4.14.3), whatever version the document has.
fn item_schema(
    ctx: &mut Ctx<'_>,
    document: &Document,
    media_type: &str,
    place: &Address,
) -> Option<SchemaId> {
    let address = document.origin(&place.pointer).join("itemSchema");
    let id = ctx.schemas.find(&address)?;
    if media_type::framing(media_type).is_none() {
        let message = format!("items of `{media_type}` are not read one by one");
        let place = Place::Key(address);
        ctx.diagnostics.report(&KEYWORD_IGNORED, place, message);
        return None;
    }
    Some(id)
}

/// The example that stands beside a schema, or else that of the schema.
pub(super) fn find_example(
    ctx: &Ctx<'_>,
    node: Option<&Tree>,
    schema: Option<SchemaId>,
) -> Option<Tree> {
    let beside = node.and_then(|node| {
        let first = || {
            node.get("examples")?
                .as_object()?
                .values()
                .next()?
                .get("value")
        };
        node.get("example").or_else(first)
    });
    let of = |id: SchemaId| Some(ctx.schemas[id].examples.first()?.1.clone());
    beside
        .cloned()
        .or_else(|| of(schema?))
        .or_else(|| of(ctx.schemas[schema?].plain_reference()?))
}

/// How members of a form are written, where its media type says so (OpenAPI 3.1.1, §4.8.15).
fn read_form_styles(media: &Tree) -> Vec<(String, Style)> {
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
                // Objects are JSON anyway, and lists of texts are not, whatever this says of them.
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

/// The responses of an operation, by status.
pub(super) fn lower_responses(
    ctx: &mut Ctx<'_>,
    document: &Document,
    operation: &openapiv3::Operation,
    address: &Address,
    id: &str,
) -> Vec<Response> {
    let declared = document.responses(operation, address);
    let statuses: Vec<String> = declared.iter().map(|it| it.status.clone()).collect();
    let statuses = || statuses.iter().map(String::as_str);
    let is_head = address.pointer.last().as_deref() == Some("head");
    let first = statuses().filter(|status| status.starts_with('2')).min();
    let mut found = Vec::new();
    for response in declared {
        let hint = match response.component {
            Some(key) => key.to_owned(),
            None if first == Some(response.status.as_str()) => format!("{id} Response"),
            None => format!("{id} Response {}", response.status),
        };
        let declared = &response.response.content;
        let contents = declared.iter().map(|(media_type, media)| {
            if is_head {
                return Content::of(media_type);
            }
            let hint = body_hint(&hint, media_type, declared.len() > 1);
            let address = &response.address;
            lower_content(
                ctx,
                document,
                address,
                media_type,
                media,
                &hint,
                Way::Received,
            )
            .content
        });
        let content = if matches!(&*response.status, "204" | "205") && !declared.is_empty() {
            let message = format!(
                "a reply with the status {} has no body: this is left out",
                response.status
            );
            let place = Place::Key(document.origin(&response.address.pointer).join("content"));
            ctx.diagnostics.report(&KEYWORD_IGNORED, place, message);
            Vec::new()
        } else {
            let mut contents: Vec<Content> = contents.collect();
            contents.sort_by_cached_key(|content| media_type::sort_key(&content.media_type));
            contents
        };
        let headers = if header::is_success(&response.status, statuses()) {
            header::lower_headers(ctx, document, &response, &hint)
        } else {
            Vec::new()
        };
        let text = Some(response.response.description.clone()).filter(|it| !it.trim().is_empty());
        let doc = Doc {
            text,
            facts: Vec::new(),
        };
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
