//! Objects that keep members that their schemas do not declare.

use std::collections::HashSet;

use serde_json::json;

use crate::runtime::{self, Map, decode, decode_form};

runtime::object! {
    pub struct First: Eq + Hash
    optional { a "a": i64, }
    undeclared { additional_properties, }
}

runtime::object! {
    pub struct Second: Eq + Hash
    new(b: i64)
    required { b "b": i64, }
    optional { a "a": i64, }
    undeclared { additional_properties, }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Either {
    First(First),
    Second(Second),
    Other(runtime::Value),
}

runtime::union! { Either { First(First) rules &[], Second(Second) rules &[] } }

#[test]
fn what_is_read_changed_and_written_loses_nothing() {
    let text = r#"{"c":{"d":[1,null]},"a":1,"e":null}"#;
    let first = decode::<First>(text.as_bytes()).unwrap().a(2);
    let expected = json!({"a": 2, "c": {"d": [1, null]}, "e": null});
    assert_eq!(serde_json::to_value(&first).unwrap(), expected);
    assert_eq!(first.validate(), Ok(()));
    assert_eq!(First::new().additional_properties, Map::new());
    let debug = format!("{first:?}");
    assert!(debug.contains(r#"additional_properties: {"c":"#), "{debug}");
}

#[test]
fn fields_of_forms_are_kept_as_text() {
    let first: First = decode_form(&[], b"a=1&c=2").unwrap();
    assert_eq!(first.additional_properties["c"], json!("2"));
}

#[test]
fn undeclared_members_do_not_choose_the_alternative() {
    let either = |text: &str| decode::<Either>(text.as_bytes()).unwrap();
    // Both alternatives are valid, and would keep every member; the second declares `b`.
    let second = either(r#"{"a":1,"b":2,"c":3}"#);
    assert!(matches!(&second, Either::Second(it) if it.b == 2));
    let all = json!({"a": 1, "b": 2, "c": 3});
    assert_eq!(serde_json::to_value(&second).unwrap(), all);
    assert!(matches!(either(r#"{"a":1,"c":3}"#), Either::First(_)));
}

#[test]
fn equal_objects_have_equal_hashes() {
    let first = |text: &str| decode::<First>(text.as_bytes()).unwrap();
    let (positive, negative) = (first(r#"{"c":0.0}"#), first(r#"{"c":-0.0}"#));
    assert_eq!(positive, negative);
    assert_eq!(HashSet::from([positive, negative]).len(), 1);
    assert_ne!(first(r#"{"c":1}"#), first(r#"{"c":2}"#));
    assert_ne!(first(r#"{"c":1}"#), First::new());
}
