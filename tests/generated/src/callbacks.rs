//! TeXML callbacks: forms with a body for each type, decoded as their types and as events, verified, and
//! received over the loopback interface.

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::time::SystemTime;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::any;
use generated::runtime::Serialize;
use generated::texml_callbacks::webhook::{Signer, Verifier, VerifyError, unverified};
use generated::texml_callbacks::{
    AiGather, AnsweredBy, CallAmd, CallAnswered, CallCompleted, CallDtmf, CallInitiated,
    CallRinging, CallbackSource, CallingPartyType, ConferenceEnd, ConferenceJoin, ConferenceLeave,
    ConferenceSpeaker, ConferenceStart, Event, Gather, HttpRequest, Queue, RecordingCompleted,
    RecordingInProgress, Siprec, Stream, StreamEvent, Transcription,
};
use generated::{Validate, Value, Violations, decode_form};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A schema, and its type.
struct Callback {
    schema: &'static str,
    /// Decodes a form, encodes it as JSON and as a form again, and validates it.
    decode: fn(&str) -> Result<Decoded, String>,
    /// The name of the variant of an event.
    is_event: fn(&Event) -> bool,
}

struct Decoded {
    json: Value,
    form: String,
    validity: Result<(), Violations>,
}

fn decode<T: generated::runtime::Decode + Serialize + Validate + PartialEq>(
    form: &str,
) -> Result<Decoded, String> {
    let read: T = decode_form(&[], form.as_bytes()).map_err(|error| error.to_string())?;
    let json = serde_json::to_value(&read).expect("it encodes");
    let members = json.as_object().into_iter().flatten();
    let pairs = members.map(|(name, value)| {
        let text = value.as_str().map(str::to_owned);
        (name, text.unwrap_or_else(|| value.to_string()))
    });
    let mut form = form_urlencoded::Serializer::new(String::new());
    let form = form.extend_pairs(pairs).finish();
    let again: T = decode_form(&[], form.as_bytes()).expect("it decodes again");
    assert!(again == read, "{form}");
    Ok(Decoded {
        json,
        form,
        validity: read.validate(),
    })
}

/// Whether an event is of the variant, which is named like its type unless it has a name of its own.
macro_rules! is_variant {
    ($event:ident, $type:ident) => {
        matches!($event, Event::$type(_))
    };
    ($event:ident, $type:ident $variant:ident) => {
        matches!($event, Event::$variant(_))
    };
}

macro_rules! callbacks {
    ($($type:ident $(as $variant:ident)?),* without event $($other:ident),*) => {
        const CALLBACKS: &[Callback] = &[
            $(Callback {
                schema: concat!("Texml", stringify!($type)),
                decode: decode::<$type>,
                is_event: |event| is_variant!(event, $type $($variant)?),
            },)*
            $(Callback {
                schema: concat!("Texml", stringify!($other)),
                decode: decode::<$other>,
                is_event: |event| matches!(event, Event::Other(_)),
            },)*
        ];
    };
}

callbacks! {
    AiGather, CallAmd, CallAnswered as TexmlCallAnswered, CallCompleted as TexmlCallCompleted,
    CallDtmf, CallInitiated as TexmlCallInitiated, CallRinging as TexmlCallRinging, ConferenceEnd, ConferenceJoin, ConferenceLeave, ConferenceStart, Gather, Queue,
    RecordingCompleted, RecordingInProgress, Siprec, Stream, Transcription
    without event ConferenceSpeaker, HttpRequest
}

/// The schemas of the document, by their keys.
fn schemas() -> BTreeMap<String, Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/texml-callbacks.yml");
    let text = fs::read_to_string(path).expect("it is checked in");
    let document: Value = serde_yaml::from_str(&text).expect("it is YAML");
    let schemas = document["components"]["schemas"].clone();
    serde_json::from_value(schemas).expect("it is an object")
}

/// The pairs of a form with every member that a schema names.
fn pairs(schema: &Value) -> Vec<(String, String)> {
    let members = schema["properties"].as_object().into_iter().flatten();
    let pairs = members.map(|(name, member)| {
        let value = match &member["example"] {
            Value::String(text) => text.clone(),
            Value::Null => "+1 555&0100".to_owned(),
            other => other.to_string(),
        };
        (name.clone(), value)
    });
    pairs.collect()
}

