//! A null for an optional member whose schema has no null: absence, and nothing else changes.

use serde_json::json;

use super::sample::{BeepEnabled, CreateConferenceRequest, VoiceSettings};
use crate::runtime::{Nullable, Validate, Value, decode};

fn request(members: &str) -> Result<CreateConferenceRequest, String> {
    let json = format!(r#"{{"call_control_id":"v3:1","created_at":"","ids":[]{members}}}"#);
    decode(json.as_bytes()).map_err(|error| error.to_string())
}

#[test]
fn null_for_an_optional_member_counts_as_absent() {
    let absent = request("").unwrap();
    for name in [
        "beep_enabled",
        "client_state",
        "comfort_noise",
        "custom_headers",
        "hold_audio_url",
        "max_participants",
        "speed",
        "voice_settings",
    ] {
        let found = request(&format!(r#","{name}":null"#)).unwrap();
        assert_eq!(found, absent, "{name}");
    }
    let behind = request(r#","speed":null,"beep_enabled":"always","max_participants":null"#);
    assert_eq!(behind.unwrap().beep_enabled, Some(BeepEnabled::Always));
    // Its schema has null.
    let cleared = request(r#","ended_by":null"#).unwrap();
    assert_eq!(cleared.ended_by, Some(Nullable::Null));
}

#[test]
fn null_for_anything_else_is_an_error() {
    let error = |json: &str| {
        let found = decode::<CreateConferenceRequest>(json.as_bytes());
        found.unwrap_err().to_string()
    };
    let required = error(r#"{"call_control_id":null,"created_at":"","ids":[]}"#);
    assert!(
        required.starts_with("/call_control_id: invalid type: null, expected a string"),
        "{required}"
    );
    let item = error(r#"{"call_control_id":"","created_at":"","ids":[null]}"#);
    assert!(item.starts_with("/ids/0: invalid type: null"), "{item}");
    let nested = error(
        r#"{"call_control_id":"","created_at":"","ids":[],"custom_headers":[{"name":null}]}"#,
    );
    assert!(nested.starts_with("/custom_headers/0/name: "), "{nested}");
    let twice = error(r#"{"call_control_id":"","created_at":"","ids":[],"speed":1,"speed":null}"#);
    assert!(twice.starts_with("/speed: duplicate member"), "{twice}");
}

#[test]
fn an_error_after_a_null_has_its_pointer() {
    let error = request(r#","speed":null,"max_participants":"2""#).unwrap_err();
    assert!(
        error.starts_with("/max_participants: invalid type: string"),
        "{error}"
    );
    assert!(request(r#","speed":nul"#).is_err());
}

#[test]
fn null_in_a_tagged_union_counts_as_absent() {
    for json in [
        r#"{"type":"native","speed":null,"fallback":null}"#,
        r#"{"speed":null,"fallback":null,"type":"native"}"#,
    ] {
        let settings: VoiceSettings = decode(json.as_bytes()).unwrap();
        assert_eq!(
            serde_json::to_value(&settings).unwrap(),
            json!({"type": "native"})
        );
        assert!(settings.validate().is_ok());
    }
}

crate::runtime::object! {
    /// A tag that may be null or absent.
    pub struct Tagged
    optional {
        /// Doc.
        kind "kind" into Nullable<String>,
        /// Doc.
        other "other" into String,
    }
}

/// Told apart by it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ByTag {
    /// Only.
    One(Tagged),
    /// A value that matches none of the alternatives, as it came.
    Other(Value),
}

crate::runtime::tagged_union! {
    ByTag by "kind" or absent {
        "one" => One(Tagged),
    }
}

#[test]
fn null_for_an_optional_tag_counts_as_absent() {
    let tagged: ByTag = decode(br#"{"kind":"one","other":null}"#).unwrap();
    assert_eq!(tagged, ByTag::One(Tagged::new().kind("one".to_owned())));
}

#[test]
fn an_optional_tag_may_be_absent() {
    for (json, fits) in [
        (r#"{"other":"a"}"#, true),
        (r#"{"kind":null,"other":"a"}"#, true),
        (r#"{"other":7}"#, false),
        (r#"{"kind":"two"}"#, false),
        (r#"{"kind":7}"#, false),
    ] {
        let value: ByTag = decode(json.as_bytes()).unwrap();
        assert!(matches!(value, ByTag::Other(_)), "{json}");
        assert_eq!(value.validate().is_ok(), fits, "{json}");
    }
}

crate::runtime::object! {
    /// Knows `note` as a text.
    pub struct Text
    optional {
        /// Doc.
        note "note" into String,
    }
}

crate::runtime::object! {
    /// Knows `note` as a text or null.
    pub struct TextOrNull
    optional {
        /// Doc.
        note "note" into Nullable<String>,
    }
}

crate::runtime::object! {
    /// Knows nothing of `note`.
    pub struct Size
    optional {
        /// Doc.
        size "size": i64,
    }
}

/// Alternatives that exclude each other.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Note {
    /// Drops null.
    Text(Text),
    /// Keeps it.
    TextOrNull(TextOrNull),
    /// Neither.
    Size(Size),
    /// A value that matches none of the alternatives, as it came.
    Other(Value),
}

crate::runtime::union! {
    Note {
        Text(Text) rules &[],
        TextOrNull(TextOrNull) rules &[],
        Size(Size) rules &[],
    } fits exactly_one
}

#[test]
fn an_alternative_that_keeps_null_wins_over_one_that_drops_it() {
    let note: Note = decode(br#"{"note":null}"#).unwrap();
    let expected = TextOrNull::new().note(Nullable::Null);
    assert_eq!(note, Note::TextOrNull(expected));
    let note: Note = decode(br#"{"note":null,"size":1}"#).unwrap();
    assert_eq!(note, Note::Other(json!({"note": null, "size": 1})));
}

/// Alternatives of which one is as good as the other without `note`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Sized {
    /// Drops null.
    Text(Text),
    /// Does not know the member.
    Size(Size),
    /// A value that matches none of the alternatives, as it came.
    Other(Value),
}

crate::runtime::union! {
    Sized {
        Text(Text) rules &[],
        Size(Size) rules &[],
    }
}

#[test]
fn null_does_not_select_an_alternative() {
    for (with_null, without) in [
        (r#"{"note":null}"#, "{}"),
        (r#"{"size":2,"note":null}"#, r#"{"size":2}"#),
        (r#"{"size":null,"note":"a"}"#, r#"{"note":"a"}"#),
    ] {
        let found: Sized = decode(with_null.as_bytes()).unwrap();
        assert_eq!(found, decode(without.as_bytes()).unwrap(), "{with_null}");
        assert!(found.validate().is_ok(), "{with_null}");
    }
}

crate::runtime::object! {
    /// Keeps what it does not know, as a type that a rule looks into does.
    pub struct Name
    new(name: impl Into<String>)
    required {
        /// Doc.
        name "name" into String,
    }
    others {
        /// Members the schema does not name.
        additional_properties: Value,
    }
}

/// One of which null makes the only one that is valid.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Only {
    /// Refuses null by its schema.
    Text(Text),
    /// Takes it.
    Name(Name),
    /// A value that matches none of the alternatives, as it came.
    Other(Value),
}

crate::runtime::union! {
    Only {
        Text(Text) rules &[],
        Name(Name) rules &[],
    } fits exactly_one
}

#[test]
fn alternatives_that_drop_null_do_not_count_as_valid() {
    let only: Only = decode(br#"{"name":"a","note":null}"#).unwrap();
    assert!(matches!(only, Only::Name(_)));
    assert!(only.validate().is_ok());
    let several: Only = decode(br#"{"name":"a","note":"b"}"#).unwrap();
    assert!(several.validate().is_err());
}

/// A union with null among its alternatives' values.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Limit {
    /// A number or null.
    Integer(Nullable<i64>),
    /// A word.
    Word(BeepEnabled),
    /// A value that matches none of the alternatives, as it came.
    Other(Value),
}

crate::runtime::union! {
    Limit {
        Integer(Nullable<i64>) rules &[],
        Word(BeepEnabled) rules &[],
    } or null
}

/// A union without.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Count {
    /// A number.
    Integer(i64),
    /// A word.
    Word(BeepEnabled),
    /// A value that matches none of the alternatives, as it came.
    Other(Value),
}

crate::runtime::union! {
    Count {
        Integer(i64) rules &[],
        Word(BeepEnabled) rules &[],
    }
}

crate::runtime::object! {
    /// Has both.
    pub struct Unions
    optional {
        /// Doc.
        limit "limit": Limit where valid,
        /// Doc.
        count "count": Count where valid,
        /// Doc.
        any "any": Value,
    }
}

#[test]
fn null_is_a_value_if_an_alternative_allows_it() {
    let unions: Unions = decode(br#"{"limit":null,"count":null,"any":null}"#).unwrap();
    assert_eq!(unions.limit, Some(Limit::Integer(Nullable::Null)));
    assert_eq!(unions.count, None);
    assert_eq!(unions.any, Some(Value::Null));
    assert!(unions.validate().is_ok());
}
