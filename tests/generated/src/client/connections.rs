//! Connections that are slow, break, or do not speak HTTP.

use std::time::{Duration, Instant};

use generated::runtime::{Timeout, TransportErrorKind};
use generated::{Client, Error};

use super::{KEY, builder, done, instant, join, play, retrieve};
#[cfg(target_os = "linux")]
use crate::server::Crowded;
use crate::server::raw::{Act, Raw, ok};
use crate::server::{Nobody, Server};

const DONE: &str = r#"{"data":{"result":"ok"}}"#;

fn once(server: &Raw) -> Client {
    let builder = builder(&server.base_url()).retries(0);
    builder.build().expect("it is well configured")
}

/// The kind of error of a call to a server with this script.
async fn kind(acts: Vec<Act>) -> TransportErrorKind {
    let server = Raw::new([acts]);
    let error = join().send(&once(&server)).await;
    let log = server.log();
    assert_eq!(log.requests.len(), 1, "{log:?}");
    match error.expect_err("an error") {
        Error::Transport(error) => error.kind(),
        error => panic!("{error:?}"),
    }
}

async fn kind_of_reply(reply: &str) -> TransportErrorKind {
    kind(vec![Act::Read, Act::Write(reply.as_bytes().to_vec())]).await
}

#[tokio::test]
async fn a_refused_connection_is_a_connect_error() {
    let nobody = Nobody::new();
    let client = builder(&nobody.base_url()).retries(0).build();
    let error = join().send(&client.expect("it is configured")).await;
    let error = error.expect_err("nobody listens");
    assert!(error.is_retryable());
    assert_eq!(error.status(), None);
    let Error::Transport(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert!(!format!("{error:?} {error}").contains(KEY));
}

/// Nothing was sent, so any call may be retried.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connection_that_takes_too_long_is_retried() {
    let server = Crowded::new();
    let (builder, clock) = instant(&server.base_url());
    let builder = builder.retries(1);
    let client = builder.connect_timeout(Duration::from_millis(80)).build();
    let error = play().send(&client.expect("it is configured")).await;
    let Err(Error::Transport(error)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert_eq!(clock.slept().len(), 1);
}

#[tokio::test]
async fn a_server_without_tls_is_a_tls_error() {
    let server = Raw::new([vec![Act::Write(b"HTTP/1.1 400 No\r\n\r\n".into())]]);
    let base = server.base_url().replace("http://", "https://");
    let client = builder(&base).retries(0).build();
    let error = play().send(&client.expect("it is configured")).await;
    let Err(Error::Transport(error)) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), TransportErrorKind::Tls);
}

#[tokio::test]
async fn a_connection_closed_before_the_response_is_broken() {
    use TransportErrorKind::Broken;
    assert_eq!(kind(vec![Act::Read]).await, Broken);
    assert_eq!(kind(vec![Act::Read, Act::Reset]).await, Broken);
    let half_closed = vec![Act::Read, Act::HalfClose, Act::UntilClosed];
    assert_eq!(kind(half_closed).await, Broken);
    for start in [
        "HTTP/1.1",
        "HTTP/1.1 200 OK\r\ncontent-le",
        "HTTP/1.1 200 OK\r\n",
    ] {
        assert_eq!(kind_of_reply(start).await, Broken, "{start}");
    }
}

#[tokio::test]
async fn a_response_that_is_not_http_is_malformed() {
    use TransportErrorKind::Malformed;
    for reply in [
        "SSH-2.0-OpenSSH_9.6\r\n",
        "\r\n\r\n\0\0\0",
        "HTTP/1.1 2000 OK\r\n\r\n",
    ] {
        assert_eq!(kind_of_reply(reply).await, Malformed, "{reply}");
    }
}

#[tokio::test]
async fn a_body_that_ends_early_is_truncated() {
    use TransportErrorKind::Truncated;
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    for rest in [
        "content-length: 25\r\n\r\n{\"data\":{\"result\":\"ok\"}}",
        "content-length: 10\r\n\r\n",
        "transfer-encoding: chunked\r\n\r\n5\r\n{\"dat",
        "transfer-encoding: chunked\r\n\r\n5\r\n{\"dat\r\n",
    ] {
        let kind = kind_of_reply(&format!("{head}{rest}")).await;
        assert_eq!(kind, Truncated, "{rest}");
    }
    for chunks in ["xyz\r\n{\"dat\r\n0\r\n\r\n", "ffffffffffffffffff\r\n"] {
        let rest = format!("transfer-encoding: chunked\r\n\r\n{chunks}");
        let kind = kind_of_reply(&format!("{head}{rest}")).await;
        assert_eq!(kind, TransportErrorKind::Malformed, "{rest}");
    }
}

