//! Repairs of mistakes in the envelope whose meaning is clear: missing members with only one
//! sensible value, and values of the wrong type.

use super::arena::SchemaArena;
use super::context::Context;
use super::grammar::{ObjectKind, Shape};
use super::reference::{reference_text, reference_to};
use super::version::Version;
use crate::pointer::Address;
use crate::tree::{Object, Tree, Truth};

/// The flow of OAuth 2 for devices without a browser (RFC 8628).
const DEVICE_FLOW: &str = "deviceAuthorization";

/// Returns the object that a value of another type stands for.
pub(super) fn object(kind: ObjectKind, node: &Tree) -> Option<Object> {
    let wrapped = |key: &str| [(key.to_owned(), node.clone())].into_iter().collect();
    match (kind, node) {
        (ObjectKind::Example, _) => Some(wrapped("value")),
        (ObjectKind::Server, Tree::String(_)) => Some(wrapped("url")),
        (ObjectKind::Tag, Tree::String(_)) => Some(wrapped("name")),
        (ObjectKind::Responses, Tree::Array(items)) if items.is_empty() => Some(Object::default()),
        (_, Tree::Null) => Some(Object::default()),
        _ => None,
    }
}

/// Returns the Example Object for an example in its place.
pub(super) fn wrapped_example(kind: ObjectKind, object: &Object) -> Option<Object> {
    let legal = |key: &String| key.starts_with("x-") || kind.member(key).is_some();
    if kind != ObjectKind::Example || object.is_empty() || object.keys().any(legal) {
        return None;
    }
    let example = Tree::Object(Box::new(object.clone()));
    Some([("value".to_owned(), example)].into_iter().collect())
}

/// Returns the scalar, or array of scalars, that a value of another type stands for.
pub(super) fn scalar(shape: Shape, value: &Tree) -> Option<Tree> {
    match (shape, value) {
        (Shape::Text, value) => text(value),
        (Shape::Flag, Tree::String(text)) => Some(Tree::Bool(Truth::parse(text)?)),
        (Shape::Texts, Tree::Array(items)) => items
            .iter()
            .map(text)
            .collect::<Option<_>>()
            .map(Tree::Array),
        (Shape::Texts, value) => Some(Tree::Array(vec![text(value)?])),
        _ => None,
    }
}

fn text(value: &Tree) -> Option<Tree> {
    match value {
        Tree::String(text) => Some(Tree::String(text.clone())),
        Tree::Number(number) => Some(Tree::String(number.written().to_owned())),
        Tree::Bool(value) => Some(Tree::String(value.written().to_owned())),
        Tree::Null | Tree::Array(_) | Tree::Object(_) => None,
    }
}

/// Returns the schema of a parameter or header without `schema` and `content`: its own keywords, as
/// in OpenAPI 2, or any string if there are none.
pub(super) fn own_schema(kind: ObjectKind, object: &Object) -> Option<Tree> {
    let content = object.get("content").and_then(Tree::as_object);
    if !matches!(kind, ObjectKind::Parameter | ObjectKind::Header)
        || object.contains_key("schema")
        || content.is_some_and(|content| !content.is_empty())
    {
        return None;
    }
    let keywords = object.iter().filter(|(key, _)| kind.member(key).is_none());
    let keywords = keywords.filter(|(key, _)| !key.starts_with("x-"));
    let mut schema: Object = keywords
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    if schema.is_empty() {
        schema.insert("type".to_owned(), Tree::String("string".to_owned()));
    }
    Some(Tree::Object(Box::new(schema)))
}

/// Adds the members that `object` lacks to its `copy`, and removes those that contradict others.
pub(super) fn complete(
    arena: &mut SchemaArena<'_>,
    kind: ObjectKind,
    object: &Object,
    copy: &mut Object,
    at: &Address,
) {
    let empty = Tree::String(String::new());
    let mut supply = |copy: &mut Object, key: &str, value: Tree| {
        // What was there and could not be read has been reported.
        if !object.contains_key(key) {
            let message = format!("{} has no `{key}`", kind.noun());
            arena.context.repaired(at, message);
        }
        copy.entry(key.to_owned()).or_insert(value);
    };
    match kind {
        ObjectKind::Info => {
            supply(copy, "title", empty.clone());
            supply(copy, "version", empty);
        }
        // What `servers` has when it is absent.
        ObjectKind::Server => supply(copy, "url", Tree::String("/".to_owned())),
        // OpenAPI 3.1 lets an operation say nothing of its responses.
        ObjectKind::Operation if arena.version >= Version::V31 => {
            copy.entry("responses".to_owned())
                .or_insert_with(|| Tree::Object(Box::default()));
        }
        ObjectKind::Operation => supply(copy, "responses", Tree::Object(Box::default())),
        // OpenAPI 3.2 lets a response say nothing of itself.
        ObjectKind::Response if arena.version >= Version::V32 => {
            copy.entry("description".to_owned()).or_insert(empty);
        }
        ObjectKind::Response => supply(copy, "description", empty),
        ObjectKind::ServerVariable => {
            let values = copy.get("enum").and_then(Tree::as_array);
            let first = values.and_then(|values| values.first()).cloned();
            supply(copy, "default", first.unwrap_or(empty));
        }
        ObjectKind::Parameter | ObjectKind::Header => parameter(&mut arena.context, kind, copy, at),
        ObjectKind::Encoding => encoding(&mut arena.context, copy, at),
        ObjectKind::SecurityScheme => security_scheme(arena, object, copy, at),
        ObjectKind::Example => example(&mut arena.context, copy, at),
        ObjectKind::Tag
        | ObjectKind::PathItem
        | ObjectKind::RequestBody
        | ObjectKind::Responses
        | ObjectKind::Callback => {}
        ObjectKind::MediaType => media_type(&mut arena.context, copy, at),
    }
}

