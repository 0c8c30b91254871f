//! Decoding: what is taken, what is refused, and what the refusal says.

use serde_json::json;

use super::sample::{
    AwsVoiceSettings, BeepEnabled, ConferenceEvent, CreateConferenceRequest, CustomHeader, EndedBy,
    Key, KeyId, KeyName, KeyPlace, Port, Tree,
};
use crate::runtime::{Decode, Map, Nullable, Validate, Value, decode};

/// The least that a request has, and what a case adds.
fn request(members: &str) -> Result<CreateConferenceRequest, String> {
    let json = format!(r#"{{"call_control_id":"v3:1","created_at":"","ids":[]{members}}}"#);
    decode(json.as_bytes()).map_err(|error| error.to_string())
}

fn refused<T: Decode + std::fmt::Debug>(json: &str) -> String {
    decode::<T>(json.as_bytes()).unwrap_err().to_string()
}

#[test]
fn members_come_in_any_order() {
    let json = r#"{"value":"b","x":[{}],"name":"a"}"#;
    let header: CustomHeader = decode(json.as_bytes()).unwrap();
    assert_eq!(header, CustomHeader::new("a", "b"));
    let escaped: CustomHeader = decode(br#"{"\u006eame":"a","value":"b"}"#).unwrap();
    assert_eq!(escaped, header);
}

#[test]
fn any_deserializer_decodes() {
    let value = json!({"name": "a", "value": "b"});
    let expected = CustomHeader::new("a", "b");
    assert_eq!(
        serde_json::from_value::<CustomHeader>(value.clone()).unwrap(),
        expected
    );
    let bytes = value.to_string().into_bytes();
    assert_eq!(
        serde_json::from_reader::<_, CustomHeader>(&bytes[..]).unwrap(),
        expected
    );
    assert_eq!(
        serde_json::from_slice::<CustomHeader>(&bytes).unwrap(),
        expected
    );

    let wrong = json!({"event_type": "", "count": "x"});
    let error = serde_json::from_value::<ConferenceEvent>(wrong).unwrap_err();
    assert_eq!(
        error.to_string(),
        "/count: invalid type: string \"x\", expected a non-negative 64-bit integer"
    );
}

#[test]
fn all_missing_members_are_named() {
    assert_eq!(
        refused::<CustomHeader>("{}"),
        "missing members `name`, `value` at line 1 column 2"
    );
    assert_eq!(
        request(r#","custom_headers":[{"name":"a"}]"#).unwrap_err(),
        "/custom_headers/0: missing member `value` at line 1 column 81"
    );
}

#[test]
fn duplicate_members_are_errors() {
    assert_eq!(
        refused::<CustomHeader>(r#"{"name":"a","name":"a","value":"b"}"#),
        "/name: duplicate member at line 1 column 18"
    );
    let twice = request(r#","speed":1,"speed":2"#).unwrap_err();
    assert!(twice.starts_with("/speed: duplicate member"), "{twice}");
    let others = request(r#","x":1,"x":2"#).unwrap_err();
    assert!(others.starts_with("/x: duplicate member"), "{others}");
    let map = refused::<Map<i64>>(r#"{"a":1,"a":2}"#);
    assert!(map.starts_with("/a: duplicate member"), "{map}");
    let constant = refused::<AwsVoiceSettings>(r#"{"type":"aws","type":"aws"}"#);
    assert!(
        constant.starts_with("/type: duplicate member"),
        "{constant}"
    );
}

#[test]
fn additional_properties_are_kept_if_the_schema_declares_them() {
    let request = request(r#","":0,"a/b":[1],"speed":2"#).unwrap();
    let others = request.additional_properties;
    assert_eq!(
        others,
        Map::from([(String::new(), json!(0)), ("a/b".to_owned(), json!([1]))])
    );
    assert_eq!(request.speed, Some(2.0));
}

#[test]
fn constants_are_checked() {
    decode::<AwsVoiceSettings>(br#"{"type":"aws"}"#).unwrap();
    assert_eq!(
        refused::<AwsVoiceSettings>(r#"{"type":"gcp"}"#),
        "/type: `gcp` instead of `aws` at line 1 column 14"
    );
    assert!(refused::<AwsVoiceSettings>("{}").starts_with("missing member `type`"));
    assert!(refused::<AwsVoiceSettings>(r#"{"type":5}"#).starts_with("/type: invalid type"));
}

#[test]
fn integers_may_be_written_with_a_fraction() {
    for (json, expected) in [
        ("5", Some(5)),
        ("5.0", Some(5)),
        ("1e3", Some(1000)),
        ("-0.0", Some(0)),
        ("-9223372036854775808", Some(i64::MIN)),
        ("-9223372036854775808.0", Some(i64::MIN)),
        ("9223372036854775807", Some(i64::MAX)),
        ("9223372036854775808", None),
        ("9223372036854775808.0", None),
        ("1e300", None),
        ("5.5", None),
        ("\"5\"", None),
        ("true", None),
    ] {
        assert_eq!(decode::<i64>(json.as_bytes()).ok(), expected, "{json}");
    }
    assert_eq!(decode::<u64>(b"18446744073709551615").unwrap(), u64::MAX);
    assert_eq!(
        decode::<u64>(b"1.8e19").unwrap(),
        18_000_000_000_000_000_000
    );
    for json in ["-1", "-1.0", "18446744073709551616", "0.5"] {
        assert!(decode::<u64>(json.as_bytes()).is_err(), "{json}");
    }
    assert_eq!(
        refused::<i64>("5.5"),
        "invalid value: floating point `5.5`, expected a 64-bit integer at line 1 column 3"
    );
}

#[test]
fn integers_of_128_bits_are_exact() {
    let (least, most) = (i128::MIN.to_string(), u128::MAX.to_string());
    let read: Vec<i128> = decode(format!("[{least},5]").as_bytes()).unwrap();
    assert_eq!(read, [i128::MIN, 5]);
    assert_eq!(
        serde_json::to_string(&read).unwrap(),
        format!("[{least},5]")
    );
    assert_eq!(decode::<u128>(most.as_bytes()).unwrap(), u128::MAX);
    assert_eq!(serde_json::to_string(&u128::MAX).unwrap(), most);
    assert!(decode::<i128>(most.as_bytes()).is_err());
    assert!(decode::<u128>(b"-1").is_err());
    assert!(decode::<u128>(b"\"1\"").is_err());
    // In memory JSON has doubles, and nothing is made up of one.
    let union = serde_json::from_str::<Value>(&most).unwrap();
    assert!(u128::decode(&union).is_err());
    assert_eq!(
        u128::decode(&json!(u64::MAX)).unwrap(),
        u128::from(u64::MAX)
    );
}

#[test]
fn absent_null_and_value_are_distinguished() {
    assert_eq!(request("").unwrap().ended_by, None);
    assert_eq!(
        request(r#","ended_by":null"#).unwrap().ended_by,
        Some(Nullable::Null)
    );
    assert_eq!(
        request(r#","ended_by":"timeout""#).unwrap().ended_by,
        Some(Nullable::Value(EndedBy::Timeout))
    );
    assert_eq!(decode::<Nullable<Value>>(b"null").unwrap(), Nullable::Null);
}

#[test]
fn nullable_converts_to_and_from_option() {
    let some: Nullable<String> = "a".into();
    assert_eq!(some.as_ref().into_option().map(String::as_str), Some("a"));
    assert_eq!(some.as_option().map(String::as_str), Some("a"));
    assert_eq!(Nullable::from(Some(1)), Nullable::Value(1));
    assert!(Nullable::<i64>::from(None).is_null());
}

#[test]
fn unknown_enum_values_survive() {
    let value: BeepEnabled = decode(br#""on_leave""#).unwrap();
    assert_eq!(value.as_str(), "on_leave");
    assert_eq!(serde_json::to_string(&value).unwrap(), r#""on_leave""#);
    let BeepEnabled::Other(unknown) = &value else {
        panic!("{value:?}")
    };
    assert_eq!(unknown.to_string(), unknown.as_str());

    assert_eq!(BeepEnabled::from("always"), BeepEnabled::Always);
    assert_eq!(BeepEnabled::from("always".to_owned()), BeepEnabled::Always);
    assert_eq!(
        decode::<BeepEnabled>(br#""\u0061lways""#).unwrap(),
        BeepEnabled::Always
    );
    assert_eq!(format!("{:>8}", BeepEnabled::Always), "  always");
    assert_eq!(BeepEnabled::VALUES, ["always", "on_enter"]);
    assert_eq!(AsRef::<str>::as_ref(&BeepEnabled::OnEnter), "on_enter");
}

#[test]
fn errors_point_to_the_member() {
    let error = decode::<Map<Vec<Port>>>(b"{\"a~b/c: d\":[1,\n \"x\"]}").unwrap_err();
    assert_eq!(error.pointer(), "/a~0b~1c: d/1");
    assert_eq!(
        error.message(),
        "invalid type: string \"x\", expected a 64-bit integer"
    );
    assert_eq!((error.line(), error.column()), (2, 4));
    assert_eq!(
        error.to_string(),
        "/a~0b~1c: d/1: invalid type: string \"x\", expected a 64-bit integer at line 2 column 4"
    );

    let error = request(r#","custom_headers":[{"name":5,"value":""}]"#).unwrap_err();
    assert_eq!(
        error,
        "/custom_headers/0/name: invalid type: integer `5`, expected a string at line 1 column 78"
    );
    let error = decode::<Vec<i64>>(b"[1,").unwrap_err();
    assert_eq!(
        (error.pointer(), error.message()),
        ("/1", "EOF while parsing a value")
    );
}

#[test]
fn trailing_characters_are_an_error() {
    assert_eq!(decode::<i64>(b" 1 \n").unwrap(), 1);
    assert_eq!(
        refused::<i64>("1 2"),
        "trailing characters at line 1 column 3"
    );
    assert!(decode::<i64>(b"").is_err());
    let error = decode::<String>(b"\n\"\xff\"").unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid unicode code point at line 2 column 2"
    );
}

#[test]
fn depth_is_limited() {
    let nested = |depth| "[".repeat(depth) + &"]".repeat(depth);
    decode::<Tree>(nested(100).as_bytes()).unwrap();
    let error = decode::<Tree>(nested(200).as_bytes()).unwrap_err();
    assert_eq!(error.message(), "recursion limit exceeded");
    assert!(decode::<Value>(nested(100_000).as_bytes()).is_err());
}

#[test]
fn the_alternative_with_all_members_is_chosen() {
    let read = |json: Value| {
        let key: Key = decode(json.to_string().as_bytes()).unwrap();
        assert_eq!(
            key.validate().is_ok(),
            !json.as_object().unwrap().is_empty()
        );
        key
    };
    assert_eq!(read(json!({"id": 1, "x": 2})), KeyId::new(1).into());
    assert_eq!(read(json!({"name": "a"})), KeyName::new("a").into());
    let both = json!({"name": "a", "place": "b"});
    assert_eq!(read(both), KeyPlace::new("a", "b").into());
    // None of them has both.
    let both = json!({"id": 1, "name": "a", "x": 2});
    assert_eq!(read(both.clone()), Key::Other(both));
    assert_eq!(read(json!({})), Key::Other(json!({})));
}