/// Whatever happens to its body.
#[tokio::test]
async fn an_error_with_a_truncated_body_keeps_its_status() {
    let head = "HTTP/1.1 422 No\r\nx-request-id: 17\r\n";
    for rest in [
        "content-length: 99\r\n\r\n{\"errors\":[",
        "transfer-encoding: chunked\r\n\r\nb\r\n{\"errors\":[\r\n",
        "transfer-encoding: chunked\r\n\r\nb\r\n{\"errors\":[\r\nxyz\r\n",
    ] {
        let server = Raw::sends(format!("{head}{rest}"));
        let error = join().send(&once(&server)).await.expect_err("no success");
        assert_eq!(error.status().map(|it| it.as_u16()), Some(422), "{rest}");
        assert_eq!(error.request_id(), Some("17"));
        let Error::Api(error) = error else {
            panic!("{error:?}")
        };
        assert!(error.body.is_none());
        assert_eq!(error.raw, "{\"errors\":[");
    }
    let long = format!("{head}content-length: 1000000000000000\r\n\r\n{{");
    let error = join().send(&once(&Raw::sends(long))).await;
    let error = error.expect_err("no success");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(422));
}

/// Without a length or chunks, a body ends when the connection does (RFC 9112 §6.3).
#[tokio::test]
async fn a_body_without_a_length_ends_with_the_connection() {
    let server = Raw::sends(format!("HTTP/1.1 200 OK\r\n\r\n{DONE}"));
    let result = join().send(&once(&server)).await.expect("a result");
    assert_eq!(result.result, "ok");
}

