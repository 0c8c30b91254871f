//! Tuples: items by their places, the last of which may be absent.

use serde_json::json;

use crate::runtime::{Checker, Rule, Validate, decode};

/// Two items, and two that may be absent.
#[derive(Clone, Debug, PartialEq)]
pub struct Point(pub f64, pub String, pub Option<bool>, pub Option<Vec<i64>>);

crate::runtime::tuple! {
    Point required { 0, 1 } optional { 2, 3 }
}

impl Validate for Point {
    fn check(&self, at: &mut Checker<'_>) {
        at.tuple_item(
            0,
            &self.0,
            const { &[Rule::minimum("-90"), Rule::maximum("90")] },
        );
        at.tuple_item(1, &self.1, const { &[Rule::min_length(1)] });
        at.tuple_item(
            3,
            &self.3,
            const { &[Rule::items(const { &[Rule::minimum("0")] })] },
        );
        at.no_gap(2, &[self.2.is_some(), self.3.is_some()]);
    }
}

/// One item, and nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Only(pub i64);

crate::runtime::tuple! {
    Only required { 0 }
}

impl Validate for Only {}

#[test]
fn items_survive_a_round_trip() {
    for (json, expected) in [
        (r#"[1.5,"a"]"#, Point(1.5, "a".into(), None, None)),
        (
            r#"[1.5,"a",true]"#,
            Point(1.5, "a".into(), Some(true), None),
        ),
        (
            r#"[1.5,"a",true,[1,2]]"#,
            Point(1.5, "a".into(), Some(true), Some(vec![1, 2])),
        ),
    ] {
        let point: Point = decode(json.as_bytes()).unwrap();
        assert_eq!(point, expected);
        assert_eq!(serde_json::to_string(&point).unwrap(), json);
        let value: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::from_value::<Point>(value).unwrap(), expected);
        assert!(point.validate().is_ok());
    }
}

#[test]
fn errors_point_to_the_item() {
    for (json, expected) in [
        (r#"["1","a"]"#, "/0: invalid type: string"),
        (r#"[1,"a",null]"#, "/2: invalid type: null"),
        (r#"[1,"a",true,[1,"x"]]"#, "/3/1: invalid type: string"),
        ("[1]", "/1: missing item"),
        ("[]", "/0: missing item"),
        (r#"[1,"a",true,[],0]"#, "/4: unexpected item"),
        ("{}", "invalid type: map, expected an array"),
    ] {
        let error = decode::<Point>(json.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{json}: {error}");
    }
    assert_eq!(decode::<Only>(b"[7]").unwrap(), Only(7));
    assert!(decode::<Only>(b"[7,8]").is_err());
    assert!(decode::<Only>(b"[7").is_err());
}

#[test]
fn each_item_has_its_own_rules() {
    let violations = |point: &Point| {
        let violations = point.validate().unwrap_err();
        let places = violations.iter().map(|it| it.pointer.clone());
        places.collect::<Vec<_>>()
    };
    let wrong = Point(91.0, String::new(), Some(true), Some(vec![-1]));
    assert_eq!(violations(&wrong), ["/0", "/1", "/3/0"]);
    let gap = Point(0.0, "a".into(), None, Some(vec![]));
    assert_eq!(violations(&gap), ["/2"]);
    // What cannot be written without it is left out.
    assert_eq!(serde_json::to_value(&gap).unwrap(), json!([0.0, "a"]));
}
