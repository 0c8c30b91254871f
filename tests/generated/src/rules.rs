//! Every rule of the schemas and of their overlays, tested with JSON at its bound and beyond.

mod calls;

use std::collections::BTreeSet;

use generated::{Value, Violation};
use serde_json::json;

use crate::bodies;
use crate::schemas::{Decoded, schema};

/// A place in a body, values that are valid there, and values that violate a rule.
pub(crate) struct Row {
    pub(crate) document: &'static str,
    schema: &'static str,
    /// A body that is valid without the place.
    rest: Value,
    at: &'static str,
    keeps: Vec<Value>,
    /// Invalid values, each with the violation.
    breaks: Vec<(Value, String)>,
}

impl Row {
    /// The violations of the invalid values.
    pub(crate) fn violations(&self) -> Vec<Violation> {
        let decoded = self
            .breaks
            .iter()
            .flat_map(|(value, _)| decode_example(self, value).violations);
        decoded.collect()
    }

    fn keeps(mut self, values: Value) -> Self {
        self.keeps.extend(array(values));
        self
    }

    /// In a violation, `{}` stands for the value.
    fn breaks(mut self, values: Value, said: &str) -> Self {
        for value in array(values) {
            let said = said.replace("{}", &value.to_string());
            self.breaks.push((value, said));
        }
        self
    }
}

fn conferences(schema: &'static str, rest: Value, at: &'static str) -> Row {
    row("conferences", schema, rest, at)
}

fn texml(schema: &'static str, rest: Value, at: &'static str) -> Row {
    row("texml", schema, rest, at)
}

fn row(document: &'static str, schema: &'static str, rest: Value, at: &'static str) -> Row {
    let (keeps, breaks) = (Vec::new(), Vec::new());
    Row {
        document,
        schema,
        rest,
        at,
        keeps,
        breaks,
    }
}

fn array(values: Value) -> Vec<Value> {
    match values {
        Value::Array(values) => values,
        other => panic!("{other} is not written as an array"),
    }
}

/// A string with this many characters.
fn text(letter: &str, characters: usize) -> String {
    letter.repeat(characters)
}

pub(crate) fn rows() -> Vec<Row> {
    let mut rows = calls::rows();
    rows.extend(conference_rows());
    rows.extend(client_states());
    rows.extend(texml_rows());
    rows.extend(texml_words());
    rows
}

