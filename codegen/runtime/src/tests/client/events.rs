//! A call that is asked for events.

use super::harness::{Read, World, body, now, reply};
use crate::runtime::{DecodeError, Error, RawEvent, ServerEvent, Streamed};

impl Streamed for Read {
    type Event = ServerEvent<i64>;

    fn event(event: &RawEvent) -> Result<Self::Event, DecodeError> {
        ServerEvent::read(event)
    }
}

#[test]
fn events_are_accepted_and_decoded() {
    let stream = "data: 1\n\ndata: 2\n\ndata: [DONE]\n\n";
    let world = World::new([body(stream)]);
    let read = Read::default();
    let mut events = now(world.client().call(&read).events()).expect("a success");
    let mut values = Vec::new();
    while let Some(event) = now(events.next()) {
        values.extend(event.expect("an event").data.into_value());
    }
    assert_eq!(values, [1, 2]);
    assert_eq!(world.requests()[0].headers()["accept"], "text/event-stream");
}

#[test]
fn an_error_status_or_another_content_type_is_not_a_stream() {
    let json = [("content-type", "application/json")];
    let world = World::new([reply(422, &[], "{}"), reply(200, &json, "{}")]);
    let (client, read) = (world.client(), Read::default());
    let failed = now(client.call(&read).events()).expect_err("a failure");
    assert!(matches!(failed, Error::Api(_)), "{failed:?}");
    let other = now(client.call(&read).events()).expect_err("no stream");
    let Error::Undecodable(other) = other else {
        panic!("{other:?}");
    };
    assert_eq!(other.raw, "{}");
    let message = "the reply is not `text/event-stream`";
    assert_eq!(other.cause.message(), message);
}

#[test]
fn a_stream_continues_after_an_event_that_does_not_decode() {
    let kind = [("content-type", "Text/Event-Stream; charset=utf-8")];
    let world = World::new([reply(200, &kind, "data: \"a\"\n\ndata: 2\n\n")]);
    let (client, read) = (world.client(), Read::default());
    let mut events = now(client.call(&read).events()).expect("a success");
    let Some(Err(Error::Undecodable(other))) = now(events.next()) else {
        panic!("no number");
    };
    assert_eq!(other.raw, "\"a\"");
    let event = now(events.next()).expect("one more").expect("a number");
    assert_eq!(event.data.value(), Some(&2));
    assert!(now(events.next()).is_none());
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_yields_the_same_events() {
    let world = World::new([body("data: 7\n\n")]);
    let read = Read::default();
    let mut events = world.blocking().call(&read).events().expect("a success");
    let event = events.next().expect("one").expect("a number");
    assert_eq!(event.data.value(), Some(&7));
    assert!(events.next().is_none());
}
