//! Requests as a caller builds them, and the violations that `validate` finds.

use generated::{
    Base64, Operation, Validate, Violation, ViolationKind, Violations, conferences, texml,
};

/// Validates a request, and compares the violations.
fn check(value: &impl Validate, expected: &[&str]) {
    check_said(value.validate(), expected);
}

fn check_said(said: Result<(), Violations>, expected: &[&str]) {
    let said = match said {
        Ok(()) => Vec::new(),
        Err(violations) => violations.to_string().lines().map(str::to_owned).collect(),
    };
    assert_eq!(said, expected);
}

fn create() -> conferences::CreateConferenceRequest {
    conferences::CreateConferenceRequest::new("v3:call", "Business")
}

fn dial() -> texml::DialConferenceParticipantRequest {
    texml::DialConferenceParticipantRequest::new()
}

#[test]
fn max_participants_is_between_2_and_800() {
    for inside in [2, 3, 250, 800] {
        check(&create().max_participants(inside), &[]);
    }
    for (outside, line) in [
        (
            1,
            r#"/max_participants: 1 is outside 2..=800 ("between 2 and 800") [10033]"#,
        ),
        (
            801,
            r#"/max_participants: 801 is outside 2..=800 ("between 2 and 800") [10033]"#,
        ),
    ] {
        check(&create().max_participants(outside), &[line]);
    }
}

#[test]
fn a_violation_has_its_parts() {
    let violations = create()
        .max_participants(801)
        .validate()
        .expect_err("801 is too many");
    assert_eq!(violations.len(), 1);
    let violation: &Violation = violations.iter().next().expect("there is one");
    assert_eq!(violation.pointer, "/max_participants");
    assert_eq!(violation.kind, ViolationKind::Maximum);
    assert_eq!(violation.message, "801 is outside 2..=800");
    assert_eq!(violation.because, Some("between 2 and 800"));
    assert_eq!(violation.code, Some("10033"));
}