fn conference_rows() -> Vec<Row> {
    let create = || json!({ "call_control_id": "c", "name": "n" });
    let gather = || json!({ "call_control_id": "c" });
    vec![
        conferences("CreateConferenceRequest", create(), "/max_participants")
            .keeps(json!([2, 3, 799, 800, 800.0]))
            .breaks(
                json!([1, 0, -2, 801, i64::MAX, i64::MIN]),
                r#"{} is outside 2..=800 ("between 2 and 800") [10033]"#,
            ),
        conferences(
            "CreateConferenceRequest",
            json!({ "call_control_id": "c", "name": "n", "hold_media_name": "m" }),
            "/hold_audio_url",
        )
        .breaks(
            json!(["http://a", ""]),
            "is mutually exclusive with `hold_media_name` \
             (\"hold_media_name and hold_audio_url cannot be used together\")",
        ),
        conferences(
            "JoinConferenceRequest",
            json!({ "call_control_id": "c", "hold_media_name": "m" }),
            "/hold_audio_url",
        )
        .breaks(
            json!(["http://a", ""]),
            "is mutually exclusive with `hold_media_name` \
             (\"hold_media_name and hold_audio_url cannot be used together\")",
        ),
        conferences(
            "ConferenceHoldRequest",
            json!({ "media_name": "m" }),
            "/audio_url",
        )
        .breaks(
            json!(["http://a", ""]),
            "is mutually exclusive with `media_name` \
             (\"media_name and audio_url cannot be used together\")",
        ),
        conferences(
            "ConferencePlayRequest",
            json!({ "media_name": "m" }),
            "/audio_url",
        )
        .breaks(
            json!(["http://a", ""]),
            "is mutually exclusive with `media_name` \
             (\"media_name and audio_url cannot be used together\")",
        ),
        conferences(
            "ConferenceSpeakRequest",
            json!({ "voice": "female" }),
            "/payload",
        )
        .keeps(json!(["", text("é", 3000), text("😀", 3000)]))
        .breaks(
            json!([text("a", 3001)]),
            r#"has 3001 characters, but `maxLength` is 3000 ("3,000 character limit")"#,
        ),
        conferences("ConferencePlayRequest", json!({}), "/loop")
            .keeps(json!([1, 2, 99, 100, 100.0, "infinity"]))
            .breaks(
                json!([0, 101, -1]),
                r#"{} is outside 1..=100 ("between 1 and 100") [10033]"#,
            )
            .breaks(
                json!(["forever", "1", "", "Infinity"]),
                r#"{} is not one of "infinity" [10032]"#,
            )
            .breaks(
                json!([1.5, true, [1], {}]),
                "matches none of the alternatives",
            ),
        conferences("ConferenceSendDTMFRequest", json!({}), "/digits")
            .keeps(json!(["", "0123456789ABCD*#wW", "1234#"]))
            .breaks(
                json!(["E", "a", "1 2", "1\n", "٣", "1,2"]),
                "{} does not match ^[0-9A-D*#wW]*$ \
                 (\"Valid characters: 0-9, A-D, *, #, w (0.5s pause), W (1s pause)\")",
            ),
        conferences(
            "ConferenceSendDTMFRequest",
            json!({ "digits": "1" }),
            "/duration_millis",
        )
        .keeps(json!([100, 101, 250, 500]))
        .breaks(json!([99, 501, 0, -100]), "{} is outside 100..=500 [10033]"),
        conferences("ConferenceGatherUsingAudioRequest", gather(), "/gather_id")
            .keeps(json!(["", text("é", 100)]))
            .breaks(
                json!([text("a", 101)]),
                "has 101 characters, but `maxLength` is 100",
            ),
        conferences(
            "ConferenceGatherUsingAudioRequest",
            gather(),
            "/maximum_digits",
        )
        .keeps(json!([1, 128, 1_000_000]))
        .breaks(json!([0, -1]), "{} is less than 1 [10033]"),
        conferences(
            "ConferenceGatherUsingAudioRequest",
            gather(),
            "/maximum_tries",
        )
        .keeps(json!([1, 3]))
        .breaks(json!([0, -1]), "{} is less than 1 [10033]"),
        conferences(
            "ConferenceGatherUsingAudioRequest",
            gather(),
            "/minimum_digits",
        )
        .keeps(json!([1, 4]))
        .breaks(json!([0, -1]), "{} is less than 1 [10033]"),
        conferences(
            "StartConferenceRecordingRequest",
            json!({ "format": "wav" }),
            "/custom_file_name",
        )
        .keeps(json!(["a", text("é", 40)]))
        .breaks(json!([""]), "has 0 characters, which is outside 1..=40")
        .breaks(
            json!([text("a", 41)]),
            "has 41 characters, which is outside 1..=40",
        ),
        conferences(
            "TelnyxVoiceSettings",
            json!({ "type": "telnyx" }),
            "/voice_speed",
        )
        .keeps(json!([0.1, 1, 1.999, 2, 2.0]))
        .breaks(
            json!([0.09, 0.0, 2.1, 2.000_000_000_000_000_4, -1.0]),
            "{} is outside 0.1..=2.0 [10033]",
        ),
        conferences(
            "ConferenceSpeakRequest",
            json!({ "payload": "p", "voice": "v", "voice_settings": { "type": "telnyx" } }),
            "/voice_settings/voice_speed",
        )
        .keeps(json!([0.1, 2.0]))
        .breaks(json!([0.05, 3.0]), "{} is outside 0.1..=2.0 [10033]"),
        conferences("SonioxVoiceSettings", json!({ "type": "soniox" }), "/speed")
            .keeps(json!([0.7, 1, 1.3]))
            .breaks(json!([0.69, 1.31]), "{} is outside 0.7..=1.3 [10033]"),
        conferences("DeliveryMeta", json!({}), "/attempt")
            .keeps(json!([1, 2]))
            .breaks(json!([0, -1]), "{} is less than 1 [10033]"),
        conferences(
            "ConferenceFilter",
            json!({ "application_name": {} }),
            "/application_name/contains",
        )
        .keeps(json!(["abc", "äöü", "null"]))
        .breaks(
            json!([""]),
            r#"has 0 characters, but `minLength` is 3 ("at least three characters")"#,
        )
        .breaks(
            json!(["ab", "äö"]),
            r#"has 2 characters, but `minLength` is 3 ("at least three characters")"#,
        ),
        conferences("Page", json!({}), "/limit")
            .keeps(json!([1, 20, 250]))
            .breaks(json!([0, 251, -1]), "{} is outside 1..=250 [10033]"),
        conferences("Page", json!({}), "/size")
            .keeps(json!([1, 20, 250]))
            .breaks(json!([0, 251, -1]), "{} is outside 1..=250 [10033]"),
        conferences("Page", json!({}), "/number")
            .keeps(json!([1, 1_000_000]))
            .breaks(json!([0, -7]), "{} is less than 1 [10033]"),
    ]
}