fn form(pairs: &[(String, String)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(pairs).finish()
}

fn decode_event(form: &str) -> Event {
    unverified(form.as_bytes()).unwrap_or_else(|error| panic!("{form}: {error}"))
}

#[test]
fn every_callback_decodes_with_all_its_members() {
    let schemas = schemas();
    assert_eq!(schemas.len(), 20);
    for (key, schema) in &schemas {
        let callback = CALLBACKS.iter().find(|it| it.schema == key);
        let Callback {
            decode, is_event, ..
        } = callback.expect("it is in the table");
        let mut pairs = pairs(schema);
        if key == "TexmlConferenceEnd" {
            pairs.push((
                "StatusCallbackEvent".to_owned(),
                "conference-end".to_owned(),
            ));
        }
        pairs.push(("Undeclared".to_owned(), "a b".to_owned()));
        let form = form(&pairs);
        let decoded = decode(&form).unwrap_or_else(|error| panic!("{form}: {error}"));
        assert_eq!(decoded.validity, Ok(()), "{key}");
        for (name, value) in &pairs {
            let expected: Value = match schema["properties"][name]["type"].as_str() {
                Some("integer" | "number" | "boolean") => value.parse().expect("it is JSON"),
                _ => value.as_str().into(),
            };
            assert_eq!(decoded.json[name], expected, "{key} {name}");
        }
        assert_eq!(
            decoded.json.as_object().map(serde_json::Map::len),
            Some(pairs.len())
        );
        assert_eq!(
            decoded.form.split('&').count(),
            pairs.len(),
            "{}",
            decoded.form
        );
        let event = decode_event(&form);
        assert!(is_event(&event), "{key} is {event:?}");
        assert_eq!(
            serde_json::to_value(&event).ok(),
            Some(decoded.json),
            "{key}"
        );
    }
}

#[test]
fn exactly_the_required_members_are_required() {
    for (key, schema) in &schemas() {
        let callback = CALLBACKS.iter().find(|it| it.schema == key);
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        let pairs = pairs(schema);
        for (index, (name, _)) in pairs.iter().enumerate() {
            let mut rest = pairs.clone();
            rest.remove(index);
            let decoded = (callback.expect("it is in the table").decode)(&form(&rest));
            let error = decoded.err();
            let missing = format!("missing member `{name}`");
            let is_required = required.contains(&name.as_str().into());
            assert_eq!(error, is_required.then_some(missing), "{key} {name}");
        }
    }
}

#[test]
fn the_published_examples_decode_as_their_types_and_events() {
    let folder = "../../../shared/telnyx/callbacks/bodies";
    let Ok(files) = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) else {
        eprintln!("skipped: there is no ../shared/telnyx/callbacks");
        return;
    };
    let mut met = 0;
    for path in files.map(|file| file.expect("it is listed").path()) {
        let name = path.file_stem().expect("it has one").to_string_lossy();
        let Some(words) = name.strip_prefix("texml-") else {
            continue;
        };
        met += 1;
        let mut form = fs::read_to_string(&path).expect("it is ASCII");
        // The page hides the value of this one.
        if words == "gather" {
            form += "&From=%2B1";
        }
        let letters = words.replace('-', "");
        let callback = CALLBACKS
            .iter()
            .find(|it| it.schema[5..].to_lowercase() == letters);
        let Callback {
            decode, is_event, ..
        } = callback.expect("it is in the table");
        let decoded = decode(&form).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(decoded.validity, Ok(()), "{name}");
        let sorted = |form: &str| {
            let mut pairs: Vec<_> = form.split('&').map(str::to_owned).collect();
            pairs.sort();
            pairs
        };
        assert_eq!(sorted(&decoded.form), sorted(&form), "{name}");
        assert!(is_event(&verified(&form)), "{name}");
    }
    assert_eq!(met, 18);
}

const SEED: [u8; 32] = [7; 32];

fn verifier() -> Verifier {
    Verifier::new(&Signer::new(&SEED).public_key()).expect("it is a key")
}

fn signed(form: &str) -> HeaderMap {
    Signer::new(&SEED).sign(SystemTime::now(), form.as_bytes())
}

/// The event of a form, signed and verified.
fn verified(form: &str) -> Event {
    let event = verifier().verify(&signed(form), form.as_bytes(), SystemTime::now());
    event.unwrap_or_else(|error| panic!("{form}: {error}"))
}

