//! One URL for the webhooks of all documents: one verifier, and one enum to match on.

use std::fs;
use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::routing::any;
use generated::conferences::webhook::Signer;
use generated::runtime::HasClientState;
use generated::webhook::{Delivery, Verifier, VerifyError, unverified};
use generated::{Event, Value, calls, conferences};
use tokio::net::TcpListener;

use crate::bodies;
use crate::callbacks::send;

const SEED: [u8; 32] = [7; 32];
const FORM: &str = "application/x-www-form-urlencoded";
const JOINED: &str = "AccountSid=a&CallSid=v3%3Ac&CallSidLegacy=v3%3Ac&ConferenceSid=s\
    &ConnectionId=1&FriendlyName=n&SequenceNumber=2&StatusCallbackEvent=participant-join&Timestamp=t";

fn verifier() -> Verifier {
    Verifier::new(&Signer::new(&SEED).public_key()).expect("it is a key")
}

/// The headers of a genuine webhook.
fn signed(content_type: &'static str, body: &str) -> HeaderMap {
    let mut headers = Signer::new(&SEED).sign(SystemTime::now(), body.as_bytes());
    headers.insert("content-type", HeaderValue::from_static(content_type));
    headers
}

fn verify(content_type: &'static str, body: &str) -> Delivery {
    let headers = signed(content_type, body);
    let delivery = verifier().verify(&headers, body.as_bytes(), SystemTime::now());
    delivery.unwrap_or_else(|error| panic!("{error}: {body}"))
}

/// The name of a variant, which begins its debug text.
fn variant(event: &Event) -> String {
    let text = format!("{event:?}");
    text.split('(').next().unwrap_or_default().to_owned()
}

/// Answers as an application does: it matches on the event, whatever document declares it.
async fn receive(
    State(verifier): State<Verifier>,
    headers: HeaderMap,
    body: Bytes,
) -> (StatusCode, String) {
    match verifier.verify(&headers, &body, SystemTime::now()) {
        Ok(delivery) => match delivery.event {
            Event::CallInitiated(call) => {
                let call = call.payload.and_then(|it| it.call_control_id);
                (StatusCode::OK, format!("call {call:?}"))
            }
            Event::ConferenceCreated(created) => {
                let conference = created.payload.and_then(|it| it.conference_id);
                (StatusCode::OK, format!("conference {conference:?}"))
            }
            Event::ConferenceJoin(joined) => (StatusCode::OK, format!("texml {}", joined.call_sid)),
            Event::Other(json) => (StatusCode::OK, format!("other {json}")),
            event => (StatusCode::OK, variant(&event)),
        },
        Err(error @ VerifyError::Undecodable(_)) => (StatusCode::BAD_REQUEST, error.to_string()),
        Err(error) => (StatusCode::UNAUTHORIZED, error.to_string()),
    }
}

