//! What bindings have where a document asks for it: checks of formats, and undeclared members.

use bindings::x_check_format::{self, PetEither};
use bindings::x_keep_additional_properties::{Either, NewPet, Pet};
use bindings::{Validate, ViolationKind, decode};
use serde_json::{Value, json};

fn main() {
    formats_are_rules();
    formats_select_alternatives();
    undeclared_members_are_sent_again();
}

fn formats_are_rules() {
    let pet = |json: Value| decode::<x_check_format::Pet>(json.to_string().as_bytes()).unwrap();
    let id = "2eb8aa08-aa98-11ea-b4aa-73b441d16380";
    let valid = pet(json!({
        "born": "2024-02-29", "seen": "2024-02-29T23:59:60Z", "note": null, "home": "https://a.org/",
        "owners": {"a": id}, "by_id": {id: 1}, "anything": 1, "not_an_id": "x",
        "day": "?", "mail": "?",
    }));
    assert_eq!(valid.validate(), Ok(()));
    let invalid = pet(json!({
        "born": "2023-02-29", "seen": "2024-02-29T23:59:61Z", "days": ["2024-01-01", "x"], "note": "x",
        "home": "/", "owners": {"a": "x"}, "by_id": {"x": 1}, "anything": "x", "not_an_id": id,
    }));
    let violations = invalid.validate().unwrap_err();
    let places: Vec<&str> = violations.iter().map(|it| &*it.pointer).collect();
    let expected = [
        "/born", "/seen", "/days/1", "/owners/a", "/by_id/x", "/note", "/home", "/anything", "/not_an_id",
    ];
    assert_eq!(places, expected);
    let born = violations.iter().next().unwrap();
    assert_eq!((born.kind, born.code), (ViolationKind::Format, Some("10042")));
    assert_eq!(born.message, r#""2023-02-29" is not a valid `date`"#);
}

fn formats_select_alternatives() {
    let either = |json: Value| decode::<PetEither>(json.to_string().as_bytes()).unwrap();
    assert_eq!(either(json!("2024-01-01")), PetEither::String("2024-01-01".to_owned()));
    assert!(either(json!("x")).validate().is_err());
}

fn undeclared_members_are_sent_again() {
    let json = json!({"id": 1, "name": "a", "owner": {"name": "b", "phone": 2}, "born": {"year": null}});
    let mut pet: Pet = decode(json.to_string().as_bytes()).unwrap();
    pet.name = "c".to_owned();
    let expected = json!({"id": 1, "name": "c", "owner": {"name": "b", "phone": 2}, "born": {"year": null}});
    assert_eq!(serde_json::to_value(&pet).unwrap(), expected);
    assert!(NewPet::new("a").additional_properties.is_empty());
    let either: Either = decode(br#"{"a":"1","b":"2","c":3}"#).unwrap();
    assert!(matches!(&either, Either::Second(it) if it.additional_properties["c"] == 3));
}
