//! Forms that come in: what their text is taken for.

use serde_json::json;

use super::sample::Event;
use crate::runtime::webhook::{FormStyles, decode_body};
use crate::runtime::{Base64, DateTime, DecodeError, Map, Nullable, Style, Value, decode_form};

crate::runtime::object! {
    /// A member of each kind.
    pub struct Report
    new(count: i64)
    required {
        count "Count": i64,
    }
    optional {
        total "Total": u64,
        wide "Wide": i128,
        share "Share": f64,
        valid "Valid": bool,
        name "Name" into String,
        at "At": DateTime,
        state "State": Base64,
        codes "Codes": Vec<i64>,
        tags "Tags": Vec<String>,
        left "Left" into Nullable<i64>,
        place "Place": Place,
        places "Places": Vec<Place>,
        limits "Limits": Map<i64>,
        either "Either": Either,
        any "Any": Value,
    }
    others {
        others: Value,
    }
}

crate::runtime::object! {
    pub struct Place
    new(x: i64)
    required {
        x "x": i64,
    }
    optional {
        label "label" into String,
    }
}

/// Alternatives that a text may be all of.
#[derive(Clone, Debug, PartialEq)]
pub enum Either {
    Truth(bool),
    Number(i64),
    Text(String),
    Place(Place),
    Other(Value),
}

crate::runtime::union! {
    Either {
        Truth(bool) rules &[],
        Number(i64) rules &[],
        Text(String) rules &[],
        Place(Place) rules &[],
    }
}

fn report(form: &str) -> Report {
    decode_form(&[], form.as_bytes()).unwrap_or_else(|error| panic!("{form}: {error}"))
}

fn error(form: &str) -> DecodeError {
    decode_form::<Report>(&[], form.as_bytes()).expect_err(form)
}

#[test]
fn a_text_is_decoded_as_the_type_of_its_member() {
    let form = "Count=-7&Total=18446744073709551615&Share=0.9822598695755005&Valid=true&Name=17\
        &At=2021-04-28+21%3A51%3A18.731479Z&State=MTc%3D&Codes=1&Codes=2&Tags=a%2Cb&Left=5\
        &Place=%7B%22x%22%3A1%7D&Limits=%7B%22a%22%3A3%7D&Any=4";
    let read = report(form);
    assert_eq!((read.count, read.total), (-7, Some(u64::MAX)));
    assert_eq!(read.share, Some(0.982_259_869_575_500_5));
    assert_eq!((read.valid, read.name.as_deref()), (Some(true), Some("17")));
    let at = read.at.expect("it is there");
    assert_eq!(at.as_str(), "2021-04-28 21:51:18.731479Z");
    assert_eq!(read.state, Some(Base64::encode("17")));
    assert_eq!(read.codes, Some(vec![1, 2]));
    assert_eq!(read.tags, Some(vec!["a,b".to_owned()]));
    assert_eq!(read.left, Some(Nullable::Value(5)));
    assert_eq!(read.place, Some(Place::new(1)));
    assert_eq!(read.limits.expect("it is there")["a"], 3);
    assert_eq!(read.any, Some(json!("4")));
    assert!(read.others.is_empty());
}

#[test]
fn numbers_and_booleans_may_be_written_in_several_ways() {
    for (text, truth) in [
        ("true", true),
        ("True", true),
        ("1", true),
        ("False", false),
        ("0", false),
    ] {
        assert_eq!(report(&format!("Count=1&Valid={text}")).valid, Some(truth));
    }
    let wide = "-170141183460469231731687303715884105728";
    assert_eq!(
        report(&format!("Count=1&Wide={wide}")).wide,
        Some(i128::MIN)
    );
    for (text, number) in [("5.0", 5), ("1e3", 1000), ("007", 7), ("-0", 0)] {
        assert_eq!(report(&format!("Count={text}")).count, number);
    }
    for text in [
        "",
        "x",
        "1.5",
        "NaN",
        "inf",
        "9223372036854775808",
        "1 2",
        "0x10",
        "1_000",
    ] {
        assert_eq!(
            error(&format!("Count={text}")).pointer(),
            "/Count",
            "{text}"
        );
    }
    assert_eq!(error("Count=1&Valid=yes").pointer(), "/Valid");
    assert_eq!(error("Count=1&Share=NaN").pointer(), "/Share");
    assert_eq!(error("Count=1&Codes=1&Codes=x").pointer(), "/Codes/1");
}

