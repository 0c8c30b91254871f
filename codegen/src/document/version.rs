//! The root of a document in, its OpenAPI version out.

use super::context::Context;
use crate::diagnostic::Place;
use crate::diagnostic::catalogue::NOT_OPENAPI;
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

/// The help for a document without `openapi`.
const START: &str = "a document starts with `openapi: 3.1.0` or another 3.0, 3.1 or 3.2 version";

/// The versions, in order. 3.0 differs from the others in its schemas, 3.2 in its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    /// 3.0: a dialect of its own, between JSON Schema's drafts.
    V30,
    /// 3.1: JSON Schema 2020-12.
    V31,
    /// 3.2: more methods, locations and streams.
    V32,
}

impl Version {
    /// Returns its number.
    pub(super) fn number(self) -> &'static str {
        match self {
            Self::V30 => "3.0",
            Self::V31 => "3.1",
            Self::V32 => "3.2",
        }
    }
}

/// Reads `openapi`; versions other than 3.0, 3.1 and 3.2 are reported.
pub(super) fn read_version(tree: &Tree, context: &mut Context<'_>) -> Option<Version> {
    let file = context.files.main();
    let root = Address::new(file, Pointer::root());
    if tree.as_object().is_none() {
        let message = format!("the document is {}, not an object", tree.kind());
        context
            .diagnostics
            .report(&NOT_OPENAPI, root, message)
            .help(START);
        return None;
    }
    let place = root.join("openapi");
    let text = match tree.get("openapi") {
        Some(Tree::String(text)) => text.as_str(),
        Some(Tree::Number(number)) => {
            context.repaired(&place, "`openapi` is a number; read as a string");
            number.as_str()
        }
        Some(other) => {
            let message = format!("`openapi` is {}, not a version", other.kind());
            context.diagnostics.report(&NOT_OPENAPI, place, message);
            return None;
        }
        None => {
            report_other(tree, &root, context);
            return None;
        }
    };
    match text.split('.').collect::<Vec<_>>()[..] {
        ["3", "0", ..] => Some(Version::V30),
        ["3", "1", ..] => Some(Version::V31),
        ["3", "2", ..] => Some(Version::V32),
        _ => {
            context
                .diagnostics
                .report(
                    &NOT_OPENAPI,
                    place,
                    format!("OpenAPI `{text}` is not supported"),
                )
                .help("only OpenAPI 3.0, 3.1 and 3.2 are supported");
            None
        }
    }
}

/// Reports what a document without `openapi` is instead.
fn report_other(tree: &Tree, root: &Address, context: &mut Context<'_>) {
    let (key, message, help) = if tree.get("swagger").is_some() {
        (
            "swagger",
            "the document is Swagger 2.0",
            "convert it to OpenAPI 3.0, 3.1 or 3.2 first",
        )
    } else if tree.get("asyncapi").is_some() {
        (
            "asyncapi",
            "the document is AsyncAPI",
            "only OpenAPI 3.0, 3.1 and 3.2 are supported",
        )
    } else if tree.get("overlay").is_some() {
        (
            "overlay",
            "the document is an overlay",
            "pass the document that the overlay applies to",
        )
    } else {
        context
            .diagnostics
            .report(&NOT_OPENAPI, root, "the document has no `openapi`")
            .help(START);
        return;
    };
    context
        .diagnostics
        .report(&NOT_OPENAPI, Place::Key(root.join(key)), message)
        .help(help);
}
