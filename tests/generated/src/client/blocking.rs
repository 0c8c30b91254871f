//! The blocking client: the same rules, without an async runtime.

use std::time::{Duration, Instant};

use generated::blocking::{Client, ClientBuilder};
use generated::conferences::ListConferences;
use generated::runtime::{Timeout, TransportErrorKind};
use generated::texml::DeleteTexmlConferenceParticipant;
use generated::{Error, Value};
use serde_json::json;

use super::connections::ODD_REPLIES;
use super::{FakeClock, KEY, conference, done, join, play, retrieve, retrieved};
#[cfg(target_os = "linux")]
use crate::server::Crowded;
use crate::server::raw::{Act, Raw, ok};
use crate::server::{Answer, Nobody, Server};

impl generated::blocking::Clock for FakeClock {
    fn now(&self) -> Duration {
        self.time()
    }

    fn system_time(&self) -> std::time::SystemTime {
        Self::start() + self.time()
    }

    fn sleep(&self, time: Duration) {
        self.wait(time);
    }
}

fn builder(base_url: &str) -> ClientBuilder {
    Client::builder(KEY).base_url(base_url)
}

fn once(base_url: &str) -> Client {
    builder(base_url)
        .retries(0)
        .build()
        .expect("it is configured")
}

fn instant(base_url: &str) -> (Client, FakeClock) {
    let clock = FakeClock::default();
    let builder = builder(base_url).randomness(|| [0; 16]);
    let client = builder.clock(clock.clone()).build();
    (client.expect("it is well configured"), clock)
}

#[test]
fn calls_return_the_result_the_response_or_the_envelope() {
    let reply = || retrieved().header("x-request-id", "r-1");
    let server = Server::script([reply(), reply(), reply()]);
    let client = once(&server.base_url());
    let result = retrieve().send_blocking(&client).expect("a conference");
    assert_eq!(result.id, "c1");
    let response = client.call(&retrieve()).response().expect("a reply");
    assert_eq!(response.value, result);
    assert_eq!(
        (response.status.as_u16(), response.request_id()),
        (200, Some("r-1"))
    );
    let envelope = client.call(&retrieve()).envelope().expect("a reply");
    assert_eq!(envelope.value.data, Some(result));
    let raw: Value = serde_json::from_slice(&envelope.raw).expect("it is JSON");
    assert_eq!(raw["data"]["name"], "Business");
    for seen in server.seen() {
        assert_eq!(seen.header("authorization"), format!("Bearer {KEY}"));
        assert_eq!(seen.header("accept"), "application/json");
        assert!(seen.header("user-agent").starts_with("generated/"));
    }
}

#[test]
fn a_response_without_content_is_a_success() {
    let server = Server::script([Answer::new(204)]);
    let operation = DeleteTexmlConferenceParticipant::new("a", "c", "p");
    operation
        .send_blocking(&once(&server.base_url()))
        .expect("a reply");
    assert_eq!(server.only().method, "DELETE");
}

#[test]
fn errors_have_the_status_and_the_code() {
    let body = json!({ "errors": [{ "code": "10015", "title": "Some title" }] });
    for status in [400, 401, 404, 405, 409, 422, 429, 500, 503] {
        let known = Answer::new(status).with_json(&body);
        let server = Server::script([
            known,
            Answer::new(status).text("<html>"),
            Answer::new(status),
        ]);
        let client = once(&server.base_url());
        for code in [Some("10015"), None, None] {
            let error = join().send_blocking(&client).expect_err("an error");
            assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
            assert_eq!(error.code(), code);
        }
    }
    let server = Server::script([Answer::json(json!({ "data": { "result": 1 } }))]);
    let error = join().send_blocking(&once(&server.base_url()));
    let Err(Error::Undecodable(error)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.cause.pointer(), "/data/result");
}

#[test]
fn failed_calls_are_retried() {
    let busy = || Answer::new(429).header("retry-after", "2");
    let server = Server::script([busy(), Answer::new(500), done()]);
    let (client, clock) = instant(&server.base_url());
    join().send_blocking(&client).expect("the third time");
    assert_eq!(clock.slept(), [2000.0, 1000.0]);
    let seen = server.seen();
    assert!(seen.iter().all(|it| it.body == seen[0].body));
    let key = seen[0].text("command_id");
    assert_eq!(key, "00000000-0000-4000-8000-000000000000");

    let server = Server::script([Answer::new(503)]);
    let (client, clock) = instant(&server.base_url());
    play().send_blocking(&client).expect_err("not repeated");
    assert!(clock.slept().is_empty());
    let call = client.call(&retrieve()).retries(0).send();
    call.expect_err("the script is over");

    let nobody = Nobody::new();
    let (client, clock) = instant(&nobody.base_url());
    play().send_blocking(&client).expect_err("nobody listens");
    assert_eq!(clock.slept(), [500.0, 1000.0]);
}

