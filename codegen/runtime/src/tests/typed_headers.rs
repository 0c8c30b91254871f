//! Headers of replies: what their text is taken for.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::operation::AddHeader;
use crate::runtime::{DateTime, Map, Nullable, Style, TypedHeaders, Value};

crate::runtime::object! {
    /// A header of each kind.
    pub struct PingHeaders
    new(left: i64)
    required {
        left "X-Left": i64,
    }
    optional {
        share "X-Share": f64,
        fresh "X-Fresh": bool,
        name "X-Name" into String,
        tags "X-Tags": Vec<String>,
        sizes "X-Sizes": Vec<Nullable<u64>>,
        limits "X-Limits": Map<i64>,
        exploded "X-Exploded": Map<String>,
        page "X-Page": Page,
        changed "Last-Modified": DateTime,
        cookies "Set-Cookie": Vec<String>,
        any "X-Any": Value,
    }
}

crate::runtime::object! {
    pub struct Page
    optional {
        next "next": Vec<i64>,
    }
}

impl TypedHeaders for AddHeader {
    type Headers = PingHeaders;
    const STYLES: &'static [(&'static str, Style)] = &[
        ("X-Exploded", Style::SimpleExploded),
        ("X-Page", Style::Json),
    ];
}

fn headers(lines: &[(&str, &str)]) -> HeaderMap {
    let line = |(name, value): &(&str, &str)| {
        let name: HeaderName = name.parse().expect("a name");
        (name, HeaderValue::from_str(value).expect("a value"))
    };
    lines.iter().map(line).collect()
}

/// What is wrong with a header beside one that is right.
fn error(name: &str, value: &str) -> String {
    let headers = headers(&[("x-left", "1"), (name, value)]);
    AddHeader::headers(&headers)
        .expect_err("an error")
        .to_string()
}

#[test]
fn a_header_is_decoded_as_the_type_of_its_field() {
    let headers = headers(&[
        ("x-left", "10"),
        ("x-share", "5"),
        ("x-fresh", "true"),
        ("x-name", "10"),
        ("x-tags", "a, 1"),
        ("x-tags", "true"),
        ("x-sizes", "18446744073709551615,2.0"),
        ("x-limits", "a,1,b,-2"),
        ("x-exploded", "a=1,b=x=y"),
        ("x-page", "{\"next\": [1, 2]}"),
        ("last-modified", "Tue, 15 Nov 1994 12:45:26 GMT"),
        ("set-cookie", "a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT"),
        ("set-cookie", "b=2"),
        ("x-any", "7"),
        ("x-other", "ignored"),
    ]);
    let said = AddHeader::headers(&headers).expect("headers");
    let texts = |texts: &[&str]| texts.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let expected = PingHeaders::new(10)
        .share(5.0)
        .fresh(true)
        .name("10")
        .tags(texts(&["a", "1", "true"]))
        .sizes(vec![Nullable::Value(u64::MAX), Nullable::Value(2)])
        .limits(Map::from([("a".to_owned(), 1), ("b".to_owned(), -2)]))
        .exploded(Map::from([
            ("a".to_owned(), "1".to_owned()),
            ("b".to_owned(), "x=y".to_owned()),
        ]))
        .page(Page::new().next(vec![1, 2]))
        .changed(DateTime::from_text("Tue, 15 Nov 1994 12:45:26 GMT"))
        .cookies(texts(&[
            "a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT",
            "b=2",
        ]))
        .any(Value::from(7));
    assert_eq!(said, expected);
}

#[test]
fn an_absent_header_is_not_an_empty_one() {
    let said = AddHeader::headers(&headers(&[("X-LEFT", "1"), ("x-tags", ""), ("x-name", "")]));
    let expected = PingHeaders::new(1).tags(Vec::new()).name("");
    assert_eq!(said, Ok(expected));
}

