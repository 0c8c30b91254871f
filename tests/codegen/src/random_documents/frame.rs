//! Numbers in, a whole document out.

use codegen::tree::{Object, Tree};

use super::making::{Making, object, text};
use super::operation::{body, header, operation, parameter, response};
use super::schema::schema;
use super::spelling::TEXTS;
use crate::mutants::random::Random;

const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "patch", "head", "options", "trace",
];

/// Paths, and the names of their parameters.
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

/// A document of OpenAPI 3.0 or 3.1, half of them each.
pub(super) fn document(random: Random) -> Tree {
    let mut making = Making::new(random);
    let making = &mut making;
    let version = if making.is_31 { "3.1.0" } else { "3.0.3" };
    let info = [("title", text(making.one(TEXTS))), ("version", text("1"))];
    let mut document = vec![
        ("openapi", text(version)),
        ("info", object(info)),
        ("components", components(making)),
        ("paths", paths(making)),
    ];
    if making.once_in(3) {
        let address = text("https://{host}.example.com/{Self}");
        let host = object([
            ("default", text("a")),
            ("description", text(making.one(TEXTS))),
        ]);
        let variables = object([("host", host.clone()), ("Self", host)]);
        let server = object([("url", address), ("variables", variables)]);
        document.push(("servers", Tree::Array(vec![server])));
    }
    if making.is_31 && making.once_in(3) {
        let hooks = making.names(3).into_iter();
        let hooks: Vec<_> = hooks.map(|name| (name, webhook(making))).collect();
        document.push(("webhooks", object(hooks)));
    }
    object(document)
}

fn components(making: &mut Making) -> Tree {
    let keys = making.components.clone().into_iter();
    let schemas: Vec<_> = keys.map(|key| (key, component(making, key))).collect();
    let parameters = each(making, |making| {
        let name = making.name();
        parameter(making, name, "query")
    });
    let (headers, responses) = (each(making, header), each(making, response));
    let key = object([("type", text("http")), ("scheme", text("bearer"))]);
    let security = object([(making.name(), key)]);
    object([
        ("schemas", object(schemas)),
        ("parameters", parameters),
        ("headers", headers),
        ("responses", responses),
        ("securitySchemes", security),
    ])
}

/// A component of a kind for each key.
fn each(making: &mut Making, mut one: impl FnMut(&mut Making) -> Tree) -> Tree {
    let keys = making.components.clone().into_iter();
    let all: Vec<_> = keys.map(|key| (key, one(making))).collect();
    object(all)
}

/// A schema, with what references lead into.
fn component(making: &mut Making, key: &str) -> Tree {
    let component = schema(making, 2);
    if !making.is_31 {
        return component;
    }
    let mut members = match component {
        Tree::Object(members) => members,
        boolean => Box::new(Object::from_iter([("not".to_owned(), boolean)])),
    };
    let inner = object([("inner", schema(making, 1))]);
    members.insert("$defs".to_owned(), inner);
    members.insert("$anchor".to_owned(), text(key));
    Tree::Object(members)
}

fn paths(making: &mut Making) -> Tree {
    let mut paths = Vec::new();
    for _ in 0..=making.random.below(2) {
        let (path, names) = making.one(PATHS);
        let mut item = Object::default();
        for _ in 0..=making.random.below(2) {
            let method = making.one(METHODS);
            item.insert(method.to_owned(), operation(making, names));
        }
        paths.push((path, Tree::Object(Box::new(item))));
    }
    object(paths)
}

fn webhook(making: &mut Making) -> Tree {
    let post = object([("requestBody", body(making)), ("responses", object([]))]);
    object([("post", post)])
}
