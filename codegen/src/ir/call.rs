//! The Rust interface of an operation, which is decided once all types have names.

use crate::name::{FieldName, TypeName, VariantName};

use super::error::Step;
use super::paging::Paging;
use super::style::Style;
use super::value::{Type, TypeId, Value};

/// The Rust interface of an operation.
#[derive(Clone, Debug, Default)]
pub struct Call {
    /// The request body.
    pub body: Option<Body>,
    /// What a success returns.
    pub success: Success,
    /// The body of an error.
    pub failure: Failure,
    /// The field for the idempotency key.
    pub key: Option<Key>,
    /// The fields by which a list is paged.
    pub paging: Option<Paging>,
    /// The stream that a success returns, or may return.
    pub stream: Option<EventStream>,
    /// The headers of a success.
    pub headers: Option<Headers>,
    /// The enum of the bodies of a success, if it has several content types.
    pub response_enum: Option<ResponseEnum>,
}

/// The enum of the bodies of a success by content type. It is in the file of the operation.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseEnum {
    /// The enum's name, unique in the module.
    pub name: TypeName,
    /// Its variants, in document order. There are at least two.
    pub cases: Vec<ResponseVariant>,
    /// Whether the body may be empty.
    pub optional: bool,
}

/// The body of a success with certain content types.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseVariant {
    /// The variant.
    pub variant: VariantName,
    /// The content types, of which there is at least one.
    pub content_types: Vec<String>,
    /// The body: JSON, text, parts or bytes.
    pub body: ResponseBody,
}

/// The headers of a success.
#[derive(Clone, Debug, PartialEq)]
pub struct Headers {
    /// The struct with a field for each.
    pub ty: TypeId,
    /// The styles other than `simple`, by wire name.
    pub styles: Vec<(String, Style)>,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// The field of the operation that holds it: `body`.
    pub field: FieldName,
    /// Whether it must be given.
    pub required: bool,
    /// What is sent.
    pub content: BodyContent,
}

impl Body {
    /// Returns each content it can have, in document order.
    pub fn sent(&self) -> impl Iterator<Item = &RequestContent> {
        let (one, several): (Option<&RequestContent>, &[(VariantName, RequestContent)]) =
            match &self.content {
                BodyContent::One(sent) => (Some(sent), &[]),
                BodyContent::Choice { cases, .. } => (None, cases),
            };
        one.into_iter().chain(several.iter().map(|(_, sent)| sent))
    }
}

/// The content of a request body.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyContent {
    /// One content type.
    One(RequestContent),
    /// Several content types, of which the caller chooses one: an enum in the file of the
    /// operation.
    Choice {
        /// The enum's name, unique in the module.
        name: TypeName,
        /// Its variants, in document order. There are at least two.
        cases: Vec<(VariantName, RequestContent)>,
    },
}

/// A body of one content type.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestContent {
    /// The content type, or a range that it is in.
    pub media_type: String,
    /// How it is written.
    pub form: BodyForm,
}

impl RequestContent {
    /// Whether it is `multipart/form-data`.
    #[must_use]
    pub fn is_form_data(&self) -> bool {
        let essence = self.media_type.split(';').next().unwrap_or_default();
        essence.trim().eq_ignore_ascii_case("multipart/form-data")
    }
}

/// How a body is written.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyForm {
    /// As JSON.
    Json {
        /// What it holds.
        value: Value,
        /// Whether `{}` is sent if the body is absent.
        empty: bool,
    },
    /// As a form (`application/x-www-form-urlencoded`).
    Form {
        /// What it holds.
        value: Value,
        /// The styles of members that differ from the default, by wire name.
        styles: Vec<(String, Style)>,
    },
    /// As parts: `multipart/form-data`, `multipart/related` and the like.
    Multipart {
        /// What it holds.
        value: Value,
        /// The members with an `encoding`.
        parts: Vec<Part>,
    },
    /// As the items of a list, one after another: lines of JSON, a JSON text sequence, or events.
    Items(Value),
    /// As text: a string with its rules.
    Text(Value),
    /// As bytes.
    Bytes,
    /// As bytes with a content type of the caller's choice: the media type is a range.
    File {
        /// The content type of bytes without one.
        default: &'static str,
    },
}

impl BodyForm {
    /// What it holds; `None` for bytes.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        match self {
            Self::Json { value, .. }
            | Self::Form { value, .. }
            | Self::Multipart { value, .. }
            | Self::Items(value)
            | Self::Text(value) => Some(value),
            Self::Bytes | Self::File { .. } => None,
        }
    }
}

/// A member of a multipart body. If the order of parts matters, the list has all members, in that
/// order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The member's wire name.
    pub wire: String,
    /// Its content type.
    pub content_type: Option<String>,
    /// Headers that always have the same value.
    pub headers: Vec<(String, String)>,
    /// Headers that a file must have.
    pub required: Vec<String>,
}

/// The body of a success, and the part of it that is the result.
#[derive(Clone, Debug, Default)]
pub struct Success {
    /// The status with which a server answers, unless it is 200: the least that is declared.
    pub status: Option<u16>,
    /// The header `Accept`: `application/json`, or `*/*`.
    pub accept: String,
    /// What the body holds.
    pub body: ResponseBody,
    /// The content types that JSON must have, if it matters; the first match counts.
    pub expected: Vec<Expected>,
    /// The field of the body that is the result.
    pub unwrap: Option<Unwrap>,
}

