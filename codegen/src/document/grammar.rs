//! The grammar of the envelope: the objects of OpenAPI 3.2 §4 and the types of their members,
//! without schemas.

use crate::extension::ExtendedObject;

/// The member of a path item for operations of the method QUERY.
pub(super) const QUERY: &str = "query";

/// The member of a path item for operations of methods without a member.
pub(super) const ADDITIONAL_OPERATIONS: &str = "additionalOperations";

/// A kind of object in the envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ObjectKind {
    Info,
    Server,
    ServerVariable,
    Tag,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    Responses,
    Response,
    Callback,
    MediaType,
    Encoding,
    Example,
    SecurityScheme,
}

/// The type of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A string.
    Text,
    /// An array of strings.
    Texts,
    /// A boolean.
    Flag,
    /// Any value, which is not inspected.
    Data,
    /// A schema.
    Schema,
    /// An array of maps from a scheme's name to an array of scopes.
    Security,
    /// An object.
    One(ObjectKind),
    /// An array of objects.
    List(ObjectKind),
    /// Objects by name.
    Map(ObjectKind),
    /// A valid member that bindings do not use.
    Unused,
}

impl ObjectKind {
    /// Returns its name in messages.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Info => "an info object",
            Self::Server => "a server",
            Self::ServerVariable => "a server variable",
            Self::Tag => "a tag",
            Self::PathItem => "a path item",
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::Header => "a header",
            Self::RequestBody => "a request body",
            Self::Responses => "a list of responses",
            Self::Response => "a response",
            Self::Callback => "a callback",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Example => "an example",
            Self::SecurityScheme => "a security scheme",
        }
    }

    /// Returns the kind of object for extensions, if the generator reads any on it.
    pub(super) fn extended_object(self) -> Option<ExtendedObject> {
        match self {
            Self::Operation => Some(ExtendedObject::Operation),
            Self::Parameter => Some(ExtendedObject::Parameter),
            Self::RequestBody => Some(ExtendedObject::RequestBody),
            Self::Responses => Some(ExtendedObject::Responses),
            Self::Response => Some(ExtendedObject::Response),
            Self::Info
            | Self::Server
            | Self::ServerVariable
            | Self::Tag
            | Self::PathItem
            | Self::Header
            | Self::Callback
            | Self::MediaType
            | Self::Encoding
            | Self::Example
            | Self::SecurityScheme => None,
        }
    }

    /// Returns the section of `components` for this kind, if `openapiv3` accepts a `$ref` to it
    /// everywhere. Other `$ref`s are followed while the envelope is read.
    pub(super) fn section(self) -> Option<&'static str> {
        match self {
            Self::Parameter => Some("parameters"),
            Self::Header => Some("headers"),
            Self::RequestBody => Some("requestBodies"),
            Self::Response => Some("responses"),
            Self::Example => Some("examples"),
            Self::SecurityScheme => Some("securitySchemes"),
            Self::Info
            | Self::Server
            | Self::ServerVariable
            | Self::Tag
            | Self::PathItem
            | Self::Operation
            | Self::Responses
            | Self::Callback
            | Self::MediaType
            | Self::Encoding => None,
        }
    }

    /// What the member `key` holds; `None` when there is no such member.
    #[expect(
        clippy::match_same_arms,
        clippy::too_many_lines,
        reason = "one table, grouped by object as the specification is"
    )]
    pub(super) fn member(self, key: &str) -> Option<Shape> {
        use Shape::{Data, Flag, List, Map, One, Schema, Security, Text, Texts, Unused};
        Some(match (self, key) {
            (Self::Info, "title" | "description" | "version") => Text,
            (Self::Info, "summary" | "termsOfService" | "contact" | "license") => Unused,

            (Self::Server, "url" | "description" | "name") => Text,
            (Self::Server, "variables") => Map(ObjectKind::ServerVariable),

            (Self::ServerVariable, "default" | "description") => Text,
            (Self::ServerVariable, "enum") => Texts,

            (Self::Tag, "name" | "description" | "summary" | "parent" | "kind") => Text,
            (Self::Tag, "externalDocs") => Unused,

            (
                Self::PathItem,
                "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | QUERY,
            ) => One(ObjectKind::Operation),
            (Self::PathItem, ADDITIONAL_OPERATIONS) => Map(ObjectKind::Operation),
            (Self::PathItem, "summary" | "description") => Text,
            (Self::PathItem, "servers") => List(ObjectKind::Server),
            (Self::PathItem, "parameters") => List(ObjectKind::Parameter),
            (Self::PathItem, "$ref") => Unused,

            (Self::Operation, "summary" | "description" | "operationId") => Text,
            (Self::Operation, "tags") => Texts,
            (Self::Operation, "externalDocs") => Unused,
            (Self::Operation, "parameters") => List(ObjectKind::Parameter),
            (Self::Operation, "requestBody") => One(ObjectKind::RequestBody),
            (Self::Operation, "responses") => One(ObjectKind::Responses),
            (Self::Operation, "callbacks") => Map(ObjectKind::Callback),
            (Self::Operation, "deprecated") => Flag,
            (Self::Operation, "security") => Security,
            (Self::Operation, "servers") => List(ObjectKind::Server),

            (Self::Parameter, "name" | "in") => Text,
            (Self::Parameter, "allowEmptyValue" | "allowReserved") => Flag,
            (Self::Parameter | Self::Header, "description" | "style") => Text,
            (Self::Parameter | Self::Header, "required" | "deprecated" | "explode") => Flag,
            (Self::Parameter | Self::Header | Self::MediaType, "schema") => Schema,
            (Self::Parameter | Self::Header | Self::MediaType, "example") => Data,
            (Self::Parameter | Self::Header | Self::MediaType, "examples") => {
                Map(ObjectKind::Example)
            }
            (Self::Parameter | Self::Header, "content") => Map(ObjectKind::MediaType),
            // Written by mistake, and said by the header's key already.
            (Self::Header, "name" | "in") => Unused,

            (Self::RequestBody, "description") => Text,
            (Self::RequestBody, "required") => Flag,
            (Self::RequestBody, "content") => Map(ObjectKind::MediaType),

            (Self::Responses, key) if is_status(key) => One(ObjectKind::Response),

            (Self::Response, "description" | "summary") => Text,
            (Self::Response, "headers") => Map(ObjectKind::Header),
            (Self::Response, "content") => Map(ObjectKind::MediaType),
            (Self::Response, "links") => Unused,

            (Self::Callback, key) if key.starts_with("x-") => Unused,
            (Self::Callback, _) => One(ObjectKind::PathItem),

            (Self::MediaType, "itemSchema") => Schema,
            (Self::MediaType, "encoding") => Map(ObjectKind::Encoding),
            (Self::MediaType | Self::Encoding, "prefixEncoding") => List(ObjectKind::Encoding),
            (Self::MediaType | Self::Encoding, "itemEncoding") => One(ObjectKind::Encoding),

            (Self::Encoding, "contentType" | "style") => Text,
            (Self::Encoding, "headers") => Map(ObjectKind::Header),
            (Self::Encoding, "explode" | "allowReserved") => Flag,
            (Self::Encoding, "encoding") => Map(ObjectKind::Encoding),

            (Self::Example, "summary" | "description" | "externalValue" | "serializedValue") => {
                Text
            }
            (Self::Example, "value" | "dataValue") => Data,

            (
                Self::SecurityScheme,
                "type" | "description" | "name" | "in" | "scheme" | "bearerFormat"
                | "openIdConnectUrl" | "oauth2MetadataUrl",
            ) => Text,
            (Self::SecurityScheme, "deprecated") => Flag,
            // Where tokens come from is not the bindings' business.
            (Self::SecurityScheme, "flows") => Unused,

            _ => return None,
        })
    }

    /// Whether OpenAPI 3.2 added the member `key`.
    pub(super) fn is_new(self, key: &str) -> bool {
        match self {
            Self::Server => key == "name",
            Self::Tag => matches!(key, "summary" | "parent" | "kind"),
            Self::PathItem => matches!(key, QUERY | ADDITIONAL_OPERATIONS),
            Self::Response => key == "summary",
            Self::MediaType => matches!(key, "itemSchema" | "prefixEncoding" | "itemEncoding"),
            Self::Encoding => matches!(key, "encoding" | "prefixEncoding" | "itemEncoding"),
            Self::Example => matches!(key, "dataValue" | "serializedValue"),
            Self::SecurityScheme => matches!(key, "oauth2MetadataUrl" | "deprecated"),
            Self::Info
            | Self::ServerVariable
            | Self::Operation
            | Self::Parameter
            | Self::Header
            | Self::RequestBody
            | Self::Responses
            | Self::Callback => false,
        }
    }

    /// Returns the valid values of `style`; `location` is the `in` of the parameter.
    pub(super) fn styles(self, location: &str) -> &'static [&'static str] {
        match (self, location) {
            (Self::Header, _) | (Self::Parameter, "header") => &["simple"],
            (Self::Parameter, "path") => &["simple", "label", "matrix"],
            (Self::Parameter, "cookie") => &["form", "cookie"],
            (Self::Parameter, "querystring") => &[],
            _ => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        }
    }
}

impl Shape {
    /// Returns the name of a scalar type in messages.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Text => "a string",
            Self::Texts => "an array of strings",
            Self::Flag => "a boolean",
            Self::Security => "an array of objects",
            Self::Data | Self::Schema | Self::Unused => "a value",
            Self::One(_) | Self::Map(_) => "an object",
            Self::List(_) => "an array",
        }
    }
}

/// Whether a key of `responses` is a status: `default`, a code such as `404`, or a range such as
/// `4XX`.
fn is_status(key: &str) -> bool {
    let range = |rest: &[u8]| rest.eq_ignore_ascii_case(b"XX");
    match key.as_bytes() {
        b"default" => true,
        [b'1'..=b'9', rest @ ..] if rest.len() == 2 => {
            rest.iter().all(u8::is_ascii_digit) || range(rest)
        }
        _ => false,
    }
}