#[test]
fn an_event_that_nothing_identifies_is_kept_whole() {
    for (form, event_type) in [
        (
            "StatusCallbackEvent=speaker-start&CallSid=c",
            "speaker-start",
        ),
        ("RecordingStatus=absent&RecordingSid=r", "absent"),
        ("CallStatus=queued&CallSid=c", "queued"),
        ("AccountSid=a&CallSid=c&From=%2B1&To=%2B2", ""),
        ("Transcript=hello&IsFinal=true&Confidence=0.98", ""),
        ("StatusCallbackEvent=&CallSid=c", ""),
    ] {
        let event = decode_event(form);
        let (found, json) = event.undeclared().expect("the document has none like it");
        assert_eq!(found, event_type, "{form}");
        assert_eq!(
            json.as_object().map(serde_json::Map::len),
            Some(form.split('&').count())
        );
        let violations = event.validate().expect_err("it is none of the events");
        assert_eq!(violations.to_string(), "matches none of the alternatives");
    }
}

#[test]
fn a_member_that_decides_comes_before_those_of_other_events() {
    // A transcription has the status of its call, and a key that was pressed may have digits.
    let call = "AccountSid=a&CallSid=c&CallSidLegacy=c&From=f";
    let recording =
        format!("{call}&CallStatus=in-progress&RecordingSid=r&TranscriptionStatus=failed");
    assert!(matches!(decode_event(&recording), Event::Transcription(_)));
    let key = format!(
        "{call}&CallInitiatedAt=t&CallStatus=dtmf&CallbackSource=s&ConnectionId=1&SequenceNumber=3\
         &Timestamp=t&To=t&Digits=5"
    );
    let Event::CallDtmf(pressed) = decode_event(&key) else {
        panic!("it is a key")
    };
    assert_eq!(pressed.additional_properties["Digits"], "5");
    let gathered = format!("{call}&To=t&SpeechResult=yes");
    assert!(matches!(decode_event(&gathered), Event::Gather(_)));
}

/// Where sources disagree, either value is kept as it came.
#[test]
fn disputed_values_are_kept() {
    let amd = "AccountSid=a&CallSid=c&CallSidLegacy=c&ConnectionId=1&MachineDetectionDuration=9";
    for (value, known) in [
        ("machine", AnsweredBy::Machine),
        ("machine_start", AnsweredBy::MachineStart),
        ("parrot", AnsweredBy::from("parrot")),
    ] {
        let Event::CallAmd(amd) = decode_event(&format!("{amd}&AnsweredBy={value}")) else {
            panic!("it is the result of a detection")
        };
        assert_eq!(amd.answered_by, known);
        assert_eq!(amd.answered_by.as_ref(), value);
    }
    let stream = "AccountSid=a&CallSid=c&CallSidLegacy=c&StreamName=n&StreamSid=s&Timestamp=t";
    for (value, known) in [
        ("stream-failed", StreamEvent::StreamFailed),
        ("stream-error", StreamEvent::StreamError),
    ] {
        let Event::Stream(stream) = decode_event(&format!("{stream}&StreamEvent={value}")) else {
            panic!("it is a stream")
        };
        assert_eq!(stream.stream_event, known);
    }
    let call = "AccountSid=a&CallInitiatedAt=t&CallSid=c&CallSidLegacy=c&CallStatus=busy\
        &CallbackSource=call-cost-events&ConnectionId=1&From=f&SequenceNumber=0\
        &Timestamp=2021-04-28+21%3A51%3A18.731479Z&To=t";
    let Event::TexmlCallCompleted(call) = decode_event(call) else {
        panic!("it has ended")
    };
    assert_eq!(call.callback_source, CallbackSource::CallCostEvents);
    assert_eq!(call.timestamp.as_str(), "2021-04-28 21:51:18.731479Z");
    let time = call
        .timestamp
        .timestamp()
        .expect("a space is as good as a T");
    assert_eq!(time.to_string(), "2021-04-28T21:51:18.731479Z");
    for (value, known) in [
        ("customer", CallingPartyType::Customer),
        ("pstn", CallingPartyType::Pstn),
        ("pigeon", CallingPartyType::from("pigeon")),
    ] {
        let joined = format!(
            "AccountSid=a&CallSid=c&CallSidLegacy=c&ConferenceSid=s&ConnectionId=1&FriendlyName=n\
             &SequenceNumber=2&StatusCallbackEvent=participant-join&Timestamp=t&CallingPartyType={value}"
        );
        let Event::ConferenceJoin(joined) = decode_event(&joined) else {
            panic!("it is a participant")
        };
        assert_eq!(joined.calling_party_type, Some(known));
    }
}

