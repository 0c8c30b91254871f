//! What is sent again, by class: outcomes, the server's own word, and what the caller asks for.

use std::time::Duration;

use super::harness::{Answer, Beep, Once, Read, World, fails, header, now, status};
use crate::runtime::{Client, Error, Operation, TransportErrorKind};

/// How often an operation is sent if everything is answered like this.
fn attempts<O: Operation + Default>(answer: fn() -> Answer) -> usize {
    tries_of::<O>(World::client, answer)
}

fn tries_of<O: Operation + Default>(
    client: impl Fn(&World) -> Client,
    answer: fn() -> Answer,
) -> usize {
    let world = World::new((0..9).map(|_| answer()));
    let _ = now(client(&world).call(&O::default()).send());
    world.sent()
}

#[test]
fn the_status_decides_whether_a_call_is_retried() {
    macro_rules! check {
        ($($status:literal $read:literal $beep:literal)*) => {$(
            assert_eq!(attempts::<Read>(|| status($status)), $read, "{}", $status);
            assert_eq!(attempts::<Once>(|| status($status)), $read, "{}", $status);
            assert_eq!(attempts::<Beep>(|| status($status)), $beep, "{}", $status);
        )*};
    }
    check! {
        200 1 1
        304 1 1
        400 1 1
        401 1 1
        404 1 1
        408 3 1
        409 3 1
        422 1 1
        425 1 1
        429 3 3
        500 3 1
        503 3 1
        599 3 1
    }
}

#[test]
fn the_kind_of_transport_error_decides_whether_a_call_is_retried() {
    macro_rules! check {
        ($($kind:ident $read:literal $beep:literal)*) => {$(
            let answer = || fails(TransportErrorKind::$kind);
            assert_eq!(attempts::<Read>(answer), $read, "{}", stringify!($kind));
            assert_eq!(attempts::<Once>(answer), $read, "{}", stringify!($kind));
            assert_eq!(attempts::<Beep>(answer), $beep, "{}", stringify!($kind));
        )*};
    }
    check! {
        Request 1 1
        Connect 3 3
        Broken 3 1
        Timeout 3 1
        Truncated 3 1
        TooLarge 1 1
    }
}

#[test]
fn the_header_x_should_retry_decides() {
    assert_eq!(
        attempts::<Read>(|| header(503, "x-should-retry", "false")),
        1
    );
    assert_eq!(
        attempts::<Read>(|| header(429, "x-should-retry", "false")),
        1
    );
    assert_eq!(
        attempts::<Read>(|| header(422, "x-should-retry", "true")),
        3
    );
    assert_eq!(
        attempts::<Read>(|| header(200, "x-should-retry", "true")),
        1
    );
    assert_eq!(
        attempts::<Beep>(|| header(429, "x-should-retry", "false")),
        1
    );
    assert_eq!(
        attempts::<Beep>(|| header(503, "x-should-retry", "true")),
        1
    );
    assert_eq!(
        attempts::<Beep>(|| header(429, "x-should-retry", "true")),
        3
    );
}

#[test]
fn the_caller_can_change_the_number_of_retries() {
    let bold = |world: &World| {
        world
            .builder()
            .retry_unsafe(true)
            .build()
            .expect("a client")
    };
    assert_eq!(tries_of::<Beep>(bold, || status(503)), 3);
    let more = |world: &World| world.builder().retries(5).build().expect("a client");
    assert_eq!(tries_of::<Read>(more, || status(503)), 6);

    let world = World::new((0..9).map(|_| status(503)));
    let client = world.client();
    let _ = now(client.call(&Beep::default()).retry_unsafe(true).send());
    assert_eq!(world.sent(), 3);
    let _ = now(client.call(&Read::default()).retries(0).send());
    assert_eq!(world.sent(), 4);
}

#[test]
fn the_last_outcome_is_returned() {
    let world = World::new([status(500), status(502), status(503), status(200)]);
    let error = now(world.client().call(&Read::default()).send()).expect_err("three failures");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(503));

    let world = World::new([status(500), fails(TransportErrorKind::Broken), status(200)]);
    now(world.client().call(&Read::default()).send()).expect("the third time");
    assert_eq!(world.waits(), [500, 1000]);

    let world = World::new((0..3).map(|_| fails(TransportErrorKind::Connect)));
    let error =
        now(world.client().call(&Beep::default()).send()).expect_err("no connection was made");
    assert!(matches!(&error, Error::Transport(it) if it.kind() == TransportErrorKind::Connect));
    assert!(error.is_retryable());
}

