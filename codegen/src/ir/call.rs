//! How an operation is called from Rust: what is decided once all types have their names.

use crate::name::{FieldName, TypeName, VariantName};

use super::error::Step;
use super::style::Style;
use super::value::{Type, TypeId, Value};

/// What becomes of an operation in Rust.
#[derive(Clone, Debug, Default)]
pub struct Call {
    /// The body that is sent.
    pub body: Option<Body>,
    /// What the body of a success holds.
    pub success: Success,
    /// What the body of a failure holds.
    pub failure: Failure,
    /// The field for the idempotency key.
    pub key: Option<Key>,
    /// The fields that paging goes by.
    pub paging: Option<Paging>,
    /// The stream that a success may be instead, or is.
    pub stream: Option<EventStream>,
    /// What the headers of a success say.
    pub headers: Option<Headers>,
    /// The content types that a success may have, where the caller may want to know which it is.
    pub response_enum: Option<ResponseEnum>,
}

/// What a success holds by its content type: an enum that stands with the operation.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseEnum {
    /// The enum's name, unique in the module.
    pub name: TypeName,
    /// Its variants, in document order. There are at least two.
    pub cases: Vec<ResponseVariant>,
    /// Whether there may be nothing instead.
    pub optional: bool,
}

/// What a success holds that has certain content types.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseVariant {
    /// The variant.
    pub variant: VariantName,
    /// The content types, of which there is at least one.
    pub content_types: Vec<String>,
    /// What it holds: JSON, text or bytes.
    pub body: ResponseBody,
}

/// The headers of a success.
#[derive(Clone, Debug, PartialEq)]
pub struct Headers {
    /// The struct with a field for each.
    pub ty: TypeId,
    /// How they are written, where that is not `simple`; by wire name.
    pub styles: Vec<(String, Style)>,
}

/// A body that is sent.
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
    /// Each way to send it, in document order.
    pub fn sent(&self) -> impl Iterator<Item = &RequestContent> {
        let (one, several): (Option<&RequestContent>, &[(VariantName, RequestContent)]) =
            match &self.content {
                BodyContent::One(sent) => (Some(sent), &[]),
                BodyContent::Choice { cases, .. } => (None, cases),
            };
        one.into_iter().chain(several.iter().map(|(_, sent)| sent))
    }
}

/// What is sent as a body.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyContent {
    /// Always the same.
    One(RequestContent),
    /// What the caller chooses: an enum of its own, which stands with the operation.
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
    /// The content type that it is sent with, or the range that this is in.
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
        /// Whether `{}` is sent where the body may be left out and is.
        empty: bool,
    },
    /// As a form (`application/x-www-form-urlencoded`).
    Form {
        /// What it holds.
        value: Value,
        /// Members that are not written the usual way, by wire name: the `encoding` of the media
        /// type.
        styles: Vec<(String, Style)>,
    },
    /// As parts: `multipart/form-data`, `multipart/related` and the like.
    Multipart {
        /// What it holds.
        value: Value,
        /// Members that are not written the usual way.
        parts: Vec<Part>,
    },
    /// As the text that the caller gives: a string, with the rules that it has to keep.
    Text(Value),
    /// As the bytes that the caller gives.
    Bytes,
    /// As the bytes that the caller gives, with a content type of the caller's choice: the media
    /// type is a range.
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
            | Self::Text(value) => Some(value),
            Self::Bytes | Self::File { .. } => None,
        }
    }
}

/// What is said about a member of a body of parts. Where their order means something, the list of
/// them has all members, in that order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The member's wire name.
    pub wire: String,
    /// Its content type.
    pub content_type: Option<String>,
    /// Headers that always have the same value.
    pub headers: Vec<(String, String)>,
    /// Headers that have to be given with a file.
    pub required: Vec<String>,
}

/// What the body of a success holds, and what of it is the result.
#[derive(Clone, Debug, Default)]
pub struct Success {
    /// The content types that are welcome: `application/json`, or `*/*`.
    pub accept: String,
    /// What the body holds.
    pub body: ResponseBody,
    /// What JSON has to say that it is, where that matters; first match first.
    pub expected: Vec<Expected>,
    /// The field of the body that is the result.
    pub unwrap: Option<Unwrap>,
}

/// The content types of JSON that is read as what a success holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// The statuses of the success.
    pub status: StatusPattern,
    /// Those that are asked for.
    pub asked: Vec<String>,
    /// Those that are declared as well, and hold something else.
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