async fn start() -> SocketAddr {
    let router = Router::new()
        .route("/", any(receive))
        .with_state(verifier());
    let listener = TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("there is a port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

#[tokio::test]
async fn one_receiver_takes_calls_conferences_and_forms() {
    let to = start().await;
    let call = r#"{"data":{"event_type":"call.initiated","payload":{"call_control_id":"v3:c"}}}"#;
    let created = r#"{"data":{"event_type":"conference.created","payload":{"conference_id":"4"}}}"#;
    let fax = r#"{"data":{"event_type":"fax.received"},"meta":{"attempt":1}}"#;
    for (content_type, body, answer) in [
        (
            "application/json",
            call,
            r#"call Some(CallControlId("v3:c"))"#,
        ),
        (
            "application/json; charset=utf-8",
            created,
            r#"conference Some(ConferenceId("4"))"#,
        ),
        (FORM, JOINED, "texml v3:c"),
        (
            FORM,
            "CallStatus=queued&CallSid=c",
            r#"other {"CallSid":"c","CallStatus":"queued"}"#,
        ),
        (
            "application/json",
            fax,
            r#"other {"event_type":"fax.received"}"#,
        ),
    ] {
        let headers = signed(content_type, body);
        let (status, text) = send(to, "POST /", &headers, body).await;
        assert_eq!((status, &*text), (200, answer), "{body}");
        let mut tampered = body.to_owned();
        tampered.push(' ');
        let (status, _) = send(to, "POST /", &headers, &tampered).await;
        assert_eq!(status, 401, "{body}");
        let (status, _) = send(to, "POST /", &HeaderMap::new(), body).await;
        assert_eq!(status, 401, "{body}");
    }
    // With GET, the members are the query, which the signature does not cover.
    let (status, _) = send(to, &format!("GET /?{JOINED}"), &signed(FORM, ""), "").await;
    assert_eq!(status, 400);
}

/// The events among the published bodies of a document.
fn published(document: &str) -> Vec<Value> {
    let bodies = bodies::published().into_iter();
    let bodies = bodies.filter(|it| it.schema.document == document && it.refused.is_empty());
    let bodies = bodies.map(|it| it.json);
    bodies.filter(|it| it.get("event_type").is_some()).collect()
}

#[test]
fn every_published_event_is_that_of_its_document() {
    for json in published("calls") {
        let body = json.to_string();
        let theirs = calls::webhook::unverified(body.as_bytes()).expect("it is one");
        assert!(theirs.event.undeclared().is_none(), "{body}");
        let ours = verify("application/json", &body);
        assert_eq!(ours.event, Event::from(theirs.event));
    }
    for json in published("conferences") {
        let body = serde_json::json!({ "data": json, "meta": { "attempt": 2 } }).to_string();
        let theirs = conferences::webhook::unverified(body.as_bytes()).expect("it is one");
        assert!(theirs.event.undeclared().is_none(), "{body}");
        let ours = verify("application/json", &body);
        assert_eq!(ours.envelope, theirs.envelope);
        let meta = ours.member::<conferences::DeliveryMeta>("meta");
        assert_eq!(
            meta.expect("it is right").and_then(|it| it.attempt),
            Some(2)
        );
        assert_eq!(ours.event, Event::from(theirs.event));
    }
    assert!(published("calls").len() > 10 && published("conferences").len() > 5);
}

#[test]
fn the_documented_forms_are_events_or_kept() {
    let folder = "../../../shared/telnyx/callbacks/bodies";
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let Ok(files) = fs::read_dir(&folder) else {
        println!("skipped: there is no {}", folder.display());
        return;
    };
    let mut met = 0;
    for file in files {
        let path = file.expect("it is listed").path();
        let name = path.file_stem().expect("it has a name").to_string_lossy();
        // Today's pages require more than the older ones show, which makes two of these undecodable.
        if name.starts_with("older.") {
            continue;
        }
        met += 1;
        let mut form = fs::read_to_string(&path).expect("it is ASCII");
        // The page hides the value of this one.
        if name == "texml-gather" {
            form += "&From=%2B1";
        }
        let event = verify(FORM, &form).event;
        let is_kept = name.starts_with("unnamed.") || name == "texml-http-request";
        assert_eq!(event.undeclared().is_some(), is_kept, "{name}: {event:?}");
        if let Some(words) = name.strip_prefix("texml-").filter(|_| !is_kept) {
            let letters = variant(&event).to_lowercase();
            let letters = letters.strip_prefix("texml").unwrap_or(&letters);
            assert_eq!(letters, words.replace('-', ""), "{name}");
        }
    }
    assert_eq!(met, 20);
}

#[test]
fn events_of_one_name_are_told_apart() {
    let json = r#"{"event_type":"call.answered","payload":{"call_control_id":"v3:c"}}"#;
    assert_eq!(
        variant(&verify("application/json", json).event),
        "CallAnswered"
    );
    let form = "AccountSid=a&CallInitiatedAt=t&CallSid=c&CallSidLegacy=c&CallStatus=in-progress\
        &CallbackSource=s&ConnectionId=1&From=f&SequenceNumber=1&Timestamp=t&To=t";
    assert_eq!(variant(&verify(FORM, form).event), "TexmlCallAnswered");
}

#[test]
fn an_undeclared_event_keeps_its_type_and_its_state_is_found_otherwise() {
    let delivery = unverified(None, br#"{"data":{"event_type":"fax.sent","id":"1"}}"#).unwrap();
    let (event_type, json) = delivery.event.undeclared().expect("nothing declares it");
    assert_eq!((event_type, &json["id"]), ("fax.sent", &"1".into()));
    assert!(delivery.event.state().is_none());
    let body = br#"{"event_type":"call.hangup","payload":{"client_state":"YQ=="}}"#;
    let delivery = unverified(None, body).unwrap();
    assert_eq!(
        delivery.event.state().map(generated::Base64::as_str),
        Some("YQ==")
    );
}

#[test]
fn a_body_that_no_document_can_read_is_an_error() {
    for (content_type, body) in [
        ("application/json", "{"),
        ("application/json", ""),
        (FORM, "a=%FF"),
    ] {
        let headers = signed(content_type, body);
        let result = verifier().verify(&headers, body.as_bytes(), SystemTime::now());
        assert!(
            matches!(result, Err(VerifyError::Undecodable(_))),
            "{body}: {result:?}"
        );
    }
    let wrong = r#"{"event_type":"call.answered","payload":[]}"#;
    let result = unverified(Some("application/json"), wrong.as_bytes());
    assert_eq!(result.expect_err("no object").pointer(), "/payload");
}

#[test]
fn an_old_webhook_is_refused_unless_it_is_tolerated() {
    let (body, headers) = (JOINED.as_bytes(), signed(FORM, JOINED));
    let late = SystemTime::now() + Duration::from_secs(1000);
    let result = verifier().verify(&headers, body, late);
    assert!(matches!(result, Err(VerifyError::TooOld(_))));
    let verifier = verifier().tolerance(Duration::from_secs(2000));
    assert!(verifier.verify(&headers, body, late).is_ok());
}
