//! Requests: what each style writes where, and what is refused.

use bytes::Bytes;
use http::Request;
use serde::Serialize;
use serde_json::{Value, json};

use super::sample::{BeepEnabled, CreateConferenceRequest, CustomHeader};
use crate::runtime::{
    DateTime, File, Map, Nullable, RequestWriter, Style, ViolationKind, Violations, decode,
};

/// The content type of forms.
const FORM: &str = "application/x-www-form-urlencoded";

fn writer(path: &'static str) -> RequestWriter {
    RequestWriter::new("POST", path)
}

fn query<T: Serialize>(style: Style, value: &T) -> String {
    let mut to = writer("/");
    to.query("color", style, value);
    let uri = to.finish().unwrap().uri().to_string();
    uri.strip_prefix('/').unwrap().to_owned()
}

fn path<T: Serialize>(style: Style, value: &T) -> Result<String, Violations> {
    let mut to = writer("/in/x{color}");
    to.path("color", style, value);
    let uri = to.finish()?.uri().to_string();
    Ok(uri.strip_prefix("/in/x").unwrap().to_owned())
}

fn header<T: Serialize>(style: Style, value: &T) -> Option<String> {
    let mut to = writer("/");
    to.header("X-Color", style, value);
    let request = to.finish().unwrap();
    let value = request.headers().get("x-color")?;
    Some(String::from_utf8(value.as_bytes().to_vec()).unwrap())
}

fn form<T: Serialize>(styles: &'static [(&'static str, Style)], body: &T) -> String {
    let mut to = writer("/");
    to.form(FORM, styles, body);
    body_text(&to.finish().unwrap())
}

fn body_text(request: &Request<Bytes>) -> String {
    String::from_utf8(request.body().to_vec()).unwrap()
}

fn kinds<T>(result: Result<T, Violations>) -> Vec<(Option<&'static str>, ViolationKind)> {
    let list = result.err().into_iter().flatten();
    list.map(|it| (it.parameter, it.kind)).collect()
}

/// The values of the table in OpenAPI 3.1.1, §4.8.12.5: empty, a text, an array, an object.
fn colors() -> [Value; 4] {
    [
        json!(""),
        json!("blue"),
        json!(["blue", "black", "brown"]),
        json!({"R": 100, "G": 200, "B": 150}),
    ]
}

// `Value` sorts the members of an object.

#[test]
fn query_parameters_are_written_in_every_style() {
    for (style, expected) in [
        (
            Style::Form,
            [
                "?color=",
                "?color=blue",
                "?color=blue&color=black&color=brown",
                "?B=150&G=200&R=100",
            ],
        ),
        (
            Style::FormJoined,
            [
                "?color=",
                "?color=blue",
                "?color=blue,black,brown",
                "?color=B,150,G,200,R,100",
            ],
        ),
        (
            Style::SpaceDelimited,
            [
                "?color=",
                "?color=blue",
                "?color=blue%20black%20brown",
                "?color=B%20150%20G%20200%20R%20100",
            ],
        ),
        (
            Style::PipeDelimited,
            [
                "?color=",
                "?color=blue",
                "?color=blue%7Cblack%7Cbrown",
                "?color=B%7C150%7CG%7C200%7CR%7C100",
            ],
        ),
        (
            Style::DeepObject,
            [
                "?color=",
                "?color=blue",
                "?color=blue&color=black&color=brown",
                "?color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100",
            ],
        ),
        (
            Style::Json,
            [
                "?color=%22%22",
                "?color=%22blue%22",
                "?color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D",
                "?color=%7B%22B%22%3A150%2C%22G%22%3A200%2C%22R%22%3A100%7D",
            ],
        ),
    ] {
        assert_eq!(colors().map(|it| query(style, &it)), expected, "{style:?}");
    }
}

