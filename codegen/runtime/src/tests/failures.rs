//! What an error of a call says, and whether trying again may help.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::runtime::redaction::Redaction;
use crate::runtime::{
    AnyError, ApiError, DecodeError, Error, ErrorBody, ErrorEntry, Map, NamedError, Timeout,
    TransportError, TransportErrorKind, Undecodable, Value, decode,
};

type Failure = Error<Map<Value>>;

fn headers() -> HeaderMap {
    let id = ("x-request-id".parse(), HeaderValue::from_static("r1"));
    HeaderMap::from_iter([(id.0.expect("a name"), id.1)])
}

fn status(code: u16) -> Failure {
    let status = StatusCode::from_u16(code).expect("a status");
    let raw = Bytes::from_static(b"<html>");
    Error::Api(Box::new(ApiError::new(status, headers(), None, raw)))
}

fn transport(kind: TransportErrorKind) -> Failure {
    Error::Transport(TransportError::new(kind, "why"))
}

fn undecodable() -> Failure {
    let cause: Result<i64, DecodeError> = decode(b"true");
    let html = (CONTENT_TYPE, HeaderValue::from_static("text/html"));
    Error::Undecodable(Box::new(Undecodable::new(
        StatusCode::OK,
        HeaderMap::from_iter([html]),
        Bytes::from_static(b"true"),
        cause.expect_err("no number"),
    )))
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
fn errors_print_what_happened_and_why() {
    let timeout = Error::Timeout(Timeout::new(Duration::from_millis(2500), 3));
    let refused = Caused("refused", None);
    let host = Caused("no host: refused", Some(Box::new(refused)));
    let outer = Caused("cannot send", Some(Box::new(host)));
    for (error, text) in [
        (
            status(404),
            "the API returned 404 Not Found: <html> (request r1)",
        ),
        (
            undecodable(),
            "200 OK with an unexpected body of text/html: invalid type: boolean `true`, expected a 64-bit \
             integer at line 1 column 4",
        ),
        (
            transport(TransportErrorKind::TooLarge),
            "the reply is too large: why",
        ),
        (
            Error::Transport(TransportError::new(TransportErrorKind::Connect, outer)),
            "no connection was made: cannot send: no host: refused",
        ),
        (timeout, "no reply within 2.5s after 3 attempts"),
    ] {
        assert_eq!(error.to_string(), text);
        assert!(error.source().is_none(), "nothing is said twice: {error}");
    }
}

#[test]
fn errors_return_the_status_and_the_request_id() {
    let error = status(503);
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(error.request_id(), Some("r1"));
    let error = transport(TransportErrorKind::Broken);
    assert_eq!((error.status(), error.request_id()), (None, None));
}

#[test]
fn is_retryable_depends_on_the_kind_of_error() {
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
        (transport(TransportErrorKind::Malformed), false),
        (transport(TransportErrorKind::Tls), false),
    ] {
        assert_eq!(error.is_retryable(), expected, "{error}");
    }
}

/// A body whose errors have all parts that they can have.
#[derive(Clone, Debug)]
struct Errors(Vec<[Option<&'static str>; 5]>);

impl ErrorBody for Errors {
    const NAMED: &'static [NamedError] = &[NamedError {
        name: "no_such_pet",
        status: 404,
        code: None,
        title: Some("No such pet"),
        detail: None,
        pointer: None,
        parameter: None,
        meta: None,
        json: "{}",
    }];

    fn entries(&self) -> Vec<ErrorEntry<'_>> {
        let entry =
            |[code, title, detail, pointer, parameter]: &[Option<&'static str>; 5]| ErrorEntry {
                code: *code,
                title: *title,
                detail: *detail,
                pointer: *pointer,
                parameter: *parameter,
            };
        self.0.iter().map(entry).collect()
    }
}

