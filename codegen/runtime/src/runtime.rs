//! Code shared by all generated modules: decoding and encoding, open enums and unions, validation,
//! named errors, webhooks and the clients. It knows no particular API.

mod after_effect;
mod any_error;
mod api;
mod api_error;
mod attempt_budget;
mod base64;
mod buffered_map;
mod checker;
#[cfg(feature = "client")]
pub(crate) mod client;
mod client_state;
mod conform;
mod cow_str;
mod date_time;
mod decode;
mod decode_error;
mod default;
mod delivery;
mod error;
mod event_reader;
mod event_stream;
mod event_union;
mod file;
mod form;
mod hash;
mod link_header;
mod media_type;
mod member_seed;
#[cfg(feature = "mock")]
mod mock;
mod multipart;
mod named_error;
mod negotiated;
mod newtype;
mod nullable;
mod object;
mod operation;
mod paged;
pub(crate) mod redaction;
mod reply;
mod request_body;
mod request_writer;
mod rule;
mod rule_validation;
mod security;
#[cfg(feature = "server")]
pub mod server;
mod server_url;
pub(crate) mod stream_reader;
mod string_enum;
mod string_newtype;
mod tagged_union;
mod text_encoding;
mod tuple;
mod typed_headers;
mod union;
mod validate;
mod value_deserializer;
mod violation;
pub mod webhook;

// What the generator shares: a package there, a module in every crate.
#[doc(hidden)]
pub mod schema;

/// Any JSON value.
pub use serde_json::Value;

/// A map from names to values, for the members of an object that the schema does not name.
pub type Map<T> = std::collections::BTreeMap<String, T>;

pub use ::http::{self, HeaderMap, Method};
pub use ::jiff;
pub use any_error::AnyError;
pub use api::Api;
pub use api_error::{ApiError, Undecodable};
pub use base64::{Base64, Base64Error};
pub use bytes::Bytes;
pub use checker::Checker;
#[cfg(feature = "blocking")]
pub use client::blocking;
#[cfg(feature = "client")]
pub use client::{
    BoxFuture, BuildError, Builder, Call, Chunks, Client, ClientBuilder, Clock, Credential,
    EventStream, FromEnvError, Items, Pages, Response, TokenSource, Transport,
};
pub use client_state::{ClientState, ClientStateError, HasClientState};
pub use date_time::DateTime;
pub use decode_error::{DecodeError, decode};
pub use delivery::{Delivery, Enveloped};
pub use error::{Error, Invalid, Timeout, TransportError, TransportErrorKind};
pub use event_reader::{EventReader, RawEvent};
pub use event_stream::{EventData, Events, ServerEvent, Streamed};
pub use file::File;
pub use form::decode_form;
#[cfg(feature = "mock")]
pub use mock::Mock;
pub use multipart::decode_multipart;
pub use named_error::{ErrorBody, ErrorEntry, NamedError, find_named_error};
pub use negotiated::Negotiated;
pub use nullable::Nullable;
pub use operation::{Operation, Retry};
pub use paged::{NextPage, Paged};
pub use reply::Reply;
pub use request_writer::{Part, RequestBody, RequestWriter};
pub use rule::Rule;
pub use schema::Style;
pub use security::{SchemeKind, Security, SecurityScheme};
pub use server_url::{Server, ServerError, ServerVariable};
pub use string_enum::Unknown;
pub use typed_headers::TypedHeaders;
pub use validate::Validate;
pub use violation::{Violation, ViolationKind, Violations};

// Used by the expansions of the macros.
#[cfg(feature = "client")]
#[doc(hidden)]
pub use client::send_operation;
#[doc(hidden)]
pub use decode::{Decode, JsonTypes};
#[doc(hidden)]
pub use event_union::{EventUnion, decode_event, event_type};
#[doc(hidden)]
pub use hash::hash_json;
#[doc(hidden)]
pub use object::{
    VisitFields, VisitMembers, collect_items, debug_object, decode_object, equal_objects,
    serialize_object, set_optional,
};
#[doc(hidden)]
pub use paged::{IntegerField, header_text};
#[doc(hidden)]
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
#[doc(hidden)]
pub use serde_json::Error as JsonError;
#[doc(hidden)]
pub use string_enum::decode_string_enum;
#[doc(hidden)]
pub use tagged_union::{Tagged, decode_tagged, fits_untagged};
#[doc(hidden)]
pub use tuple::{Tuple, TupleWriter, VisitItems, decode_tuple};
#[doc(hidden)]
pub use union::{Union, check_other, decode_union, exactly_one, try_alternative};
#[doc(hidden)]
pub use value_deserializer::ValueDeserializer;

// Used by the module of each document with operations.
#[cfg(feature = "server")]
#[allow(unused_imports)]
pub(crate) use {request_body::declared_type, server::router};

#[cfg(feature = "methods")]
#[allow(unused_imports)]
pub(crate) use client::methods;

// No single document uses all of them.
#[allow(unused_imports)]
pub(crate) use self::{
    default::default,
    event_union::event_union,
    newtype::newtype,
    object::object,
    operation::{method_name, operation, operation_output, operation_reply, pages, unwrap_member},
    request_body::{request_body, serialize_content},
    string_enum::{string_enum, variant_doc},
    string_newtype::string_newtype,
    tagged_union::tagged_union,
    tuple::{absent_item, empty_item, tuple},
    union::{from_variant, union},
};
