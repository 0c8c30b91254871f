//! Texts that have a format, and texts that do not.

use crate::format_checks::is_valid;

/// Checks that a format accepts the texts of one list and refuses those of another.
fn check(format: &str, accepted: &[&str], refused: &[&str]) {
    for text in accepted {
        assert!(is_valid(format, text), "{format}: {text:?}");
    }
    for text in refused {
        assert!(!is_valid(format, text), "{format}: {text:?}");
    }
}

#[test]
fn dates_and_times() {
    check(
        "date",
        &["2024-02-29", "0000-01-31", "9999-12-31"],
        &[
            "",
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-1-01",
            "24-01-01",
            "2024-01-0\u{661}",
            "2024-01-01-",
            "2024-01-01\n",
        ],
    );
    check(
        "time",
        &[
            "00:00:00Z",
            "23:59:59.123456789012+23:59",
            "23:59:60z",
            "01:29:60+01:30",
            "15:59:60-08:00",
        ],
        &[
            "",
            "24:00:00Z",
            "12:60:00Z",
            "12:00:61Z",
            "22:59:60Z",
            "12:00:00",
            "12:00:00.Z",
            "12:00Z",
            "12:00:00+24:00",
            "12:00:00+0100",
            "12:00:00,5Z",
        ],
    );
    check(
        "date-time",
        &["2024-02-29t23:59:60z", "1998-12-31T15:59:60.123-08:00"],
        &[
            "",
            "2024-02-29",
            "2024-02-29 12:00:00Z",
            "2024-02-30T12:00:00Z",
            "2024-02-29T12:00:00",
        ],
    );
    check(
        "duration",
        &["P1Y2M3DT4H5M6S", "P1W", "PT0S", "P10D", "P1YT1S"],
        &[
            "", "P", "PT", "P1YT", "P1Y2D", "PT1H2S", "P1", "1Y", "P1S", "PT1D", "P1W2D", "P1M1Y",
            "p1y", "P-1D", "P1.5D",
        ],
    );
}

#[test]
fn email_addresses() {
    let quoted = r#""a b\"c"@example.org"#;
    let long = format!("{}@example.org", "a".repeat(65));
    check(
        "email",
        &[
            "a@b",
            "a.b+c@example.org",
            quoted,
            "a@[127.0.0.1]",
            "a@[IPv6:::1]",
        ],
        &[
            "",
            "a",
            "@b",
            "a@",
            ".a@b",
            "a..b@c",
            "a b@c",
            r#""a"b"@c"#,
            "a@-b",
            "a@[::1]",
            "a@[1.2.3]",
            "\u{e9}@b",
            &long,
        ],
    );
    check(
        "idn-email",
        &["\u{c2e4}\u{b840}@\u{c2e4}\u{b840}.org", "a@b"],
        &["", "a", "\u{e9}@b..c"],
    );
}

#[test]
fn host_names() {
    let (most, more) = ("a".repeat(63), "a".repeat(64));
    let long = [&*most; 4].join(".");
    check(
        "hostname",
        &[
            "localhost",
            "a-1.example.org",
            "1.2",
            "XN--MNCHEN-3YA.de",
            &most,
        ],
        &[
            "",
            "-a",
            "a-",
            "a_b",
            "a..b",
            "a.",
            ".a",
            "ab--c",
            "xn--a",
            "xn--x",
            "m\u{fc}nchen.de",
            &more,
            &long,
        ],
    );
    check(
        "idn-hostname",
        &[
            "m\u{fc}nchen.de",
            "a.org",
            "\u{5d0}\u{5f3}\u{5d1}",
            "l\u{b7}l",
            "\u{30a2}\u{30fb}\u{30a4}",
            "a\u{3002}b",
            "\u{375}\u{3b1}",
        ],
        &[
            "",
            "-\u{fc}",
            "\u{302e}a",
            "a\u{640}b",
            "\u{b7}l",
            "a\u{30fb}b",
            "\u{660}\u{6f0}",
            "\u{5f3}a",
            "\u{375}a",
            "\u{ff41}",
            "u\u{308}",
            "a..\u{fc}",
        ],
    );
}

#[test]
fn addresses_of_hosts() {
    check(
        "ipv4",
        &["0.0.0.0", "255.255.255.255"],
        &[
            "",
            "1.2.3",
            "1.2.3.4.5",
            "256.1.1.1",
            "01.2.3.4",
            "0x1.2.3.4",
            "1.2.3.4/8",
        ],
    );
    check(
        "ipv6",
        &["::", "::1", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4"],
        &[
            "",
            "1::2::3",
            "1:2:3:4:5:6:7",
            "12345::",
            "fe80::1%eth0",
            "[::1]",
            "::01.2.3.4",
        ],
    );
}

#[test]
fn uris_and_iris() {
    check(
        "uri",
        &["https://a.org/b?c=%20#d", "urn:a:b", "mailto:a@b"],
        &[
            "",
            "/a",
            "a b:c",
            "http://a/%zz",
            "http://\u{e9}.org",
            "http://a:b/",
            "1a:b",
        ],
    );
    check(
        "uri-reference",
        &["", "/a?b#c", "../a", "//a/b"],
        &["\\\\a", "a b", "#a#b", "1:a"],
    );
    check(
        "iri",
        &["https://\u{e9}.org/\u{e9}"],
        &["", "/\u{e9}", "http://\u{e000}/", "a b"],
    );
    check(
        "iri-reference",
        &["", "/\u{e9}#\u{e9}"],
        &["\\\\a", "#\u{e9}#"],
    );
    check(
        "uri-template",
        &["", "/a/{b}{?c*,d:3}", "{+a}", "{#a.b}"],
        &["{", "}", "{}", "/{a", "{a:}", "{!a}", "%"],
    );
}

#[test]
fn identifiers_and_expressions() {
    check(
        "uuid",
        &[
            "2EB8AA08-aa98-11ea-b4aa-73b441d16380",
            "00000000-0000-0000-0000-000000000000",
        ],
        &[
            "",
            "2eb8aa08aa9811eab4aa73b441d16380",
            "2eb8aa08-aa98-11ea-b4aa-73b441d1638",
            "2eb8aa08-aa98-11ea-b4aa-73b441d1638g",
            "2eb8aa08-aa98-11ea-b4aa73b441d16380-",
        ],
    );
    check(
        "json-pointer",
        &["", "/", "/a~0~1b", "/a//"],
        &["a", "#/a", "/~", "/~2"],
    );
    check(
        "relative-json-pointer",
        &["0", "10#", "1/a", "0+1#", "2-1/a"],
        &["", "/a", "01", "-1", "0#a", "1a", "0+0", "0+", "0##"],
    );
    check(
        "regex",
        &["", "^a$", "(?<a>b)"],
        &["(", "a{2,1}", "\\a", "^(abc]"],
    );
}

#[test]
fn other_formats_have_every_text() {
    check("int64", &["", "a"], &[]);
}
