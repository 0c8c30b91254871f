//! Rules of formats, which a function checks.

use serde_json::json;

use crate::runtime::{self, Rule, Value, ViolationKind, decode};

/// Has a letter for a format: a text has it if it begins with the letter.
fn begins_with(format: &str, text: &str) -> bool {
    text.starts_with(format)
}

runtime::object! {
    pub struct Codes
    optional {
        a "a" into String where [Rule::format("A", begins_with).because("begins with A").code("7")],
        list "list" [into String] where [Rule::items(const { &[Rule::format("A", begins_with)] })],
        any "any": Value where [Rule::conforms_with_formats(r#"{"not":{"format":"B"}}"#, begins_with)],
        unchecked "unchecked": Value where [Rule::conforms(r#"{"not":{"format":"B"}}"#)],
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Either {
    A(String),
    B(String),
    Other(Value),
}

runtime::union! {
    Either {
        A(String) without From rules const { &[Rule::format("A", begins_with)] },
        B(String) without From rules const { &[Rule::format("B", begins_with)] },
    }
}

#[test]
fn a_format_is_a_rule_like_any_other() {
    let codes = Codes::new().a("B").list(["A", "C"]);
    let violations = codes.validate().unwrap_err();
    let [first, second] = violations.iter().as_slice() else {
        panic!("{violations}")
    };
    assert_eq!(
        first.to_string(),
        r#"/a: "B" is not a valid `A` ("begins with A") [7]"#
    );
    assert_eq!(
        (first.kind, &*second.pointer),
        (ViolationKind::Format, "/list/1")
    );
    assert_eq!(Codes::new().a("Ab").list(["A"]).validate(), Ok(()));
}

#[test]
fn the_interpreter_checks_formats_only_where_the_rule_has_a_function() {
    let codes = |value: Value| Codes::new().any(value);
    assert!(codes(json!("B")).validate().is_err());
    assert_eq!(codes(json!("A")).validate(), Ok(()));
    // Every value but a string has the format.
    assert!(codes(json!(1)).validate().is_err());
    assert!(Codes::new().unchecked(json!("A")).validate().is_err());
}

#[test]
fn a_format_selects_the_alternative_of_a_union() {
    let either = |text: &str| decode::<Either>(text.as_bytes()).unwrap();
    assert_eq!(either(r#""Bc""#), Either::B("Bc".to_owned()));
    assert!(either(r#""A""#) == Either::A("A".to_owned()));
}
