//! Which calls are retried, and after which delays, by a fake clock.

use std::time::Duration;

use generated::Operation;
use generated::conferences::{ConferenceMuteRequest, MuteConferenceParticipants};
use generated::runtime::{Call, Timeout};
use generated::{Client, Error};
use serde_json::json;

use super::{builder, done, instant, join, play, retrieve, retrieved};
use crate::client::FakeClock;
use crate::server::raw::{Act, Raw, ok};
use crate::server::{Answer, Nobody, Server};

/// Sends a call to a server with these answers, and compares the delays in milliseconds.
async fn check<O: Operation>(operation: &O, answers: Vec<Answer>, expected: &[f64]) {
    check_told(operation, |call| call, answers, expected).await;
}

async fn check_told<O: Operation>(
    operation: &O,
    told: impl for<'a> FnOnce(Call<'a, O>) -> Call<'a, O>,
    answers: Vec<Answer>,
    expected: &[f64],
) {
    let server = Server::script(answers);
    let (builder, clock) = instant(&server.base_url());
    let client = builder.build().expect("it is well configured");
    // The number of requests shows whether it succeeded.
    let _ = told(client.call(operation)).send().await;
    assert_eq!(clock.slept(), expected);
    assert_eq!(server.seen().len(), expected.len() + 1);
}

fn busy() -> Answer {
    Answer::new(429)
}

#[tokio::test]
async fn retryable_statuses_are_retried_and_no_others() {
    for status in [408, 409, 429, 500, 501, 502, 503, 504, 599] {
        check(
            &retrieve(),
            vec![Answer::new(status), retrieved()],
            &[500.0],
        )
        .await;
        check(&join(), vec![Answer::new(status), done()], &[500.0]).await;
    }
    for status in [400, 401, 402, 403, 404, 405, 410, 413, 418, 422, 451] {
        check(&retrieve(), vec![Answer::new(status)], &[]).await;
        check(&join(), vec![Answer::new(status)], &[]).await;
    }
    let mute = MuteConferenceParticipants::new("c1", ConferenceMuteRequest::new());
    check(&mute, vec![Answer::new(503), done()], &[500.0]).await;
    // A success that cannot be decoded is not retried.
    check(&retrieve(), vec![Answer::new(200).text("?")], &[]).await;
}

#[tokio::test]
async fn the_delay_follows_the_headers_of_the_response() {
    let date = |seconds| {
        let time = FakeClock::start() + Duration::from_secs(seconds);
        httpdate::fmt_http_date(time)
    };
    let past = httpdate::fmt_http_date(FakeClock::start() - Duration::from_secs(5));
    let (near, far) = (date(7), date(61));
    for (headers, wait) in [
        (&[("retry-after-ms", "300")][..], 300.0),
        (&[("retry-after-ms", "300.5")], 300.5),
        (&[("retry-after-ms", "300"), ("retry-after", "5")], 300.0),
        (&[("retry-after-ms", "soon"), ("retry-after", "5")], 5000.0),
        (&[("retry-after-ms", "60000")], 60_000.0),
        (&[("retry-after-ms", "60001")], 500.0),
        (&[("retry-after", "1")], 1000.0),
        (&[("retry-after", " 2 ")], 2000.0),
        (&[("retry-after", "1.5")], 1500.0),
        (&[("retry-after", "60")], 60_000.0),
        (&[("retry-after", "61")], 500.0),
        (&[("retry-after", "0")], 500.0),
        (&[("retry-after", "-1")], 500.0),
        (&[("retry-after", "NaN")], 500.0),
        (&[("retry-after", "inf")], 500.0),
        (&[("retry-after", "1e300")], 500.0),
        (&[("retry-after", "soon")], 500.0),
        (&[("retry-after", "")], 500.0),
        (&[("retry-after", &near)], 7000.0),
        (&[("retry-after", &far)], 500.0),
        (&[("retry-after", &past)], 500.0),
        (&[("x-ratelimit-reset", "3")], 3000.0),
        (&[("x-ratelimit-reset", "61")], 500.0),
        (&[("x-ratelimit-reset", "0")], 500.0),
        (&[("x-ratelimit-reset", "3"), ("retry-after", "2")], 2000.0),
        (&[("x-ratelimit-reset", "3"), ("retry-after", "61")], 3000.0),
        (
            &[("x-ratelimit-limit", "3"), ("x-ratelimit-remaining", "0")],
            500.0,
        ),
    ] {
        let answer = headers
            .iter()
            .fold(busy(), |answer, (name, value)| answer.header(name, *value));
        let server = Server::script([answer, retrieved()]);
        let (builder, clock) = instant(&server.base_url());
        let client = builder.build().expect("it is well configured");
        retrieve().send(&client).await.expect("the second time");
        assert_eq!(clock.slept(), [wait], "{headers:?}");
    }
}

