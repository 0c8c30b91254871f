//! The items of an API that have names, and how a lock file identifies them.

use super::escape::escape;

/// An item, identified by what stays when its name in Rust could change.
#[derive(Clone, Copy, Debug)]
pub enum Item<'a> {
    /// A type, by the reference to its schema.
    Type(&'a str),
    /// An operation, by method and path.
    Operation(&'a str, &'a str),
}

/// What the lines of a kind of item consist of.
pub(super) struct Layout {
    /// The first word.
    pub(super) kind: &'static str,
    /// How many words identify the item.
    pub(super) keys: usize,
    /// What is recorded of it.
    pub(super) values: &'static [Value],
}

/// A recorded value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// A name in Rust.
    Name,
    /// A text of the document, or a dash.
    Text,
    /// The digest of a shape, which may be out of date.
    Digest,
}

/// All kinds of lines, by their first words.
pub(super) const LAYOUTS: &[Layout] = &[
    Layout {
        kind: "operation",
        keys: 2,
        values: &[Value::Name, Value::Text],
    },
    Layout {
        kind: "type",
        keys: 1,
        values: &[Value::Name, Value::Digest],
    },
];

impl Item<'_> {
    /// The beginning of its line.
    pub(super) fn key(&self) -> String {
        match *self {
            Self::Type(reference) => join("type", &[reference]),
            Self::Operation(method, path) => join("operation", &[method, path]),
        }
    }
}

fn join(kind: &str, parts: &[&str]) -> String {
    let mut key = kind.to_owned();
    for part in parts {
        key.push(' ');
        key.push_str(&escape(part));
    }
    key
}
