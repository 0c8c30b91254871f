//! The header `Link`: the grammar of RFC 8288 §3 and of the parser in its appendix B.

use http::{HeaderMap, HeaderValue, header};

use crate::runtime::NextPage;

/// The target of the relation `next` in headers with these values.
fn next(values: &[&str]) -> Option<String> {
    let mut headers = HeaderMap::new();
    for value in values {
        let value = HeaderValue::from_bytes(value.as_bytes()).expect("a value");
        headers.append(header::LINK, value);
    }
    match NextPage::<()>::link_header(&headers)? {
        NextPage::Uri(uri) => Some(uri),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_target_of_the_relation_is_found() {
    for value in [
        "<a>; rel=next",
        "<a>;rel=next",
        "<a>; rel=\"next\"",
        "<a> \t; \trel \t= \t\"next\" \t",
        "<a>; REL=NEXT",
        "<a>; rel=\"prev next\"",
        "<a>; rel=\"https://example.com/r  Next\"",
        "<a>; title=x; rel=next; hreflang=de",
        "<a>; title; rel=next",
        "<a>; title=; rel=next",
        "<a>; title=\"a, b; <c>; rel=prev\"; rel=next",
        "<a>; title=\"\\\"; rel=prev\\\\\"; rel=next",
        "<a>; title*=UTF-8''%e2%82%ac; rel=next",
        "<a>; title=\"\u{e4}\"; rel=next",
        "<a>; rel=\"ne\\xt\"",
        "<b>; rel=prev, <a>; rel=next",
        "<b>; rel=prev,<a>; rel=next,<c>; rel=next",
        "<b>, <a>; rel=next",
        "<b>; title=\"x, y\", <a>; rel=next",
        ", ,<a>; rel=next,",
        "<b>; rel=\"\", <a>; rel=next",
        "<a>; rel=next; rel=prev",
        "<a>; rel=\"next",
    ] {
        assert_eq!(next(&[value]).as_deref(), Some("a"), "{value}");
    }
    assert_eq!(
        next(&["<b>; rel=prev", "broken", "</c?d=e,f;g>; rel=next"]).as_deref(),
        Some("/c?d=e,f;g")
    );
}

#[test]
fn what_is_no_such_link_is_none() {
    for value in [
        "",
        ",",
        "a; rel=next",
        "<a",
        "<a; rel=next",
        "<>; rel=next",
        "<a>",
        "<a>; rel",
        "<a>; rel=",
        "<a>; rel=nextpage",
        "<a>; rev=next",
        "<a>; rel=prev; rel=next",
        "<a>; rel=\"\"; rel=next",
        "<a>; xrel=next",
        "<a>; title=\"; rel=next",
        "<a>; rel=next; anchor=\"#b\"",
        "<a>; anchor=\"\"; rel=next",
        // What follows a malformed link is not read.
        "<b>; title=\"x\"y, <a>; rel=next",
        "<b> c, <a>; rel=next",
    ] {
        assert_eq!(next(&[value]), None, "{value}");
    }
    assert_eq!(next(&[]), None);
}

#[test]
fn no_value_is_too_strange() {
    // Random strings of what matters to the parser.
    let pieces = [
        "<", ">", ";", ",", "\"", "\\", "=", "rel", "next", " ", "\u{e9}",
    ];
    let mut seed = 1_usize;
    for _ in 0..20_000 {
        let mut value = String::new();
        for _ in 0..8 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            value.push_str(pieces[(seed >> 33) % pieces.len()]);
        }
        if let Some(target) = next(&[&value]) {
            assert!(value.contains(&format!("<{target}>")), "{value}");
        }
    }
}