/// A server error has nothing to do with the rate limit.
#[tokio::test]
async fn the_rate_limit_header_counts_only_for_429() {
    let answer = Answer::new(503).header("x-ratelimit-reset", "3");
    check(&retrieve(), vec![answer, retrieved()], &[500.0]).await;
}

#[tokio::test]
async fn x_should_retry_decides_about_safe_calls() {
    let yes = |status| Answer::new(status).header("x-should-retry", "true");
    let no = |status| Answer::new(status).header("x-should-retry", "false");
    let unsure = |status| Answer::new(status).header("x-should-retry", "perhaps");
    check(&retrieve(), vec![yes(400), retrieved()], &[500.0]).await;
    check(&join(), vec![yes(422), done()], &[500.0]).await;
    check(&retrieve(), vec![no(429)], &[]).await;
    check(&join(), vec![no(500)], &[]).await;
    check(&retrieve(), vec![unsure(500), retrieved()], &[500.0]).await;
    check(&retrieve(), vec![unsure(400)], &[]).await;
    // The server does not know that a retry could have an effect twice.
    check(&play(), vec![yes(400)], &[]).await;
    check(&play(), vec![yes(500)], &[]).await;
    check(&play(), vec![no(429)], &[]).await;
    // A success is never retried.
    check(&retrieve(), vec![yes(200)], &[]).await;
}

#[tokio::test]
async fn calls_are_retried_as_often_as_configured() {
    let busy = |n| (0..n).map(|_| busy()).collect();
    check(&retrieve(), busy(3), &[500.0, 1000.0]).await;
    check_told(&retrieve(), |call| call.retries(0), busy(1), &[]).await;
    let seven = [500.0, 1000.0, 2000.0, 4000.0, 8000.0, 8000.0, 8000.0];
    check_told(&retrieve(), |call| call.retries(7), busy(8), &seven).await;
    check_told(&retrieve(), |call| call.retries(1), busy(2), &[500.0]).await;

    let server = Server::script(busy(6));
    let (builder, clock) = instant(&server.base_url());
    let client = builder.retries(1).build().expect("it is well configured");
    let error = retrieve().send(&client).await.expect_err("too busy");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(429));
    assert_eq!(clock.slept(), [500.0]);
    // The option of the call overrides it.
    let _ = client.call(&retrieve()).retries(3).send().await;
    assert_eq!(clock.slept(), [500.0, 500.0, 1000.0, 2000.0]);
}

#[tokio::test]
async fn jitter_shortens_delays_by_up_to_a_quarter() {
    for (byte, expected) in [(0x00, [500.0, 1000.0]), (0xff, [375.0, 750.0])] {
        let server = Server::script([busy(), busy(), busy()]);
        let (builder, clock) = instant(&server.base_url());
        let client = builder.randomness(move || [byte; 16]).build();
        let client = client.expect("it is well configured");
        retrieve().send(&client).await.expect_err("too busy");
        assert_eq!(clock.slept(), expected);
    }
}

