//! Random numbers in, a document out.

use codegen::tree::{Object, Tree};

use super::draft::{Draft, object, text};
use super::operation::{body, header, operation, parameter, response};
use super::schema::schema;
use super::spelling::TEXTS;
use crate::mutants::random::Random;

const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "patch", "head", "options", "trace",
];

/// Paths and the names of their parameters.
const PATHS: &[(&str, &[&str])] = &[
    ("/a", &[]),
    ("/b/{id}", &["id"]),
    ("/{x}/c", &["x"]),
    ("/f.{y}", &["y"]),
    ("/{type}:act{self}", &["type", "self"]),
    ("/", &[]),
    ("/é/\"/%20", &[]),
    ("/a?b=c#d", &[]),
];

/// A document of OpenAPI 3.0 or 3.1, with equal probability.
pub(super) fn random_document(random: Random) -> Tree {
    let mut draft = Draft::new(random);
    let draft = &mut draft;
    let version = if draft.is_31 { "3.1.0" } else { "3.0.3" };
    let info = [("title", text(draft.one(TEXTS))), ("version", text("1"))];
    let mut document = vec![
        ("openapi", text(version)),
        ("info", object(info)),
        ("components", components(draft)),
        ("paths", paths(draft)),
    ];
    if draft.once_in(3) {
        let address = text("https://{host}.example.com/{Self}");
        let host = object([
            ("default", text("a")),
            ("description", text(draft.one(TEXTS))),
        ]);
        let variables = object([("host", host.clone()), ("Self", host)]);
        let server = object([("url", address), ("variables", variables)]);
        document.push(("servers", Tree::Array(vec![server])));
    }
    if draft.is_31 && draft.once_in(3) {
        let hooks = draft.names(3).into_iter();
        let hooks: Vec<_> = hooks.map(|name| (name, webhook(draft))).collect();
        document.push(("webhooks", object(hooks)));
    }
    object(document)
}

fn components(draft: &mut Draft) -> Tree {
    let keys = draft.components.clone().into_iter();
    let schemas: Vec<_> = keys.map(|key| (key, component(draft, key))).collect();
    let parameters = each(draft, |draft| {
        let name = draft.name();
        parameter(draft, name, "query")
    });
    let (headers, responses) = (each(draft, header), each(draft, response));
    let key = object([("type", text("http")), ("scheme", text("bearer"))]);
    let security = object([(draft.name(), key)]);
    object([
        ("schemas", object(schemas)),
        ("parameters", parameters),
        ("headers", headers),
        ("responses", responses),
        ("securitySchemes", security),
    ])
}

/// A component for each key.
fn each(draft: &mut Draft, mut one: impl FnMut(&mut Draft) -> Tree) -> Tree {
    let keys = draft.components.clone().into_iter();
    let all: Vec<_> = keys.map(|key| (key, one(draft))).collect();
    object(all)
}

/// A schema with the subschemas that references point to.
fn component(draft: &mut Draft, key: &str) -> Tree {
    let component = schema(draft, 2);
    if !draft.is_31 {
        return component;
    }
    let mut members = match component {
        Tree::Object(members) => members,
        boolean => Box::new(Object::from_iter([("not".to_owned(), boolean)])),
    };
    let inner = object([("inner", schema(draft, 1))]);
    members.insert("$defs".to_owned(), inner);
    members.insert("$anchor".to_owned(), text(key));
    Tree::Object(members)
}

fn paths(draft: &mut Draft) -> Tree {
    let mut paths = Vec::new();
    for _ in 0..=draft.random.below(2) {
        let (path, names) = draft.one(PATHS);
        let mut item = Object::default();
        for _ in 0..=draft.random.below(2) {
            let method = draft.one(METHODS);
            item.insert(method.to_owned(), operation(draft, names));
        }
        paths.push((path, Tree::Object(Box::new(item))));
    }
    object(paths)
}

fn webhook(draft: &mut Draft) -> Tree {
    let post = object([("requestBody", body(draft)), ("responses", object([]))]);
    object([("post", post)])
}
