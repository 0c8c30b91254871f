//! Values in JSON.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use jiff::civil::date;
use rust_decimal::Decimal;
use url::Url;
use uuid::Uuid;

use crate::orders::{Order, OrderFrom, Paid, Range};
use crate::{DecodeError, Nullable, decode};

const ID: Uuid = Uuid::from_u128(1);

const JSON: &str = r#"{"id":"00000000-0000-0000-0000-000000000001","total":12.5,"place":"https://a.b/c","parts":["00000000-0000-0000-0000-000000000001"],"link":"x:y","wait":"PT5S","seen":"2024-02-29","notes":{"a":"2024-01-01"},"from":"127.0.0.1","point":{"x":1},"size":7,"status":"paid"}"#;

fn order() -> Order {
    let place: Url = "https://a.b/c".parse().unwrap();
    Order::new(ID, [ID], place, Decimal::new(125, 1))
}

fn decode_order(json: &str) -> Result<Order, DecodeError> {
    decode(json.as_bytes())
}

#[test]
fn values_are_read_and_written() {
    let read = decode_order(JSON).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), JSON);
    assert_eq!(*read.id, ID);
    assert_eq!(read.total.scale(), 1);
    assert_eq!(read.place.host_str(), Some("a.b"));
    assert_eq!(read.clone().parts.remove(0).into_inner(), ID);
    assert_eq!(read.size.as_ref().map(|it| it.get()), Some(7));
    assert_eq!(read.point.as_ref().unwrap().0["x"], 1);
    assert!(matches!(&read.from, Some(OrderFrom::String1(it)) if it.is_loopback()));
    let notes = read.notes.as_ref().unwrap();
    assert_eq!(*notes["a"], date(2024, 1, 1));
    let written = order()
        .link("x:y".parse::<Url>().unwrap())
        .wait("PT5S".parse::<jiff::Span>().unwrap())
        .seen(date(2024, 2, 29));
    assert_eq!(written.seen, read.seen);
    assert_eq!(written.link, read.link);
    assert_eq!(order(), order());
    assert_ne!(written, read);
}

#[test]
fn unions_try_the_type() {
    let from = |json: &str| {
        let order = JSON.replace(r#""127.0.0.1""#, json);
        decode_order(&order).unwrap().from.unwrap()
    };
    assert!(matches!(from("\"127.0.0.1\""), OrderFrom::String1(_)));
    assert!(matches!(from("\"somewhere\""), OrderFrom::String3(_)));
    assert!(matches!(from("5"), OrderFrom::Integer(5)));
}

#[test]
fn what_does_not_parse_fails_with_its_pointer_and_the_error_of_the_type() {
    let fails = |from: &str, to: &str| {
        let json = JSON.replace(from, to);
        assert_ne!(json, JSON);
        let error = decode_order(&json).unwrap_err();
        (error.pointer().to_string(), error.to_string())
    };
    for (from, to, pointer, message) in [
        ("2024-02-29", "2024-02-30", "/seen", jiff_error()),
        (r#"["00000000"#, r#"["0000000g"#, "/parts/0", uuid_error()),
        (r#""a":"2024"#, r#""a":"x"#, "/notes/a", String::new()),
        (
            "https://a.b/c",
            "c",
            "/place",
            "relative URL without a base".to_owned(),
        ),
        ("12.5", "\"12.5\"", "/total", "expected a number".to_owned()),
        ("\"PT5S\"", "5", "/wait", "expected a string".to_owned()),
        (":7", ":0", "/size", "number would be zero".to_owned()),
        (r#""x":1"#, r#""x":-1"#, "/point", "expected u64".to_owned()),
    ] {
        let (found, text) = fails(from, to);
        assert_eq!(found, pointer, "{text}");
        assert!(text.contains(&message), "{text} does not contain {message}");
    }
}

fn jiff_error() -> String {
    let error = "2024-02-30".parse::<jiff::civil::Date>();
    error.unwrap_err().to_string()
}

fn uuid_error() -> String {
    let error = "0000000g-0000-0000-0000-000000000001".parse::<Uuid>();
    error.unwrap_err().to_string()
}

#[test]
fn rules_check_the_text_or_the_number() {
    assert_eq!(order().validate(), Ok(()));
    let broken = |order: Order| {
        let violations = order.validate().unwrap_err();
        violations
            .iter()
            .map(|it| it.pointer.clone())
            .collect::<Vec<_>>()
    };
    let http: Url = "http://a.b/c".parse().unwrap();
    let wait: jiff::Span = "PT5000S".parse().unwrap();
    let mut order = order().wait(wait);
    order.place = http.into();
    order.total = Decimal::NEGATIVE_ONE.into();
    order.parts = vec![ID.into(); 3];
    assert_eq!(broken(order), ["/total", "/place", "/parts", "/wait"]);
    let long: Url = "https://example.com/a/longer/link".parse().unwrap();
    assert_eq!(broken(self::order().link(long)), ["/link"]);
    // The whole schema of a type that serde reads.
    let point = |x| {
        [("x".to_owned(), x)]
            .into_iter()
            .collect::<std::collections::BTreeMap<_, _>>()
    };
    assert_eq!(broken(self::order().point(point(10))), ["/point/x"]);
    assert_eq!(self::order().point(point(9)).validate(), Ok(()));
    // A condition on the text.
    assert_eq!(broken(self::order().seen(date(2024, 1, 1))), ["/wait"]);
    assert_eq!(self::order().seen(Nullable::Null).validate(), Ok(()));
}

#[test]
fn equality_and_hashes_go_by_text() {
    let hash = |range: &Range| {
        let mut hasher = DefaultHasher::new();
        range.hash(&mut hasher);
        hasher.finish()
    };
    let [one, other] = [date(2024, 1, 1), date(2024, 1, 2)].map(Range::new);
    assert_eq!(hash(&one), hash(&Range::new(date(2024, 1, 1))));
    assert_ne!(hash(&one), hash(&other));
    assert_eq!(
        format!("{one:?}"),
        r#"Range { first: "2024-01-01", last: None, most: None, least: None }"#
    );
    assert_eq!(format!("{:?}", order().place), "\"https://a.b/c\"");
}

#[test]
fn a_webhook_has_them() {
    let body = format!(r#"{{"event_type":"order.paid","id":"{ID}"}}"#);
    let paid: Paid = decode(body.as_bytes()).unwrap();
    assert_eq!(*paid.id, ID);
}