fn kind(acts: Vec<Act>) -> TransportErrorKind {
    let server = Raw::new([acts]);
    let builder = builder(&server.base_url()).retries(0);
    let client = builder.max_reply_bytes(1000).build();
    let error = join().send_blocking(&client.expect("it is configured"));
    match error.expect_err("an error") {
        Error::Transport(error) => error.kind(),
        error => panic!("{error:?}"),
    }
}

#[test]
fn broken_connections_have_the_right_kind_of_error() {
    let replies = |reply: &str| kind(vec![Act::Read, Act::Write(reply.as_bytes().to_vec())]);
    assert_eq!(kind(vec![Act::Read]), TransportErrorKind::Broken);
    assert_eq!(
        kind(vec![Act::Read, Act::Reset]),
        TransportErrorKind::Broken
    );
    assert_eq!(
        replies("SSH-2.0-OpenSSH_9.6\r\n"),
        TransportErrorKind::Malformed
    );
    let head = "HTTP/1.1 200 OK\r\n";
    let cut = format!("{head}content-length: 10\r\n\r\n{{");
    assert_eq!(replies(&cut), TransportErrorKind::Truncated);
    let garbage = format!("{head}transfer-encoding: chunked\r\n\r\nxyz\r\n");
    assert_eq!(replies(&garbage), TransportErrorKind::Malformed);
    let long = format!("{head}content-length: 1001\r\n\r\n{}", "x".repeat(1001));
    assert_eq!(replies(&long), TransportErrorKind::TooLarge);
    let chunk = format!(
        "{head}transfer-encoding: chunked\r\n\r\n3e9\r\n{}\r\n0\r\n\r\n",
        "x".repeat(1001)
    );
    assert_eq!(replies(&chunk), TransportErrorKind::TooLarge);
}

#[cfg(target_os = "linux")]
#[test]
fn a_connection_that_takes_too_long_is_retried() {
    let server = Crowded::new();
    let clock = FakeClock::default();
    let builder = builder(&server.base_url()).clock(clock.clone()).retries(1);
    let client = builder.connect_timeout(Duration::from_millis(80)).build();
    let error = play().send_blocking(&client.expect("it is configured"));
    let Err(Error::Transport(error)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert_eq!(clock.slept().len(), 1);
}

#[test]
fn a_server_without_tls_is_a_tls_error() {
    let server = Raw::new([vec![Act::Write(b"HTTP/1.1 400 No\r\n\r\n".into())]]);
    let client = once(&server.base_url().replace("http://", "https://"));
    let error = play().send_blocking(&client);
    let Err(Error::Transport(error)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), TransportErrorKind::Tls);
}

#[test]
fn the_status_of_unusual_responses_is_reported() {
    for (reply, expected) in ODD_REPLIES {
        let server = Raw::sends(*reply);
        let text = String::from_utf8_lossy(reply);
        match join().send_blocking(&once(&server.base_url())) {
            Ok(result) => assert_eq!((result.result.as_str(), *expected), ("ok", 200), "{text}"),
            Err(error) => {
                assert_eq!(error.request_id(), None);
                let status = error.status().map(|it| it.as_u16());
                assert_eq!(status, Some(*expected), "{text}");
            }
        }
    }
}

#[test]
fn calls_end_after_the_timeout() {
    let timeout = Duration::from_millis(80);
    let start = ok("{\"data\":{}}");
    let start = start[..start.len() - 4].to_vec();
    let mut trickle = vec![Act::Read];
    for byte in ok(r#"{"data":{"result":"ok"}}"#) {
        trickle.extend([Act::Write(vec![byte]), Act::Wait(Duration::from_millis(10))]);
    }
    for acts in [vec![Act::Read], vec![Act::Read, Act::Write(start)], trickle] {
        let server = Raw::new([[acts, vec![Act::UntilClosed]].concat()]);
        let builder = builder(&server.base_url()).timeout(timeout).retries(0);
        let client = builder.build().expect("it is well configured");
        let start = Instant::now();
        let error = join().send_blocking(&client).expect_err("no reply");
        assert!((timeout..timeout * 12).contains(&start.elapsed()));
        let Error::Timeout(Timeout {
            after, attempts, ..
        }) = error
        else {
            panic!("{error:?}")
        };
        assert_eq!((after, attempts), (timeout, 1));
    }
}