#[tokio::test]
async fn chunks_are_put_together() {
    let (one, two) = DONE.split_at(7);
    let chunk = |it: &str| format!("{:x}\r\n{it}\r\n", it.len()).into_bytes();
    let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let server = Raw::new([vec![
        Act::Read,
        Act::Write(head.to_vec()),
        Act::Write(chunk(one)),
        Act::Wait(Duration::from_millis(20)),
        Act::Write(chunk(two)),
        Act::Write(b"0\r\n\r\n".to_vec()),
    ]]);
    let response = once(&server).call(&join()).response().await;
    assert_eq!(response.expect("a reply").raw, DONE);
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_an_error() {
    let reply = |length: usize| {
        let name = "x".repeat(length - DONE.len() - ",\"more\":\"\"".len());
        let body = format!("{},\"more\":\"{name}\"}}", &DONE[..DONE.len() - 1]);
        assert_eq!(body.len(), length);
        body
    };
    let chunked = |body: &str| {
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        format!("{head}{:x}\r\n{body}\r\n0\r\n\r\n", body.len()).into_bytes()
    };
    for (length, fits) in [(1000, true), (1001, false), (500_000, false)] {
        let body = reply(length);
        for reply in [ok(&body), chunked(&body)] {
            let server = Raw::sends(reply);
            let builder = builder(&server.base_url()).max_reply_bytes(1000);
            let client = builder.build().expect("it is well configured");
            match join().send(&client).await {
                Ok(_) => assert!(fits),
                Err(Error::Transport(error)) => {
                    assert_eq!(error.kind(), TransportErrorKind::TooLarge);
                    assert!(!fits);
                }
                Err(error) => panic!("{error:?}"),
            }
            assert_eq!(server.log().requests.len(), 1, "it would be as large again");
        }
    }
}

/// The client does not wait for such a body.
#[tokio::test]
async fn a_content_length_beyond_the_limit_is_an_error() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 1000000000000000\r\n\r\n{";
    let acts = vec![Act::Read, Act::Write(head.into()), Act::UntilClosed];
    let server = Raw::new([acts]);
    let error = join().send(&once(&server)).await.expect_err("too large");
    assert!(!error.is_retryable());
    let Error::Transport(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.kind(), TransportErrorKind::TooLarge);
    server.until(|log| log.closed == 1).await;
}

/// Makes a call with a timeout of 80 ms to a server with this script.
async fn out_of_time(acts: Vec<Act>) {
    let timeout = Duration::from_millis(80);
    let server = Raw::new([acts]);
    let builder = builder(&server.base_url()).timeout(timeout).retries(0);
    let client = builder.build().expect("it is well configured");
    let start = Instant::now();
    let error = join().send(&client).await.expect_err("no reply");
    let took = start.elapsed();
    assert!((timeout..timeout * 12).contains(&took), "{took:?}");
    assert!(error.is_retryable());
    let Error::Timeout(Timeout {
        after, attempts, ..
    }) = error
    else {
        panic!("{error:?}")
    };
    assert_eq!((after, attempts), (timeout, 1));
}

#[tokio::test]
async fn a_server_that_stalls_before_the_response_times_out() {
    out_of_time(vec![Act::Read, Act::UntilClosed]).await;
}

#[tokio::test]
async fn a_server_that_stalls_in_the_headers_times_out() {
    let start = b"HTTP/1.1 200 OK\r\n".to_vec();
    out_of_time(vec![Act::Read, Act::Write(start), Act::UntilClosed]).await;
}

#[tokio::test]
async fn a_server_that_stalls_in_the_body_times_out() {
    let start = b"HTTP/1.1 200 OK\r\ncontent-length: 24\r\n\r\n{\"data\":".to_vec();
    out_of_time(vec![Act::Read, Act::Write(start), Act::UntilClosed]).await;
}

/// The timeout covers the whole attempt.
#[tokio::test]
async fn a_server_that_sends_byte_by_byte_times_out() {
    let mut acts = vec![
        Act::Read,
        Act::Write(b"HTTP/1.1 200 OK\r\ncontent-length: 24\r\n\r\n".into()),
    ];
    for byte in DONE.bytes() {
        acts.extend([Act::Wait(Duration::from_millis(20)), Act::Write(vec![byte])]);
    }
    out_of_time(acts).await;
}

#[tokio::test]
async fn the_deadline_ends_an_attempt() {
    let server = Raw::new([vec![Act::Read, Act::UntilClosed]]);
    let deadline = Duration::from_millis(100);
    let client = builder(&server.base_url()).deadline(deadline).build();
    let error = retrieve().send(&client.expect("it is configured")).await;
    let Err(Error::Timeout(Timeout {
        after, attempts, ..
    })) = error
    else {
        panic!("{error:?}")
    };
    assert_eq!((after, attempts), (deadline, 1));
    server.until(|log| log.requests.len() == 1).await;
}

/// The server has closed the pooled connection, so nothing was sent.
#[tokio::test]
async fn a_connection_closed_between_calls_is_replaced() {
    let server = Raw::new([vec![Act::Read, Act::Write(ok(DONE))]]);
    let client = once(&server);
    play().send(&client).await.expect("a result");
    tokio::time::sleep(Duration::from_millis(20)).await;
    play().send(&client).await.expect("on a new connection");
    assert_eq!(server.log().connections, 2);
}

#[tokio::test]
async fn connections_are_reused() {
    let acts = [Act::Read, Act::Write(ok(DONE))];
    let server = Raw::new([acts.iter().cycle().take(6).cloned().collect()]);
    let client = once(&server);
    for _ in 0..3 {
        join().send(&client.clone()).await.expect("a result");
    }
    assert_eq!(server.log().connections, 1);
}

/// Unusual responses, and the status that is reported.
#[tokio::test]
async fn the_status_of_unusual_responses_is_reported() {
    for (reply, expected) in ODD_REPLIES {
        let server = Raw::sends(*reply);
        let text = String::from_utf8_lossy(reply);
        match join().send(&once(&server)).await {
            Ok(result) => assert_eq!((result.result.as_str(), *expected), ("ok", 200), "{text}"),
            Err(error) => {
                assert_eq!(error.request_id(), None);
                let status = error.status().map(|it| it.as_u16());
                assert_eq!(status, Some(*expected), "{text}");
            }
        }
    }
}

pub(super) const ODD_REPLIES: &[(&[u8], u16)] = &[
    (b"HTTP/1.0 200 OK\r\n\r\n{\"data\":{\"result\":\"ok\"}}", 200),
    (b"HTTP/1.1 200\r\ncontent-length: 24\r\n\r\n{\"data\":{\"result\":\"ok\"}}", 200),
    (
        b"HTTP/1.1 200 OK\r\ncontent-length: 24\r\n\r\n{\"data\":{\"result\":\"ok\"}}and more",
        200,
    ),
    (
        b"HTTP/1.1 422 No\r\nx-request-id: \xff\xfe\r\nretry-after: \xff\r\ncontent-length: 0\r\n\r\n",
        422,
    ),
    (b"HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n", 999),
    (b"HTTP/1.1 302 Moved\r\nlocation: \xff\r\ncontent-length: 0\r\n\r\n", 302),
    (b"HTTP/1.1 304 Same\r\ncontent-length: 24\r\n\r\n", 304),
];

/// Interim responses precede the final response (RFC 9110 §15.2).
#[tokio::test]
async fn an_interim_response_is_skipped() {
    let mut reply = b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n".to_vec();
    reply.extend(ok(DONE));
    let server = Raw::sends(reply);
    let result = join().send(&once(&server)).await.expect("a result");
    assert_eq!(result.result, "ok");
}

#[tokio::test]
async fn the_longest_and_shortest_timeouts_work() {
    let server = Server::new(|_| done());
    let max = Duration::MAX;
    let builder = builder(&server.base_url()).timeout(max).deadline(max);
    let builder = builder.connect_timeout(max).retries(u32::MAX);
    let client = builder.max_reply_bytes(usize::MAX).build();
    let client = client.expect("it is well configured");
    join().send(&client).await.expect("a result");
    let operation = join();
    for call in [
        client.call(&operation).timeout(Duration::ZERO).retries(0),
        client.call(&operation).deadline(Duration::ZERO),
    ] {
        let error = call.send().await.expect_err("no time at all");
        assert!(matches!(error, Error::Timeout(_)), "{error:?}");
    }
}
