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

fn best_content_type(
    content_type: Option<&str>,
    offered: &[&'static str],
) -> Result<&'static str, String> {
    ask(content_type, |reply| reply.best_content_type(offered)).map_err(|error| error.to_string())
}

#[test]
fn the_best_matching_content_type_wins() {
    let cases = [
        ("text/plain", "text/plain"),
        ("TEXT/Plain ; Charset=UTF-8", "text/plain"),
        ("application/json;version=2", "application/json;version=2"),
        (
            "text/json; charset=utf-8; Version=\"2\"",
            "application/json;version=2",
        ),
        ("image/png", "image/*"),
    ];
    let offered = [
        "image/*",
        "application/json;version=1",
        "application/json;version=2",
        "text/plain",
    ];
    for (given, expected) in cases {
        assert_eq!(
            best_content_type(Some(given), &offered),
            Ok(expected),
            "{given}"
        );
    }
    assert_eq!(
        best_content_type(Some("image/png"), &["*/*", "image/*"]),
        Ok("image/*")
    );
    assert_eq!(
        best_content_type(Some("video/mp4"), &["*/*", "image/*"]),
        Ok("*/*")
    );
}

#[test]
fn a_reply_without_a_content_type_has_the_first() {
    assert_eq!(
        best_content_type(None, &["text/csv", "image/png"]),
        Ok("text/csv")
    );
}

#[test]
fn an_undeclared_content_type_is_an_error() {
    let message = "the content type `text/html` is not declared";
    let html = best_content_type(Some("text/html"), &["text/plain", "application/json"]);
    assert_eq!(html, Err(message.to_owned()));
}

#[test]
fn an_ambiguous_json_type_is_an_error() {
    let versions = ["application/json;version=1", "application/json;version=2"];
    let kinds = ["application/vnd.a.v1+json", "application/vnd.a.v2+json"];
    let mixed = ["application/json", "application/vnd.a+json", "image/png"];
    for (given, offered) in [
        ("application/json", &versions[..]),
        ("application/json; version=3", &versions),
        ("application/json", &kinds),
        ("application/vnd.a.v3+json", &kinds),
        ("application/vnd.b+json", &mixed),
    ] {
        let found = best_content_type(Some(given), offered);
        assert!(found.is_err(), "{given}: {found:?}");
    }
    // Where there is one kind, it is that.
    let one = ["image/png", "application/vnd.a+json"];
    assert_eq!(
        best_content_type(Some("application/json"), &one),
        Ok(one[1])
    );
    let plain = ["text/csv", "application/json"];
    assert_eq!(
        best_content_type(Some("application/hal+json"), &plain),
        Ok(plain[1])
    );
}

#[test]
fn a_content_type_that_was_not_accepted_is_an_error() {
    let check = |given: &str, asked: &[&str], others: &[&str]| {
        ask(Some(given), |reply| {
            reply.check_content_type(asked, others).is_ok()
        })
    };
    let (one, two) = (["application/vnd.a.v1+json"], ["application/vnd.a.v2+json"]);
    assert!(check(one[0], &one, &two) && !check(two[0], &one, &two));
    assert!(!check("application/vnd.a.v3+json", &one, &two));
    assert!(!check(two[0], &one, &[]));
    // What says nothing of its kind is what was asked for.
    for given in ["application/json", "text/plain", "application/octet-stream"] {
        assert!(check(given, &one, &two), "{given}");
    }
    let versions = |given: &str| {
        check(
            given,
            &["application/json; version=1"],
            &["application/json; version=2"],
        )
    };
    assert!(versions("application/json;charset=utf-8;version=1") && versions("application/json"));
    assert!(!versions("application/json; charset=utf-8; version=\"2\""));
    assert!(!versions("application/json;version=3"));
    let profile = |given: &str| check(given, &["application/json;profile=\"a;b\""], &[]);
    assert!(profile("application/json; profile=\"a\\;b\"") && !profile("text/json;profile=a"));
    // Plain JSON is any, unless others are declared.
    let plain = ["application/json"];
    assert!(check(one[0], &plain, &[]) && check(one[0], &plain, &["image/png"]));
    assert!(!check(one[0], &plain, &two));
    assert!(!check("text/csv", &plain, &["text/*"]));
    let silent = ask(None, |reply| reply.check_content_type(&one, &two).is_ok());
    assert!(silent);
}

#[test]
fn a_content_type_matches_itself_and_its_ranges() {
    let is = |given, wanted: &str| ask(Some(given), |reply| reply.has_content_type(wanted));
    assert!(is(
        "application/problem+json; charset=utf-8",
        "application/problem+json"
    ));
    assert!(is("text/csv", "text/*") && is("text/csv", "*/*"));
    assert!(is("a/b; v=1; w=2", "a/b;w=2") && is("a/x+json", "a/*+json"));
    assert!(!is("application/json", "application/problem+json"));
    assert!(!is("a/b", "a/b;v=1") && !is("a/b;v=2", "a/b;v=1"));
    assert!(!ask(None, |reply| reply.has_content_type("text/csv")));
}