/// With the randomness of the system: delays differ between clients and stay within their bounds.
#[tokio::test]
async fn the_jitter_of_two_clients_differs() {
    let mut waits = Vec::new();
    for _ in 0..4 {
        let server = Server::script([busy(), retrieved()]);
        let clock = FakeClock::default();
        let client = builder(&server.base_url()).clock(clock.clone()).build();
        let client = client.expect("it is well configured");
        retrieve().send(&client).await.expect("the second time");
        waits.extend(clock.slept());
    }
    assert!(
        waits.iter().all(|it| (375.0..=500.0).contains(it)),
        "{waits:?}"
    );
    waits.dedup();
    assert!(waits.len() > 1, "{waits:?}");
}

#[tokio::test]
async fn unsafe_calls_are_not_retried_if_they_may_have_had_an_effect() {
    for status in [408, 409, 500, 502, 503, 504] {
        check(&play(), vec![Answer::new(status)], &[]).await;
    }
    check(&play(), vec![busy(), busy(), busy()], &[500.0, 1000.0]).await;
    check_told(
        &play(),
        |call| call.retry_unsafe(true),
        vec![Answer::new(503), done()],
        &[500.0],
    )
    .await;
    let server = Server::script([Answer::new(503), done(), Answer::new(503)]);
    let (builder, clock) = instant(&server.base_url());
    let client = builder.retry_unsafe(true).build();
    let client = client.expect("it is well configured");
    play().send(&client).await.expect("the second time");
    let call = client.call(&play()).retry_unsafe(false).send().await;
    call.expect_err("not repeated");
    assert_eq!(clock.slept(), [500.0]);
}

/// Sends a call to a server that closes the connection without a response.
async fn broken<O: Operation>(operation: &O) -> (usize, Vec<f64>) {
    let server = Raw::new([vec![Act::Read]]);
    let (builder, clock) = instant(&server.base_url());
    let client = builder.build().expect("it is well configured");
    let error = client.call(operation).send().await.err().expect("no reply");
    assert!(matches!(error, Error::Transport(_)));
    (server.log().requests.len(), clock.slept())
}

#[tokio::test]
async fn a_broken_connection_is_retried_for_safe_calls() {
    assert_eq!(broken(&retrieve()).await, (3, vec![500.0, 1000.0]));
    assert_eq!(broken(&join()).await, (3, vec![500.0, 1000.0]));
    assert_eq!(broken(&play()).await, (1, vec![]));
}

/// Nothing was sent, so nothing can have an effect twice.
#[tokio::test]
async fn a_failed_connection_is_retried_for_all_calls() {
    let nobody = Nobody::new();
    let (builder, clock) = instant(&nobody.base_url());
    let client = builder.build().expect("it is well configured");
    play().send(&client).await.expect_err("nobody listens");
    assert_eq!(clock.slept(), [500.0, 1000.0]);
}

#[tokio::test]
async fn a_timed_out_attempt_is_retried_for_safe_calls() {
    for (sent, attempts) in [(1, 1), (3, 3)] {
        let server = Raw::new([vec![Act::Read, Act::UntilClosed]]);
        let (builder, clock) = instant(&server.base_url());
        let timeout = Duration::from_millis(100);
        let client: Client = builder.timeout(timeout).build().expect("it is configured");
        let error = if sent == 1 {
            play().send(&client).await.expect_err("no reply")
        } else {
            join().send(&client).await.expect_err("no reply")
        };
        let Error::Timeout(Timeout {
            after,
            attempts: told,
            ..
        }) = error
        else {
            panic!("{error:?}")
        };
        assert_eq!((after, told), (timeout, attempts));
        server.until(|log| log.requests.len() == sent).await;
        assert_eq!(clock.slept().len(), sent - 1);
    }
}