#[test]
fn an_empty_text_is_absent_unless_it_is_a_valid_value() {
    let read = report("Count=1&Total=&Share=&Valid&Name=&Tags=&Codes=&Left=&Place=");
    assert_eq!((read.total, read.share, read.valid), (None, None, None));
    assert_eq!((read.codes, read.place), (None, None));
    assert_eq!(read.name.as_deref(), Some(""));
    assert_eq!(read.tags, Some(vec![String::new()]));
    assert_eq!(read.left, Some(Nullable::Null));
}

#[test]
fn unknown_pairs_are_kept_as_strings() {
    let read = report("New=%2B49&Count=1&New+er%5B%5D=%C3%A4&Twice=1&Twice=2&=nameless");
    let expected = json!({"New": "+49", "New er[]": "ä", "Twice": ["1", "2"], "": "nameless"});
    assert_eq!(
        serde_json::to_value(read.others).expect("it is JSON"),
        expected
    );
}

#[test]
fn errors_point_to_the_pair() {
    assert_eq!(
        error("Count=1&Count=2").to_string(),
        "/Count: duplicate member"
    );
    assert_eq!(
        error("Count=1&Name=a&Name=b").to_string(),
        "/Name: duplicate member"
    );
    assert_eq!(error("Count=1&Place=x").pointer(), "/Place");
    let strict = "Count=1&Place=%7B%22x%22%3A%221%22%7D";
    assert_eq!(error(strict).pointer(), "/Place/x", "JSON is JSON");
    assert_eq!(error("Name=a").to_string(), "missing member `Count`");
    assert_eq!(error("Count=%FF").pointer(), "/Count");
    assert!(error("%FF=1&Count=1").to_string().contains("UTF-8"));
}

#[test]
fn invalid_percent_encoding_is_kept() {
    let read = report("&&Count=1&Name=100%+%zz%2&\r\n");
    assert_eq!(read.name.as_deref(), Some("100% %zz%2"));
    assert_eq!(report("Count=1&Name=a=b=c").name.as_deref(), Some("a=b=c"));
    assert_eq!(report("Count=1\r\n").count, 1);
}

#[test]
fn a_union_prefers_the_type_that_the_text_is_written_like() {
    let either = |text: &str| report(&format!("Count=1&Either={text}")).either;
    assert_eq!(either("true"), Some(Either::Truth(true)));
    assert_eq!(either("12"), Some(Either::Number(12)));
    assert_eq!(either("012"), Some(Either::Text("012".to_owned())));
    assert_eq!(either("%2B49"), Some(Either::Text("+49".to_owned())));
    assert_eq!(
        either("%7B%22x%22%3A1%7D"),
        Some(Either::Place(Place::new(1)))
    );
}

