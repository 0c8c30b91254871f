//! Events, with and without their envelope.

use serde_json::json;

use super::sample::{ConferenceEvent, Event};
use crate::runtime::{Delivery, Value, decode};

fn delivery(json: &str) -> Delivery<Event> {
    let delivery = decode(json.as_bytes()).unwrap();
    let back = serde_json::to_value(&delivery).unwrap();
    assert_eq!(
        back,
        serde_json::from_str::<Value>(json).unwrap(),
        "back in the same form"
    );
    delivery
}

#[test]
fn events_are_delivered_with_and_without_an_envelope() {
    let event = Event::ConferenceCreated(ConferenceEvent::new("conference.created").count(2));
    let alone = delivery(r#"{"event_type":"conference.created","count":2}"#);
    assert_eq!((&alone.event, alone.envelope), (&event, None));

    let json = r#"{"data":{"count":2,"event_type":"conference.created"},"meta":{"attempt":1}}"#;
    let enveloped = delivery(json);
    assert_eq!(enveloped.event, event);
    assert_eq!(enveloped.envelope.unwrap()["meta"], json!({"attempt": 1}));
    let value = serde_json::from_str(json).unwrap();
    assert_eq!(
        serde_json::from_value::<Delivery<Event>>(value)
            .unwrap()
            .event,
        event
    );
}

#[test]
fn undeclared_events_are_kept_whole() {
    for (json, enveloped) in [
        (r#"{"event_type":"new","x":1}"#, false),
        (r#"{"data":{"event_type":"new","x":1}}"#, true),
        (r#"{"data":{"x":1}}"#, false),
        (r#"{"data":5,"event_type":"new"}"#, false),
    ] {
        let delivery = delivery(json);
        assert!(matches!(delivery.event, Event::Other(_)));
        assert_eq!(delivery.envelope.is_some(), enveloped, "{json}");
    }
}

#[test]
fn errors_point_into_the_envelope() {
    let json = br#"{"data":{"event_type":"conference.ended","count":-1}}"#;
    let error = decode::<Delivery<Event>>(json).unwrap_err();
    assert_eq!(error.pointer(), "/data/count");
    assert!(decode::<Delivery<Event>>(b"[]").is_err());
    assert!(decode::<Delivery<Event>>(br#"{"data":1,"data":2}"#).is_err());
}