#[test]
fn a_catch_all_keeps_its_slashes() {
    let path = |value: Value| {
        let mut to = writer("/files/{rest}");
        to.path("rest", Style::CatchAll, &value);
        to.query("a", Style::Form, &1);
        to.finish().map(|it| it.uri().to_string())
    };
    for (value, expected) in [
        (
            json!("a/b c/%2F?d#e;f"),
            "/files/a/b%20c/%252F%3Fd%23e;f?a=1",
        ),
        (json!("/a//b/"), "/files//a//b/?a=1"),
        (json!(["a/b", "c"]), "/files/a%2Fb/c?a=1"),
        (json!("..."), "/files/...?a=1"),
    ] {
        assert_eq!(path(value).unwrap(), expected);
    }
    let expected = [(Some("rest"), ViolationKind::PathSegment)];
    for value in ["", "..", "a/../b", "a/."] {
        assert_eq!(kinds(path(json!(value))), expected, "{value}");
    }
}

#[test]
fn a_fixed_query_needs_no_value() {
    let mut to = writer("/{a}?acl&b=%20c");
    to.path("a", Style::Simple, &"d");
    to.query("e", Style::Form, &1);
    assert_eq!(to.finish().unwrap().uri(), "/d?acl&b=%20c&e=1");
}

#[test]
fn path_parameters_are_written_in_every_style() {
    for (style, expected) in [
        (
            Style::Simple,
            ["", "blue", "blue,black,brown", "B,150,G,200,R,100"],
        ),
        (
            Style::SimpleExploded,
            ["", "blue", "blue,black,brown", "B=150,G=200,R=100"],
        ),
        (
            Style::Label,
            [".", ".blue", ".blue,black,brown", ".B,150,G,200,R,100"],
        ),
        (
            Style::LabelExploded,
            [".", ".blue", ".blue.black.brown", ".B=150.G=200.R=100"],
        ),
        (
            Style::Matrix,
            [
                ";color",
                ";color=blue",
                ";color=blue,black,brown",
                ";color=B,150,G,200,R,100",
            ],
        ),
        (
            Style::MatrixExploded,
            [
                ";color",
                ";color=blue",
                ";color=blue;color=black;color=brown",
                ";B=150;G=200;R=100",
            ],
        ),
    ] {
        for (value, expected) in colors().into_iter().zip(expected) {
            let found = path(style, &value);
            if expected.is_empty() {
                assert_eq!(
                    kinds(found),
                    [(Some("color"), ViolationKind::PathSegment)],
                    "{style:?}"
                );
            } else {
                assert_eq!(found.unwrap(), expected, "{style:?}");
            }
        }
    }
}

#[test]
fn header_parameters_are_written_in_every_style() {
    let found = colors().map(|it| header(Style::Simple, &it).unwrap());
    assert_eq!(found, ["", "blue", "blue,black,brown", "B,150,G,200,R,100"]);
    let exploded = header(Style::SimpleExploded, &colors()[3]);
    assert_eq!(exploded.unwrap(), "B=150,G=200,R=100");
    let text = "50 % é, a=b";
    assert_eq!(header(Style::Simple, &text).unwrap(), text);
    assert_eq!(
        header(Style::Simple, &[text, "c"]).unwrap(),
        "50 %25 é%2C a%3Db,c"
    );
    assert_eq!(
        header(Style::Json, &json!({"a": [1, "é,"]})).unwrap(),
        r#"{"a":[1,"é,"]}"#
    );
}

#[test]
fn empty_matrix_values_have_no_equals_sign() {
    let path = |style, value: Value| path(style, &value).unwrap();
    assert_eq!(path(Style::Matrix, json!(["", "a"])), ";color=,a");
    assert_eq!(path(Style::Matrix, json!([""])), ";color");
    assert_eq!(
        path(Style::MatrixExploded, json!(["", "a"])),
        ";color;color=a"
    );
    assert_eq!(
        path(Style::MatrixExploded, json!({"a": "", "b": null, "c": 1})),
        ";a;c=1"
    );
}

