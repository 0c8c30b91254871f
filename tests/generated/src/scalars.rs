//! Numbers and dates in the forms that JSON allows.

use generated::runtime::decode;
use generated::{DateTime, conferences};
use serde_json::json;

use crate::decoding::{check, conference_with, read};

#[test]
fn whole_numbers_decode_in_every_form() {
    let create = |number: &str| {
        format!(r#"{{"call_control_id":"c","name":"n","max_participants":{number}}}"#)
    };
    for (number, value) in [
        ("5", 5),
        ("5.0", 5),
        ("5e2", 500),
        ("-0.0", 0),
        ("9007199254740993", 9_007_199_254_740_993),
    ] {
        let request = decode::<conferences::CreateConferenceRequest>(create(number).as_bytes());
        assert_eq!(
            request.expect("it decodes").max_participants,
            Some(value),
            "{number}"
        );
    }
    for (number, expected) in [
        (
            "5.5",
            "invalid value: floating point `5.5`, expected a 64-bit integer",
        ),
        (
            "1e30",
            "invalid value: floating point `1e+30`, expected a 64-bit integer",
        ),
        (
            "9223372036854775808",
            "invalid value: integer `9223372036854775808`, expected a 64-bit integer",
        ),
        (
            "\"5\"",
            "invalid type: string \"5\", expected a 64-bit integer",
        ),
        (
            "true",
            "invalid type: boolean `true`, expected a 64-bit integer",
        ),
        ("[]", "invalid type: sequence, expected a 64-bit integer"),
    ] {
        let expected = format!("/max_participants: {expected}");
        check(
            "conferences",
            "CreateConferenceRequest",
            &create(number),
            &expected,
        );
    }
}

#[test]
fn dates_keep_their_form() {
    for (text, time) in [
        ("2019-01-23T18:10:02.574Z", Some("2019-01-23T18:10:02.574Z")),
        ("2019-01-23T19:10:02+01:00", Some("2019-01-23T18:10:02Z")),
        (
            "Thu, 15 Jun 2023 09:56:45 +0000",
            Some("2023-06-15T09:56:45Z"),
        ),
        ("tomorrow", None),
        ("", None),
    ] {
        let json = conference_with("created_at", json!(text));
        let conference: conferences::Conference = read(&json);
        assert_eq!(conference.created_at, DateTime::from_text(text));
        let timestamp = conference
            .created_at
            .timestamp()
            .ok()
            .map(|it| it.to_string());
        assert_eq!(timestamp.as_deref(), time, "{text}");
        assert_eq!(serde_json::to_value(&conference).ok(), Some(json));
    }
}
