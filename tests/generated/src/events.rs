//! Webhooks: an event, alone or in an envelope.

use std::collections::BTreeSet;

use generated::conferences::{Delivery, DeliveryMeta, Event};
use generated::runtime::decode;
use generated::{HasClientState, Validate, Value};
use serde_json::{Map, json};

use crate::bodies;

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
    "conference.created" => ConferenceCreated,
    "conference.ended" => ConferenceEnded,
    "conference.floor.changed" => ConferenceFloorChanged,
    "conference.participant.joined" => ConferenceParticipantJoined,
    "conference.participant.left" => ConferenceParticipantLeft,
    "conference.participant.playback.ended" => ConferenceParticipantPlaybackEnded,
    "conference.participant.playback.started" => ConferenceParticipantPlaybackStarted,
    "conference.participant.speak.ended" => ConferenceParticipantSpeakEnded,
    "conference.participant.speak.started" => ConferenceParticipantSpeakStarted,
    "conference.playback.ended" => ConferencePlaybackEnded,
    "conference.playback.started" => ConferencePlaybackStarted,
    "conference.recording.saved" => ConferenceRecordingSaved,
    "conference.speak.ended" => ConferenceSpeakEnded,
    "conference.speak.started" => ConferenceSpeakStarted,
}

/// The published events and their types.
fn examples() -> Vec<(String, Value)> {
    let bodies = bodies::published().into_iter();
    let bodies = bodies.filter(|body| body.schema.document == "conferences");
    let bodies = bodies.map(|body| body.json);
    let typed = |json: Value| Some((json.get("event_type")?.as_str()?.to_owned(), json));
    bodies.filter_map(typed).collect()
}