#[test]
fn client_state_is_base64() {
    for good in ["", "YQ==", "YWI=", "YWJj", "+/+/"] {
        check(&create().client_state(Base64::from_encoded(good)), &[]);
    }
    for (bad, fault) in [
        ("a-_b", "`-` and `_` belong to the URL-safe alphabet"),
        (
            "YQ",
            "its length is not a multiple of four, padded with `=`",
        ),
        (
            "YQ=",
            "its length is not a multiple of four, padded with `=`",
        ),
        ("YWJj\n", "it contains white space"),
        ("YW Jj", "it contains white space"),
        ("YW!j", "'!' is not in its alphabet"),
        ("YWé=", "'é' is not in its alphabet"),
        ("YR==", "the unused bits of its last character are not zero"),
    ] {
        let line =
            format!(r#"/client_state: is not base64: {fault} ("valid Base-64 encoded string")"#);
        check(&create().client_state(Base64::from_encoded(bad)), &[&line]);
    }
}

#[test]
fn client_state_is_made_from_bytes() {
    let all_bytes: Vec<u8> = (0..=255).collect();
    for bytes in [&b""[..], b"a", b"ab", b"have a nice day =]", &all_bytes] {
        let state = Base64::encode(bytes);
        assert_eq!(state.decode().as_deref(), Ok(bytes));
        check(&create().client_state(state), &[]);
    }
    let state = Base64::encode("have a nice day =]");
    assert_eq!(
        state.as_str(),
        "aGF2ZSBhIG5pY2UgZGF5ID1d",
        "the published example"
    );
}

#[test]
fn two_sources_of_audio_exclude_each_other() {
    let line = "/hold_audio_url: is mutually exclusive with `hold_media_name` \
        (\"hold_media_name and hold_audio_url cannot be used together\")";
    check(&create().hold_audio_url("http://a"), &[]);
    check(&create().hold_media_name("a"), &[]);
    check(
        &create().hold_audio_url("http://a").hold_media_name("a"),
        &[line],
    );

    let join = || conferences::JoinConferenceRequest::new("v3:call");
    check(&join().hold_audio_url("http://a"), &[]);
    check(&join().hold_media_name("a"), &[]);
    check(
        &join().hold_audio_url("http://a").hold_media_name("a"),
        &[line],
    );

    let line = "/audio_url: is mutually exclusive with `media_name` \
        (\"media_name and audio_url cannot be used together\")";
    let hold = conferences::ConferenceHoldRequest::new;
    check(&hold().audio_url("http://a"), &[]);
    check(&hold().media_name("a"), &[]);
    check(&hold().audio_url("http://a").media_name("a"), &[line]);

    let play = conferences::ConferencePlayRequest::new;
    check(&play().audio_url("http://a"), &[]);
    check(&play().media_name("a"), &[]);
    check(&play().audio_url("http://a").media_name("a"), &[line]);
}

#[test]
fn the_timeout_of_dialling_is_between_5_and_120_seconds() {
    check(&dial().timeout(5), &[]);
    check(&dial().timeout(120), &[]);
    check(
        &dial().timeout(4),
        &[r#"/Timeout: 4 is outside 5..=120 ("between 5 and 120")"#],
    );
    check(
        &dial().timeout(121),
        &[r#"/Timeout: 121 is outside 5..=120 ("between 5 and 120")"#],
    );
}

#[test]
fn a_caller_id_has_at_most_128_characters_of_an_alphabet() {
    check(&dial().caller_id("Az09 -_~!.+"), &[]);
    check(&dial().caller_id("x".repeat(128)), &[]);
    let too_long =
        r#"/CallerId: has 129 characters, but `maxLength` is 128 ("maximum of 128 characters")"#;
    check(&dial().caller_id("x".repeat(129)), &[too_long]);
    let alphabet = "(\"only letters, numbers, spaces, and `-_~!.+`\")";
    for bad in ["#", "a,b", "a\tb", "né", "a\n"] {
        let line = format!("/CallerId: {bad:?} does not match ^[A-Za-z0-9 _~!.+-]*$ {alphabet}");
        check(&dial().caller_id(bad), &[&line]);
    }
    let both = format!(
        "/CallerId: {:?}… does not match ^[A-Za-z0-9 _~!.+-]*$ {alphabet}",
        "#".repeat(40)
    );
    check(&dial().caller_id("#".repeat(129)), &[too_long, &both]);
}

#[test]
fn coaching_requires_a_call_to_coach() {
    let line = "/CallSidToCoach: is missing (\"When `true`, `CallSidToCoach` has to be given\")";
    check(&dial().coaching(true), &[line]);
    check(&dial().coaching(true).call_sid_to_coach("v3:call"), &[]);
    check(&dial().coaching(false), &[]);
    check(&dial().call_sid_to_coach("v3:call"), &[]);

    let update = texml::UpdateConferenceParticipantRequest::new;
    check(&update().coaching(true), &[line]);
    check(&update().coaching(true).call_sid_to_coach("v3:call"), &[]);
    check(&update().coaching(false), &[]);
}

#[test]
fn lengths_count_characters() {
    let speak = |payload: String| conferences::ConferenceSpeakRequest::new(payload, "female");
    for letter in ["a", "é", "語", "😀"] {
        check(&speak(letter.repeat(3000)), &[]);
        check(
            &speak(letter.repeat(3001)),
            &[concat!(
                "/payload: has 3001 characters, but `maxLength` is 3000 ",
                r#"("3,000 character limit")"#
            )],
        );
    }
}

#[test]
fn a_loop_is_between_1_and_100_or_infinity() {
    let play =
        |times: conferences::LoopCount| conferences::ConferencePlayRequest::new().loop_(times);
    check(&play(1.into()), &[]);
    check(&play(100.into()), &[]);
    check(&play(conferences::LoopCountString::Infinity.into()), &[]);
    check(
        &play(0.into()),
        &[r#"/loop: 0 is outside 1..=100 ("between 1 and 100") [10033]"#],
    );
    check(
        &play(101.into()),
        &[r#"/loop: 101 is outside 1..=100 ("between 1 and 100") [10033]"#],
    );
    check(
        &play(conferences::LoopCountString::from("forever").into()),
        &["/loop: \"forever\" is not one of \"infinity\" [10032]"],
    );
}

#[test]
fn nested_values_are_validated() {
    let speak = |speed| {
        let settings = conferences::TelnyxVoiceSettings::new().voice_speed(speed);
        conferences::ConferenceSpeakRequest::new("Hello", "Telnyx.KokoroTTS.af")
            .voice_settings(settings.into())
    };
    check(&speak(2.0), &[]);
    check(
        &speak(2.5),
        &["/voice_settings/voice_speed: 2.5 is outside 0.1..=2.0 [10033]"],
    );
    check(
        &speak(f64::NAN),
        &["/voice_settings/voice_speed: NaN cannot be written as JSON"],
    );

    // Custom headers have no rules of their own; `decoding_errors_have_a_pointer` covers the pointer of an
    // item, `/CustomHeaders/1/name`.
    let status = |text: &str| texml::ParticipantResource::new().status(text.into());
    let participants = vec![status("connected"), status("asleep")];
    check(
        &texml::ParticipantResourceIndex::new().participants(participants),
        &[
            "/participants/1/status: \"asleep\" is not one of \"connecting\", \"connected\", \
          \"completed\", \"in-progress\"",
        ],
    );
}

#[test]
fn all_violations_are_reported() {
    let request = create()
        .beep_enabled("sometimes".into())
        .client_state(Base64::from_encoded("#"))
        .hold_audio_url("http://a")
        .hold_media_name("a")
        .max_participants(1)
        .region("Mars".into());
    check(
        &request,
        &[
            "/beep_enabled: \"sometimes\" is not one of \"always\", \"never\", \"on_enter\", \
             \"on_exit\" [10032]",
            "/client_state: is not base64: '#' is not in its alphabet \
             (\"valid Base-64 encoded string\")",
            "/max_participants: 1 is outside 2..=800 (\"between 2 and 800\") [10033]",
            "/region: \"Mars\" is not one of \"Australia\", \"Europe\", \"Middle East\", \"US\" \
             [10032]",
            "/hold_audio_url: is mutually exclusive with `hold_media_name` \
             (\"hold_media_name and hold_audio_url cannot be used together\")",
        ],
    );
}

#[test]
fn parameters_are_validated_too() {
    let list = || texml::GetTexmlConferences::new("account");
    let check = |list: texml::GetTexmlConferences, expected: &[&str]| {
        check_said(list.validate(), expected);
    };
    for day in ["2023-05-22", ">=2023-05-22", "<=2023-05-22"] {
        check(list().date_created(day).date_updated(day), &[]);
    }
    let list = list().date_created("22 May").date_updated(">2023-05-22");
    check(
        list,
        &[
            "parameter DateCreated: \"22 May\" does not match ^([<>]=?)?[0-9]{4}-[0-9]{2}-[0-9]{2}$ \
             (\"YYYY-MM-DD. Also accepts inequality operators\")",
        ],
    );
    let page = conferences::Page::new().number(0).size(251);
    let list = conferences::ListConferences::new().page(page);
    check_said(
        list.validate(),
        &[
            "parameter page/number: 0 is less than 1 [10033]",
            "parameter page/size: 251 is outside 1..=250 [10033]",
        ],
    );
}
