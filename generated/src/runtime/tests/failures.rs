//! What an error of a call says, and whether trying again may help.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::runtime::{
    ApiError, DecodeError, Error, Map, Timeout, TransportError, TransportErrorKind, Undecodable,
    Value, decode,
};

type Failure = Error<Map<Value>>;

fn headers() -> HeaderMap {
    let id = ("x-request-id".parse(), HeaderValue::from_static("r1"));
    HeaderMap::from_iter([(id.0.expect("a name"), id.1)])
}

fn status(code: u16) -> Failure {
    Error::Api(Box::new(ApiError {
        status: StatusCode::from_u16(code).expect("a status"),
        headers: headers(),
        body: None,
        raw: Bytes::from_static(b"<html>"),
    }))
}

fn transport(kind: TransportErrorKind) -> Failure {
    Error::Transport(TransportError::new(kind, "why"))
}

fn undecodable() -> Failure {
    let cause: Result<i64, DecodeError> = decode(b"true");
    Error::Undecodable(Box::new(Undecodable {
        status: StatusCode::OK,
        headers: HeaderMap::from_iter([(
            http::header::CONTENT_TYPE,
            HeaderValue::from_static("text/html"),
        )]),
        raw: Bytes::from_static(b"true"),
        cause: cause.expect_err("no number"),
    }))
}

/// An error with a cause, which it may say itself.
#[derive(Debug)]
struct Caused(&'static str, Option<Box<Caused>>);

impl fmt::Display for Caused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl StdError for Caused {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.1.as_deref()?)
    }
}

#[test]
fn what_happened_and_why() {
    let timeout = Error::Timeout(Timeout {
        after: Duration::from_millis(2500),
        tries: 3,
    });
    let refused = Caused("refused", None);
    let host = Caused("no host: refused", Some(Box::new(refused)));
    let outer = Caused("cannot send", Some(Box::new(host)));
    for (error, text) in [
        (status(404), "the API answered 404 Not Found (request r1)"),
        (
            undecodable(),
            "200 OK with an unexpected body of text/html: invalid type: boolean `true`, expected a whole number of \
             64 bits at line 1 column 4",
        ),
        (
            transport(TransportErrorKind::TooLarge),
            "the reply is too large: why",
        ),
        (
            Error::Transport(TransportError::new(TransportErrorKind::Connect, outer)),
            "no connection: cannot send: no host: refused",
        ),
        (timeout, "no reply within 2.5s, tries: 3"),
    ] {
        assert_eq!(error.to_string(), text);
        assert!(error.source().is_none(), "nothing is said twice: {error}");
    }
}

#[test]
fn who_reads_the_reply() {
    let error = status(503);
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(error.request_id(), Some("r1"));
    let error = transport(TransportErrorKind::Broken);
    assert_eq!((error.status(), error.request_id()), (None, None));
}

#[test]
fn what_may_succeed_at_another_time() {
    for (error, expected) in [
        (status(408), true),
        (status(409), true),
        (status(429), true),
        (status(500), true),
        (status(302), false),
        (status(401), false),
        (status(422), false),
        (undecodable(), false),
        (transport(TransportErrorKind::Connect), true),
        (transport(TransportErrorKind::Truncated), true),
        (transport(TransportErrorKind::Request), false),
        (transport(TransportErrorKind::TooLarge), false),
    ] {
        assert_eq!(error.is_retryable(), expected, "{error}");
    }
}
