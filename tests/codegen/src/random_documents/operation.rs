//! Operations with parameters, bodies and responses of every form.

use codegen::tree::{Object, Tree};

use super::literal;
use super::making::{Making, object, text, texts};
use super::schema::schema;
use super::spelling::TEXTS;

const MEDIA_TYPES: &[&str] = &[
    "application/json",
    "application/json",
    "application/json",
    "application/problem+json",
    "Application/JSON",
    "application/xml",
    "text/plain",
    "text/csv",
    "text/event-stream",
    "image/png",
    "image/*",
    "*/*",
    "application/octet-stream",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    "application/vnd.a+json;v=1",
    "",
];

const STATUSES: &[&str] = &[
    "200", "201", "204", "2XX", "302", "400", "404", "4XX", "500", "default",
];

const IDS: &[&str] = &[
    "getA", "GetA", "get_a", "Pet", "new", "type", "Option", "é", "", "errors",
];

/// An operation of a path with these parameters.
pub(super) fn operation(making: &mut Making, path: &[&str]) -> Tree {
    let mut operation = Object::default();
    let mut set = |key: &str, value: Tree| drop(operation.insert(key.to_owned(), value));
    if !making.once_in(4) {
        set("operationId", text(making.one(IDS)));
    }
    if making.once_in(2) {
        let tags = making.names(2);
        set("tags", texts(&tags));
    }
    set("summary", text(making.one(TEXTS)));
    set("parameters", parameters(making, path));
    if making.once_in(2) {
        set("requestBody", body(making));
    }
    set("responses", responses(making));
    if making.once_in(8) {
        let hook = object([(
            "post",
            object([("requestBody", body(making)), ("responses", object([]))]),
        )]);
        let hook = object([("{$request.body#/url}", hook)]);
        set("callbacks", object([(making.name(), hook)]));
    }
    if making.once_in(8) {
        set("deprecated", Tree::from(true));
    }
    Tree::Object(Box::new(operation))
}

fn parameters(making: &mut Making, path: &[&str]) -> Tree {
    let in_path = path.iter().map(|name| parameter(making, name, "path"));
    let mut parameters: Vec<Tree> = in_path.collect();
    for name in making.names(4) {
        let place = making.one(&["query", "query", "header", "cookie"]);
        parameters.push(parameter(making, name, place));
    }
    if making.once_in(6) {
        parameters.push(making.reference("parameters"));
    }
    Tree::Array(parameters)
}

pub(super) fn parameter(making: &mut Making, name: &str, place: &str) -> Tree {
    let styles: &[&str] = match place {
        "path" => &["simple", "label", "matrix"],
        "query" => &["form", "deepObject", "spaceDelimited", "pipeDelimited"],
        "cookie" => &["form"],
        _ => &["simple"],
    };
    let required = place == "path" || making.once_in(3);
    let said = if making.once_in(8) {
        [
            ("content", media(making, "application/json")),
            ("x-note", text("a")),
        ]
    } else {
        [
            ("schema", schema(making, 1)),
            ("style", text(making.one(styles))),
        ]
    };
    let usual = [
        ("name", text(name)),
        ("in", text(place)),
        ("required", Tree::from(required)),
        ("explode", Tree::from(making.once_in(2))),
        ("description", text(making.one(TEXTS))),
    ];
    object(usual.into_iter().chain(said))
}

/// An object with one content type.
fn media(making: &mut Making, media_type: &str) -> Tree {
    let mut media = vec![("schema", schema(making, 1))];
    if making.once_in(6) {
        media.push(("example", literal::of(making, None)));
    }
    if making.once_in(6) {
        let styles = [
            object([("style", text("deepObject"))]),
            object([("contentType", text("a/b, c/d"))]),
        ];
        let encoding = styles[making.random.below(2)].clone();
        media.push(("encoding", object([(making.name(), encoding)])));
    }
    object([(media_type, object(media))])
}

/// An object with several content types.
fn content(making: &mut Making) -> Tree {
    let mut content = Object::default();
    for _ in 0..=making.random.below(3) {
        let media_type = making.one(MEDIA_TYPES);
        if let Tree::Object(media) = media(making, media_type) {
            content.extend(*media);
        }
    }
    Tree::Object(Box::new(content))
}

pub(super) fn body(making: &mut Making) -> Tree {
    let required = Tree::from(making.once_in(2));
    object([("content", content(making)), ("required", required)])
}

fn responses(making: &mut Making) -> Tree {
    let mut responses = Vec::new();
    for _ in 0..=making.random.below(4) {
        let status = making.one(STATUSES);
        let response = if making.once_in(6) {
            making.reference("responses")
        } else {
            response(making)
        };
        responses.push((status, response));
    }
    object(responses)
}

pub(super) fn response(making: &mut Making) -> Tree {
    let mut response = vec![("description", text(making.one(TEXTS)))];
    if !making.once_in(4) {
        response.push(("content", content(making)));
    }
    if making.once_in(3) {
        let reference = making.reference("headers");
        let headers = [
            ("X-A", header(making)),
            ("x_b", reference),
            ("ETag", header(making)),
        ];
        response.push(("headers", object(headers)));
    }
    object(response)
}

pub(super) fn header(making: &mut Making) -> Tree {
    let required = Tree::from(making.once_in(2));
    object([("schema", schema(making, 1)), ("required", required)])
}