#[test]
fn a_deep_object_has_any_depth() {
    let value = json!({
        "a.b": "x",
        "none": null,
        "nothing": {"inside": null, "list": []},
        "occurred_at": {"gte": "2019-03-29T11:10:00Z", "lt": {"c": true}, "m": null},
        "tags": ["p", null, {"q": 1}],
        "z": 1.5,
    });
    assert_eq!(
        query(Style::DeepObject, &value),
        "?color%5Ba.b%5D=x\
         &color%5Boccurred_at%5D%5Bgte%5D=2019-03-29T11%3A10%3A00Z\
         &color%5Boccurred_at%5D%5Blt%5D%5Bc%5D=true\
         &color%5Btags%5D=p&color%5Btags%5D%5B2%5D%5Bq%5D=1\
         &color%5Bz%5D=1.5"
    );
    assert_eq!(
        query(Style::DeepObject, &json!({"a": {"b": {"c": null}}})),
        ""
    );
}

#[test]
fn an_array_of_objects_has_indices_in_a_deep_object() {
    let check = |value: Value, expected: &str| {
        let found = query(Style::DeepObject, &value);
        assert_eq!(found.replace("%5B", "[").replace("%5D", "]"), expected);
    };
    let headers = json!([{"name": "X-A", "value": "1"}, {"name": "X-B", "value": "a b"}]);
    check(
        headers.clone(),
        "?color[0][name]=X-A&color[0][value]=1&color[1][name]=X-B&color[1][value]=a%20b",
    );
    check(
        json!({"h": headers}),
        "?color[h][0][name]=X-A&color[h][0][value]=1&color[h][1][name]=X-B&color[h][1][value]=a%20b",
    );
    // What is absent has no pair, and leaves the others where they are.
    check(
        json!([{}, {"a": null, "b": [{"c": [1, 2]}, {}]}, null, "x", {"d": {"e": [null]}}, {"f": 1}]),
        "?color[1][b][0][c]=1&color[1][b][0][c]=2&color=x&color[5][f]=1",
    );
    check(json!([[1, [2]], []]), "?color[0]=1&color[0][1]=2");
    check(json!(["a", "b"]), "?color=a&color=b");
    check(json!([]), "");
    check(json!([{}]), "");
}

#[test]
fn absent_values_are_omitted() {
    for style in [
        Style::Simple,
        Style::Form,
        Style::FormJoined,
        Style::DeepObject,
        Style::Json,
    ] {
        assert_eq!(query(style, &None::<String>), "", "{style:?}");
        assert_eq!(query(style, &Nullable::<i64>::Null), "", "{style:?}");
        assert_eq!(header(style, &None::<String>), None, "{style:?}");
    }
    assert_eq!(query(Style::Form, &Vec::<String>::new()), "");
    assert_eq!(query(Style::FormJoined, &json!([null])), "");
    assert_eq!(
        query(Style::FormJoined, &json!([null, "a", null])),
        "?color=a"
    );
    assert_eq!(query(Style::FormJoined, &json!([""])), "?color=");
    let value = json!({"a": null, "b": 1, "c": null, "d": "x"});
    assert_eq!(query(Style::FormJoined, &value), "?color=b,1,d,x");
    assert_eq!(query(Style::Form, &value), "?b=1&d=x");
    assert_eq!(path(Style::SimpleExploded, &value).unwrap(), "b=1,d=x");
    assert_eq!(path(Style::LabelExploded, &value).unwrap(), ".b=1.d=x");
}

#[test]
fn values_that_a_style_does_not_define_are_json() {
    let nested = json!([["a", 1.0, null], {"k": "\"é\n"}]);
    let first = "%5B%22a%22%2C1.0%2Cnull%5D";
    let second = "%7B%22k%22%3A%22%5C%22%C3%A9%5Cn%22%7D";
    assert_eq!(
        query(Style::Form, &nested),
        format!("?color={first}&color={second}")
    );
    assert_eq!(
        query(Style::FormJoined, &nested),
        format!("?color={first},{second}")
    );
    assert_eq!(
        path(Style::Simple, &nested).unwrap(),
        format!("{first},{second}")
    );
    let value = json!({"list": ["a"], "object": {"1": []}});
    assert_eq!(
        query(Style::Form, &value),
        "?list=a&object=%7B%221%22%3A%5B%5D%7D"
    );
    assert_eq!(
        path(Style::SimpleExploded, &value).unwrap(),
        "list=%5B%22a%22%5D,object=%7B%221%22%3A%5B%5D%7D"
    );
    let numbers = std::collections::BTreeMap::from([(1, true)]);
    assert_eq!(query(Style::Json, &numbers), "?color=%7B%221%22%3Atrue%7D");
    // There is nothing to nest in a path.
    assert_eq!(
        path(Style::DeepObject, &json!({"a": 1})).unwrap(),
        "%7B%22a%22%3A1%7D"
    );
}

