//! What a server may send: more than the document says, less, or something else.

use generated::runtime::{Decode, decode};
use generated::{Nullable, Value, conferences, texml};
use serde_json::json;

use crate::bodies;
use crate::schemas::{Decoded, schema};

pub(crate) fn read<T: Decode>(json: &Value) -> T {
    decode(json.to_string().as_bytes()).unwrap_or_else(|error| panic!("{error}: {json}"))
}

fn decode_example(document: &str, key: &str, json: &Value) -> Decoded {
    let decoded = schema(document, key).decode_and_validate(json.to_string());
    decoded.unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// Decodes a body that must not decode, and compares the error.
pub(crate) fn check(document: &str, key: &str, json: &str, expected: &str) {
    match schema(document, key).decode_and_validate(json) {
        Ok(decoded) => panic!("{json} became {}", decoded.encoded),
        Err(error) => {
            let said = error.to_string();
            let said = said.split(" at line ").next().unwrap_or_default();
            assert_eq!(said, expected, "{key} {json}");
        }
    }
}

fn conference() -> Value {
    json!({
        "created_at": "2019-01-23T18:10:02.574Z",
        "expires_at": "2019-01-23T18:10:02.574Z",
        "id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
        "name": "All hands meeting",
        "record_type": "conference",
    })
}

pub(crate) fn conference_with(name: &str, value: Value) -> Value {
    let mut json = conference();
    json[name] = value;
    json
}

#[test]
fn unknown_enum_values_are_kept() {
    let json = conference_with("status", json!("paused"));
    let conference: conferences::Conference = read(&json);
    let status = conference.status.as_ref().expect("it has a status");
    assert!(matches!(status, conferences::ConferenceStatus::Other(_)));
    assert_eq!(status.as_str(), "paused");
    assert_eq!(serde_json::to_value(&conference).ok(), Some(json));
    assert!(conference.validate().is_err(), "only validation minds");
}

#[test]
fn an_enum_value_that_the_overlay_adds_is_known() {
    // An example in the document of 2025-10-30 has this value, which its enum lacks.
    for key in ["NewParticipantResource", "ParticipantResource"] {
        let decoded = decode_example("texml", key, &json!({ "status": "in-progress" }));
        assert_eq!(decoded.encoded, json!({ "status": "in-progress" }));
        assert_eq!(decoded.lines(), [""; 0]);
    }
    let participant: texml::ParticipantResource = read(&json!({ "status": "in-progress" }));
    assert_eq!(
        participant.status,
        Some(texml::ParticipantStatus::InProgress)
    );
}

#[test]
fn unknown_union_members_are_kept() {
    let json = json!({
        "payload": "Hello",
        "voice": "FishAudio.one",
        "voice_settings": { "pitch": [1, null], "type": "fishaudio", "depth": { "m": 3.5 } },
    });
    let speak: conferences::ConferenceSpeakRequest = read(&json);
    let settings = speak.voice_settings.as_ref().expect("it has settings");
    assert!(
        matches!(settings, conferences::VoiceSettings::Other(kept) if *kept == json["voice_settings"])
    );
    assert_eq!(serde_json::to_value(&speak).ok(), Some(json));
    let said = speak
        .validate()
        .expect_err("no such provider is in the document")
        .to_string();
    let expected = "/voice_settings/type: \"fishaudio\" is not one of \"elevenlabs\", \"telnyx\", \
        \"aws\", \"minimax\", \"azure\", \"rime\", \"resemble\", \"inworld\", \"xai\", \
        \"soniox\" [10032]";
    assert_eq!(said, expected);
}

#[test]
fn a_union_value_without_a_tag_is_kept() {
    for settings in [
        json!({}),
        json!({ "voice_speed": 1.5 }),
        json!({ "type": 7 }),
    ] {
        let json = json!({ "payload": "p", "voice": "v", "voice_settings": settings });
        let decoded = decode_example("conferences", "ConferenceSpeakRequest", &json);
        assert_eq!(decoded.encoded, json, "it is kept");
        let expected = "/voice_settings: `type` is not one of \"elevenlabs\", \"telnyx\", \"aws\", \
            \"minimax\", \"azure\", \"rime\", \"resemble\", \"inworld\", \"xai\", \"soniox\" [10032]";
        assert_eq!(decoded.lines(), [expected]);
    }
}

#[test]
fn a_tag_need_not_come_first() {
    for text in [
        r#"{"type":"minimax","pitch":2,"speed":1.5}"#,
        r#"{"pitch":2,"type":"minimax","speed":1.5}"#,
        r#"{"pitch":2,"speed":1.5,"type":"minimax"}"#,
        r#"{"pitch":2,"speed":1.5,"future":{"type":"aws"},"type":"minimax"}"#,
    ] {
        let settings: conferences::VoiceSettings = decode(text.as_bytes()).expect("it decodes");
        let conferences::VoiceSettings::Minimax(minimax) = settings else {
            panic!("{text} is {settings:?}");
        };
        assert_eq!(
            (minimax.pitch, minimax.speed),
            (Some(2), Some(1.5)),
            "{text}"
        );
    }
    let text = r#"{"voice_speed":"fast","type":"telnyx"}"#;
    let error = decode::<conferences::VoiceSettings>(text.as_bytes()).expect_err("no number");
    assert_eq!(error.pointer(), "/voice_speed");
}

#[test]
fn every_tag_decodes_as_its_variant() {
    use conferences::VoiceSettings as V;
    let is_its_own = |tag: &str, settings: &V| match settings {
        V::Aws(_) => tag == "aws",
        V::Azure(_) => tag == "azure",
        V::Elevenlabs(_) => tag == "elevenlabs",
        V::Inworld(_) => tag == "inworld",
        V::Minimax(_) => tag == "minimax",
        V::Resemble(_) => tag == "resemble",
        V::Rime(_) => tag == "rime",
        V::Soniox(_) => tag == "soniox",
        V::Telnyx(_) => tag == "telnyx",
        V::Xai(_) => tag == "xai",
        _ => false,
    };
    let mut met = 0;
    for body in bodies::assembled() {
        if body.schema.document == "conferences" && body.schema.key.ends_with("VoiceSettings") {
            met += 1;
            let settings: V = read(&body.json);
            let tag = body.json["type"].as_str().expect("it has a tag");
            assert!(is_its_own(tag, &settings), "{tag} is {settings:?}");
            assert_eq!(serde_json::to_value(&settings).ok(), Some(body.json));
        }
    }
    assert_eq!(met, 10);
}

#[test]
fn unknown_members_are_ignored() {
    // Schemas with `additionalProperties: false` keep them.
    let closed = ["DeepgramNova2Config", "DeepgramNova3Config"];
    for body in bodies::published() {
        if closed.contains(&body.schema.key) {
            continue;
        }
        let Ok(before) = body.schema.decode_and_validate(body.json.to_string()) else {
            continue; // Listed in `roundtrip`.
        };
        let Value::Object(mut members) = body.json else {
            panic!("{} is an object", body.name)
        };
        members.insert(
            "\u{0}new/member~".to_owned(),
            json!({ "a": [1, { "b": null }] }),
        );
        members.insert(String::new(), json!(1e300));
        let after = body
            .schema
            .decode_and_validate(Value::Object(members).to_string());
        let after = after.unwrap_or_else(|error| panic!("{}: {error}", body.name));
        assert_eq!(after.encoded, before.encoded, "{}", body.name);
    }
}

#[test]
fn null_is_not_absent() {
    for (ended_by, is_null) in [
        (json!(null), Some(true)),
        (json!({}), Some(false)),
        (
            json!({ "call_control_id": null, "call_session_id": null }),
            Some(false),
        ),
        (
            json!({ "call_control_id": null, "call_session_id": "s" }),
            Some(false),
        ),
        (json!({ "call_control_id": "c" }), Some(false)),
    ] {
        let json = conference_with("ended_by", ended_by);
        let conference: conferences::Conference = read(&json);
        assert_eq!(conference.ended_by.as_ref().map(Nullable::is_null), is_null);
        assert_eq!(serde_json::to_value(&conference).ok(), Some(json));
    }
    let conference: conferences::Conference = read(&self::conference());
    assert_eq!(conference.ended_by, None);
    let encoded = serde_json::to_value(&conference).expect("it encodes");
    assert_eq!(encoded.get("ended_by"), None);

    let participant: texml::NewParticipantResource = read(&json!({ "coaching_call_sid": null }));
    assert_eq!(participant.coaching_call_sid, Some(Nullable::Null));
    assert_eq!(participant.call_sid, None);
    let participant: texml::NewParticipantResource = read(&json!({ "coaching_call_sid": "v3:c" }));
    assert_eq!(participant.coaching_call_sid, Some("v3:c".into()));
}

#[test]
fn null_for_an_optional_member_of_a_response_is_absence() {
    let json = json!({
        "data": conference_with("status", json!(null)),
        "meta": null,
    });
    let listed: conferences::ConferenceResponse = read(&json);
    assert_eq!(
        serde_json::to_value(&listed).ok(),
        Some(json!({ "data": conference() }))
    );
}

#[test]
fn null_is_kept_where_the_schema_allows_it() {
    for (key, json) in [
        (
            "ParticipantResource",
            json!({ "coaching_call_sid_legacy": null }),
        ),
        (
            "ConferenceResource",
            json!({ "reason_conference_ended": null }),
        ),
        ("ConferenceRecordingResource", json!({ "error_code": null })),
        (
            "TexmlGetCallRecordingResponseBody",
            json!({ "duration": null, "error_code": null }),
        ),
        ("TexmlErrorCode", json!(null)),
    ] {
        let decoded = decode_example("texml", key, &json);
        assert_eq!(decoded.encoded, json);
        assert_eq!(decoded.lines(), [""; 0], "{key} {json}");
    }
}

#[test]
fn defaults_are_not_filled_in() {
    let create = json!({ "call_control_id": "c", "name": "n" });
    let request: conferences::CreateConferenceRequest = read(&create);
    assert_eq!(request, conferences::CreateConferenceRequest::new("c", "n"));
    assert_eq!(request.max_participants, None);
    assert_eq!(request.start_conference_on_create, None);
    assert_eq!(serde_json::to_value(&request).ok(), Some(create));

    // Decoding adds no member, and neither does `new`.
    for body in bodies::assembled() {
        let Value::Object(members) = &body.json else {
            continue;
        };
        let optional = |name: &&String| {
            let mut rest = members.clone();
            rest.remove(*name);
            body.schema
                .decode_and_validate(Value::Object(rest).to_string())
                .is_ok()
        };
        let required = members.iter().filter(|(name, _)| !optional(name));
        let least = Value::Object(
            required
                .map(|(name, it)| (name.clone(), it.clone()))
                .collect(),
        );
        let decoded = body.schema.decode_and_validate(least.to_string());
        let decoded = decoded.unwrap_or_else(|error| panic!("{}: {error}", body.name));
        assert_eq!(decoded.encoded, least, "{}", body.name);
    }
    let dial = texml::DialConferenceParticipantRequest::new();
    assert_eq!(serde_json::to_string(&dial).ok().as_deref(), Some("{}"));
}

#[test]
fn decoding_errors_have_a_pointer() {
    let conference = |name: &str, value| conference_with(name, value).to_string();
    for (json, expected) in [
        (
            json!({ "data": conference_with("ended_by", json!({ "call_control_id": 7 })) })
                .to_string(),
            "/data/ended_by/call_control_id: invalid type: integer `7`, expected a string",
        ),
        (
            json!({ "data": conference_with("ended_by", json!("me")) }).to_string(),
            "/data/ended_by: invalid type: string \"me\", expected an object",
        ),
        (
            json!({ "data": [] }).to_string(),
            "/data: invalid type: sequence, expected an object",
        ),
    ] {
        check("conferences", "ConferenceResponse", &json, expected);
    }
    check(
        "conferences",
        "Conference",
        &conference("name", json!(null)),
        "/name: invalid type: null, expected a string",
    );
    check(
        "conferences",
        "Conference",
        &conference("status", json!(7)),
        "/status: invalid type: integer `7`, expected a string",
    );
    check(
        "conferences",
        "Conference",
        &conference("created_at", json!(1_548_267_002)),
        "/created_at: invalid type: integer `1548267002`, expected a string",
    );
    check(
        "conferences",
        "ListConferencesResponse",
        &json!({ "data": [self::conference(), conference_with("region", json!({}))] }).to_string(),
        "/data/1/region: invalid type: map, expected a string",
    );
    check(
        "texml",
        "DialConferenceParticipantRequest",
        r#"{"CustomHeaders":[{"name":"a","value":"b"},{"name":null,"value":"c"}]}"#,
        "/CustomHeaders/1/name: invalid type: null, expected a string",
    );
    check(
        "texml",
        "DialConferenceParticipantRequest",
        r#"{"Trim":false}"#,
        "/Trim: invalid type: boolean `false`, expected a string",
    );
    check(
        "conferences",
        "AWSVoiceSettings",
        r#"{"type":"azure"}"#,
        "/type: `azure` instead of `aws`",
    );
}

#[test]
fn a_duplicate_member_is_an_error() {
    check(
        "conferences",
        "CreateConferenceRequest",
        r#"{"name":"a","call_control_id":"c","name":"b"}"#,
        "/name: duplicate member",
    );
    check(
        "conferences",
        "CreateConferenceRequest",
        r#"{"name":"a","call_control_id":"c","max_participants":2,"max_participants":2}"#,
        "/max_participants: duplicate member",
    );
}