#[test]
fn an_error_names_the_header() {
    let missing = AddHeader::headers(&HeaderMap::new()).expect_err("an error");
    assert_eq!(missing.to_string(), "missing member `X-Left`");
    for (name, value, expected) in [
        (
            "x-share",
            "much",
            "/X-Share: invalid type: string \"much\", expected f64",
        ),
        (
            "x-fresh",
            "1",
            "/X-Fresh: invalid type: integer `1`, expected a boolean",
        ),
        (
            "x-limits",
            "a,1,b",
            "/X-Limits: the member \"b\" has no value",
        ),
        (
            "x-limits",
            "a,b",
            "/X-Limits/a: invalid type: string \"b\", expected a 64-bit integer",
        ),
        (
            "x-page",
            "{\"next\": [\"a\"]}",
            "/X-Page/next/0: invalid type: string \"a\", expected a 64-bit integer",
        ),
    ] {
        assert_eq!(error(name, value), expected);
    }
    assert!(error("x-page", "{").starts_with("/X-Page: EOF"));
    let mut odd = headers(&[("x-left", "1")]);
    odd.insert("x-name", HeaderValue::from_bytes(b"\xFF").expect("a value"));
    let odd = AddHeader::headers(&odd).expect_err("an error");
    assert_eq!(odd.pointer(), "/X-Name");
}

#[test]
fn items_are_percent_encoded_and_other_texts_are_not() {
    let lines = [
        ("x-left", "1"),
        ("x-name", "a%2Cb"),
        ("x-tags", "a%2Cb,100%,%41"),
        ("x-limits", "a%20b,1"),
        ("set-cookie", "a=%41"),
    ];
    let said = AddHeader::headers(&headers(&lines));
    let expected = PingHeaders::new(1)
        .name("a%2Cb")
        .tags(["a,b", "100%", "A"].map(str::to_owned).to_vec())
        .limits(Map::from([("a b".to_owned(), 1)]))
        .cookies(vec!["a=%41".to_owned()]);
    assert_eq!(said, Ok(expected));
}

#[cfg(feature = "server")]
#[test]
fn a_client_reads_the_headers_that_a_server_writes() {
    use crate::runtime::server::{Failure, Receive};
    use crate::runtime::{Operation, decode};
    use bytes::Bytes;
    use http::{Response, StatusCode};

    let respond = |headers: &PingHeaders| -> Response<Bytes> {
        AddHeader::respond_with_headers(Ok(("done".to_owned(), headers.clone())))
    };
    let texts = |texts: &[&str]| texts.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let written = PingHeaders::new(10)
        .share(0.5)
        .fresh(true)
        .name("a, %41=b")
        .tags(texts(&["a,b", "%41", " c ", "d=e", "100%", "\t"]))
        .sizes(vec![Nullable::Value(u64::MAX)])
        .limits(Map::from([("a,b".to_owned(), 1), ("c".to_owned(), -2)]))
        .exploded(Map::from([("a=b".to_owned(), "1,2".to_owned())]))
        .page(Page::new().next(vec![1, 2]))
        .changed(DateTime::from_text("Tue, 15 Nov 1994 12:45:26 GMT"))
        .cookies(texts(&[
            "a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT",
            "b=2",
        ]))
        .any(Value::from(7));
    let response = respond(&written);
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers().get_all("set-cookie").iter().count(), 2);
    assert_eq!(AddHeader::headers(response.headers()), Ok(written));
    let (parts, body) = response.into_parts();
    let result = AddHeader::response(parts.status, &parts.headers, &body);
    assert_eq!(result.unwrap(), "done");

    let response = respond(&PingHeaders::new(10).name("a\nb"));
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let reason = "the header `X-Name` contains a control character";
    assert_eq!(response.body(), reason);

    let body = decode(br#"{"code": "1"}"#).unwrap();
    let failure = Failure::new(StatusCode::CONFLICT, body);
    let response = AddHeader::respond_with_headers(Err(failure));
    assert_eq!(response.status(), StatusCode::CONFLICT);
}
