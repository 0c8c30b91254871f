//! The intermediate representation: an API resolved, named and Rust-shaped. It does not depend on
//! the spelling of OpenAPI, and leaves no decisions to `emit`.

mod api;
mod argument;
mod call;
mod client_method;
mod doc;
mod error;
mod event;
mod failure;
mod feature;
mod foreign;
mod null;
mod operation;
mod paging;
mod rule;
#[cfg(test)]
pub(crate) mod sample;
mod security;
mod server;
pub mod shape;
mod shared;
mod style;
mod tag_features;
mod traits;
mod type_def;
mod value;
mod visit;

pub use api::{Addition, Api, Untyped, Variables};
pub use call::{
    Body, BodyContent, BodyForm, Call, Case, CaseWhen, Choice, EventForm, EventStream, Expected,
    Failure, Framing, Headers, Key, Part, RequestContent, ResponseBody, ResponseEnum,
    ResponseVariant, StatusPattern, Success, Unwrap,
};
pub use client_method::{ClientMethod, Group, GroupId};
pub use doc::Doc;
pub use error::{ErrorBody, NamedError, Step};
pub use event::{Encoding, Event, Events, Selector, Signature, SignatureScheme, Webhook};
pub use feature::{ALL_TAGS, Feature, FeatureId, Presence};
pub use foreign::{Dependency, ForeignType, ForeignTypes, Via};
pub use operation::{
    Callback, Content, ContentKind, Escaping, Header, Operation, Parameter, ParameterPlace,
    Response, Retry, anonymous_path,
};
pub use paging::{CursorSource, Pagination, PaginationStyle, Paging, PagingStep, RequestField};
pub use rule::{Condition, ObjectRule, ObjectRuleKind, Rule, RuleKind};
pub use security::{Need, SchemeKind, Security, SecurityScheme};
pub use server::{Server, ServerVariable};
pub use shared::{Shared, SharedEvent, SharedEvents, SharedType};
pub use style::Style;
pub(crate) use style::exploded_style;
pub use tag_features::TagFeatures;
pub use traits::Traits;
pub use type_def::{
    Alternative, Direction, Field, ObjectDef, Others, StringEnum, Tagged, TaggedVariant, TupleItem,
    TypeDef, TypeKind,
};
pub use value::{Type, TypeId, Value};