#[test]
fn delimiters_in_items_are_encoded() {
    let awkward = ["a,b", "c d|e&f=g+h#i", "é~-._"];
    assert_eq!(
        query(Style::FormJoined, &awkward),
        "?color=a%2Cb,c%20d%7Ce%26f%3Dg%2Bh%23i,%C3%A9~-._"
    );
    let dotted = ["1.5", "a,b;c=d"];
    assert_eq!(
        path(Style::LabelExploded, &dotted).unwrap(),
        ".1%2E5.a%2Cb%3Bc%3Dd"
    );
    assert_eq!(path(Style::LabelExploded, &[1.5]).unwrap(), ".1%2E5");
    assert_eq!(path(Style::Simple, &dotted).unwrap(), "1.5,a%2Cb%3Bc%3Dd");
    for (style, item) in [
        (Style::SpaceDelimited, "a b"),
        (Style::PipeDelimited, "a|b"),
    ] {
        let mut to = writer("/");
        to.query("ids", style, &["x", item]);
        to.query("other", Style::Form, &1);
        assert_eq!(
            kinds(to.finish()),
            [(Some("ids"), ViolationKind::Encoding)],
            "{style:?}"
        );
    }
}

#[test]
fn reserved_characters_are_literal_where_allowed() {
    let query = |style, value: &Value| {
        let mut writer = writer("/");
        writer.query_reserved("to", style, value);
        let request = writer.finish().expect("it can be written");
        request.uri().to_string()
    };
    let text = json!("a/b?c:d@e,f&g=h+i#j k%[é");
    let written = "a/b?c:d@e,f%26g%3Dh%2Bi%23j%20k%25%5B%C3%A9";
    assert_eq!(query(Style::Form, &text), format!("/?to={written}"));
    let list = json!(["a/b", "c,d"]);
    assert_eq!(query(Style::Form, &list), "/?to=a/b&to=c,d");
    assert_eq!(query(Style::FormJoined, &list), "/?to=a%2Fb,c%2Cd");
    assert_eq!(query(Style::Form, &json!({"a=b": "c/d"})), "/?a%3Db=c/d");
}

#[test]
fn characters_of_a_path_segment_are_literal() {
    let mut to = writer("/conferences/{id}");
    to.path("id", Style::Simple, &"a b/c?d#e%f+g:h@i&é");
    let request = to.finish().unwrap();
    assert_eq!(
        request.uri().path(),
        "/conferences/a%20b%2Fc%3Fd%23e%25f+g:h@i&%C3%A9"
    );
}

#[test]
fn parameters_may_be_written_in_any_order() {
    let mut to = writer("/a b/{x}.{y}/%7e/100%/{z}#{");
    to.query("q", Style::Form, &"{x}");
    to.path("z", Style::Simple, &true);
    to.path("y", Style::Simple, &"{z}");
    to.query("r", Style::Form, &2);
    to.path("x", Style::Simple, &"{y}");
    to.query("s", Style::Form, &3);
    assert_eq!(
        to.finish().unwrap().uri(),
        "/a%20b/%7By%7D.%7Bz%7D/%7e/100%25/true%23%7B?q=%7Bx%7D&r=2&s=3"
    );
}

#[test]
fn a_path_may_contain_a_parameter_twice() {
    let mut to = writer("no-slash/{a}/{b}/{a}");
    to.path("a", Style::Simple, &1);
    to.path("b", Style::Simple, &2);
    assert_eq!(to.finish().unwrap().uri(), "/no-slash/1/2/1");
}

