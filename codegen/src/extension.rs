//! The `x-` keys that the generator reads, with the objects that may have them and the shapes of
//! their values.
//!
//! Code that reads a key uses its constant in this table. The table also defines the help for
//! misspelt keys and members, the tables in `specs/README.md`, and `specs/overlay.schema.json`,
//! with which editors complete and check overlays.

mod flag;
mod misspelt;
mod object;

pub(crate) use flag::read_flag;
pub(crate) use misspelt::misspelt;
pub(crate) use object::ExtensionObject;

use crate::tree::Tree;

use ExtendedObject::{
    Action, Components, Document, Operation, Parameter, RequestBody, Response, Responses, Schema,
    Webhooks,
};
use Shape::{
    Any, Choice, Count, Flag, ListOfTextOr, Members, Names, PathItems, Pointer, Quotation, Text,
    TextOr, TextOrEach, Texts,
};

/// A key that starts with `x-`.
#[derive(Debug, PartialEq, Eq)]
pub struct Extension {
    /// The key.
    pub key: &'static str,
    /// The objects that may have it.
    pub objects: &'static [ExtendedObject],
    /// The shape of its value.
    pub shape: Shape,
    /// What it says, in Markdown.
    pub summary: &'static str,
    /// A value, in YAML.
    pub example: &'static str,
}

impl Extension {
    /// Returns the objects that may have it, for a message.
    pub(crate) fn owners(&self) -> String {
        let nouns: Vec<&str> = self.objects.iter().map(|it| it.plural()).collect();
        nouns.join(", ")
    }

    /// Returns its value in a node.
    #[must_use]
    pub fn value<'t>(&self, node: Option<&'t Tree>) -> Option<&'t Tree> {
        node?.get(self.key)
    }
}

/// An object that may have extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExtendedObject {
    /// The root of a document.
    Document,
    /// `components`.
    Components,
    /// `webhooks`.
    Webhooks,
    /// An Operation Object.
    Operation,
    /// A Request Body Object.
    RequestBody,
    /// `responses` of an operation.
    Responses,
    /// A Response Object.
    Response,
    /// A Parameter Object.
    Parameter,
    /// A Schema Object.
    Schema,
    /// An Action Object of an overlay.
    Action,
}

impl ExtendedObject {
    /// Returns the plural in messages.
    fn plural(self) -> &'static str {
        match self {
            Self::Document => "the document",
            Self::Components => "`components`",
            Self::Webhooks => "`webhooks`",
            Self::Operation => "operations",
            Self::RequestBody => "request bodies",
            Self::Responses => "`responses` of operations",
            Self::Response => "responses",
            Self::Parameter => "parameters",
            Self::Schema => "schemas",
            Self::Action => "actions of overlays",
        }
    }
}