/// The content types of JSON that is decoded as the body of a success.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// The statuses of the success.
    pub status: StatusPattern,
    /// The content types that `Accept` names.
    pub asked: Vec<String>,
    /// Other content types that are declared, of other types.
    pub others: Vec<String>,
}

/// The member of a body that is the result.
#[derive(Clone, Debug, PartialEq)]
pub struct Unwrap {
    /// The field.
    pub step: Step,
    /// Its name on the wire.
    pub wire: String,
    /// Its type.
    pub ty: Type,
}

/// What the body of a response is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ResponseBody {
    /// Nothing.
    #[default]
    Nothing,
    /// JSON of a type.
    Json(Type),
    /// JSON of a type, or nothing.
    OptionalJson(Type),
    /// JSON of a union, of which the status picks the variant.
    Choice(Choice),
    /// Text.
    Text,
    /// A stream of events or other items: [`Call::stream`].
    Events,
    /// Parts, one for each member of an object.
    Multipart {
        /// The object.
        ty: Type,
        /// Its members, with the content types that each may have.
        parts: Vec<Part>,
        /// Whether the body may be empty.
        optional: bool,
    },
    /// Bytes, whatever they are.
    Bytes,
    /// By content type: [`Call::response_enum`].
    Enum,
}

/// A stream of events, or of other items that come one by one.
#[derive(Clone, Debug, PartialEq)]
pub struct EventStream {
    /// The content type that `Accept` names.
    pub content_type: String,
    /// How its events are delimited.
    pub framing: Framing,
    /// The type of an event, or of a part of it.
    pub ty: Type,
    /// The part of an event that has this type.
    pub form: EventForm,
}

/// How the events of a stream are delimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Framing {
    /// As those of `text/event-stream`.
    Events,
    /// Each is a line of JSON: `application/jsonl`, `application/x-ndjson`.
    JsonLines,
    /// Each is JSON after a record separator: `application/json-seq` (RFC 7464).
    JsonSequence,
    /// Each is a part of a multipart body.
    Parts,
}

/// The part of an event that the schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventForm {
    /// Its data, which may be text.
    Data,
    /// Its data, which is a JSON object or array.
    Structure,
    /// The whole event: an object with the member `data` for its data.
    Whole,
    /// The whole item, which is JSON.
    Json,
    /// A part of a multipart body.
    Part,
}

/// A union whose variant the status and the content type pick.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The union, or the only type if the cases only distinguish JSON from text.
    pub ty: Type,
    /// The cases; the first match counts.
    pub cases: Vec<Case>,
    /// Whether the body may be empty.
    pub optional: bool,
}

/// A variant, and the responses that hold it.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Their statuses.
    pub status: StatusPattern,
    /// The content types of these responses.
    pub when: CaseWhen,
    /// The variant and its type; `None` if the first variant that fits is taken.
    pub variant: Option<(VariantName, Type)>,
}

/// JSON or text of certain content types.
#[derive(Clone, Debug, PartialEq)]
pub enum CaseWhen {
    /// JSON of these content types; if empty, any other JSON.
    Json(Vec<String>),
    /// Text of these content types; if empty, anything that is not JSON.
    Text(Vec<String>),
}

impl CaseWhen {
    /// The content types.
    pub fn content_types_mut(&mut self) -> &mut Vec<String> {
        match self {
            Self::Json(list) | Self::Text(list) => list,
        }
    }

    /// Whether it excludes some responses with its statuses.
    #[must_use]
    pub fn is_guarded(&self) -> bool {
        match self {
            Self::Json(list) => !list.is_empty(),
            Self::Text(_) => true,
        }
    }
}

/// The statuses that a response is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatusPattern {
    /// One status.
    Exactly(u16),
    /// A hundred: 4 for `4XX`.
    Hundred(u16),
    /// `default`.
    Any,
}

impl StatusPattern {
    /// Whether it includes all statuses of another, and more.
    #[must_use]
    pub fn is_wider(self, other: Self) -> bool {
        match (self, other) {
            (Self::Hundred(hundred), Self::Exactly(status)) => status / 100 == hundred,
            (Self::Any, other) => other != Self::Any,
            (Self::Exactly(_) | Self::Hundred(_), _) => false,
        }
    }
}

/// The body of an error.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Failure {
    /// Not declared: any JSON.
    #[default]
    Unknown,
    /// JSON of one type for all statuses.
    Json(Type),
    /// A union whose variant the status and the content type pick.
    Choice(Choice),
    /// Text.
    Text,
}

/// Where the idempotency key goes: an optional string of the request body.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    /// Into a body of one content type.
    Field {
        /// The field of the body.
        field: FieldName,
        /// The type of an optional body, which is created for the key if it is absent.
        make: Option<Type>,
    },
    /// Into the variant that the caller chooses: the field of each variant that has one.
    Variants(Vec<(VariantName, FieldName)>),
}