#[test]
fn dot_segments_are_violations() {
    for value in ["", ".", "..", "/..", "%2e", "..."] {
        let mut to = writer("/a/{id}/b");
        to.path("id", Style::Simple, &value);
        let refused = matches!(value, "" | "." | "..");
        let expected = [(Some("id"), ViolationKind::PathSegment)];
        let expected = if refused { &expected[..] } else { &[] };
        assert_eq!(kinds(to.finish()), expected, "{value:?}");
    }
    let mut to = writer("/{a}{b}/x{b}");
    to.path("b", Style::Simple, &".");
    to.path("a", Style::Simple, &".");
    assert_eq!(
        kinds(to.finish()),
        [(Some("a"), ViolationKind::PathSegment)]
    );
    let mut to = writer("/{a}");
    to.path("a", Style::LabelExploded, &["."]);
    assert_eq!(
        kinds(to.finish()),
        [(Some("a"), ViolationKind::PathSegment)]
    );
    assert_eq!(
        kinds(writer("/{a}/{b}").finish()),
        [
            (Some("a"), ViolationKind::PathSegment),
            (Some("b"), ViolationKind::PathSegment)
        ]
    );
}

#[test]
fn control_characters_in_headers_are_violations() {
    for text in ["a\r\nX-Evil: 1", "a\nb", "\0", "\u{7f}"] {
        let mut to = writer("/");
        to.header("X-A", Style::Simple, &text);
        assert_eq!(
            kinds(to.finish()),
            [(Some("X-A"), ViolationKind::HeaderValue)],
            "{text:?}"
        );
    }
    let mut to = writer("/");
    to.header("X A", Style::Simple, &"a");
    assert_eq!(
        kinds(to.finish()),
        [(Some("X A"), ViolationKind::HeaderValue)]
    );
    assert_eq!(header(Style::Simple, &"a\tb").unwrap(), "a\tb");
}

#[test]
fn cookies_share_a_header() {
    let mut to = writer("/");
    to.cookie("a", Style::Form, &"x; y=\r\n");
    to.cookie("none", Style::Form, &None::<i64>);
    to.cookie("b", Style::FormJoined, &[1, 2]);
    assert_eq!(
        to.finish().unwrap().headers()["cookie"],
        "a=x%3B%20y=%0D%0A; b=1,2"
    );
    assert!(writer("/").finish().unwrap().headers().is_empty());
}

/// RFC 6265, §4.1.1.
#[test]
fn valid_cookie_values_are_sent_unencoded() {
    let octets = [
        0x21..=0x21,
        0x23..=0x2B,
        0x2D..=0x3A,
        0x3C..=0x5B,
        0x5D..=0x7E,
    ];
    let octets: String = octets.into_iter().flatten().map(char::from).collect();
    let cookie = |value: &dyn Fn(&mut RequestWriter)| {
        let mut to = writer("/");
        value(&mut to);
        to.finish().unwrap().headers()["cookie"].clone()
    };
    let of = |value: &str| cookie(&|to| to.cookie("a", Style::Form, &value));
    assert_eq!(of(&octets), format!("a={octets}"));
    assert_eq!(of("YWI+/w=="), "a=YWI+/w==");
    assert_eq!(of("%%4%z"), "a=%%4%z");
    // What would be decoded as something else is encoded.
    assert_eq!(of("%41"), "a=%2541");
    assert_eq!(of("%%41%25"), "a=%25%2541%2525");
    // What has to be decoded can be.
    assert_eq!(of("%41 é\"\\,;%"), "a=%2541%20%C3%A9%22%5C%2C%3B%25");
    let pairs = std::collections::BTreeMap::from([("k=[", "v=[")]);
    let pairs = cookie(&|to| to.cookie("a", Style::Form, &pairs));
    assert_eq!(pairs, "k%3D%5B=v=[");
    let json = cookie(&|to| to.cookie("a", Style::Json, &["b", "c"]));
    assert_eq!(json, "a=[%22b%22%2C%22c%22]");
    let mut to = writer("/");
    to.cookie("a", Style::Form, &"100%");
    to.cookie("b", Style::Form, &"1 %");
    to.cookie("c", Style::FormJoined, &["%", "="]);
    let all = to.finish().unwrap().headers()["cookie"].clone();
    assert_eq!(all, "a=100%; b=1%20%25; c=%,=");
}

