//! A call that is asked for events.

use super::world::{Read, World, body, now, reply};
use crate::runtime::{DecodeError, Error, RawEvent, ServerEvent, Streamed};

impl Streamed for Read {
    type Event = i64;

    fn event(event: RawEvent) -> Result<ServerEvent<i64>, DecodeError> {
        ServerEvent::read(event)
    }
}

#[test]
fn events_are_asked_for_and_read() {
    let stream = "data: 1\n\ndata: 2\n\ndata: [DONE]\n\n";
    let world = World::new([body(stream)]);
    let read = Read::default();
    let events = now(world.client().call(&read).events()).expect("a success");
    let values: Vec<i64> = events
        .value
        .into_iter()
        .filter_map(|it| it.data.into_value())
        .collect();
    assert_eq!(values, [1, 2]);
    assert_eq!(world.requests()[0].headers()["accept"], "text/event-stream");
}

#[test]
fn neither_a_failure_nor_other_data_is_a_stream() {
    let world = World::new([reply(422, &[], "{}"), body("data: \"a\"\n\n")]);
    let (client, read) = (world.client(), Read::default());
    let failed = now(client.call(&read).events()).expect_err("a failure");
    assert!(matches!(failed, Error::Api(_)), "{failed:?}");
    let other = now(client.call(&read).events()).expect_err("no number");
    assert!(matches!(other, Error::Undecodable(_)), "{other:?}");
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_does_the_same() {
    let world = World::new([body("data: 7\n\n")]);
    let read = Read::default();
    let events = world.blocking().call(&read).events().expect("a success");
    assert_eq!(events.value[0].data.value(), Some(&7));
}
