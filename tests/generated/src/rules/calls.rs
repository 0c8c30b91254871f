//! The rules of calls.

use serde_json::json;

use super::{Row, row, text};

fn calls(schema: &'static str, rest: generated::Value, at: &'static str) -> Row {
    row("calls", schema, rest, at)
}

fn dial(at: &'static str) -> Row {
    calls(
        "CallRequest",
        json!({ "connection_id": "1", "from": "+1", "to": "+2" }),
        at,
    )
}

fn transfer(at: &'static str) -> Row {
    calls("TransferCallRequest", json!({ "to": "+2" }), at)
}

pub(super) fn rows() -> Vec<Row> {
    let mut rows = limits();
    rows.extend(lengths());
    rows.extend(texts());
    rows.extend(several_members());
    rows.extend(transcription());
    rows.extend(int32());
    rows
}

fn limits() -> Vec<Row> {
    let mut rows = Vec::new();
    for request in [dial, transfer] {
        rows.push(request("/timeout_secs").keeps(json!([5, 30, 600])).breaks(
            json!([4, 601, 0, -5]),
            "{} is outside 5..=600 \
                     (\"Minimum value is 5 seconds; Maximum value is 600 seconds\") [10033]",
        ));
        rows.push(
            request("/time_limit_secs")
                .keeps(json!([30, 14400]))
                .breaks(json!([29, 14401]), "{} is outside 30..=14400 [10033]"),
        );
    }
    let answer = |at| calls("AnswerRequest", json!({}), at);
    let bridge = |at| calls("BridgeRequest", json!({ "call_control_id": "c" }), at);
    for request in [
        &dial as &dyn Fn(&'static str) -> Row,
        &transfer,
        &answer,
        &bridge,
    ] {
        rows.push(
            request("/record_max_length")
                .keeps(json!([0, 43200]))
                .breaks(
                    json!([-1, 43201]),
                    "{} is outside 0..=43200 \
                     (\"The minimum value is 0; The maximum value is 43200\") [10033]",
                ),
        );
        rows.push(
            request("/record_timeout_secs")
                .keeps(json!([0, i32::MAX]))
                .breaks(
                    json!([-1]),
                    "{} is less than 0 (\"The minimum value is 0\") [10033]",
                )
                .breaks(
                    json!([i64::from(i32::MAX) + 1]),
                    "{} is greater than 2147483647",
                ),
        );
    }
    let deepfake = || json!({ "deepfake_detection": { "enabled": true } });
    rows.push(
        calls("AnswerRequest", deepfake(), "/deepfake_detection/timeout")
            .keeps(json!([5, 60]))
            .breaks(json!([4, 61]), "{} is outside 5..=60 [10033]"),
    );
    let at = "/deepfake_detection/rtp_timeout";
    rows.push(
        calls("AnswerRequest", deepfake(), at)
            .keeps(json!([5, 120]))
            .breaks(json!([4, 121]), "{} is outside 5..=120 [10033]"),
    );
    let at = "/stream_bidirectional_sampling_rate";
    rows.push(
        dial(at)
            .keeps(json!([8000, 16000, 22050, 24000, 48000]))
            .breaks(
                json!([0, 8001, -8000]),
                "{} is not one of 8000, 16000, 22050, 24000, 48000 [10032]",
            ),
    );
    let sound = |at| calls("SoundModifications", json!({}), at);
    rows.push(sound("/octaves").keeps(json!([-1.0, 0.0, 1.0])).breaks(
        json!([-1.5, 1.25]),
        "{} is outside -1..=1 (\"between -1 and 1\") [10033]",
    ));
    rows.push(sound("/semitone").keeps(json!([-14.0, 14.0])).breaks(
        json!([-14.5, 14.5]),
        "{} is outside -14..=14 (\"between -14 and 14\") [10033]",
    ));
    rows.push(sound("/pitch").keeps(json!([0.001, 7.5])).breaks(
        json!([0.0, -0.5]),
        "{} is not greater than 0 (\"value should be > 0\") [10033]",
    ));
    let telnyx = json!({ "type": "telnyx" });
    rows.push(
        calls("TelnyxVoiceSettings", telnyx, "/voice_speed")
            .keeps(json!([0.1, 2.0]))
            .breaks(json!([0.05, 3.0]), "{} is outside 0.1..=2.0 [10033]"),
    );
    rows
}

fn lengths() -> Vec<Row> {
    let mut rows = Vec::new();
    for request in [dial, transfer] {
        rows.push(
            request("/from_display_name")
                .keeps(json!(["", "Info", "Az09 -_~!.+", text("x", 128)]))
                .breaks(
                    json!([text("x", 129)]),
                    r#"has 129 characters, but `maxLength` is 128 ("maximum of 128 characters")"#,
                )
                .breaks(
                    json!(["#", "é", "a\n", "\"", "A&B"]),
                    "{} does not match ^[A-Za-z0-9 _~!.+-]*$ \
                     (\"only letters, numbers, spaces, and -_~!.+ special characters\")",
                ),
        );
        rows.push(
            request("/send_digits_on_answer")
                .keeps(json!(["", "0123456789ABCD*#wW", text("1", 64)]))
                .breaks(
                    json!([text("1", 65)]),
                    r#"has 65 characters, but `maxLength` is 64 ("Maximum 64 characters")"#,
                )
                .breaks(
                    json!(["E", "a", "1 2", "1\n", "٣", "1,2"]),
                    "{} does not match ^[0-9A-D*#wW]*$ (\"Allowed characters: `0-9`, `A-D`, \
                     `w` (0.5s pause), `W` (1s pause), `*`, `#`\")",
                ),
        );
    }
    rows.push(
        dial("/record_custom_file_name")
            .keeps(json!(["a", text("é", 40)]))
            .breaks(json!([""]), "has 0 characters, which is outside 1..=40")
            .breaks(
                json!([text("a", 41)]),
                "has 41 characters, which is outside 1..=40",
            ),
    );
    rows.push(
        dial("/stream_auth_token")
            .keeps(json!(["", text("é", 4000)]))
            .breaks(
                json!([text("a", 4001)]),
                "has 4001 characters, but `maxLength` is 4000",
            ),
    );
    rows.push(
        calls("CallAssistantRequest", json!({ "id": "a" }), "/greeting")
            .keeps(json!(["", text("é", 3000)]))
            .breaks(
                json!([text("a", 3001)]),
                "has 3001 characters, but `maxLength` is 3000",
            ),
    );
    let policies = json!({ "webhook_retries_policies": { "call.hangup": {} } });
    rows.push(
        calls(
            "AnswerRequest",
            policies,
            "/webhook_retries_policies/call.hangup/retries_ms",
        )
        .keeps(json!([[], [0], [1, 2, 3, 4, 60000]]))
        .breaks(
            json!([[1, 2, 3, 4, 5, 6]]),
            "has 6 items, but `maxItems` is 5",
        ),
    );
    rows
}

fn texts() -> Vec<Row> {
    let words = "G722|PCMU|PCMA|G729|OPUS|VP8|H264|AMR-WB";
    let because = "`G722`, `PCMU`, `PCMA`, `G729`, `OPUS`, `VP8`, `H264`, `AMR-WB`";
    let said = format!("{{}} does not match ^({words})(,({words}))*$ (\"{because}\")");
    let fault = "is not base64: its length is not a multiple of four, padded with `=`";
    vec![
        transfer("/preferred_codecs")
            .keeps(json!(["G722", "AMR-WB,PCMU", words.replace('|', ",")]))
            .breaks(json!(["", "G711", "G722;PCMU", "G722,", "g722"]), &said),
        transfer("/target_leg_client_state")
            .keeps(json!(["", "YQ=="]))
            .breaks(
                json!(["YQ"]),
                &format!("{fault} (\"valid Base-64 encoded string\")"),
            ),
        calls("CustomSipHeader", json!({ "value": "" }), "/name")
            .keeps(json!(["X-Custom-Header", "x", "-.!%*_+`'~"]))
            .breaks(
                json!(["", "X Custom", "X:", "é", "a\nb"]),
                "{} does not match ^[-.!%*_+`'~0-9A-Za-z]+$",
            ),
        calls("ConversationRelayEmbeddedConfig", json!({}), "/url")
            .keeps(json!(["ws://a", "wss://a"]))
            .breaks(
                json!(["", "https://a", " wss://a"]),
                "{} does not match ^wss?://",
            ),
    ]
}

fn several_members() -> Vec<Row> {
    let two_files = "is mutually exclusive with `media_name` \
                     (\"media_name and audio_url cannot be used together\")";
    let file = |mut row: Row| {
        row.rest["media_name"] = "m".into();
        row.breaks(json!(["http://a", ""]), two_files)
    };
    let required = json!({ "connection_id": "1", "from": "+1", "to": "+2" });
    let mut hold = required.clone();
    hold["conference_config"] = json!({ "hold_media_name": "m" });
    let linked = |because: &str| {
        let mut rest = required.clone();
        rest[because] = if because == "park_after_unbridge" {
            "self".into()
        } else {
            true.into()
        };
        rest
    };
    let bridge = |name: &str| json!({ name: "a" });
    let relay = |name: &str, value| json!({ "url": "wss://a", name: value });
    vec![
        file(dial("/audio_url")),
        file(transfer("/audio_url")),
        calls("CallRequest", hold, "/conference_config/hold_audio_url").breaks(
            json!(["http://a", ""]),
            "is mutually exclusive with `hold_media_name` \
             (\"hold_media_name and hold_audio_url cannot be used together\")",
        ),
        calls("BridgeRequest", bridge("call_control_id"), "/queue").breaks(
            json!(["support", ""]),
            "is mutually exclusive with `call_control_id`",
        ),
        calls("BridgeRequest", bridge("call_control_id"), "/video_room_id")
            .breaks(json!(["1"]), "is mutually exclusive with `call_control_id`"),
        calls("BridgeRequest", bridge("queue"), "/video_room_id")
            .breaks(json!(["1"]), "is mutually exclusive with `queue`"),
        calls(
            "BridgeRequest",
            bridge("video_room_id"),
            "/video_room_context",
        )
        .keeps(json!(["", "Alice"])),
        calls("CallRequest", linked("bridge_intent"), "/link_to").keeps(json!(["c"])),
        calls("CallRequest", linked("bridge_on_answer"), "/link_to").keeps(json!(["c"])),
        calls("CallRequest", linked("park_after_unbridge"), "/link_to").keeps(json!(["c"])),
        calls(
            "ConversationRelayEmbeddedConfig",
            relay("provider", json!("a")),
            "/structured_provider",
        )
        .keeps(json!([{}, { "a": 1 }])),
        calls(
            "ConversationRelayEmbeddedConfig",
            relay("structured_provider", json!({})),
            "/provider",
        )
        .keeps(json!(["", "a"])),
    ]
}

fn transcription() -> Vec<Row> {
    let many = |length: usize| vec!["x"; length];
    let nova2 =
        json!({ "transcription_engine": "Deepgram", "transcription_model": "deepgram/nova-2" });
    let nova3 =
        json!({ "transcription_engine": "Deepgram", "transcription_model": "deepgram/nova-3" });
    let terms = "has 101 items, but `maxItems` is 100";
    let google = json!({ "transcription_engine": "Google", "speech_context": [{}] });
    let soniox = json!({ "transcription_engine": "Soniox" });
    vec![
        calls("DeepgramNova2Config", nova2.clone(), "/hints")
            .keeps(json!([[], many(100)]))
            .breaks(json!([many(101)]), terms),
        calls("DeepgramNova3Config", nova3, "/keyterms")
            .keeps(json!([[], many(100)]))
            .breaks(json!([many(101)]), terms),
        calls("DeepgramNova2Config", nova2, "/utterance_end_ms")
            .keeps(json!([0, 5000]))
            .breaks(json!([-1, 5001]), "{} is outside 0..=5000 [10033]"),
        calls(
            "TranscriptionEngineSonioxConfig",
            soniox,
            "/max_endpoint_delay_ms",
        )
        .keeps(json!([500, 3000]))
        .breaks(json!([499, 3001]), "{} is outside 500..=3000 [10033]"),
        calls(
            "TranscriptionEngineGoogleConfig",
            google,
            "/speech_context/0/boost",
        )
        .keeps(json!([0.0, 20.0]))
        .breaks(json!([-0.5, 20.5]), "{} is outside 0.0..=20.0 [10033]"),
    ]
}

/// Integers whose only limits are those of `format: int32`.
fn int32() -> Vec<Row> {
    let least = i64::from(i32::MIN);
    let most = i64::from(i32::MAX);
    let numbers = |row: Row| {
        row.keeps(json!([least, 0, most])).breaks(
            json!([least - 1, most + 1]),
            "{} is outside -2147483648..=2147483647",
        )
    };
    let dial = json!({
        "connection_id": "1", "from": "+1", "to": "+2", "answering_machine_detection_config": {},
    });
    let detection = [
        "/answering_machine_detection_config/after_greeting_silence_millis",
        "/answering_machine_detection_config/between_words_silence_millis",
        "/answering_machine_detection_config/greeting_duration_millis",
        "/answering_machine_detection_config/greeting_silence_duration_millis",
        "/answering_machine_detection_config/greeting_total_analysis_time_millis",
        "/answering_machine_detection_config/initial_silence_millis",
        "/answering_machine_detection_config/maximum_number_of_words",
        "/answering_machine_detection_config/maximum_word_length_millis",
        "/answering_machine_detection_config/silence_threshold",
        "/answering_machine_detection_config/total_analysis_time_millis",
    ];
    let detection = detection.map(|at| numbers(calls("CallRequest", dial.clone(), at)));
    let google = json!({ "transcription_engine": "Google" });
    let speakers = ["/max_speaker_count", "/min_speaker_count"];
    let speakers =
        speakers.map(|at| numbers(calls("TranscriptionEngineGoogleConfig", google.clone(), at)));
    detection.into_iter().chain(speakers).collect()
}

/// A body, and what is wrong with it.
fn check(schema: &str, body: &generated::Value, expected: &[&str]) {
    let decoded = crate::schemas::schema("calls", schema).decode_and_validate(body.to_string());
    let decoded = decoded.expect("it decodes");
    assert_eq!(decoded.lines(), expected, "{schema} {body}");
}

#[test]
fn members_are_required_by_others() {
    let bridge =
        "/video_room_id: is missing (\"can be used only with video_room_id parameter\") [10004]";
    let body = json!({ "call_control_id": "c", "video_room_context": "Alice" });
    check("BridgeRequest", &body, &[bridge]);

    let dial = |name: &str, value: generated::Value| json!({ "connection_id": "1", "from": "+1", "to": ["+2", "sip:a@b"], name: value });
    let link =
        "/link_to: is missing (\"When bridge_intent is true, link_to becomes required\") [10004]";
    check("CallRequest", &dial("bridge_intent", json!(true)), &[link]);
    check("CallRequest", &dial("bridge_intent", json!(false)), &[]);
    let link = "/link_to: is missing [10004]";
    check(
        "CallRequest",
        &dial("bridge_on_answer", json!(true)),
        &[link],
    );
    check("CallRequest", &dial("bridge_on_answer", json!(false)), &[]);
    let link = "/link_to: is missing (\"When park_after_unbridge is set, link_to becomes required\") [10004]";
    check(
        "CallRequest",
        &dial("park_after_unbridge", json!("self")),
        &[link],
    );

    let because = "(\"Must be supplied together with `structured_provider`\") [10004]";
    for (name, value, missing) in [
        ("provider", json!("a"), "structured_provider"),
        ("structured_provider", json!({}), "provider"),
    ] {
        let body = json!({ "url": "wss://a", name: value });
        let expected = format!("/{missing}: is missing {because}");
        check("ConversationRelayEmbeddedConfig", &body, &[&expected]);
    }
}

#[test]
fn a_bridge_needs_something_to_bridge_with() {
    let line = "matches none of the schemas in `anyOf`";
    check("BridgeRequest", &json!({ "play_ringtone": true }), &[line]);
    for name in ["call_control_id", "queue", "video_room_id"] {
        check("BridgeRequest", &json!({ name: "a" }), &[]);
    }
}

#[test]
fn a_delay_before_a_retry_is_limited() {
    let body = json!({ "webhook_retries_policies": {
        "call.hangup": { "retries_ms": [0, 60000, 60001, -1] },
    } });
    let at = "/webhook_retries_policies/call.hangup/retries_ms";
    let long = format!("{at}/2: 60001 is greater than 60000 (\"cannot exceed 60000ms\") [10033]");
    let negative = format!("{at}/3: -1 is less than 0 [10033]");
    check("AnswerRequest", &body, &[&long, &negative]);
}

#[test]
fn unknown_members_of_a_deepgram_config_are_rejected() {
    let body = json!({
        "transcription_engine": "Deepgram", "transcription_model": "deepgram/nova-3", "hints": [],
    });
    check(
        "DeepgramNova3Config",
        &body,
        &["/hints: is not a known member"],
    );
}
