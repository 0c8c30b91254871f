use http::Uri;

use crate::runtime::client::base_url::BaseUrl;

#[test]
fn the_path_of_the_base_url_is_kept() {
    for base in ["https://api.example.com/v2", "https://api.example.com/v2/"] {
        let base = BaseUrl::parse(base).expect("a base URL");
        let uri = base.absolute(&Uri::from_static("/a%2Fb?c=d"), "e=f");
        let uri = uri.expect("a URI").to_string();
        assert_eq!(uri, "https://api.example.com/v2/a%2Fb?c=d&e=f");
    }
}

#[test]
fn invalid_base_urls_are_rejected() {
    for (base, why) in [
        (
            "api.example.com",
            "the base URL is invalid: relative URL without a base",
        ),
        (
            "ftp://api.example.com",
            "the base URL is neither http nor https",
        ),
        (
            "https://a:b@api.example.com",
            "the base URL must not contain a user name or a password",
        ),
        (
            "https://api.example.com?a=b",
            "the base URL must not have a query or a fragment",
        ),
    ] {
        let error = BaseUrl::parse(base).expect_err("not a base URL");
        assert_eq!(error.to_string(), why);
    }
}

/// UTS 46 maps capitals and normalizes, which takes the tables of Unicode.
#[test]
fn an_international_host_is_written_in_ascii() {
    let base = BaseUrl::parse("https://BU\u{308}CHER.example/v2").expect("a base URL");
    assert_eq!(base.as_str(), "https://xn--bcher-kva.example/v2");
    assert!(BaseUrl::parse("https://xn--a.example").is_err());
}

#[test]
fn links_to_another_origin_are_rejected() {
    let base = BaseUrl::parse("https://api.example.com/v2").expect("a base URL");
    let page = Uri::from_static("https://api.example.com/v2/calls?page=1");
    let link = |to| base.resolve_link(&page, to).map(|uri| uri.to_string());
    assert_eq!(
        link("/v2/calls?page=2").expect("a link"),
        "https://api.example.com/v2/calls?page=2"
    );
    assert_eq!(
        link("?page=2").expect("a link"),
        "https://api.example.com/v2/calls?page=2"
    );
    for wrong in [
        "https://example.com/v2/calls?page=2",
        "//example.com/",
        "http://api.example.com/v2/calls",
        "https://api.example.com:444/",
        "https://me@api.example.com/v2/calls",
    ] {
        assert!(link(wrong).is_err(), "{wrong}");
    }
}