#[test]
fn styles_decide_how_members_are_decoded() {
    let styles: &[(&str, Style)] = &[
        ("Codes", Style::FormJoined),
        ("Tags", Style::PipeDelimited),
        ("Place", Style::DeepObject),
        ("Places", Style::DeepObject),
        ("Limits", Style::SpaceDelimited),
    ];
    let form = "Count=1&Codes=1,2,3&Tags=a%7Cb+c&Place%5Bx%5D=4&Place[label]=p\
        &Places[1][x]=6&Places[0][x]=5&Limits=a+1+b+2&Other[x]=1";
    let read: Report = decode_form(styles, form.as_bytes()).expect("it is a report");
    assert_eq!(read.codes, Some(vec![1, 2, 3]));
    assert_eq!(read.tags, Some(vec!["a".to_owned(), "b c".to_owned()]));
    assert_eq!(read.place, Some(Place::new(4).label("p")));
    assert_eq!(read.places, Some(vec![Place::new(5), Place::new(6)]));
    let limits = read.limits.expect("it is there");
    assert_eq!((limits["a"], limits["b"]), (1, 2));
    assert_eq!(read.others["Other[x]"], "1");

    let text: Report = decode_form(&[("Places", Style::Json)], b"Count=1&Places=[{\"x\":1}]")
        .expect("it is a report");
    assert_eq!(text.places, Some(vec![Place::new(1)]));
    for (form, place) in [
        ("Count=1&Limits=a", "/Limits"),
        ("Count=1&Codes=1,x", "/Codes/1"),
        ("Count=1&Codes=1&Codes=2", "/Codes"),
        ("Count=1&Place[x]=1&Place=2", "/Place"),
        ("Count=1&Place[x=1", "/Place"),
    ] {
        let error = decode_form::<Report>(styles, form.as_bytes()).expect_err(form);
        assert_eq!(error.pointer(), place, "{form}: {error}");
    }
}

#[test]
fn nesting_of_names_is_limited() {
    let styles: &[(&str, Style)] = &[("Place", Style::DeepObject)];
    let form = format!("Count=1&Place{}=1", "[a]".repeat(100_000));
    let error = decode_form::<Report>(styles, form.as_bytes()).expect_err("it is too deep");
    assert_eq!(error.pointer(), "/Place");
}

#[test]
fn written_forms_are_decoded() {
    let report = Report::new(3)
        .share(0.1)
        .name("a b&c=d+\u{e4}")
        .codes(vec![1, -2])
        .tags(vec!["x,y".to_owned(), String::new(), "|".to_owned()])
        .place(Place::new(1).label("l"))
        .places(vec![Place::new(2), Place::new(3)]);
    for styles in [
        &[][..],
        &[("Tags", Style::FormJoined), ("Place", Style::DeepObject)][..],
    ] {
        let mut to = crate::runtime::RequestWriter::new("POST", "/");
        to.form("application/x-www-form-urlencoded", styles, &report);
        let request = to.finish().expect("it can be written");
        let read: Report = decode_form(styles, request.body()).expect("it is a report");
        assert_eq!(read, report);
    }
}

const STYLES: FormStyles = &[];

#[test]
fn a_form_is_detected_by_content_type_or_body() {
    let event = |content_type, body: &str| {
        decode_body(content_type, body.as_bytes(), &["event_type"], STYLES)
    };
    let (form, json) = (
        "event_type=conference.created&count=2",
        r#" {"event_type":"conference.created","count":2}"#,
    );
    let expected: Event = event(None, json).expect("it is JSON");
    assert!(matches!(expected, Event::ConferenceCreated(_)));
    for (content_type, body) in [
        (None, form),
        (
            Some("application/x-www-form-urlencoded; charset=UTF-8"),
            form,
        ),
        (Some("text/plain"), form),
        (Some("application/json"), json),
        (Some("application/x-www-form-urlencoded"), json),
    ] {
        assert_eq!(
            event(content_type, body).as_ref(),
            Ok(&expected),
            "{content_type:?}"
        );
    }
    let parts = "--b\r\nContent-Disposition: form-data; name=\"event_type\"\r\n\r\n\
        conference.created\r\n--b\r\nContent-Disposition: form-data; name=\"count\"\r\n\r\n2\r\n--b--";
    for content_type in [
        None,
        Some("multipart/form-data; boundary=b"),
        Some("text/plain"),
    ] {
        assert_eq!(event(content_type, parts).as_ref(), Ok(&expected));
    }
    let wrong = event(Some("application/vnd.api+json"), form);
    assert!(wrong.is_err(), "{wrong:?}");
    let empty: Result<Event, DecodeError> = event(None, "");
    assert!(empty.is_err());
    let unknown = event(None, "event_type=new&count=2").expect("it is kept");
    let Event::Other(unknown) = unknown else {
        panic!("it is {unknown:?}")
    };
    assert_eq!(unknown, json!({"event_type": "new", "count": "2"}));
}
