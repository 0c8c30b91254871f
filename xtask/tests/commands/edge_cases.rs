//! What the bindings of `edge_cases.yml` do. Runs as an example of the crate `bindings`.

use std::collections::BTreeSet;
use std::fmt::Debug;

use bindings::edge_cases::{
    Alike, Any, Count, Mixed, Names, Pet, Places, PlacesFilter, PlacesFilterOccurredAt,
    PlacesRequest, PlacesRequestCustomHeadersItem, Truth, TwiceGetFirstOne,
};
use bindings::{Bytes, Operation, Validate};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads JSON and writes it again.
fn again<T: DeserializeOwned + Serialize + Debug>(json: &str) -> T {
    let value: T = serde_json::from_str(json).expect(json);
    let written = serde_json::to_string(&value).expect(json);
    let (left, right): (serde_json::Value, serde_json::Value) = (
        serde_json::from_str(json).expect(json),
        serde_json::from_str(&written).expect(json),
    );
    assert_eq!(left, right);
    value
}

fn values_that_look_alike_are_told_apart() {
    let values = [
        "a + b", "a / b", "", "+", "-", "*", "/", "%", "==", "!=", "<", "<=", "8000", "10", "100",
        "-1", "+1", "GET", "get", "Other", "044925", "18:00", "OFF", "Self", "{}", "\"\\\n",
    ];
    let variants: BTreeSet<String> = values
        .iter()
        .map(|text| {
            let json = serde_json::to_string(text).expect("a text");
            let value: Alike = again(&json);
            assert!(!matches!(value, Alike::Other(_)), "{text:?}");
            assert_eq!(value.as_str(), *text);
            assert!(value.validate().is_ok());
            format!("{value:?}")
        })
        .collect();
    assert_eq!(variants.len(), values.len());
    // Kept, and no failure before somebody asks.
    let unknown: Alike = again("\"a * b\"");
    assert!(unknown.validate().is_err());
}

fn constants_are_no_strings() {
    assert!(again::<Truth>("true").validate().is_ok());
    assert!(again::<Truth>("false").validate().is_err());
    assert!(again::<Count>("10").validate().is_ok());
    assert!(again::<Count>("11").validate().is_err());
    for json in ["1", "\"1\"", "true", "null", r#"{"a":1}"#] {
        assert!(again::<Mixed>(json).validate().is_ok(), "{json}");
    }
    assert!(again::<Mixed>("2").validate().is_err());
}

fn names_are_what_the_document_says() {
    let all = r#"{"errors":1,"gen":2,"type":3,"self":4,"Self":5,"crate":6,"super":7,"":8,"a-b":9,"a_b":10,
        "new":11,"send":12,"validate":13,"additional_properties":14,"名前":15,"🙂":16,"1st":17,"***":18,"more":19}"#;
    let names: Names = again(all);
    assert_eq!(names.additional_properties_beside.len(), 1);
    assert_eq!(names.gen_, Some(2.into()));
}

fn nothing_is_made_up_and_nothing_lost() {
    // No default, no least length, null is not absent, an unknown member does no harm.
    let any: Any = again(r#"{"name":"","tags":[],"gone":null,"status":"422"}"#);
    assert!(any.validate().is_ok());
    assert_eq!(any.size, None);
    assert!(any.gone.is_some());
    assert!(again::<Any>(r#"{"name":"","tags":[]}"#).gone.is_none());
    assert!(again::<Any>(r#"{"name":"","tags":[1.5,1.5]}"#).validate().is_err());
    let unknown = r#"{"kind":"Fish","fins":2}"#;
    assert!(matches!(again::<Pet>(unknown), Pet::Other(_)));
    assert!(matches!(again::<Pet>(r#"{"kind":"meow","lives":9}"#), Pet::Meow(_)));
    assert!(matches!(again::<Pet>(r#"{"kind":"Dog"}"#), Pet::Dog(_)));
}

fn requests_say_what_was_meant() {
    let occurred = PlacesFilterOccurredAt::new().gte("a b");
    let header = PlacesRequestCustomHeadersItem::new().name("X").value("1+1");
    let places = Places::new("../?#%", "a b")
        .id_query(5)
        .filter(PlacesFilter::new().occurred_at(occurred))
        .body(PlacesRequest::new().custom_headers(vec![header]));
    let request = places.request().expect("it keeps the rules");
    assert_eq!(
        request.uri(),
        "/..%2F%3F%23%25/a%20b?id=5&filter%5Boccurred_at%5D%5Bgte%5D=a%20b"
    );
    let body = std::str::from_utf8(request.body()).expect("a form is text");
    assert_eq!(
        body,
        "CustomHeaders=%7B%22name%22%3A%22X%22%2C%22value%22%3A%221%2B1%22%7D"
    );
    let fixed = TwiceGetFirstOne::new().request().expect("it has no rules");
    assert_eq!(fixed.uri(), "/first");
}

fn an_error_is_no_success() {
    let body = Bytes::from_static(br#"{"errors":[{"code":"17"}]}"#);
    let headers = http::HeaderMap::new();
    let reply = Places::response(http::StatusCode::BAD_REQUEST, &headers, &body);
    let error = reply.expect_err("400 is an error");
    let text = format!("{error:?}");
    assert!(text.contains("17"), "{text}");
}

fn main() {
    values_that_look_alike_are_told_apart();
    constants_are_no_strings();
    names_are_what_the_document_says();
    nothing_is_made_up_and_nothing_lost();
    requests_say_what_was_meant();
    an_error_is_no_success();
}