fn failed<E>(
    status: u16,
    headers: &[(HeaderName, &'static str)],
    body: Option<E>,
    raw: impl Into<Bytes>,
) -> ApiError<E> {
    let headers = headers.iter().cloned();
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    let status = StatusCode::from_u16(status).expect("a status");
    ApiError::new(status, headers.collect(), body, raw.into())
}

#[test]
fn the_code_title_detail_and_pointer_are_printed() {
    let said = |errors: &[[Option<&'static str>; 5]]| {
        let text = failed(404, &[], Some(Errors(errors.to_vec())), "raw").to_string();
        let text = text.strip_prefix("the API returned 404 Not Found");
        text.expect("that is how it begins").to_owned()
    };
    let [code, title] = [Some("10005"), Some("Resource not found")];
    let detail = Some("No call is on the line.");
    let (pointer, parameter) = (Some("/call/id"), Some("id"));
    assert_eq!(
        said(&[[code, title, detail, pointer, parameter]]),
        ": 10005 Resource not found: No call is on the line. (/call/id)"
    );
    assert_eq!(
        said(&[
            [code, title, None, None, parameter],
            [code, None, detail, None, None]
        ]),
        ": 10005 Resource not found (parameter id); 10005: No call is on the line."
    );
    assert_eq!(
        said(&[[None, None, detail, None, None]]),
        ": No call is on the line."
    );
    assert_eq!(
        said(&[[None, title, title, None, None]]),
        ": Resource not found"
    );
    let named = Some("No such pet");
    assert_eq!(
        said(&[[None, named, None, None, None]]),
        ": no_such_pet No such pet"
    );
    let lines = Some("two\nlines\u{1b}[31m \u{202e}");
    assert_eq!(
        said(&[[code, lines, None, None, None]]),
        r": 10005 two\nlines\u{1b}[31m \u{202e}"
    );
    // The body says nothing that the document knows of.
    assert_eq!(said(&[[None, None, None, pointer, None]]), ": raw");
    assert_eq!(said(&[]), ": raw");
}

#[test]
fn problem_details_are_printed() {
    let json = r#"{"type":"about:blank","title":"Out of credit","detail":"30 < 50","x":1}"#;
    let problem = [(CONTENT_TYPE, "application/problem+json; charset=utf-8")];
    let expected = "the API returned 403 Forbidden: Out of credit: 30 < 50";
    let unread = failed::<Errors>(403, &problem, None, json);
    assert_eq!(unread.to_string(), expected);
    let read = failed(403, &problem, Some(Value::Null), json);
    assert_eq!(read.to_string(), expected);
    // What the document knows of it is not said twice.
    let [title, detail] = [Some("Out of credit"), Some("30 < 50")];
    let entry = Errors(vec![[Some("7"), title, detail, None, None]]);
    let read = failed(403, &problem, Some(entry), json);
    let expected = "the API returned 403 Forbidden: 7 Out of credit: 30 < 50";
    assert_eq!(read.to_string(), expected);
    let entry = Errors(vec![[Some("7"), None, None, None, None]]);
    let read = failed(403, &problem, Some(entry), json);
    let expected = "the API returned 403 Forbidden: Out of credit: 30 < 50; 7";
    assert_eq!(read.to_string(), expected);
    let odd = failed::<Errors>(403, &problem, None, r#"{"title":7}"#);
    assert_eq!(
        odd.to_string(),
        r#"the API returned 403 Forbidden: {"title":7}"#
    );
}

#[test]
fn the_beginning_of_other_bodies_is_printed() {
    let said = |headers: &[(HeaderName, &'static str)], raw: &[u8]| {
        let raw = Bytes::copy_from_slice(raw);
        let text = failed::<Errors>(500, headers, None, raw).to_string();
        let text = text.strip_prefix("the API returned 500 Internal Server Error");
        text.expect("that is how it begins").to_owned()
    };
    assert_eq!(said(&[], b""), "");
    assert_eq!(said(&[], b" \r\n<p>a\r\nb\0</p>\n"), r": <p>a\r\nb\0</p>");
    assert_eq!(said(&[], b"\xff!"), ": \u{fffd}!");
    let whole = "\u{e9}".repeat(300);
    assert_eq!(said(&[], whole.as_bytes()), format!(": {whole}"));
    let long = "\u{1f600}".repeat(10_000);
    let cut = "\u{1f600}".repeat(300);
    assert_eq!(said(&[], long.as_bytes()), format!(": {cut}\u{2026}"));
    let gzip = [(CONTENT_ENCODING, "gzip")];
    assert_eq!(said(&gzip, b"\x1f\x8b\x08"), ": a body encoded as `gzip`");
    assert_eq!(said(&[(CONTENT_ENCODING, "identity")], b"x"), ": x");
}

#[test]
fn credentials_in_a_body_are_redacted() {
    let secrets = vec!["KEY_s3cr3t".to_owned(), "a".to_owned()];
    let redaction = Redaction::new(true, secrets);
    let cookie = [(SET_COOKIE, "sid=c00k1e"), (CONTENT_TYPE, "a/KEY_s3cr3t")];
    let body = Errors(vec![[None, Some("bad KEY_s3cr3t"), None, None, None]]);
    let raw = r#"{"key":"KEY_s3cr3t"}"#;
    let api = |body| Error::Api(Box::new(failed(401, &cookie, body, raw)));
    let printed = |error: Error<Errors>| {
        let error = error.with_redaction(&redaction);
        let mut printed = format!("{error} {error:?} {error:#?} ");
        write!(printed, "{:?}", AnyError::from(error)).expect("a string takes any text");
        assert!(!printed.contains("s3cr3t"), "{printed}");
        assert!(!printed.contains("c00k1e"), "{printed}");
        assert!(printed.contains("[redacted]"), "{printed}");
        printed
    };
    let text = printed(api(Some(body)));
    assert!(text.starts_with("the API returned 401 Unauthorized: bad [redacted] "));
    let text = printed(api(None));
    assert!(text.contains(r#": {"key":"[redacted]"} "#), "{text}");
    let cause = decode::<i64>(br#""KEY_s3cr3t""#).expect_err("no number");
    let ApiError {
        status,
        headers,
        raw,
        ..
    } = failed::<Errors>(200, &cookie, None, raw);
    let odd = Undecodable::new(status, headers, raw, cause);
    let text = printed(Error::Undecodable(Box::new(odd)));
    assert!(text.contains("[redacted]"), "{text}");
}

#[test]
fn print_bodies_false_hides_bodies() {
    let redaction = Redaction::new(false, Vec::new());
    let error = |body| {
        let problem = [(CONTENT_TYPE, "application/problem+json")];
        let raw = r#"{"title":"private","detail":"private"}"#;
        Error::Api(Box::new(failed(422, &problem, body, raw))).with_redaction(&redaction)
    };
    let [private, code] = [Some("private"), Some("17")];
    let body = Errors(vec![[code, private, private, private, private]]);
    let printed = |error: &Error<Errors>| {
        let printed = format!("{error:?} {error:#?} {error}");
        assert!(!printed.contains("private"), "{printed}");
        error.to_string()
    };
    let text = printed(&error(Some(body)));
    assert_eq!(text, "the API returned 422 Unprocessable Entity: 17");
    let text = printed(&error(None));
    assert_eq!(text, "the API returned 422 Unprocessable Entity");
    let cause = decode::<Map<Vec<i64>>>(br#"{"a":["private"]}"#).expect_err("no numbers");
    let raw = Bytes::from_static(b"private");
    let odd = Undecodable::new(StatusCode::OK, HeaderMap::new(), raw, cause);
    let text = printed(&Error::Undecodable(Box::new(odd)).with_redaction(&redaction));
    assert_eq!(text, "200 OK with an unexpected body at /a/0");
}

#[test]
fn an_error_without_a_body_does_not_mention_one() {
    let cause = decode::<i64>(b"").expect_err("no number");
    let (none, raw) = (StatusCode::NO_CONTENT, Bytes::new());
    let odd = Undecodable::new(none, HeaderMap::new(), raw, cause);
    let text = odd.to_string();
    assert!(
        text.starts_with("204 No Content does not match the document: "),
        "{text}"
    );
    assert!(!text.contains("body"), "{text}");
}

/// `?` makes one error of those of all operations.
#[test]
fn any_error_converts_from_every_error() {
    fn all(which: u8) -> Result<(), AnyError> {
        match which {
            0 => Err(status(404))?,
            1 => Err(Error::Api(Box::new(failed(
                404,
                &[],
                Some(Errors(vec![[None, Some("No such pet"), None, None, None]])),
                "",
            ))))?,
            2 => Err(transport(TransportErrorKind::Broken))?,
            _ => {
                decode::<i64>(b"true")?;
            }
        }
        Ok(())
    }
    let error = all(0).expect_err("404");
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(error.request_id(), Some("r1"));
    assert_eq!(error.to_string(), status(404).to_string());
    assert!(!error.is_retryable());
    assert!(error.downcast_ref::<Failure>().is_some());
    assert!(error.downcast_ref::<Error<Errors>>().is_none());
    let error = all(1).expect_err("404");
    assert_eq!(error.named().map(|it| it.name), Some("no_such_pet"));
    assert_eq!(error.code(), None);
    let error = all(2).expect_err("no reply");
    assert!(error.is_retryable());
    assert!(error.headers().is_none());
    let error = all(3).expect_err("no number");
    assert!(error.downcast_ref::<DecodeError>().is_some());
    let error: Box<dyn StdError + Send + Sync> = Box::new(error);
    assert!(error.source().is_none());
}
