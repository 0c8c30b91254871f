//! Encoding: the order of members, and what is left out.

use super::sample::{
    AwsVoiceSettings, BeepEnabled, CreateConferenceRequest, CustomHeader, EndedBy, Port, Tree,
    VoiceSettings,
};
use crate::runtime::{Base64, DateTime, Nullable, decode};

fn request() -> CreateConferenceRequest {
    let created_at = DateTime::from_text("2025-01-31T10:00:00Z");
    CreateConferenceRequest::new("v3:1", created_at, vec!["a".to_owned()])
}

#[test]
fn absent_members_are_omitted() {
    assert_eq!(
        serde_json::to_string(&request()).unwrap(),
        r#"{"call_control_id":"v3:1","created_at":"2025-01-31T10:00:00Z","ids":["a"]}"#
    );
}

#[test]
fn everything_survives_a_round_trip() {
    let mut request = request()
        .beep_enabled(BeepEnabled::Always)
        .client_state(Base64::encode("x"))
        .comfort_noise(false)
        .ended_by(EndedBy::Timeout)
        .hold_media_name("name")
        .max_participants(2)
        .speed(1.5)
        .custom_headers(vec![CustomHeader::new("a", "b")])
        .voice_settings(AwsVoiceSettings::new().into());
    let others = &mut request.additional_properties;
    others.insert("more".to_owned(), 1.into());
    let json = serde_json::to_string(&request).unwrap();
    let expected = concat!(
        r#"{"call_control_id":"v3:1","created_at":"2025-01-31T10:00:00Z","ids":["a"],"#,
        r#""beep_enabled":"always","client_state":"eA==","comfort_noise":false,"#,
        r#""ended_by":"timeout","hold_media_name":"name","max_participants":2,"speed":1.5,"#,
        r#""custom_headers":[{"name":"a","value":"b"}],"voice_settings":{"type":"aws"},"more":1}"#,
    );
    assert_eq!(json, expected);
    assert_eq!(
        decode::<CreateConferenceRequest>(json.as_bytes()).unwrap(),
        request
    );
    let value = serde_json::to_value(&request).unwrap();
    assert_eq!(
        serde_json::from_value::<CreateConferenceRequest>(value).unwrap(),
        request
    );
}

#[test]
fn null_is_written_out() {
    let request = request().ended_by(Nullable::Null);
    assert!(
        serde_json::to_string(&request)
            .unwrap()
            .ends_with(r#","ended_by":null}"#)
    );
    let request = request.ended_by(None);
    assert_eq!(request.ended_by, Some(Nullable::Null));
}

#[test]
fn newtypes_encode_like_their_value() {
    assert_eq!(serde_json::to_string(&Port::from(80)).unwrap(), "80");
    let tree: Tree = decode(b"[[],[[]]]").unwrap();
    assert_eq!(serde_json::to_string(&tree).unwrap(), "[[],[[]]]");
}

#[test]
fn an_error_of_the_serializer_is_returned() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    assert!(serde_json::to_writer(Full, &request()).is_err());
    assert!(serde_json::to_writer(Full, &VoiceSettings::from(AwsVoiceSettings::new())).is_err());
}