/// The shape of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Any value.
    Any,
    /// `true` or `false`.
    Flag,
    /// A non-negative integer.
    Count,
    /// A string.
    Text,
    /// One of these strings.
    Choice(&'static [&'static str]),
    /// A JSON Pointer (RFC 6901).
    Pointer,
    /// A list of strings.
    Texts,
    /// A string, or a non-empty array of strings.
    Quotation,
    /// An object with Rust names by the spelling in the document.
    Names,
    /// An object with path items.
    PathItems,
    /// An object with these members and no others.
    Members(&'static [Member]),
    /// A string, or an object with these members and no others.
    TextOr(&'static [Member]),
    /// An object whose members are each a string, or an object with these members and no others.
    TextOrEach(&'static [Member]),
    /// A list whose items are each a string, or an object with these members and no others.
    ListOfTextOr(&'static [Member]),
}

/// A member of an extension's value.
#[derive(Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: &'static str,
    /// The shape of its value.
    pub shape: Shape,
    /// Whether the value has to have it.
    pub required: bool,
    /// What it says, in Markdown.
    pub summary: &'static str,
}

const fn required(name: &'static str, shape: Shape, summary: &'static str) -> Member {
    Member {
        name,
        shape,
        required: true,
        summary,
    }
}

const fn optional(name: &'static str, shape: Shape, summary: &'static str) -> Member {
    Member {
        name,
        shape,
        required: false,
        summary,
    }
}

macro_rules! extensions {
    ($(
        $(#[doc = $summary:literal])+
        $constant:ident = $key:literal on [$($object:ident),+]: $shape:expr, like $example:literal;
    )+) => {
        $($(#[doc = $summary])+
        pub const $constant: Extension = Extension {
            key: $key,
            objects: &[$($object),+],
            shape: $shape,
            summary: concat!($($summary),+).trim_ascii(),
            example: $example,
        };)+

        /// All of them, in the order of this file.
        pub const ALL: &[&Extension] = &[$(&$constant),+];
    };
}

/// The members of a type of another crate.
const FOREIGN_TYPE: &[Member] = &[
    required(
        "path",
        Text,
        "The path of the type, which begins with its crate.",
    ),
    optional(
        "via",
        Choice(&["text", "serde"]),
        "How it is read and written: by `FromStr` and `Display`, which is the default, or by serde.",
    ),
    optional(
        "crate",
        Text,
        "The name of the package, unless the path begins with it.",
    ),
    optional(
        "version",
        Text,
        "The version requirement, unless the package is well known.",
    ),
    optional("features", Texts, "The features of the package."),
];

/// The members of a derive macro of another crate.
const DERIVE_MACRO: &[Member] = &[
    required(
        "path",
        Text,
        "The path of the macro, which begins with its crate.",
    ),
    optional(
        "crate",
        Text,
        "The name of the package, unless the path begins with it.",
    ),
    optional(
        "version",
        Text,
        "The version requirement, unless the package is well known.",
    ),
    optional("features", Texts, "The features of the package."),
];

extensions! {
    // The evidence of an overlay's action.

    /// Words from the `description` of every matched node, or of a property directly below it.
    /// Required for every rule and default that comes from prose. Checked, ignoring white space.
    BECAUSE = "x-because" on [Action]: Quotation, like "between 2 and 800";

    /// A JSON Pointer to an example that shows it, such as a null or the format of a date. Checked:
    /// the pointer points to an example.
    SEEN_AT = "x-seen-at" on [Action]: Pointer, like "/components/schemas/Call/example/started_at";

    /// A web page or an earlier version of the document, and its words. Not checked.
    SOURCE = "x-source" on [Action]: Text, like "RFC 9110 §5.1: a header's name is a token";

    /// A sentence of your own, as the reason for a name, a behavior or a correction. Not checked.
    REASON = "x-reason" on [Action]: Text, like "Both operations return the same object.";

    /// The wrong value that the action corrects, in addition to one of the above. Checked: every
    /// matched node has this value.
    EXPECTS = "x-expects" on [Action]: Any, like "integer";

    // Names.

    /// The name of the Rust type. Schemas of equal shape that share a name become one type. A string becomes
    /// a type of its own, such as an identifier; documents of one crate that share its name share the type.
    RUST_NAME = "x-rust-name" on [Schema, Operation]: Text, like "ConferenceStatus";

    /// Rust names by the spelling in the document: of members, and of values of an `enum` or a
    /// discriminator (schema), parameters (operation), content types (request body), headers
    /// (`responses`, or a response in `components`), events (`webhooks`), error examples (`components`),
    /// and tags (document).
    RUST_NAMES = "x-rust-names"
        on [Schema, Operation, RequestBody, Responses, Response, Webhooks, Components, Document]:
        Names, like "{ \"+1\": plus_one, \"-1\": minus_one }";

    // Types.

    /// Whether `validate` checks the `format` of the schema, one of those that JSON Schema defines
    /// (Validation 2020-12 §7.3). Default: whether the document has it checked, which OpenAPI does not.
    CHECK_FORMAT = "x-check-format" on [Schema]: Flag, like "true";

    /// The formats that `validate` checks in all schemas: `all`, or some of `date`, `date-time`, `duration`, `email`,
    /// `hostname`, `idn-email`, `idn-hostname`, `ipv4`, `ipv6`, `iri`, `iri-reference`, `json-pointer`, `regex`,
    /// `relative-json-pointer`, `time`, `uri`, `uri-reference`, `uri-template` and `uuid`.
    CHECK_FORMATS = "x-check-formats" on [Document]: Quotation, like "[date, uuid]";

    /// Whether an object keeps the members that its schema does not declare, in a field `additional_properties`
    /// like that of a schema with `additionalProperties`, so that they are sent again. Default: that of the
    /// document, or else they are ignored. An object that declares or forbids additional properties has the
    /// field in any case.
    KEEP_ADDITIONAL_PROPERTIES = "x-keep-additional-properties" on [Schema, Document]: Flag, like "true";

    // Types of other crates.

    /// The Rust type of the values, from another crate: its path, or an object. See "Types of other crates"
    /// below.
    RUST_TYPE = "x-rust-type" on [Schema]: TextOr(FOREIGN_TYPE), like "uuid::Uuid";

    /// Rust types from other crates by `format`, each as in `x-rust-type`.
    FORMATS = "x-formats" on [Document]: TextOrEach(FOREIGN_TYPE), like "{ uuid: uuid::Uuid, date: jiff::civil::Date }";

    /// Derive macros of other crates for the struct or enum of a schema, or for all of a document: a path each, or
    /// an object. The list of a schema replaces that of the document.
    DERIVE = "x-derive" on [Schema, Document]: ListOfTextOr(DERIVE_MACRO), like "[utoipa::ToSchema]";

    // Operations.

    /// The member of the response body that the operation returns.
    UNWRAP = "x-unwrap" on [Schema]: Text, like "data";

    /// The idempotency key: the member of the request body by which the server recognizes a retry.
    IDEMPOTENCY = "x-idempotency" on [Operation]: Members(&[
        required("field", Text, "The member of the body that holds the key."),
        required("seconds", Count, "How long the server remembers a key."),
    ]), like "{ field: command_id, seconds: 60 }";

    /// Whether the operation is safe to retry. Default: whether its method is idempotent (RFC 9110
    /// §9.2.2).
    RETRY = "x-retry" on [Operation]: Choice(&["idempotent", "unsafe"]), like "idempotent";

    /// Whether an optional JSON body that the caller leaves out is sent as `{}`. Default: no body is
    /// sent.
    EMPTY_BODY = "x-empty-body" on [Operation]: Flag, like "true";

    /// The events that the operation causes.
    EXPECTED_WEBHOOKS = "x-expected-webhooks" on [Operation]: Texts, like "[conference.ended]";

    /// How the operation lists its items page by page.
    PAGINATION = "x-pagination" on [Operation]: Members(&[
        required(
            "style",
            Choice(&["page-number", "next-uri", "cursor", "offset-limit", "link-header"]),
            "How the next page is requested: by its number, by a URI in the current page, by a cursor, by the number of items before it, or by the header `Link` (RFC 8288).",
        ),
        optional("items", Text, "The member of a page that holds the items, as a path. Default: the page is the array of items."),
        optional("number", Text, "The query parameter for the page number, or the member of the request body, as a path."),
        optional("size", Text, "The query parameter for the page size, or the member of the request body, as a path."),
        optional(
            "total-pages",
            Text,
            "The member of a page that holds the number of pages, as a path.",
        ),
        optional("next", Text, "The member of a page that holds the URI or the cursor of the next page, as a path."),
        optional("cursor", Text, "The query parameter for the cursor, or the member of the request body, as a path."),
        optional("cursor-item", Text, "The member of the last item that is the cursor of the next page, as a path. Instead of `next`."),
        optional("next-header", Text, "The response header that holds the cursor of the next page. Instead of `next`."),
        optional("has-more", Text, "The member of a page that says whether more pages follow, as a path."),
        optional("offset", Text, "The query parameter for the number of items before the page, or the member of the request body, as a path."),
        optional("limit", Text, "The query parameter for the maximum number of items, or the member of the request body, as a path."),
        optional("total", Text, "The member of a page that holds the number of all items, as a path."),
        optional("short-page-ends", Flag, "Whether a page with fewer items than the limit is the last. Default: only an empty page is, and the one that reaches the total."),
    ]), like "{ style: next-uri, next: meta/next, items: data }";

    // Errors.

    /// Where the parts of an error body are, as paths such as `source/pointer`.
    ERRORS = "x-errors" on [Schema]: Members(&[
        required("list", Text, "The array of errors. All other paths start at an item of it."),
        optional("code", Text, "The code of the error."),
        optional("title", Text, "A short summary of the error."),
        optional("detail", Text, "A description of this occurrence."),
        optional("pointer", Text, "The JSON Pointer to the invalid part of the request."),
        optional("parameter", Text, "The name of the invalid parameter."),
        optional("meta", Text, "Further details of the error."),
    ]), like "{ list: errors, code: code, pointer: source/pointer }";

    /// The error code of the API for each kind of rule.
    RULE_CODES = "x-rule-codes" on [Document]: Members(&[
        optional("range", Text, "For the bounds of a number and `multipleOf`."),
        optional("enum", Text, "For `enum` and `const`."),
        optional("required", Text, "For `required` and `dependentRequired`."),
        optional("length", Text, "For the length of a string."),
        optional("pattern", Text, "For `pattern`."),
        optional("format", Text, "For `format`, where it is checked."),
        optional("base64", Text, "For `contentEncoding: base64`."),
        optional("items", Text, "For the number of items or members, and `uniqueItems`."),
    ]), like "{ range: '10033', required: '10004' }";

    // Webhooks and clients.

    /// Path items of webhooks in an OpenAPI 3.0 document, which has no `webhooks`.
    WEBHOOKS = "x-webhooks" on [Document]: PathItems, like "{ conference.ended: { post: {} } }";

    /// Where a webhook states its type. Not needed if every body has a required member with a
    /// constant of its own.
    EVENT = "x-event" on [Document]: Members(&[
        required("type", Quotation, "The member that holds the type of the event, or several members: the first of them that an event has holds its type."),
        optional("envelope", Text, "The member of the body that holds the event."),
        optional("state", Text, "The member that holds the state of the command that caused the event, as a path."),
        optional("note", Text, "Markdown for the documentation of the webhooks."),
    ]), like "{ type: event_type, envelope: data }";

    /// How webhooks are signed. Requires `x-event`, unless the bodies make that unnecessary.
    SIGNATURE = "x-signature" on [Document]: Members(&[
        required("scheme", Choice(&["ed25519"]), "The signature scheme."),
        required("signature-header", Text, "The header with the signature."),
        required("timestamp-header", Text, "The header with the time of the signature."),
        required("tolerance-seconds", Count, "How far the time of the signature may be from now, in seconds."),
        optional("public-key-env", Text, "The environment variable with the public key."),
    ]), like "{ scheme: ed25519, signature-header: s, timestamp-header: t, tolerance-seconds: 300 }";

    /// Environment variables that `Client::from_env` reads.
    CLIENT = "x-client" on [Document]: Members(&[
        optional("api-key-env", Text, "The variable with the API key."),
        optional("base-url-env", Text, "The variable with the base URL, which replaces the first server if it is set."),
    ]), like "{ api-key-env: PETS_API_KEY }";

    // Documentation.

    /// The unit of a number, in the plural.
    UNIT = "x-unit" on [Schema]: Text, like "milliseconds";

    /// One more sentence for the documentation.
    NOTE = "x-note" on [Schema, Parameter]: Text, like "A SIP URI works as well.";
}
