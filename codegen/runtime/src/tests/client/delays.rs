//! Delays before retries.

use super::harness::{Answer, Read, World, header, now, reply, status};

fn waits(answers: impl IntoIterator<Item = Answer>) -> Vec<u128> {
    let world = World::new(answers);
    let client = world.builder().retries(7).build().expect("a client");
    now(client.call(&Read::default()).send()).expect("a success in the end");
    world.waits()
}

#[test]
fn the_delay_doubles_with_each_retry() {
    let answers = (0..7).map(|_| status(503));
    assert_eq!(waits(answers), [500, 1000, 2000, 4000, 8000, 8000, 8000]);
}

#[test]
fn jitter_shortens_the_delay_by_up_to_a_quarter() {
    let most = World::new([status(503), status(503)]).random([0xff; 16]);
    now(most.client().call(&Read::default()).send()).expect("a success");
    assert_eq!(most.waits(), [375, 750]);
    let half = World::new([status(503), status(503)]).random([0x80; 16]);
    now(half.client().call(&Read::default()).send()).expect("a success");
    assert_eq!(half.waits(), [437, 874]);
}

#[test]
fn the_delay_is_the_one_that_the_server_requests() {
    for (status, name, value, wait) in [
        (503, "retry-after-ms", "1500", 1500),
        (503, "retry-after-ms", "0.5", 0),
        (503, "retry-after-ms", "60001", 500),
        (503, "retry-after-ms", "soon", 500),
        (503, "retry-after", "2", 2000),
        (503, "retry-after", " 0.25 ", 250),
        (503, "retry-after", "60", 60_000),
        (503, "retry-after", "60.1", 500),
        (503, "retry-after", "0", 500),
        (503, "retry-after", "-1", 500),
        (503, "retry-after", "NaN", 500),
        (503, "retry-after", "1e300", 500),
        (503, "retry-after", "Thu, 01 Jan 2026 00:00:07 GMT", 7000),
        (503, "retry-after", "Thu, 01 Jan 2026 00:01:01 GMT", 500),
        (503, "retry-after", "Wed, 31 Dec 2025 23:59:59 GMT", 500),
        (429, "x-ratelimit-reset", "3", 3000),
        (429, "x-ratelimit-reset", "61", 500),
        (429, "x-ratelimit-reset", "0", 500),
        (503, "x-ratelimit-reset", "3", 500),
    ] {
        assert_eq!(
            waits([header(status, name, value)]),
            [wait],
            "{name}: {value}"
        );
    }
}

#[test]
fn the_most_precise_header_decides_the_delay() {
    let all = [
        ("retry-after-ms", "100"),
        ("retry-after", "2"),
        ("x-ratelimit-reset", "3"),
    ];
    assert_eq!(waits([reply(429, &all, "")]), [100]);
    assert_eq!(waits([reply(429, &all[1..], "")]), [2000]);
    assert_eq!(waits([reply(429, &all[2..], "")]), [3000]);
}