#[tokio::test]
async fn a_truncated_response_is_retried() {
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"data\"".to_vec();
    let whole = ok(r#"{"data":{"result":"ok"}}"#);
    let server = Raw::new([
        vec![Act::Read, Act::Write(half)],
        vec![Act::Read, Act::Write(whole)],
    ]);
    let (builder, clock) = instant(&server.base_url());
    let client = builder.build().expect("it is well configured");
    join().send(&client).await.expect("the second time");
    assert_eq!(clock.slept(), [500.0]);
}

/// A server that takes this long for each response.
fn slow(clock: &FakeClock, milliseconds: u64, answers: Vec<Answer>) -> Server {
    let clock = clock.clone();
    let slow = answers.into_iter().map(move |answer| {
        let clock = clock.clone();
        answer.first(move || clock.pass(Duration::from_millis(milliseconds)))
    });
    Server::script(slow)
}

/// The server remembers a key for a minute; a later attempt would be a second call.
#[tokio::test]
async fn no_attempt_starts_after_the_key_has_expired() {
    for (milliseconds, sent) in [
        (59_499, 2),
        (59_500, 1),
        (30_000, 2),
        (29_000, 3),
        (70_000, 1),
    ] {
        let clock = FakeClock::default();
        let server = slow(&clock, milliseconds, vec![busy(), busy(), busy(), busy()]);
        let builder = builder(&server.base_url()).randomness(|| [0; 16]);
        let client = builder
            .clock(clock.clone())
            .build()
            .expect("it is configured");
        let error = join().send(&client).await.expect_err("too busy");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(429));
        assert_eq!(server.seen().len(), sent, "{milliseconds}");
        assert!(clock.time() < Duration::from_secs(140));
    }
    // Calls that are safe to retry have no such limit.
    let clock = FakeClock::default();
    let server = slow(&clock, 70_000, vec![busy(), busy(), retrieved()]);
    let client = builder(&server.base_url()).clock(clock.clone()).build();
    let client = client.expect("it is well configured");
    retrieve().send(&client).await.expect("the third time");
}

/// The client does not wait in vain.
#[tokio::test]
async fn no_delay_starts_that_would_end_after_the_key_has_expired() {
    let clock = FakeClock::default();
    let answers = vec![busy().header("retry-after", "50"), done()];
    let server = slow(&clock, 10_000, answers);
    let client = builder(&server.base_url()).clock(clock.clone()).build();
    let client = client.expect("it is well configured");
    join()
        .send(&client)
        .await
        .expect_err("it would be too late");
    assert!(clock.slept().is_empty());
    assert_eq!(clock.time(), Duration::from_secs(10));
}

#[tokio::test]
async fn the_deadline_limits_all_attempts_together() {
    let clock = FakeClock::default();
    let server = slow(
        &clock,
        2_000,
        vec![busy(), busy(), busy(), busy(), busy(), busy()],
    );
    let builder = builder(&server.base_url()).randomness(|| [0; 16]);
    let builder = builder.clock(clock.clone()).retries(9);
    let client = builder.deadline(Duration::from_secs(7)).build();
    let client = client.expect("it is well configured");
    // Sent after 0, 2.5 and 5.5 s; the response after 7.5 s is too late for another attempt.
    let error = retrieve().send(&client).await.expect_err("too busy");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(429));
    assert_eq!(clock.slept(), [500.0, 1000.0]);

    let operation = retrieve();
    let call = client.call(&operation).deadline(Duration::from_secs(2));
    call.send().await.expect_err("too busy");
    assert_eq!(clock.slept(), [500.0, 1000.0]);
}

#[tokio::test]
async fn the_body_is_the_same_on_every_attempt() {
    let server = Server::script([busy(), Answer::new(500), done()]);
    let (builder, _) = instant(&server.base_url());
    let client = builder.build().expect("it is well configured");
    join().send(&client).await.expect("the third time");
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    for again in &seen[1..] {
        assert_eq!(again.body, seen[0].body);
        assert_eq!(again.target(), seen[0].target());
        assert_eq!(again.headers, seen[0].headers);
    }
    assert_eq!(seen[0].json()["call_control_id"], json!("v3:leg"));
}