/// Decodes a delivery, and checks that it round-trips and has this type.
fn check(json: &Value, expected: Option<&str>) -> Delivery {
    let text = json.to_string();
    let delivery: Delivery =
        decode(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert_eq!(event_type(&delivery.event), expected, "{json}");
    assert_eq!(&serde_json::to_value(&delivery).expect("it encodes"), json);
    let by_serde: Delivery = serde_json::from_str(&text).expect("serde reads it as well");
    assert_eq!(by_serde, delivery);
    delivery
}

#[test]
fn every_example_decodes_as_its_variant_with_and_without_envelope() {
    let examples = examples();
    let shown: BTreeSet<_> = examples
        .iter()
        .map(|(event_type, _)| event_type.as_str())
        .collect();
    assert_eq!(shown, EVENT_TYPES.iter().copied().collect());
    for (event_type, event) in &examples {
        let alone = check(event, Some(event_type));
        assert_eq!(alone.envelope, None);
        assert!(alone.event.validate().is_ok(), "{event_type}");

        let wrapped = check(&json!({ "data": event }), Some(event_type));
        assert_eq!(wrapped.envelope, Some(Map::new().into_iter().collect()));
        assert_eq!(wrapped.event, alone.event);

        // An event without an envelope decodes alike.
        let bare: Event = decode(event.to_string().as_bytes()).expect("it decodes");
        assert_eq!(bare, alone.event);
    }
}

#[test]
fn members_beside_the_event_are_kept() {
    let meta = json!({ "attempt": 1, "delivered_to": "https://example.com/webhooks" });
    for (event_type, event) in examples() {
        let json = json!({ "data": event, "meta": meta, "zeta": [null, 1.5] });
        let delivery = check(&json, Some(&event_type));
        let envelope = delivery.envelope.expect("there is one");
        assert_eq!(envelope.get("meta"), Some(&meta));
        assert_eq!(envelope.len(), 2);
    }
}

#[test]
fn a_member_beside_the_event_decodes_as_its_type() {
    let delivery = |meta: Value| {
        let json = json!({ "data": { "event_type": "conference.created" }, "meta": meta });
        decode::<Delivery>(json.to_string().as_bytes()).expect("it decodes")
    };
    let second = delivery(json!({ "attempt": 2, "delivered_to": "https://example.com/a" }));
    let meta = second.member::<DeliveryMeta>("meta").expect("it decodes");
    let meta = meta.expect("it is there");
    assert_eq!(meta.attempt, Some(2));
    assert_eq!(meta.delivered_to.as_deref(), Some("https://example.com/a"));
    assert_eq!(second.member::<DeliveryMeta>("other"), Ok(None));
    assert_eq!(
        delivery(Value::Null).member::<DeliveryMeta>("meta"),
        Ok(None)
    );
    let wrong = delivery(json!({ "attempt": "two" }));
    let error = wrong.member::<DeliveryMeta>("meta").expect_err("no number");
    assert_eq!(error.pointer(), "/meta/attempt");
    let bare = decode::<Delivery>(br#"{"event_type":"conference.created","meta":{}}"#);
    let bare = bare.expect("it decodes");
    assert_eq!(bare.member::<DeliveryMeta>("meta"), Ok(None));
}

#[test]
fn the_type_of_an_event_may_be_in_any_position() {
    for (event_type, event) in examples() {
        let members = event.as_object().expect("an event is an object");
        let rest: Vec<_> = members
            .iter()
            .filter(|(name, _)| *name != "event_type")
            .collect();
        let tag = (&"event_type".to_owned(), &members["event_type"]);
        for place in 0..=rest.len() {
            let mut ordered = rest.clone();
            ordered.insert(place, tag);
            let ordered = ordered
                .iter()
                .map(|(name, value)| format!("{name:?}:{value}"));
            let alone = format!("{{{}}}", ordered.collect::<Vec<_>>().join(","));
            for text in [format!(r#"{{"meta":{{}},"data":{alone}}}"#), alone] {
                let delivery: Delivery = decode(text.as_bytes()).expect("it decodes");
                assert_eq!(
                    self::event_type(&delivery.event),
                    Some(&*event_type),
                    "{text}"
                );
                let encoded = serde_json::to_value(&delivery.event).expect("it encodes");
                assert_eq!(encoded, event, "{text}");
            }
        }
    }
}

#[test]
fn an_unknown_event_is_kept_whole() {
    for event in [
        json!({ "event_type": "conference.renamed", "payload": { "a": [1, null, { "b": 1.5 }] } }),
        json!({ "event_type": "", "id": "1" }),
        json!({ "event_type": "Conference.Created" }),
        json!({ "event_type": "call.hangup", "payload": { "hangup_cause": "normal_clearing" } }),
        json!({ "event_type": 7, "payload": {} }),
        json!({ "event_type": null }),
        json!({ "event_type": ["conference.created"] }),
        json!({ "event_type": { "name": "conference.created" } }),
    ] {
        for json in [
            event.clone(),
            json!({ "data": event, "meta": { "attempt": 2 } }),
        ] {
            let delivery = check(&json, None);
            assert!(
                matches!(delivery.event, Event::Other(kept) if kept == event),
                "{json}"
            );
        }
    }
}

#[test]
fn json_that_is_not_an_event_is_kept_whole() {
    for json in [
        json!({}),
        json!({ "data": null }),
        json!({ "data": "conference.created" }),
        json!({ "data": [] }),
        json!({ "data": {} }),
        json!({ "data": { "id": "1" }, "meta": {} }),
        json!({ "id": "1", "payload": {} }),
    ] {
        let delivery = check(&json, None);
        assert_eq!(delivery.envelope, None);
        assert!(
            matches!(delivery.event, Event::Other(kept) if kept == json),
            "{json}"
        );
    }
}

#[test]
fn an_unknown_event_violates_a_rule_and_a_known_one_none() {
    let delivery = check(&json!({ "event_type": "conference.renamed" }), None);
    let violations = delivery
        .event
        .validate()
        .expect_err("no such event is in the document");
    let places: Vec<_> = violations.iter().map(|it| it.pointer.as_str()).collect();
    assert_eq!(places, ["/event_type"]);
}

#[test]
fn a_known_event_with_a_wrong_value_is_an_error() {
    for (json, expected) in [
        (
            json!({ "data": { "event_type": "conference.ended", "payload": { "reason": 5 } } }),
            "/data/payload/reason: invalid type: ",
        ),
        (
            json!({ "event_type": "conference.ended", "payload": { "reason": 5 } }),
            "/payload/reason: invalid type: ",
        ),
        (
            json!({ "payload": [], "event_type": "conference.floor.changed" }),
            "/payload: invalid type: ",
        ),
        (
            json!({ "data": { "event_type": "conference.created", "id": 1 } }),
            "/data/id: invalid type: integer `1`, expected a string",
        ),
    ] {
        let error = decode::<Delivery>(json.to_string().as_bytes()).expect_err("it does not fit");
        assert!(error.to_string().starts_with(expected), "{error}");
    }
    for json in ["null", "[]", "7", "\"conference.created\""] {
        let error = decode::<Delivery>(json.as_bytes()).expect_err("an event is an object");
        assert!(error.to_string().contains("expected an object"), "{error}");
    }
}

/// Telnyx sends `client_state: null` if none was set.
#[test]
fn null_for_a_client_state_is_kept() {
    let mut met = 0;
    for (event_type, mut event) in examples() {
        let Some(state) = event.pointer_mut("/payload/client_state") else {
            continue;
        };
        *state = Value::Null;
        met += 1;
        let delivery = check(&json!({ "data": event }), Some(&event_type));
        assert!(delivery.event.validate().is_ok());
        assert_eq!(delivery.event.state(), None);
    }
    assert_eq!(met, 20, "events with a state");
}

#[test]
fn null_for_an_optional_member_of_an_event_is_absence() {
    let json = json!({ "data": {
        "event_type": "conference.created",
        "id": null,
        "payload": { "call_session_id": null, "call_leg_id": "l", "conference_id": null },
    } });
    let delivery: Delivery = decode(json.to_string().as_bytes()).expect("it decodes");
    let Event::ConferenceCreated(created) = &delivery.event else {
        panic!("it is {delivery:?}")
    };
    assert_eq!(created.id, None);
    let payload = created.payload.as_ref().expect("it is there");
    assert_eq!(payload.call_session_id, None);
    assert_eq!(payload.call_leg_id.as_deref(), Some("l"));
    assert!(delivery.event.validate().is_ok());
}

/// New members and new enum values of a known event are accepted.
#[test]
fn a_known_event_may_have_new_members_and_values() {
    let json = json!({ "data": {
        "event_type": "conference.ended",
        "payload": { "reason": "meteorite", "crater": 7 },
        "record_type": "event",
        "version": 2,
    } });
    let delivery: Delivery = decode(json.to_string().as_bytes()).expect("it decodes");
    let Event::ConferenceEnded(ended) = &delivery.event else {
        panic!("it is {delivery:?}")
    };
    let reason = ended
        .payload
        .as_ref()
        .and_then(|payload| payload.reason.as_ref());
    assert_eq!(reason.map(AsRef::as_ref), Some("meteorite"));
    let known = json!({ "data": {
        "event_type": "conference.ended",
        "payload": { "reason": "meteorite" },
        "record_type": "event",
    } });
    assert_eq!(
        serde_json::to_value(&delivery).ok(),
        Some(known),
        "unknown members are dropped"
    );
}
