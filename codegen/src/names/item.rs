//! The items of an API that have names, and how a lock file identifies them.

use crate::ir::{NamedError, ParameterPlace};
use crate::pointer::Address;

use super::escape::push_escaped;

/// An item, identified by what stays when its name in Rust could change. Members are identified by the
/// recorded name of what has them.
#[derive(Clone, Copy, Debug)]
pub enum Item<'a> {
    /// An alternative of a union, by its type, its shape if it is the only one with that, or its own name.
    Alternative(&'a str, &'a str),
    /// The field for additional properties of a struct.
    Additional(&'a str),
    /// A variant of an enum of bodies, by operation and content type.
    Body(&'a str, &'a str),
    /// A variant of an enum of response bodies, by operation and content type.
    Content(&'a str, &'a str),
    /// A type made for a part of an operation or response, by the reference to that part.
    Part(&'a str),
    /// A named error, by status, name, code and reference.
    Error(&'a ErrorKey<'a>),
    /// A variant of the enum of webhooks, by its tag value.
    Event(&'a str),
    /// The enum of webhooks.
    Events,
    /// A cargo feature, by the tag of its operations.
    Feature(&'a str),
    /// A field of a struct, by struct and member.
    Field(&'a str, &'a str),
    /// What an item of a tuple, or a type with another name, refers to, by type and index.
    Item(&'a str, usize),
    /// A method that calls an operation, by operation and tag.
    Method(&'a str, &'a str),
    /// An operation, by method and path.
    Operation(&'a str, &'a str),
    /// A parameter, by operation, place and name.
    Parameter(&'a str, ParameterPlace, &'a str),
    /// What a request body holds, by operation and content type.
    Request(&'a str, &'a str),
    /// What a response holds, by operation, status and content type.
    Response(&'a str, &'a str, &'a str),
    /// A type, by the reference to its schema.
    Type(&'a str),
    /// A variant of an enum of strings, by enum and value.
    Value(&'a str, &'a str),
    /// A variant of a tagged union, by union and tag value.
    Variant(&'a str, &'a str),
    /// What a webhook delivers, by key and method.
    Webhook(&'a str, &'a str),
}

/// The part of an operation that its enum of request bodies belongs to.
pub const BODY: &str = "requestBody";

/// The part of an operation that its enum of response bodies belongs to.
pub const RESPONSES: &str = "responses";

/// The part of an operation that the union of its successful response bodies belongs to.
pub const SUCCESS: &str = "responses/success";

/// The part of an operation that the union of its error bodies belongs to.
pub const FAILURE: &str = "responses/failure";

/// The part of a response, or of all responses of an operation, that its struct of headers belongs to.
pub const HEADERS: &str = "headers";

/// Returns the reference to a part of the object at an address.
#[must_use]
pub fn part_reference(object: &Address, part: &str) -> String {
    format!("#{}/{part}", object.pointer)
}

/// What identifies a named error.
#[derive(Clone, Copy, Debug)]
pub struct ErrorKey<'a> {
    /// The status of its response.
    pub status: u16,
    /// The name of its example.
    pub name: &'a str,
    /// Its code, if it has one.
    pub code: Option<&'a str>,
    /// The reference to its example.
    pub reference: &'a str,
}

impl<'a> ErrorKey<'a> {
    /// What identifies an error.
    #[must_use]
    pub fn of(error: &'a NamedError) -> Self {
        Self {
            status: error.status,
            name: &error.name,
            code: error.code.as_deref(),
            reference: &error.reference,
        }
    }
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
    /// The name of a cargo feature.
    Feature,
    /// The place among the arguments of a constructor, or a dash.
    Argument,
    /// A text of the document, or a dash.
    Text,
    /// The type of the bindings that the item refers to, or a dash.
    Target,
    /// The digest of a shape, which may be out of date.
    Digest,
}

/// All kinds of lines, by their first words.
pub(super) const LAYOUTS: &[Layout] = &[
    layout("additional", 1, &[Value::Name, Value::Target]),
    layout("alternative", 2, &[Value::Name, Value::Target]),
    layout("body", 2, &[Value::Name]),
    layout("content", 2, &[Value::Name]),
    layout("error", 4, &[Value::Name]),
    layout("event", 1, &[Value::Name, Value::Target]),
    layout("events", 0, &[Value::Name]),
    layout("feature", 1, &[Value::Feature]),
    layout("field", 2, &[Value::Name, Value::Argument, Value::Target]),
    layout("item", 2, &[Value::Target]),
    layout("method", 2, &[Value::Name]),
    layout("operation", 2, &[Value::Name, Value::Text]),
    layout(
        "parameter",
        3,
        &[Value::Name, Value::Argument, Value::Target],
    ),
    layout("part", 1, &[Value::Name]),
    layout("request", 2, &[Value::Target]),
    layout("response", 3, &[Value::Target]),
    layout("type", 1, &[Value::Name, Value::Digest]),
    layout("value", 2, &[Value::Name]),
    layout("variant", 2, &[Value::Name, Value::Target]),
    layout("webhook", 2, &[Value::Target]),
];

const fn layout(kind: &'static str, keys: usize, values: &'static [Value]) -> Layout {
    Layout { kind, keys, values }
}

impl Item<'_> {
    /// The beginning of its line.
    pub(super) fn key(&self) -> String {
        match *self {
            Self::Alternative(union, ty) => join("alternative", &[union, ty]),
            Self::Additional(ty) => join("additional", &[ty]),
            Self::Body(operation, media_type) => join("body", &[operation, media_type]),
            Self::Content(operation, media_type) => join("content", &[operation, media_type]),
            Self::Part(reference) => join("part", &[reference]),
            Self::Error(ErrorKey {
                status,
                name,
                code,
                reference,
            }) => {
                let status = status.to_string();
                join(
                    "error",
                    &[&status, name, code.unwrap_or_default(), reference],
                )
            }
            Self::Event(value) => join("event", &[value]),
            Self::Events => join("events", &[]),
            Self::Feature(tag) => join("feature", &[tag]),
            Self::Field(ty, member) => join("field", &[ty, member]),
            Self::Item(ty, index) => join("item", &[ty, &index.to_string()]),
            Self::Method(operation, tag) => join("method", &[operation, tag]),
            Self::Operation(method, path) => join("operation", &[method, path]),
            Self::Parameter(operation, place, name) => {
                join("parameter", &[operation, place.keyword(), name])
            }
            Self::Request(operation, media_type) => join("request", &[operation, media_type]),
            Self::Response(operation, status, media_type) => {
                join("response", &[operation, status, media_type])
            }
            Self::Type(reference) => join("type", &[reference]),
            Self::Value(ty, value) => join("value", &[ty, value]),
            Self::Variant(ty, value) => join("variant", &[ty, value]),
            Self::Webhook(key, method) => join("webhook", &[key, method]),
        }
    }
}

fn join(kind: &str, parts: &[&str]) -> String {
    let length: usize = parts.iter().map(|it| 1 + it.len()).sum();
    let mut key = String::with_capacity(kind.len() + length);
    key.push_str(kind);
    for part in parts {
        key.push(' ');
        push_escaped(&mut key, part);
    }
    key
}
