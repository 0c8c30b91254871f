//! Operations: what is sent, what comes back, and what may be repeated.

use crate::name::{FieldName, TypeName};
use crate::pointer::Address;
use crate::tree::Tree;

use super::call::{Call, Part};
use super::doc::Doc;
use super::event::Encoding;
use super::feature::Presence;
use super::security::Security;
use super::server::Server;
use super::style::Style;
use super::value::{Type, Value};

/// An operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name.
    pub name: TypeName,
    /// Where it stands.
    pub address: Address,
    /// `GET`, `POST`, …
    pub method: String,
    /// The path, as the document has it.
    pub path: String,
    /// What is sent: the path with a parameter's name in each pair of braces, and no fragment.
    pub template: String,
    /// Its tags, each once.
    pub tags: Vec<String>,
    /// Its documentation.
    pub doc: Doc,
    /// Path, query, header and cookie parameters, in document order.
    pub parameters: Vec<Parameter>,
    /// The body, by content type, JSON first; empty when there is none.
    pub body: Vec<Content>,
    /// Whether the body must be there.
    pub body_required: bool,
    /// Whether `{}` is sent where the body was not given.
    pub empty_body: bool,
    /// The responses, by status.
    pub responses: Vec<Response>,
    /// How it may be repeated.
    pub retry: Retry,
    /// How its list is paged.
    pub pagination: Option<Pagination>,
    /// The events it leads to.
    pub expected_events: Vec<String>,
    /// What the server may send in the course of it.
    pub callbacks: Vec<Callback>,
    /// What it needs, if that is not the default.
    pub security: Option<Security>,
    /// Where it is, if that is not where the API is.
    pub servers: Option<Vec<Server>>,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// With which features it is there.
    pub presence: Presence,
    /// What becomes of it in Rust.
    pub call: Call,
}

/// A request that the server sends to an address it was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Callback {
    /// `POST`, …
    pub method: String,
    /// Where to: a template of runtime expressions, as the document has it.
    pub url: String,
    /// What its body holds, if the document says so.
    pub ty: Option<Type>,
    /// How that is written.
    pub encoding: Encoding,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The field's name.
    pub name: FieldName,
    /// The name on the wire.
    pub wire: String,
    /// Where it goes.
    pub place: ParameterPlace,
    /// Type and rules.
    pub value: Value,
    /// Whether it must be given.
    pub required: bool,
    /// Its documentation.
    pub doc: Doc,
    /// An example, as the document has it.
    pub example: Option<Tree>,
    /// How it is written.
    pub style: Style,
    /// `allowReserved`: reserved characters stand for themselves. Only of the query.
    pub reserved: bool,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParameterPlace {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
    /// Into the `Cookie` header.
    Cookie,
}

/// What a body is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentKind {
    /// JSON.
    Json,
    /// A form, `application/x-www-form-urlencoded`.
    Form,
    /// Parts, as of `multipart/form-data`.
    Parts,
    /// Text.
    Text,
    /// A sequence whose items come one by one, such as server-sent events.
    Stream,
    /// Bytes.
    Bytes,
}

/// A body of one content type.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type.
    pub media_type: String,
    /// What it is written as.
    pub kind: ContentKind,
    /// What it holds; `None` where there is no schema.
    pub value: Option<Value>,
    /// Whether that is what each item of it holds: `itemSchema`.
    pub of_items: bool,
    /// Whether the schema says that it is octets: `format: binary`, or a media type of bytes.
    pub binary: bool,
    /// The member that is the result, from `x-unwrap`.
    pub unwrap: Option<String>,
    /// An example, as the document has it.
    pub example: Option<Tree>,
    /// Members of a form that are not written the usual way, from `encoding`; by wire name.
    pub encoding: Vec<(String, Style)>,
    /// Members of a body of parts about which `encoding` says something.
    pub parts: Vec<Part>,
}

impl Content {
    /// A body about which nothing is known but its media type.
    #[must_use]
    pub fn of(media_type: &str) -> Self {
        Self {
            media_type: media_type.to_owned(),
            kind: ContentKind::Bytes,
            value: None,
            of_items: false,
            binary: false,
            unwrap: None,
            example: None,
            encoding: Vec::new(),
            parts: Vec::new(),
        }
    }
}

/// A response.
#[derive(Clone, Debug)]
pub struct Response {
    /// `200`, `4XX`, `default`.
    pub status: String,
    /// The component that it is, if it is one.
    pub component: Option<Address>,
    /// Its description.
    pub doc: Doc,
    /// The bodies it may have, by content type, JSON first.
    pub content: Vec<Content>,
    /// The headers that it says something about; only of a success.
    pub headers: Vec<Header>,
}

/// A header of a response.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its name, as the document spells it.
    pub wire: String,
    /// Type and rules.
    pub value: Value,
    /// Whether it must be there.
    pub required: bool,
    /// Its documentation.
    pub doc: Doc,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// How it is written: `simple`, exploded or not, or JSON.
    pub style: Style,
}

/// How an operation may be repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Repeating does no harm.
    Idempotent,
    /// Repeating does no harm while a body member carries the same key.
    Key {
        /// The member.
        field: String,
        /// For how long.
        seconds: u64,
    },
    /// Repeating may have an effect twice.
    Unsafe,
}

/// How a list is paged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pagination {
    /// By page number.
    PageNumber {
        /// The query key of the number.
        number: String,
        /// The query key of the size.
        size: Option<String>,
        /// The body member with the items.
        items: String,
        /// Pointer-like path (`meta/total_pages`) to the number of pages.
        total_pages: Option<String>,
    },
    /// By a link in the body.
    NextUri {
        /// The body member with the link.
        next: String,
        /// The body member with the items.
        items: String,
    },
}
