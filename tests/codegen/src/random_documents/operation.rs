//! Random operations, with parameters, bodies and responses of every form.

use codegen::tree::{Object, Tree};

use super::draft::{Draft, object, text, texts};
use super::literal;
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
pub(super) fn operation(draft: &mut Draft, path: &[&str]) -> Tree {
    let mut operation = Object::default();
    let mut set = |key: &str, value: Tree| drop(operation.insert(key.to_owned(), value));
    if !draft.once_in(4) {
        set("operationId", text(draft.one(IDS)));
    }
    if draft.once_in(2) {
        let tags = draft.names(2);
        set("tags", texts(&tags));
    }
    set("summary", text(draft.one(TEXTS)));
    set("parameters", parameters(draft, path));
    if draft.once_in(2) {
        set("requestBody", body(draft));
    }
    set("responses", responses(draft));
    if draft.once_in(8) {
        let hook = object([(
            "post",
            object([("requestBody", body(draft)), ("responses", object([]))]),
        )]);
        let hook = object([("{$request.body#/url}", hook)]);
        set("callbacks", object([(draft.name(), hook)]));
    }
    if draft.once_in(8) {
        set("deprecated", Tree::from(true));
    }
    Tree::Object(Box::new(operation))
}

fn parameters(draft: &mut Draft, path: &[&str]) -> Tree {
    let in_path = path.iter().map(|name| parameter(draft, name, "path"));
    let mut parameters: Vec<Tree> = in_path.collect();
    for name in draft.names(4) {
        let place = draft.one(&["query", "query", "header", "cookie"]);
        parameters.push(parameter(draft, name, place));
    }
    if draft.once_in(6) {
        parameters.push(draft.reference("parameters"));
    }
    Tree::Array(parameters)
}

pub(super) fn parameter(draft: &mut Draft, name: &str, place: &str) -> Tree {
    let styles: &[&str] = match place {
        "path" => &["simple", "label", "matrix"],
        "query" => &["form", "deepObject", "spaceDelimited", "pipeDelimited"],
        "cookie" => &["form"],
        _ => &["simple"],
    };
    let required = place == "path" || draft.once_in(3);
    let said = if draft.once_in(8) {
        [
            ("content", media(draft, "application/json")),
            ("x-note", text("a")),
        ]
    } else {
        [
            ("schema", schema(draft, 1)),
            ("style", text(draft.one(styles))),
        ]
    };
    let usual = [
        ("name", text(name)),
        ("in", text(place)),
        ("required", Tree::from(required)),
        ("explode", Tree::from(draft.once_in(2))),
        ("description", text(draft.one(TEXTS))),
    ];
    object(usual.into_iter().chain(said))
}

/// A `content` object with one media type.
fn media(draft: &mut Draft, media_type: &str) -> Tree {
    let mut media = vec![("schema", schema(draft, 1))];
    if draft.once_in(6) {
        media.push(("example", literal::random_value(draft, None)));
    }
    if draft.once_in(6) {
        let styles = [
            object([("style", text("deepObject"))]),
            object([("contentType", text("a/b, c/d"))]),
        ];
        let encoding = styles[draft.random.below(2)].clone();
        media.push(("encoding", object([(draft.name(), encoding)])));
    }
    object([(media_type, object(media))])
}

/// A `content` object with several media types.
fn content(draft: &mut Draft) -> Tree {
    let mut content = Object::default();
    for _ in 0..=draft.random.below(3) {
        let media_type = draft.one(MEDIA_TYPES);
        if let Tree::Object(media) = media(draft, media_type) {
            content.extend(*media);
        }
    }
    Tree::Object(Box::new(content))
}

pub(super) fn body(draft: &mut Draft) -> Tree {
    let required = Tree::from(draft.once_in(2));
    object([("content", content(draft)), ("required", required)])
}

fn responses(draft: &mut Draft) -> Tree {
    let mut responses = Vec::new();
    for _ in 0..=draft.random.below(4) {
        let status = draft.one(STATUSES);
        let response = if draft.once_in(6) {
            draft.reference("responses")
        } else {
            response(draft)
        };
        responses.push((status, response));
    }
    object(responses)
}

pub(super) fn response(draft: &mut Draft) -> Tree {
    let mut response = vec![("description", text(draft.one(TEXTS)))];
    if !draft.once_in(4) {
        response.push(("content", content(draft)));
    }
    if draft.once_in(3) {
        let reference = draft.reference("headers");
        let headers = [
            ("X-A", header(draft)),
            ("x_b", reference),
            ("ETag", header(draft)),
        ];
        response.push(("headers", object(headers)));
    }
    object(response)
}

pub(super) fn header(draft: &mut Draft) -> Tree {
    let required = Tree::from(draft.once_in(2));
    object([("schema", schema(draft, 1)), ("required", required)])
}
