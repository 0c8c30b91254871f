//! The webhooks of calls: every example of the document, alone, wrapped, and signed over the wire.

use std::collections::BTreeSet;
use std::time::SystemTime;

use generated::calls::webhook::{Signer, Verifier};
use generated::calls::{API, CallDirection, Delivery, Event, HangupCause};
use generated::runtime::decode;
use generated::{Client, Nullable, Retry, Validate, Value};
use http::Request;
use serde_json::json;

use crate::bodies;
use crate::server::{Answer, Server};

/// The event types of the document, and the names of their variants.
macro_rules! variants {
    ($($event_type:literal => $variant:ident),* $(,)?) => {
        const EVENT_TYPES: &[&str] = &[$($event_type),*];

        /// The event type of a variant.
        fn event_type(event: &Event) -> Option<&'static str> {
            match event {
                $(Event::$variant(_) => Some($event_type),)*
                Event::Other(_) => None,
                other => panic!("the document has no event like {other:?}"),
            }
        }
    };
}

variants! {
    "call.answered" => CallAnswered,
    "call.bridged" => CallBridged,
    "call.cost" => CallCost,
    "call.dtmf.received" => CallDtmfReceived,
    "call.hangup" => CallHangup,
    "call.hold" => CallHold,
    "call.initiated" => CallInitiated,
    "call.machine.detection.ended" => CallMachineDetectionEnded,
    "call.machine.greeting.ended" => CallMachineGreetingEnded,
    "call.playback.ended" => CallPlaybackEnded,
    "call.playback.started" => CallPlaybackStarted,
    "call.recording.error" => CallRecordingError,
    "call.recording.saved" => CallRecordingSaved,
    "call.speak.ended" => CallSpeakEnded,
    "call.speak.started" => CallSpeakStarted,
    "call.unhold" => CallUnhold,
}

/// The published events and their types.
fn examples() -> Vec<(String, Value)> {
    let bodies = bodies::published().into_iter();
    let bodies = bodies.filter(|body| body.schema.document == "calls");
    let typed = |json: Value| Some((json.get("event_type")?.as_str()?.to_owned(), json));
    bodies.filter_map(|body| typed(body.json)).collect()
}

fn read(json: &Value) -> Delivery {
    decode(json.to_string().as_bytes()).unwrap_or_else(|error| panic!("{error}: {json}"))
}

#[test]
fn every_example_decodes_as_its_variant_with_and_without_envelope() {
    let examples = examples();
    let shown: BTreeSet<_> = examples.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(shown, EVENT_TYPES.iter().copied().collect());
    assert_eq!(examples.len(), 16);
    for (name, event) in &examples {
        let meta = json!({ "attempt": 1, "delivered_to": "https://example.com/webhooks" });
        let wrapped = json!({ "data": event, "meta": meta });
        for json in [event, &wrapped] {
            let delivery = read(json);
            assert_eq!(event_type(&delivery.event), Some(&**name), "{json}");
            assert_eq!(&serde_json::to_value(&delivery).expect("it encodes"), json);
            assert!(delivery.event.validate().is_ok(), "{name}");
        }
        let envelope = read(&wrapped).envelope.expect("there is one");
        assert_eq!(envelope.get("meta"), Some(&meta));
    }
}

#[tokio::test]
async fn every_example_is_received_and_verified() {
    let signer = Signer::new(&[7; 32]);
    let verifier = Verifier::new(&signer.public_key()).expect("it is a key");
    let server = Server::new(move |seen| {
        let now = SystemTime::now();
        match verifier.verify(&seen.headers, &seen.body, now) {
            Ok(delivery) => Answer::new(200).text(event_type(&delivery.event).unwrap_or("other")),
            Err(error) => Answer::new(400).text(&error.to_string()),
        }
    });
    let client = Client::builder("key").base_url(server.origin()).build();
    let client = client.expect("it is well configured");
    for (name, event) in examples() {
        let body = json!({ "data": event }).to_string();
        let mut request = Request::post("/webhooks").body(body.clone().into());
        let headers = signer.sign(SystemTime::now(), body.as_bytes());
        request
            .as_mut()
            .expect("it is a request")
            .headers_mut()
            .extend(headers);
        let request = request.expect("it is a request");
        let reply = client.execute(&API, request, Retry::Unsafe).await;
        let reply = reply.expect("a reply");
        assert_eq!(
            (reply.status().as_u16(), &reply.body()[..]),
            (200, name.as_bytes())
        );
    }
}

#[test]
fn an_incoming_call_has_the_id_that_commands_need() {
    let event = json!({ "data": {
        "event_type": "call.initiated",
        "payload": {
            "call_control_id": "v3:a",
            "client_state": null,
            "direction": "incoming",
            "sip_headers": [{ "name": "Diversion", "value": "<sip:111@192.168.1.1>" }],
        },
    } });
    let Event::CallInitiated(initiated) = read(&event).event else {
        panic!("it is a call.initiated")
    };
    let payload = initiated.payload.expect("it has one");
    assert_eq!(payload.call_control_id.as_deref(), Some("v3:a"));
    assert_eq!(payload.client_state, None, "null is absence");
    assert_eq!(payload.direction, Some(CallDirection::Incoming));
    let headers = payload.sip_headers.expect("it has them");
    assert_eq!(headers[0].name.as_str(), "Diversion");
}

#[test]
fn a_hangup_tells_why_and_how_well_it_sounded() {
    let event = |stats: Value| {
        json!({ "event_type": "call.hangup", "payload": {
            "call_quality_stats": stats, "hangup_cause": "time_limit",
        } })
    };
    for (stats, mos) in [
        (json!({ "inbound": { "mos": "4.50" } }), Some("4.50")),
        (json!(null), None),
    ] {
        let json = event(stats);
        let delivery = read(&json);
        assert_eq!(serde_json::to_value(&delivery).ok(), Some(json));
        let Event::CallHangup(hangup) = delivery.event else {
            panic!("it is a call.hangup")
        };
        let payload = hangup.payload.expect("it has one");
        assert_eq!(payload.hangup_cause, Some(HangupCause::TimeLimit));
        let Some(stats) = payload.call_quality_stats else {
            panic!("they are there, or null")
        };
        let found = match stats {
            Nullable::Value(stats) => stats.inbound.and_then(|it| it.mos),
            Nullable::Null => None,
        };
        assert_eq!(found.as_deref(), mos);
    }
}

/// Premium detection, deepfake detection and streaming are not declared.
#[test]
fn an_event_that_is_not_declared_is_kept_whole() {
    let event = json!({
        "event_type": "call.machine.premium.detection.ended",
        "payload": { "call_control_id": "v3:a", "result": "human_residence" },
    });
    let delivery = read(&json!({ "data": event }));
    let (name, json) = delivery.event.undeclared().expect("it is not declared");
    assert_eq!(name, "call.machine.premium.detection.ended");
    assert_eq!(json["payload"]["result"], "human_residence");
}