#[test]
fn a_form_has_the_member_names_of_the_document() {
    let headers = [
        CustomHeader::new("X-Custom-Header", "custom value & é"),
        CustomHeader::new("X-B", "2"),
    ];
    let body = Map::from([
        ("CustomHeaders".to_owned(), json!(headers)),
        ("EarlyMedia".to_owned(), json!(true)),
        ("Empty".to_owned(), json!([])),
        ("From".to_owned(), json!("+12065550200")),
        ("Options".to_owned(), json!({"a": [1, null]})),
        (
            "StatusCallback".to_owned(),
            json!("https://x.example/cb?a=1&b=2"),
        ),
        ("TimeLimit".to_owned(), json!(1800)),
        ("To".to_owned(), Value::Null),
        ("WaitUrl".to_owned(), json!("")),
    ]);
    let expected = [
        (
            "CustomHeaders",
            r#"{"name":"X-Custom-Header","value":"custom value & é"}"#,
        ),
        ("CustomHeaders", r#"{"name":"X-B","value":"2"}"#),
        ("EarlyMedia", "true"),
        ("From", "+12065550200"),
        ("Options", r#"{"a":[1,null]}"#),
        ("StatusCallback", "https://x.example/cb?a=1&b=2"),
        ("TimeLimit", "1800"),
        ("WaitUrl", ""),
    ];
    let text = form(&[], &body);
    let found: Vec<_> = form_urlencoded::parse(text.as_bytes()).collect();
    assert_eq!(
        found,
        expected.map(|(name, value)| (name.into(), value.into()))
    );
    assert!(text.contains("custom+value+%26+%C3%A9"), "{text}");
}

#[test]
fn members_of_a_form_can_have_styles() {
    const STYLES: &[(&str, Style)] = &[
        ("deep", Style::DeepObject),
        ("each", Style::DeepObject),
        ("flat", Style::Form),
        ("joined", Style::FormJoined),
        ("json", Style::Json),
        ("none", Style::FormJoined),
        ("pipes", Style::PipeDelimited),
    ];
    let body = json!({
        "deep": {"a": {"b": [1, 2]}},
        "each": [{"a": 1, "b": "c d"}, {"a": 2}],
        "flat": {"x": 1, "y": [2, 3]},
        "joined": ["a", "b c"],
        "json": ["a"],
        "none": [],
        "pipes": [1, 2],
        "usual": [1, 2],
    });
    assert_eq!(
        form(STYLES, &body),
        "deep%5Ba%5D%5Bb%5D=1&deep%5Ba%5D%5Bb%5D=2&each%5B0%5D%5Ba%5D=1\
         &each%5B0%5D%5Bb%5D=c+d&each%5B1%5D%5Ba%5D=2&x=1&y=2&y=3&joined=a,b+c\
         &json=%5B%22a%22%5D&pipes=1%7C2&usual=1&usual=2"
    );
}

#[test]
fn generated_types_can_be_written() {
    let created_at = DateTime::from_text("2025-01-31T10:00:00Z");
    let request = CreateConferenceRequest::new("v3:1", created_at, vec!["a".to_owned()])
        .beep_enabled(BeepEnabled::Always)
        .ended_by(Nullable::Null)
        .max_participants(2)
        .custom_headers(vec![CustomHeader::new("a", "b")]);
    assert_eq!(
        form(&[], &request),
        "call_control_id=v3%3A1&created_at=2025-01-31T10%3A00%3A00Z&ids=a&beep_enabled=always\
         &max_participants=2&custom_headers=%7B%22name%22%3A%22a%22%2C%22value%22%3A%22b%22%7D"
    );
}

#[test]
fn json_in_a_query_is_that_of_serde_json() {
    let value = json!({
        "text": "\u{0}\u{1f}\"\\/é😀\u{2028}",
        "numbers": [0, -1, i64::MIN, u64::MAX, 0.1, 1e300, -0.0, 250.0],
        "nested": {"": [[], {}, [null, true]]},
    });
    let text = query(Style::Json, &value);
    let (_, read) = form_urlencoded::parse(&text.as_bytes()[1..])
        .next()
        .unwrap();
    assert_eq!(read, serde_json::to_string(&value).unwrap());
    assert_eq!(decode::<Value>(read.as_bytes()).unwrap(), value);
    assert_eq!(query(Style::Json, &f64::NAN), "?color=null");
    assert_eq!(query(Style::Form, &f64::INFINITY), "?color=inf");
}

#[test]
fn bodies_and_their_content_types() {
    type Write<'a> = &'a dyn Fn(&mut RequestWriter);
    let empty = CustomHeader::new("", "");
    let image = File::new("PNG").content_type("image/png");
    let cases: [(Write<'_>, Option<&str>, &str); 11] = [
        (
            &|to| to.json("application/json", &empty),
            Some("application/json"),
            r#"{"name":"","value":""}"#,
        ),
        (
            &|to| to.json_or_empty("application/json", &None::<CustomHeader>),
            Some("application/json"),
            "{}",
        ),
        (
            &|to| to.json_or_empty("application/vnd.x+json", &Some([1])),
            Some("application/vnd.x+json"),
            "[1]",
        ),
        (
            &|to| to.optional_json("application/json", &None::<CustomHeader>),
            None,
            "",
        ),
        (&|to| to.form(FORM, &[], &None::<CustomHeader>), None, ""),
        (
            &|to| to.form(FORM, &[], &Some(json!({"a": null}))),
            Some("application/x-www-form-urlencoded"),
            "",
        ),
        (&|to| to.optional_bytes("audio/wav", &None), None, ""),
        (
            &|to| to.bytes("audio/wav", &Bytes::from_static(b"RIFF")),
            Some("audio/wav"),
            "RIFF",
        ),
        (&|to| to.optional_file("audio/wav", &None), None, ""),
        (
            &|to| to.file("audio/wav", &File::new("RIFF")),
            Some("audio/wav"),
            "RIFF",
        ),
        (&|to| to.file("audio/wav", &image), Some("image/png"), "PNG"),
    ];
    for (write, content_type, body) in cases {
        let mut to = writer("/");
        write(&mut to);
        to.accept("application/json");
        let request = to.finish().unwrap();
        let headers = request.headers();
        assert_eq!(body_text(&request), body);
        let found = headers.get("content-type").map(|it| it.to_str().unwrap());
        assert_eq!(found, content_type, "{body}");
        assert_eq!(headers["accept"], "application/json");
    }
}

#[test]
fn unsupported_values_are_violations() {
    let odd = std::collections::BTreeMap::from([(vec![1], 2)]);
    let mut to = writer("/{id}");
    to.path("id", Style::Simple, &odd);
    to.query("q", Style::DeepObject, &odd);
    to.header("h", Style::Json, &odd);
    to.cookie("c", Style::Form, &odd);
    to.json("application/json", &odd);
    to.form(FORM, &[], &odd);
    let names = [Some("id"), Some("q"), Some("h"), Some("c"), None, None];
    assert_eq!(
        kinds(to.finish()),
        names.map(|name| (name, ViolationKind::Encoding))
    );
    let mut to = writer("/");
    to.query("long", Style::Form, &"x".repeat(100_000));
    assert_eq!(kinds(to.finish()), [(None, ViolationKind::Encoding)]);
}

#[test]
fn a_path_may_have_a_fixed_query() {
    let uri = |template, page: Option<i64>| {
        let mut to = writer(template);
        to.query("page", Style::Form, &page);
        to.path("id", Style::Simple, &"a?");
        to.finish().unwrap().uri().to_string()
    };
    assert_eq!(uri("/{id}/b?kind=a&c", Some(2)), "/a%3F/b?kind=a&c&page=2");
    assert_eq!(uri("/{id}/b?kind=a&c", None), "/a%3F/b?kind=a&c");
    assert_eq!(uri("/{id}", Some(2)), "/a%3F?page=2");
}
