//! What the runtime promises, tried on code as the generator emits it.

mod base64;
#[cfg(feature = "server")]
#[allow(unreachable_pub, dead_code)]
mod both_ways;
#[cfg(feature = "client")]
mod client;
mod date_time;
mod decoding;
mod delivery;
mod encoding;
mod errors;
mod event_stream;
#[allow(unreachable_pub, dead_code)]
mod event_union;
mod failures;
mod floats;
#[allow(unreachable_pub, dead_code)]
mod foreign;
#[cfg(feature = "signer")]
#[allow(unreachable_pub, dead_code)]
mod form_webhooks;
#[allow(unreachable_pub, dead_code)]
mod formats;
#[allow(unreachable_pub, dead_code)]
mod forms;
mod garbage;
mod link_header;
mod multipart;
#[allow(unreachable_pub, dead_code)]
mod nested_unions;
#[allow(unreachable_pub, dead_code)]
mod null_for_optional;
#[cfg(all(feature = "signer", feature = "webhook"))]
mod one_url;
#[allow(unreachable_pub, dead_code)]
mod operation;
#[allow(unreachable_pub, dead_code)]
mod parts;
mod replies;
mod requests;
#[allow(unreachable_pub, dead_code)]
mod sample;
mod server;
#[allow(unreachable_pub, dead_code)]
mod string_newtype;
#[allow(unreachable_pub, dead_code)]
mod tuples;
#[allow(unreachable_pub, dead_code)]
mod typed_headers;
#[allow(unreachable_pub, dead_code)]
mod undeclared;
mod unions;
mod validation;