/// Whether the error after these answers says that the call may have taken effect, and its text.
fn reports<O: Operation<Output: std::fmt::Debug> + Default>(
    answers: impl IntoIterator<Item = Answer>,
) -> (bool, String) {
    let world = World::new(answers);
    let error = now(world.client().call(&O::default()).send()).expect_err("a failure");
    (error.may_have_taken_effect(), error.to_string())
}

#[test]
fn an_error_says_whether_the_call_may_have_taken_effect() {
    let effect = |answer| reports::<Beep>([answer]).0;
    for code in [400, 401, 404, 422, 425] {
        assert!(!effect(status(code)), "{code}");
    }
    for code in [302, 304, 408, 409, 500, 503] {
        assert!(effect(status(code)), "{code}");
    }
    assert!(!effect(header(307, "location", "https://example.net/")));
    for kind in [TransportErrorKind::Request, TransportErrorKind::Tls] {
        assert!(!effect(fails(kind)), "{kind}");
    }
    for kind in [
        TransportErrorKind::Broken,
        TransportErrorKind::Timeout,
        TransportErrorKind::Truncated,
        TransportErrorKind::Malformed,
        TransportErrorKind::TooLarge,
    ] {
        assert!(effect(fails(kind)), "{kind}");
    }
    // Not even three refusals are an effect.
    let refused = || fails(TransportErrorKind::Connect);
    assert!(!reports::<Beep>([refused(), refused(), refused()]).0);
    assert!(!reports::<Beep>([status(429), status(429), status(429)]).0);
    let world = World::new([]);
    let call = Beep::default();
    let error = now(world.client().call(&call).deadline(Duration::ZERO).send());
    assert!(!error.expect_err("no time").may_have_taken_effect());
}

#[test]
fn an_earlier_attempt_that_may_have_taken_effect_is_reported() {
    let broken = || fails(TransportErrorKind::Broken);
    let earlier = "; an earlier attempt may have taken effect";
    for last in [
        status(422),
        fails(TransportErrorKind::Request),
        fails(TransportErrorKind::Tls),
    ] {
        let (effect, text) = reports::<Once>([broken(), last]);
        assert!(effect && text.ends_with(earlier), "{text}");
    }
    let refused = || fails(TransportErrorKind::Connect);
    let (effect, text) = reports::<Once>([broken(), refused(), refused()]);
    assert!(effect && text.ends_with(earlier), "{text}");
    let (effect, text) = reports::<Once>([refused(), status(429), status(422)]);
    assert!(!effect && !text.contains("earlier"), "{text}");
}

#[test]
fn all_attempts_have_the_same_idempotency_key() {
    let world = World::new([status(503), status(503)]).random([0x5a; 16]);
    now(world.client().call(&Once::default()).send()).expect("the third time");
    let bodies = world.requests().into_iter().map(http::Request::into_body);
    let key = br#"{"key":"5a5a5a5a-5a5a-4a5a-9a5a-5a5a5a5a5a5a"}"#;
    assert_eq!(bodies.collect::<Vec<_>>(), [&key[..]; 3]);
}

#[test]
fn an_empty_idempotency_key_is_replaced() {
    let world = World::new([]).random([0x5a; 16]);
    let once = Once {
        key: Some(String::new()),
        text: None,
    };
    now(world.client().call(&once).send()).expect("a success");
    let body = world.requests().remove(0).into_body();
    assert_eq!(
        body,
        &br#"{"key":"5a5a5a5a-5a5a-4a5a-9a5a-5a5a5a5a5a5a"}"#[..]
    );
}

#[test]
fn an_idempotency_key_of_the_caller_is_kept() {
    let world = World::new([]);
    let once = Once {
        key: Some("mine".to_owned()),
        text: None,
    };
    now(world.client().call(&once).send()).expect("a success");
    assert_eq!(world.requests()[0].body(), &br#"{"key":"mine"}"#[..]);
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_client_retries_in_the_same_way() {
    let world = World::new([status(503), fails(TransportErrorKind::Broken)]).random([0x5a; 16]);
    let waiting = World::new([status(503), fails(TransportErrorKind::Broken)]).random([0x5a; 16]);
    now(world.client().call(&Once::default()).send()).expect("the third time");
    let client = waiting.blocking();
    client
        .call(&Once::default())
        .send()
        .expect("the third time");
    assert_eq!(world.log(), waiting.log());
    let bodies = |world: &World| {
        let requests = world.requests().into_iter();
        requests.map(http::Request::into_body).collect::<Vec<_>>()
    };
    assert_eq!(bodies(&world), bodies(&waiting));
    assert_eq!(world.sent(), 3);
}
