//! Timeouts, deadlines, and the time for which an idempotency key is recognised.

use std::fmt::Debug;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::harness::{Answer, Once, Read, World, header, now, status};
use crate::runtime::{Client, Error, Timeout};

const SECOND: Duration = Duration::from_secs(1);

fn never() -> Answer {
    status(200).after(3600)
}

#[track_caller]
fn timeout<T: Debug, E: Debug>(result: Result<T, Error<E>>) -> Timeout {
    match result.expect_err("a timeout") {
        Error::Timeout(timeout) => timeout,
        error => panic!("{error:?}"),
    }
}

#[test]
fn an_attempt_has_sixty_seconds() {
    let world = World::new([never(), never(), never()]);
    let error = timeout(now(world.client().call(&Read::default()).send()));
    let after = 60 * SECOND;
    assert_eq!(error, Timeout::new(after, 3));
    assert_eq!(
        world.log(),
        [
            "0 GET within 60000",
            "60000 wait 500",
            "60500 GET within 60000",
            "120500 wait 1000",
            "121500 GET within 60000",
        ]
    );
}

#[test]
fn an_attempt_with_an_idempotency_key_has_a_third_of_its_lifetime() {
    let world = World::new([never(), never(), never()]);
    timeout(now(world.client().call(&Once::default()).send()));
    assert_eq!(
        world.log(),
        [
            "0 POST within 20000",
            "20000 wait 500",
            "20500 POST within 20000",
            "40500 wait 1000",
            "41500 POST within 20000",
        ]
    );
}

#[test]
fn no_attempt_starts_after_the_lifetime_of_the_key() {
    // The second try would start exactly when the key is forgotten.
    let world = World::new([header(503, "retry-after", "1").after(59), status(200)]);
    let call = Once::default();
    let error = now(world.client().call(&call).timeout(60 * SECOND).send());
    assert_eq!(
        error.expect_err("a failure").status().map(|it| it.as_u16()),
        Some(503)
    );
    assert_eq!(world.log(), ["0 POST within 60000"]);

    let world = World::new([header(503, "retry-after", "0.999").after(59), status(200)]);
    now(world.client().call(&call).timeout(60 * SECOND).send()).expect("a success");
    assert_eq!(world.sent(), 2);

    // What can be repeated at any time is.
    let world = World::new([header(503, "retry-after", "60").after(59), status(200)]);
    now(world.client().call(&Read::default()).send()).expect("a success");
    assert_eq!(world.sent(), 2);
}

#[test]
fn no_redirect_is_followed_after_the_lifetime_of_the_key() {
    let moved = || header(307, "location", "/v2/elsewhere").after(30);
    let world = World::new([moved(), moved(), status(200)]);
    let call = Once::default();
    let error = now(world.client().call(&call).timeout(90 * SECOND).send());
    assert_eq!(
        error.expect_err("a failure").status().map(|it| it.as_u16()),
        Some(307)
    );
    assert_eq!(
        world.log(),
        ["0 POST within 90000", "30000 POST within 60000"]
    );
}

/// A client whose token source takes this number of seconds for its `n`th token.
fn client_with_slow_source(world: &World, seconds: &'static [u32]) -> Client {
    let (clock, count) = (world.clone(), AtomicUsize::new(0));
    let source = move || {
        let n = count.fetch_add(1, Ordering::Relaxed);
        clock.pass(seconds[n] * SECOND);
        async { Ok("token".to_owned()) }
    };
    let client = world.keyless().token_source("", source);
    client.build().expect("a client")
}

#[test]
fn nothing_is_sent_if_the_token_source_takes_the_time_of_the_attempt() {
    // The key is forgotten when the second token arrives.
    let world = World::new([never()]);
    let client = client_with_slow_source(&world, &[0, 40]);
    let error = timeout(now(client.call(&Once::default()).send()));
    let after = 20 * SECOND;
    assert_eq!(error, Timeout::new(after, 2));
    assert_eq!(world.log(), ["0 POST within 20000", "20000 wait 500"]);

    // There is time for another attempt.
    let world = World::new([]);
    let client = client_with_slow_source(&world, &[20, 19]);
    now(client.call(&Once::default()).send()).expect("a success");
    assert_eq!(world.log(), ["20000 wait 500", "39500 POST within 1000"]);
}

#[test]
fn a_deadline_shortens_the_attempt() {
    let world = World::new([status(503).after(4), never()]);
    let client = world
        .builder()
        .deadline(10 * SECOND)
        .build()
        .expect("a client");
    let error = timeout(now(client.call(&Read::default()).send()));
    let after = 10 * SECOND;
    assert_eq!(error, Timeout::new(after, 2));
    assert_eq!(
        world.log(),
        [
            "0 GET within 10000",
            "4000 wait 500",
            "4500 GET within 5500"
        ]
    );
}

#[test]
fn no_retry_waits_past_the_deadline() {
    let world = World::new([header(503, "retry-after", "5"), status(200)]);
    let call = Read::default();
    let error = now(world.client().call(&call).deadline(5 * SECOND).send());
    assert_eq!(
        error.expect_err("a failure").status().map(|it| it.as_u16()),
        Some(503)
    );
    assert_eq!(world.log(), ["0 GET within 5000"]);
}

#[test]
fn an_attempt_can_time_out_before_the_deadline() {
    let world = World::new([never(), never()]);
    let call = Read::default();
    let client = world.client();
    let call = client.call(&call).timeout(3 * SECOND);
    let error = timeout(now(call.deadline(4 * SECOND).retries(0).send()));
    let after = 3 * SECOND;
    assert_eq!(error, Timeout::new(after, 1));
}

#[test]
fn a_deadline_of_zero_sends_nothing() {
    let world = World::new([]);
    let call = Read::default();
    let error = timeout(now(world
        .client()
        .call(&call)
        .deadline(Duration::ZERO)
        .send()));
    let after = Duration::ZERO;
    assert_eq!(error, Timeout::new(after, 0));
    assert_eq!(world.sent(), 0);
}

#[test]
fn a_timeout_of_zero_sends_nothing() {
    let world = World::new([]);
    let call = Read::default();
    let error = timeout(now(world
        .client()
        .call(&call)
        .timeout(Duration::ZERO)
        .send()));
    let after = Duration::ZERO;
    assert_eq!(error, Timeout::new(after, 0));
    assert_eq!(world.sent(), 0);
}

#[test]
fn the_longest_timeouts_do_not_overflow() {
    let world = World::new([]);
    let call = Read::default();
    let client = world.client();
    let call = client.call(&call).deadline(Duration::MAX);
    now(call.timeout(Duration::MAX).send()).expect("a success");
}