#[test]
fn an_invalid_member_of_a_known_event_is_an_error_or_a_violation() {
    let recording = "AccountSid=a&CallSid=c&CallSidLegacy=c&ConnectionId=1&RecordingSource=s\
        &RecordingStatus=in-progress";
    let wrong = unverified(format!("{recording}&RecordingChannels=two").as_bytes());
    assert_eq!(
        wrong.expect_err("no number").pointer(),
        "/RecordingChannels"
    );
    let event = decode_event(&format!("{recording}&RecordingChannels=3"));
    let violations = event.validate().expect_err("1 or 2");
    assert_eq!(
        violations.to_string(),
        "/RecordingChannels: 3 is not one of 1, 2"
    );
    let gathered = "AccountSid=a&CallSid=c&CallSidLegacy=c&ConnectionId=1&From=f&Status=valid&To=t";
    for name in ["Base64Result", "Base64MessageHistory"] {
        let event = decode_event(&format!("{gathered}&{name}=%23"));
        let violations = event.validate().expect_err("no Base64");
        assert!(
            violations
                .to_string()
                .starts_with(&format!("/{name}: is not base64"))
        );
    }
}

/// Answers as an application does: it takes what is genuine, whatever the method.
async fn receive(
    State(verifier): State<Verifier>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    match verifier.verify(&headers, &body, SystemTime::now()) {
        Ok(Event::ConferenceJoin(joined)) => (StatusCode::OK, joined.friendly_name),
        Ok(event) => (StatusCode::OK, json!(event).to_string()),
        Err(error @ VerifyError::Undecodable(_)) => (StatusCode::BAD_REQUEST, error.to_string()),
        Err(error) => (StatusCode::UNAUTHORIZED, error.to_string()),
    }
}

async fn start() -> SocketAddr {
    let router = Router::new()
        .route("/", any(receive))
        .with_state(verifier());
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("there is a port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// Sends a request, and returns the status and the body of the answer.
pub(crate) async fn send(
    to: SocketAddr,
    start: &str,
    headers: &HeaderMap,
    body: &str,
) -> (u16, String) {
    let headers = headers.iter().map(|(name, value)| {
        let value = value.to_str().expect("it is text");
        format!("{name}: {value}\r\n")
    });
    let request = format!(
        "{start} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: {}\r\n{}\r\n{body}",
        body.len(),
        headers.collect::<String>()
    );
    let mut stream = TcpStream::connect(to).await.expect("it listens");
    let sent = stream.write_all(request.as_bytes()).await;
    sent.expect("it is sent");
    let mut answer = String::new();
    let read = stream.read_to_string(&mut answer).await;
    read.expect("it answers");
    let (head, body) = answer.split_once("\r\n\r\n").expect("it has a head");
    let status = head.split(' ').nth(1).expect("it has a status");
    (status.parse().expect("it is a number"), body.to_owned())
}

#[tokio::test]
async fn a_receiver_takes_signed_forms_and_nothing_else() {
    let to = start().await;
    let joined = "AccountSid=a&CallSid=v3%3Ac&CallSidLegacy=v3%3Ac&ConferenceSid=s&ConnectionId=1\
        &FriendlyName=Stand-up+at+9&SequenceNumber=2&StatusCallbackEvent=participant-join&Timestamp=t";
    let post = async |headers: HeaderMap, form: &str| {
        let mut headers = headers;
        let content_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert("content-type", content_type);
        send(to, "POST /", &headers, form).await
    };
    let answer = post(signed(joined), joined).await;
    assert_eq!(answer, (200, "Stand-up at 9".to_owned()));

    let (status, _) = post(signed(joined), &joined.replace("%3A", "%3a")).await;
    assert_eq!(status, 401, "other bytes have another signature");
    let (status, _) = post(HeaderMap::new(), joined).await;
    assert_eq!(status, 401, "it is not signed");
    let lacking = joined.replace("&FriendlyName=Stand-up+at+9", "");
    let (status, text) = post(signed(&lacking), &lacking).await;
    assert_eq!(status, 400);
    assert!(text.ends_with("missing member `FriendlyName`"), "{text}");

    // With GET, the members are the query, which the signature does not cover: whatever it says, it is
    // not taken for an event.
    let (status, _) = send(to, &format!("GET /?{joined}"), &signed(""), "").await;
    assert_eq!(status, 400);
}
