//! Operations with their parameters, bodies, responses and retries.

use crate::name::{FieldName, TypeName};
use crate::pointer::Address;
use crate::tree::Tree;

use super::call::{Call, Part};
use super::client_method::ClientMethod;
use super::doc::Doc;
use super::event::Encoding;
use super::feature::Presence;
use super::paging::Pagination;
use super::rule::{Rule, RuleKind};
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
    /// Its `operationId`.
    pub id: Option<String>,
    /// `GET`, `POST`, …
    pub method: String,
    /// The path, as the document has it.
    pub path: String,
    /// The path that is sent: a parameter's name in each pair of braces, no fragment.
    pub template: String,
    /// Its tags, each once.
    pub tags: Vec<String>,
    /// Its documentation.
    pub doc: Doc,
    /// Path, query, header and cookie parameters, in document order.
    pub parameters: Vec<Parameter>,
    /// The body, by content type, JSON first; empty when there is none.
    pub body: Vec<Content>,
    /// Whether the body is required.
    pub body_required: bool,
    /// Whether `{}` is sent if the body is absent.
    pub empty_body: bool,
    /// The responses, by status.
    pub responses: Vec<Response>,
    /// Whether it can be retried.
    pub retry: Retry,
    /// How its list is paged.
    pub pagination: Option<Pagination>,
    /// The webhooks that it causes.
    pub expected_events: Vec<String>,
    /// The callbacks that the server may send.
    pub callbacks: Vec<Callback>,
    /// The security requirements, if they are not the default.
    pub security: Option<Security>,
    /// The servers, if they are not those of the API.
    pub servers: Option<Vec<Server>>,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// The features with which it is compiled.
    pub presence: Presence,
    /// How it is called from Rust.
    pub call: Call,
    /// The methods that call it: one in the group of each tag, or one of the client if it has none.
    pub client_methods: Vec<ClientMethod>,
}

/// Returns a path without the names of its parameters, which are not sent: `/pets/{}`.
#[must_use]
pub fn anonymous_path(path: &str) -> String {
    let mut text = String::new();
    for (index, part) in path.split('{').enumerate() {
        match part.split_once('}') {
            Some((_, rest)) if index > 0 => {
                text.push_str("{}");
                text.push_str(rest);
            }
            _ => text.push_str(part),
        }
    }
    text
}

/// A request that the server sends to an address it was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Callback {
    /// `POST`, …
    pub method: String,
    /// The URL, a template of runtime expressions, as the document has it.
    pub url: String,
    /// The type of its body, if the document describes it.
    pub ty: Option<Type>,
    /// How the body is encoded.
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
    /// Its recorded place among the arguments of the constructor.
    pub argument: Option<u32>,
    /// Its documentation.
    pub doc: Doc,
    /// An example, as the document has it.
    pub example: Option<Tree>,
    /// How it is written.
    pub style: Style,
    /// The styles of members of a whole query that differ from the default, by wire name.
    pub styles: Vec<(String, Style)>,
    /// Which characters are escaped.
    pub escaping: Escaping,
}

/// Which characters of a parameter are escaped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Escaping {
    /// All that may have to be.
    #[default]
    Usual,
    /// None that are reserved or escaped already: `allowReserved`.
    Reserved,
    /// None: `style: cookie`.
    Nothing,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParameterPlace {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// It is the query.
    QueryString,
    /// Into a header.
    Header,
    /// Into the `Cookie` header.
    Cookie,
}

impl ParameterPlace {
    /// The value of `in` (OpenAPI 3.1.1, §4.8.12.2).
    #[must_use]
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::QueryString => "querystring",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How a body is encoded.
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
    /// How it is encoded.
    pub kind: ContentKind,
    /// The type and rules; `None` if there is no schema.
    pub value: Option<Value>,
    /// Whether `value` describes each item: `itemSchema`.
    pub of_items: bool,
    /// Whether the schema declares bytes: `format: binary`, or a media type of bytes.
    pub binary: bool,
    /// The member that is the result, from `x-unwrap`.
    pub unwrap: Option<String>,
    /// An example, as the document has it.
    pub example: Option<Tree>,
    /// The styles of members of a form that differ from the default, by wire name.
    pub encoding: Vec<(String, Style)>,
    /// The members of a multipart body with an `encoding`.
    pub parts: Vec<Part>,
}

impl Content {
    /// Creates a body of which only the media type is known.
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

    /// Returns the type and rules of the whole body: a list, if `value` describes each item.
    #[must_use]
    pub fn whole_value(&self) -> Option<Value> {
        let value = self.value.clone()?;
        if !self.of_items {
            return Some(value);
        }
        let mut list = Value::of(Type::Vec(Box::new(value.ty)));
        if !value.rules.is_empty() {
            list.rules.push(Rule {
                kind: RuleKind::Items(value.rules),
                because: None,
                code: None,
            });
        }
        Some(list)
    }
}

/// A response.
#[derive(Clone, Debug)]
pub struct Response {
    /// `200`, `4XX`, `default`.
    pub status: String,
    /// The component that it refers to, if any.
    pub component: Option<Address>,
    /// Its description.
    pub doc: Doc,
    /// The bodies it may have, by content type, JSON first.
    pub content: Vec<Content>,
    /// The headers that it declares; only of a success.
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

/// Whether an operation can be retried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Always: it is idempotent.
    Idempotent,
    /// With an idempotency key in the body.
    Key {
        /// The member with the key.
        field: String,
        /// How long the server remembers a key.
        seconds: u64,
    },
    /// Only if the server cannot have processed the request.
    Unsafe,
}
