//! Which of several content types a reply has (RFC 9110 §8.3).

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::runtime::Reply;

/// Asks a reply with this content type.
fn ask<T>(content_type: Option<&str>, question: impl FnOnce(&Reply<'_>) -> T) -> T {
    let mut headers = HeaderMap::new();
    if let Some(content_type) = content_type {
        let value = HeaderValue::from_str(content_type).expect("a value");
        headers.insert(header::CONTENT_TYPE, value);
    }
    question(&Reply {
        status: StatusCode::OK,
        headers: &headers,
        body: &Bytes::new(),
    })
}

fn among(content_type: Option<&str>, offered: &[&'static str]) -> Result<&'static str, String> {
    ask(content_type, |reply| reply.among(offered)).map_err(|error| error.to_string())
}

#[test]
fn the_best_description_wins() {
    let cases = [
        ("text/plain", "text/plain"),
        ("TEXT/Plain ; Charset=UTF-8", "text/plain"),
        ("application/json;version=2", "application/json;version=2"),
        ("application/json; version=3", "application/json;version=1"),
        ("application/problem+json", "application/json;version=1"),
        ("image/png", "image/*"),
    ];
    let offered = [
        "image/*",
        "application/json;version=1",
        "application/json;version=2",
        "text/plain",
    ];
    for (given, expected) in cases {
        assert_eq!(among(Some(given), &offered), Ok(expected), "{given}");
    }
    assert_eq!(among(Some("image/png"), &["*/*", "image/*"]), Ok("image/*"));
    assert_eq!(among(Some("video/mp4"), &["*/*", "image/*"]), Ok("*/*"));
}

#[test]
fn a_reply_without_one_is_taken_for_the_first() {
    assert_eq!(among(None, &["text/csv", "image/png"]), Ok("text/csv"));
}

#[test]
fn what_was_not_offered_is_an_error() {
    let message = "the reply is `text/html`, which the document does not say";
    let html = among(Some("text/html"), &["text/plain", "application/json"]);
    assert_eq!(html, Err(message.to_owned()));
}

#[test]
fn a_content_type_is_itself_and_in_its_ranges() {
    let is = |given, wanted: &str| ask(Some(given), |reply| reply.is(wanted));
    assert!(is(
        "application/problem+json; charset=utf-8",
        "application/problem+json"
    ));
    assert!(is("text/csv", "text/*") && is("text/csv", "*/*"));
    assert!(!is("application/json", "application/problem+json"));
    assert!(!ask(None, |reply| reply.is("text/csv")));
}