/// The state is Base64 in every request and in every event that has it.
fn client_states() -> Vec<Row> {
    let mut rows = Vec::new();
    for body in bodies::assembled() {
        for at in ["/client_state", "/payload/client_state"] {
            if body.json.pointer(at).is_none() {
                continue;
            }
            let mut rest = match body.schema.key {
                // Without what excludes its id, a video room has a context only.
                "BridgeRequest" => json!({ "call_control_id": "c", "client_state": "" }),
                _ => body.json.clone(),
            };
            let refused: BTreeSet<_> = body.refused.iter().map(String::as_str).collect();
            for place in refused.into_iter().chain([at]) {
                let (parent, name) = split(place);
                let parent = rest.pointer_mut(parent).and_then(Value::as_object_mut);
                parent.and_then(|it| it.remove(name));
            }
            // A call and an event only give the state back.
            let words = match (at, body.schema.key) {
                ("/client_state", "Call" | "CallWithRecordingId") => "",
                ("/client_state", _) => " (\"valid Base-64 encoded string\")",
                _ => "",
            };
            let row = row(body.schema.document, body.schema.key, rest, at)
                .keeps(json!(["", "YQ==", "+/+/"]));
            let fault = "is not base64: `-` and `_` belong to the URL-safe alphabet";
            let row = row.breaks(json!(["-_-_"]), &format!("{fault}{words}"));
            let fault = "is not base64: its length is not a multiple of four, padded with `=`";
            rows.push(row.breaks(json!(["YQ", "x"]), &format!("{fault}{words}")));
        }
    }
    let expected = (5 + 10) + (8 + 2 + 16);
    assert_eq!(
        rows.len(),
        expected,
        "requests, calls and events with a state"
    );
    rows
}

fn texml_rows() -> Vec<Row> {
    let dial = |at| texml("DialConferenceParticipantRequest", json!({}), at);
    vec![
        dial("/MaxParticipants").keeps(json!([2, 800])).breaks(
            json!([1, 801]),
            r#"{} is outside 2..=800 ("from 2 to 800")"#,
        ),
        dial("/Timeout").keeps(json!([5, 120])).breaks(
            json!([4, 121]),
            r#"{} is outside 5..=120 ("between 5 and 120")"#,
        ),
        dial("/ConferenceRecordingTimeout")
            .keeps(json!([0, 1, 100_000]))
            .breaks(
                json!([-1]),
                r#"{} is less than 0 ("The minimum value is 0")"#,
            ),
        dial("/MachineDetectionBeepSpectralMinPurity")
            .keeps(json!([0, 0.5, 1]))
            .breaks(json!([-0.1, 1.01]), "{} is outside 0..=1"),
        dial("/CallerId")
            .keeps(json!(["", "Info", "Az09 -_~!.+", text("x", 128)]))
            .breaks(
                json!([text("x", 129)]),
                r#"has 129 characters, but `maxLength` is 128 ("maximum of 128 characters")"#,
            )
            .breaks(
                json!(["#", "é", "a\n", "\"", "A&B"]),
                "{} does not match ^[A-Za-z0-9 _~!.+-]*$ \
                 (\"only letters, numbers, spaces, and `-_~!.+`\")",
            ),
        texml(
            "DialConferenceParticipantRequest",
            json!({ "CustomHeaders": [
                { "name": "X-First", "value": "1" },
                { "name": "X-Second", "value": "2" },
            ] }),
            "/CustomHeaders/1/name",
        )
        .keeps(json!(["X-Custom-Header", "x", "!#$%&'*+.^_`|~-"]))
        .breaks(
            json!(["", "X Custom", "X:", "é", "a\nb"]),
            "{} does not match ^[!#$%&'*+.^_`|~0-9A-Za-z-]+$",
        ),
        texml("TexmlGetCallRecordingResponseBody", json!({}), "/channels")
            .keeps(json!([1, 2, 1.0]))
            .breaks(json!([0, 3, -1]), "{} is not one of 1, 2"),
    ]
}

