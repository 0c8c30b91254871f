//! Unions: which alternative is picked, and what is kept when none fits.

use serde_json::json;

use super::sample::{
    AwsVoiceSettings, BeepEnabled, LoopCount, NativeVoiceSettings, Size, VoiceSettings,
};
use crate::runtime::{Value, decode};

fn tagged(json: &str) -> VoiceSettings {
    decode(json.as_bytes()).unwrap()
}

#[test]
fn the_tag_may_be_at_any_position() {
    let expected: VoiceSettings = NativeVoiceSettings::new("native").speed(1.5).into();
    assert_eq!(tagged(r#"{"type":"native","speed":1.5}"#), expected);
    assert_eq!(
        tagged(r#"{"speed":1.5,"x":{"type":"aws"},"type":"native"}"#),
        expected
    );
    assert_eq!(
        tagged(r#"{"typ\u0065":"\u0061ws"}"#),
        AwsVoiceSettings::new().into()
    );
    let value = json!({"speed": 1.5, "type": "native"});
    assert_eq!(
        serde_json::from_value::<VoiceSettings>(value).unwrap(),
        expected
    );
    let reader = &br#"{"speed":1.5,"type":"native"}"#[..];
    assert_eq!(
        serde_json::from_reader::<_, VoiceSettings>(reader).unwrap(),
        expected
    );
}

#[test]
fn two_tags_may_select_one_alternative() {
    let natural = tagged(r#"{"type":"natural"}"#);
    assert_eq!(natural, NativeVoiceSettings::new("natural").into());
    assert_eq!(
        serde_json::to_string(&natural).unwrap(),
        r#"{"type":"natural"}"#
    );
}

#[test]
fn unknown_alternatives_are_kept_whole() {
    for json in [
        r#"{"a":[1],"type":"new","z":null}"#,
        r#"{"a":1}"#,
        r#"{"type":5,"z":{}}"#,
        r#"{"type":null}"#,
        r#"{"type":{"a":[1,"b"]}}"#,
        r#"{"type":[true,-1,1.5]}"#,
        "{}",
    ] {
        let expected: Value = serde_json::from_str(json).unwrap();
        assert_eq!(tagged(json), VoiceSettings::Other(expected));
        assert_eq!(serde_json::to_string(&tagged(json)).unwrap(), json);
    }
}

/// Told apart by a number.
#[derive(Clone, Debug, PartialEq)]
enum Version {
    One(Value),
    Two(Value),
    Other(Value),
}

crate::runtime::tagged_union! {
    Version by "version" {
        "1" => One(Value) without From,
        "true" => Two(Value) without From,
    }
}

#[test]
fn a_tag_may_be_a_number_or_a_boolean() {
    let one = json!({"x": {}, "version": 1, "z": 2});
    let two = json!({"version": true});
    let other = json!({"version": 3});
    let read = |json: &Value| serde_json::from_str::<Version>(&json.to_string()).unwrap();
    assert_eq!(read(&one), Version::One(one));
    assert_eq!(read(&two), Version::Two(two));
    assert_eq!(read(&other), Version::Other(other));
}

#[test]
fn errors_within_an_alternative_have_a_pointer() {
    for (json, expected) in [
        (
            r#"{"type":"native","speed":"x"}"#,
            "/speed: invalid type: string \"x\", expected f64 at line 1 column 28",
        ),
        (
            r#"{"fallback":{"type":"native","speed":[]},"type":"native"}"#,
            "/fallback/speed: invalid type: sequence, expected f64 at line 1 column 57",
        ),
        (
            r#"{"type":"native","fallback":{"type":"aws","type":"aws"}}"#,
            "/fallback/type: duplicate member at line 1 column 48",
        ),
        (
            r#"{"speed":1,"#,
            "EOF while parsing a value at line 1 column 11",
        ),
        (
            "5",
            "invalid type: integer `5`, expected an object at line 1 column 1",
        ),
    ] {
        let error = decode::<VoiceSettings>(json.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn the_first_valid_alternative_is_chosen() {
    let pick = |json: &str| decode::<LoopCount>(json.as_bytes()).unwrap();
    assert_eq!(pick("5"), LoopCount::Integer(5));
    assert_eq!(pick("5.0"), LoopCount::Integer(5));
    assert_eq!(pick("\"always\""), BeepEnabled::Always.into());
    assert_eq!(
        pick("500"),
        LoopCount::from(500),
        "breaks a rule, but nothing else fits"
    );
    assert_eq!(pick("\"x\""), LoopCount::String("x".into()));
    assert_eq!(pick("5.5"), LoopCount::Other(json!(5.5)));
    assert_eq!(pick("null"), LoopCount::Other(Value::Null));
    assert_eq!(pick("[{}]"), LoopCount::Other(json!([{}])));
    for json in ["5", "\"x\"", "[{}]"] {
        assert_eq!(serde_json::to_string(&pick(json)).unwrap(), json);
    }
}

#[test]
fn rules_tell_alternatives_of_one_type_apart() {
    let pick = |json: &str| decode::<Size>(json.as_bytes()).unwrap();
    assert_eq!(pick("\"12\""), Size::Digits("12".to_owned()));
    assert_eq!(pick("\"ab\""), Size::Letters("ab".to_owned()));
    assert_eq!(pick("\"A1\""), Size::Digits("A1".to_owned()));
}
