//! The client state, which is sent with a command and comes back with its events.

use std::collections::BTreeMap;

use generated::conferences::{Delivery, Event, JoinConferenceRequest};
use generated::runtime::{Nullable, decode};
use generated::{Base64, Base64Error, ClientState, ClientStateError, Value};
use serde_json::json;

/// A state that a caller may attach.
type Order = (String, Vec<u8>);

fn order() -> ClientState<Order> {
    ClientState(("pizza \u{1F355}".to_owned(), vec![1, 2, 3]))
}

/// An event with this state.
fn event(event_type: &str, state: &str) -> Value {
    json!({ "event_type": event_type, "payload": { "client_state": state } })
}

fn delivery(json: &Value) -> Delivery {
    decode(json.to_string().as_bytes()).expect("it decodes")
}

/// Decodes the state of an event with this text.
fn read(state: &str) -> Result<Option<ClientState<Order>>, ClientStateError> {
    ClientState::of(&delivery(&event("conference.ended", state)))
}

#[test]
fn a_state_is_sent_with_a_command_and_comes_back_with_its_events() {
    let state = order().encode().expect("it is JSON");
    let command = JoinConferenceRequest::new("v3:1").client_state(state);
    let sent = serde_json::to_value(&command).expect("it encodes");
    let text = sent["client_state"].as_str().expect("it is a text");
    let bytes = Base64::from_encoded(text).decode().expect("it is base64");
    let json: Value = serde_json::from_slice(&bytes).expect("it is JSON");
    assert_eq!(json, json!(["pizza \u{1F355}", [1, 2, 3]]));

    for event_type in ["conference.participant.joined", "conference.floor.changed"] {
        let event = event(event_type, text);
        for json in [event.clone(), json!({ "data": event, "meta": {} })] {
            let delivery = delivery(&json);
            assert_eq!(ClientState::of(&delivery), Ok(Some(order())), "{json}");
            assert_eq!(
                ClientState::of(&delivery.event),
                Ok(Some(order())),
                "{json}"
            );
        }
    }
}

#[test]
fn an_event_without_a_state_has_none() {
    for json in [
        json!({ "event_type": "conference.created" }),
        json!({ "event_type": "conference.created", "payload": {} }),
        event("conference.created", ""),
        // The document declares no state for these events.
        event("conference.playback.started", "WzFd"),
        event("conference.renamed", "WzFd"),
    ] {
        let state = ClientState::<Order>::of(&delivery(&json));
        assert_eq!(state, Ok(None), "{json}");
    }
}

#[test]
fn a_state_that_does_not_decode_is_an_error() {
    assert_eq!(
        read("a-_b"),
        Err(ClientStateError::Base64(Base64Error::UrlSafe))
    );
    let wrong = |json: &str| match read(Base64::encode(json).as_str()) {
        Err(ClientStateError::Json(error)) => (error.line(), error.column()),
        other => panic!("{json} is {other:?}"),
    };
    assert_eq!(wrong("have a nice day =]"), (1, 1));
    assert_eq!(wrong("[\"a\",\n [1, 2, 256]]"), (2, 11));
    assert_eq!(wrong("[\"a\", []] x"), (1, 11));
}

#[test]
fn a_value_that_is_not_json_is_an_error() {
    let map = BTreeMap::from([((1, 2), 3)]);
    let error = ClientState(map).encode().expect_err("keys are texts");
    let ClientStateError::UnsupportedValue(reason) = &error else {
        panic!("it is {error:?}")
    };
    assert_eq!(
        error.to_string(),
        format!("the client state cannot be written as JSON: {reason}")
    );
}

/// States of other software are arbitrary bytes.
#[test]
fn a_state_in_another_form_keeps_its_bytes() {
    let delivery = delivery(&event("conference.ended", "aGF2ZSBhIG5pY2UgZGF5ID1d"));
    assert!(ClientState::<Value>::of(&delivery).is_err());
    let Event::ConferenceEnded(ended) = &delivery.event else {
        panic!("it is {delivery:?}")
    };
    let payload = ended.payload.as_ref().expect("it has one");
    let state = payload.client_state.as_ref().and_then(Nullable::as_option);
    let state = state.expect("it has one");
    assert_eq!(state.decode().as_deref(), Ok(&b"have a nice day =]"[..]));
}