/// What the body of a reply holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ResponseBody {
    /// Nothing.
    #[default]
    Nothing,
    /// JSON of a type.
    Json(Type),
    /// JSON of a type, or nothing.
    OptionalJson(Type),
    /// JSON of a type that the status tells: a union, read as one of its variants.
    Choice(Choice),
    /// Text.
    Text,
    /// Events, or other items that come one by one: those of [`Call::stream`].
    Events,
    /// Parts, one for each member of an object.
    Multipart {
        /// The object.
        ty: Type,
        /// Its members, with the content types that each may have.
        parts: Vec<Part>,
        /// Whether there may be nothing instead.
        optional: bool,
    },
    /// Bytes, whatever they are.
    Bytes,
    /// What its content type says: [`Call::response_enum`].
    Enum,
}

/// A stream of events, or of other items that come one by one.
#[derive(Clone, Debug, PartialEq)]
pub struct EventStream {
    /// The content type that is asked for.
    pub content_type: String,
    /// How its events are told apart.
    pub framing: Framing,
    /// What an event is.
    pub ty: Type,
    /// What of an event has that type.
    pub form: EventForm,
}

/// How the events of a stream are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Framing {
    /// As those of `text/event-stream`.
    Events,
    /// Each is a line of JSON: `application/jsonl`, `application/x-ndjson`.
    JsonLines,
    /// Each is JSON behind a record separator: `application/json-seq` (RFC 7464).
    JsonSequence,
}

/// What of an event is described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventForm {
    /// What it says, which may be a text.
    Data,
    /// What it says, which is an object or a list.
    Structure,
    /// All of it: the type has the kind of the event as well, with what it says as its member
    /// `data`.
    Whole,
    /// All of it, which is JSON and nothing else.
    Json,
}

/// A type that the status and the content type tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The union; or the only type, where they tell how it is written.
    pub ty: Type,
    /// What means which variant, first match first.
    pub cases: Vec<Case>,
    /// Whether there may be nothing instead.
    pub optional: bool,
}

/// A variant, and the replies that it is in.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Their statuses.
    pub status: StatusPattern,
    /// What they are, beside that.
    pub when: CaseWhen,
    /// The variant and what it holds; `None` where it is the one that fits.
    pub variant: Option<(VariantName, Type)>,
}

/// What replies of some statuses are.
#[derive(Clone, Debug, PartialEq)]
pub enum CaseWhen {
    /// JSON of these content types; of whatever is left, if there are none.
    Json(Vec<String>),
    /// Text of these content types; whatever is no JSON, if there are none.
    Text(Vec<String>),
}

impl CaseWhen {
    /// The content types.
    pub fn content_types_mut(&mut self) -> &mut Vec<String> {
        match self {
            Self::Json(list) | Self::Text(list) => list,
        }
    }

    /// Whether it is not for every reply of its statuses.
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
    /// One.
    Exactly(u16),
    /// `4XX`: the hundreds.
    Hundred(u16),
    /// `default`.
    Any,
}

impl StatusPattern {
    /// Whether it is for all that another one is for, and more.
    #[must_use]
    pub fn is_wider(self, other: Self) -> bool {
        match (self, other) {
            (Self::Hundred(hundred), Self::Exactly(status)) => status / 100 == hundred,
            (Self::Any, other) => other != Self::Any,
            (Self::Exactly(_) | Self::Hundred(_), _) => false,
        }
    }
}

/// What the body of a failure holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Failure {
    /// Nobody knows: any JSON.
    #[default]
    Unknown,
    /// The same type for each status.
    Json(Type),
    /// A type that the status and the content type tell.
    Choice(Choice),
    /// Text.
    Text,
}

/// Where the idempotency key goes: an optional text of the body.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    /// Into a body that is always the same.
    Field {
        /// The field of the body.
        field: FieldName,
        /// The type of the body, where it may be left out and is made for the sake of the key.
        make: Option<Type>,
    },
    /// Into a body that the caller chooses: for each variant that has one, the field.
    Variants(Vec<(VariantName, FieldName)>),
}

/// The fields that paging goes by.
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// What is in the list.
    pub item: Type,
    /// The fields of the body that lead to the list.
    pub items: Vec<Step>,
    /// How the next page is asked for.
    pub next: PagingStep,
}

/// How the next page is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum PagingStep {
    /// By the page's number, an optional `i64`.
    Number {
        /// The field of the operation.
        parameter: FieldName,
        /// The field of that parameter, and the parameter's type, where the number is a member
        /// of an object that may have to be made first.
        member: Option<(FieldName, Type)>,
        /// The fields of the body that lead to how many pages there are.
        pages: Option<Vec<Step>>,
    },
    /// By a link: the fields of the body that lead to it.
    Link(Vec<Step>),
}