#[test]
fn redirects_are_followed_as_in_the_async_client() {
    let to = |status, location: &str| Answer::new(status).header("location", location);
    let server = Server::script([to(301, "/v2/other")]);
    let error = join()
        .send_blocking(&once(&server.base_url()))
        .expect_err("a 301");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(301));
    let server = Server::script([
        to(307, "/v2/other"),
        done(),
        to(302, "/v2/other"),
        retrieved(),
    ]);
    let client = once(&server.base_url());
    join().send_blocking(&client).expect("a result");
    retrieve().send_blocking(&client).expect("a conference");
    let seen = server.seen();
    assert_eq!(seen[1].body, seen[0].body);
    assert_eq!(seen[3].header("authorization"), format!("Bearer {KEY}"));

    let other = Server::script([retrieved()]);
    let server = Server::script([to(302, &other.base_url()), to(307, &other.base_url())]);
    let client = once(&server.base_url());
    client
        .call(&retrieve())
        .header("x-mine", "1")
        .send()
        .expect("a conference");
    join().send_blocking(&client).expect_err("a 307");
    let seen = other.only();
    assert_eq!(
        (seen.header("authorization"), seen.header("x-mine")),
        ("", "")
    );
}

#[test]
fn lists_fetch_pages_on_demand() {
    let page = |id: &str| {
        let meta = json!({ "total_pages": 2 });
        Answer::json(json!({ "data": [conference(id), conference(id)], "meta": meta }))
    };
    let server = Server::script([page("a"), Answer::new(503), page("b")]);
    let (client, clock) = instant(&server.base_url());
    let mut items = ListConferences::new().items_blocking(&client);
    assert_eq!(server.seen().len(), 0);
    for (id, requests) in [("a", 1), ("a", 1), ("b", 3), ("b", 3)] {
        let item = items.next().expect("an item").expect("a page");
        assert_eq!((item.id.as_str(), server.seen().len()), (id, requests));
    }
    assert!(items.next().is_none() && items.next().is_none());
    assert_eq!(clock.slept(), [500.0]);

    let server = Server::script([page("a"), Answer::new(404)]);
    let client = once(&server.base_url());
    let pages: Vec<_> = ListConferences::new().pages_blocking(&client).collect();
    assert_eq!(pages.len(), 2);
    assert!(pages[0].is_ok() && pages[1].is_err());
}

#[test]
fn the_key_is_never_printed() {
    let builder = builder("http://127.0.0.1:1/v2").header("x-mine", "s3cr3t value");
    let made = format!("{builder:?}");
    let client = builder.retries(0).build().expect("it is well configured");
    let error = join().send_blocking(&client).expect_err("nobody listens");
    let call = format!("{:?}", client.call(&join()));
    let printed = format!("{made} {client:?} {call} {error:?} {error}");
    let is_hidden = !printed.contains(KEY) && !printed.contains("s3cr3t value");
    assert!(is_hidden, "{printed}");
}

#[test]
fn a_client_can_be_used_from_many_threads() {
    let server = Server::new(|_| done().after(Duration::from_millis(50)));
    let client = once(&server.base_url());
    std::thread::scope(|scope| {
        for _ in 0..10 {
            scope.spawn(|| join().send_blocking(&client).expect("a result"));
        }
    });
    assert_eq!(server.seen().len(), 10);
}

/// The server has closed the pooled connection, so nothing was sent.
#[test]
fn a_connection_closed_between_calls_is_replaced() {
    let reply = ok(r#"{"data":{"result":"ok"}}"#);
    let server = Raw::new([vec![Act::Read, Act::Write(reply)]]);
    let client = once(&server.base_url());
    play().send_blocking(&client).expect("a result");
    std::thread::sleep(Duration::from_millis(30));
    play().send_blocking(&client).expect("on a new connection");
    assert_eq!(server.log().connections, 2);
}

#[test]
fn the_longest_and_shortest_timeouts_work() {
    let server = Server::new(|_| done());
    let max = Duration::MAX;
    let builder = builder(&server.base_url()).timeout(max).deadline(max);
    let builder = builder.connect_timeout(max).retries(u32::MAX);
    let client = builder.max_reply_bytes(usize::MAX).build();
    let client = client.expect("it is well configured");
    join().send_blocking(&client).expect("a result");
    let operation = join();
    for call in [
        client.call(&operation).timeout(Duration::ZERO).retries(0),
        client.call(&operation).deadline(Duration::ZERO),
    ] {
        let error = call.send().expect_err("no time at all");
        assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    }
}

/// tokio makes a task yield after some operations; a blocking call in it must not wait forever.
#[tokio::test]
async fn many_calls_within_one_async_task_succeed() {
    let server = Server::new(|_| done());
    let client = once(&server.base_url());
    for _ in 0..300 {
        join().send_blocking(&client).expect("a result");
    }
}
