//! Strings with a type of their own.

use std::collections::HashMap;

use crate::runtime::{Nullable, Rule, Validate, decode};

crate::runtime::string_newtype! {
    /// A string without rules.
    pub struct Name
}

crate::runtime::string_newtype! {
    /// A string with rules.
    pub struct Code rules const { &[Rule::min_length(2)] }
}

#[test]
fn it_is_made_of_everything_that_a_string_is_made_of() {
    let text = "a".to_owned();
    let all = [
        Name::from("a"),
        Name::from("a".to_owned()),
        Name::from(&"a".to_owned()),
        Name::from(&Name::from("a")),
        "a".parse().unwrap(),
    ];
    assert!(
        all.iter()
            .all(|it| *it == "a" && *it == *"a" && *it == text)
    );
    assert_eq!(String::from(Name::from("a")), "a");
    assert_eq!(Nullable::<Name>::from("a"), Nullable::Value("a".into()));
    assert_eq!(
        Nullable::<Name>::from("a".to_owned()),
        Nullable::Value("a".into())
    );
}

#[test]
fn it_is_used_like_a_string() {
    let name = Name::from("pet");
    assert_eq!(format!("{name:>5}|{name:?}"), "  pet|Name(\"pet\")");
    assert_eq!(
        (name.len(), name.as_str(), name.as_ref()),
        (3, "pet", "pet")
    );
    assert_eq!(Some(&name).map(|it| &**it), Some("pet"));
    let first = Name::from("a");
    assert!(first < name);
    let ages = HashMap::from([(name, 3)]);
    assert_eq!(ages.get("pet"), Some(&3));
}

#[test]
fn it_is_a_string_in_json() {
    let name: Name = decode(br#""a\nb""#).unwrap();
    assert_eq!(serde_json::to_string(&name).unwrap(), r#""a\nb""#);
    for other in [&b"1"[..], b"null", b"[]"] {
        assert!(decode::<Name>(other).is_err());
    }
}

#[test]
fn its_rules_are_checked() {
    assert!(Name::from("").validate().is_ok());
    assert!(Code::from("ab").validate().is_ok());
    let violations = Code::from("a").validate().unwrap_err();
    assert!(
        violations.to_string().contains("`minLength` is 2"),
        "{violations}"
    );
}