/// Lists of words separated by a space.
fn texml_words() -> Vec<Row> {
    let rows = [
        (
            "/StatusCallbackEvent",
            "initiated|ringing|answered|completed",
            "`initiated`, `ringing`, `answered`, and `completed`. \
             Separate multiple values with a space",
            &["failed", "in-progress"][..],
        ),
        (
            "/ConferenceStatusCallbackEvent",
            "start|end|join|leave",
            "`start`, `end`, `join` and `leave`. Separate multiple values with a space",
            &["mute", "completed"],
        ),
        (
            "/RecordingStatusCallbackEvent",
            "in-progress|completed|absent",
            "`in-progress`, `completed` and `absent`. Separate multiple values with a space",
            &["failed"],
        ),
        (
            "/ConferenceRecordingStatusCallbackEvent",
            "in-progress|completed|absent|failed",
            "`in-progress`, `completed` and `absent`. Separate multiple values with a space. \
             Defaults to `completed`. `failed` and `absent` are synonymous",
            &["started"],
        ),
    ];
    let rows = rows.into_iter().map(|(at, alternatives, because, others)| {
        let words: Vec<_> = alternatives.split('|').collect();
        let said =
            format!("{{}} does not match ^({alternatives})( ({alternatives}))*$ (\"{because}\")");
        let word = words[0];
        texml("DialConferenceParticipantRequest", json!({}), at)
            .keeps(json!(words))
            .keeps(json!([words.join(" "), format!("{word} {word}")]))
            .breaks(
                json!([words.join(","), words.join("  "), format!("{word} "), ""]),
                &said,
            )
            .breaks(
                json!([format!(" {word}"), word.to_uppercase(), format!("{word}\n")]),
                &said,
            )
            .breaks(json!(others), &said)
    });
    rows.collect()
}

#[test]
fn every_rule_accepts_its_bound_and_rejects_what_is_beyond() {
    for row in rows() {
        for value in &row.keeps {
            check(&row, value, &[]);
        }
        for (value, said) in &row.breaks {
            check(&row, value, &[format!("{}: {said}", row.at)]);
        }
    }
}

fn check(row: &Row, value: &Value, expected: &[String]) {
    assert_eq!(
        decode_example(row, value).lines(),
        expected,
        "{} {}: {value}",
        row.schema,
        row.at
    );
}

fn decode_example(row: &Row, value: &Value) -> Decoded {
    let body = with(&row.rest, row.at, value);
    let decoded = schema(row.document, row.schema).decode_and_validate(body.to_string());
    decoded.unwrap_or_else(|error| panic!("{} {body}: {error}", row.schema))
}

/// The body with a value at this place.
fn with(body: &Value, at: &str, value: &Value) -> Value {
    let mut body = body.clone();
    let (parent, name) = split(at);
    let parent = body.pointer_mut(parent).and_then(Value::as_object_mut);
    let parent = parent.unwrap_or_else(|| panic!("there is an object around {at}"));
    parent.insert(name.to_owned(), value.clone());
    body
}

pub(crate) fn split(pointer: &str) -> (&str, &str) {
    pointer
        .rsplit_once('/')
        .expect("a pointer to a member has a slash")
}

/// A filter has `additionalProperties: false`.
#[test]
fn unknown_members_of_a_filter_are_rejected() {
    for part in ["application_name", "occurred_at"] {
        let body = json!({ part: { "like/~": "x" } });
        let decoded =
            schema("conferences", "ConferenceFilter").decode_and_validate(body.to_string());
        let decoded = decoded.expect("unknown members decode");
        assert_eq!(decoded.encoded, body, "they are kept");
        let line = format!("/{part}/like~1~0: is not a known member");
        assert_eq!(decoded.lines(), [line]);
    }
}