fn parameter(context: &mut Context<'_>, kind: ObjectKind, copy: &mut Object, at: &Address) {
    let noun = kind.noun();
    let location = copy
        .get("in")
        .and_then(Tree::as_str)
        .unwrap_or_default()
        .to_owned();
    // The whole query has no name on the wire.
    if location == "querystring" && !copy.contains_key("name") {
        context.repaired(at, "a parameter lacks `name`; named `query`");
        copy.insert("name".to_owned(), Tree::String("query".to_owned()));
    }
    if location == "path" && copy.get("required").and_then(Tree::as_bool) != Some(true) {
        context.repaired(at, "a path parameter must be `required`; read as such");
        copy.insert("required".to_owned(), Tree::from(true));
    }
    let media_types = copy.get("content").and_then(Tree::as_object);
    if media_types.is_some_and(|it| !it.is_empty()) && copy.contains_key("schema") {
        let message = format!("{noun} has both `schema` and `content`; `content` is used");
        context.repaired(at, message);
        copy.shift_remove("schema");
    }
    style(context, kind, &location, copy, at);
}

/// Sets the schema of a parameter or header to that of [`own_schema`].
pub(super) fn supply_schema(
    arena: &mut SchemaArena<'_>,
    kind: ObjectKind,
    copy: &mut Object,
    schema: Tree,
    at: &Address,
) {
    let message = format!("{} has neither `schema` nor `content`", kind.noun());
    arena.context.repaired(at, message);
    let place = at.join("schema");
    let reference = reference_text(&place, arena.context.files.main());
    arena.place_made(place, schema);
    copy.shift_remove("content");
    copy.insert("schema".to_owned(), reference_to(reference));
}

fn style(
    context: &mut Context<'_>,
    kind: ObjectKind,
    location: &str,
    copy: &mut Object,
    at: &Address,
) {
    let style = copy.get("style").and_then(Tree::as_str);
    if let Some(style) = style.filter(|style| !kind.styles(location).contains(style)) {
        let message = format!(
            "`style: {style}` is not valid for {}; left out",
            kind.noun()
        );
        context.repaired(at.join("style"), message);
        copy.shift_remove("style");
    }
}

/// Sets the default of `explode`, which is true for the style `form` and unknown to `openapiv3`.
fn encoding(context: &mut Context<'_>, copy: &mut Object, at: &Address) {
    style(context, ObjectKind::Encoding, "query", copy, at);
    let form = copy
        .get("style")
        .and_then(Tree::as_str)
        .is_none_or(|style| style == "form");
    copy.entry("explode".to_owned()).or_insert(Tree::from(form));
}

/// Removes the encodings by name of parts that have encodings by position.
fn media_type(context: &mut Context<'_>, copy: &mut Object, at: &Address) {
    let position = ["prefixEncoding", "itemEncoding"];
    if let Some(position) = position.into_iter().find(|key| copy.contains_key(*key))
        && copy.shift_remove("encoding").is_some()
    {
        let message =
            format!("a media type has both `{position}` and `encoding`; `{position}` is used");
        context.repaired(at.join("encoding"), message);
    }
}

/// Removes what an example says a second time.
fn example(context: &mut Context<'_>, copy: &mut Object, at: &Address) {
    for (key, others) in [
        ("dataValue", &["value"][..]),
        ("serializedValue", &["value", "externalValue"]),
    ] {
        let others = others.iter().filter(|_| copy.contains_key(key));
        let others: Vec<&str> = others
            .copied()
            .filter(|it| copy.contains_key(*it))
            .collect();
        for other in others {
            let message = format!("an example has both `{key}` and `{other}`; `{key}` is used");
            context.repaired(at.join(other), message);
            copy.shift_remove(other);
        }
    }
}

fn security_scheme(arena: &mut SchemaArena<'_>, object: &Object, copy: &mut Object, at: &Address) {
    if object
        .get("flows")
        .is_some_and(|it| it.get(DEVICE_FLOW).is_some())
    {
        let what = format!("the flow `{DEVICE_FLOW}`");
        arena.report_early(&what, at.join_all(["flows", DEVICE_FLOW]));
    }
    let context = &mut arena.context;
    match copy.get("type").and_then(Tree::as_str) {
        Some("oauth2") => {
            copy.insert("flows".to_owned(), Tree::Object(Box::default()));
        }
        Some("openIdConnect") => {
            copy.entry("openIdConnectUrl".to_owned()).or_default();
        }
        Some("basic") => {
            let message = "`type: basic` is from OpenAPI 2; read as `http` with the scheme `basic`";
            context.repaired(at.join("type"), message);
            copy.insert("type".to_owned(), Tree::String("http".to_owned()));
            copy.insert("scheme".to_owned(), Tree::String("basic".to_owned()));
        }
        _ => {}
    }
}
