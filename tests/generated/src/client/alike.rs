//! What both clients have in common: the requests that they send, the limits on responses, and the kinds
//! of errors.

use std::time::Duration;

use bytes::Bytes;
use generated::conferences::{self, ConferenceCommandResult};
use generated::runtime::{Builder, TransportErrorKind};
use generated::{Client, Error, Retry, blocking};
use http::Request;

use super::{KEY, done, join};
use crate::server::raw::{Act, Raw, ok};
use crate::server::tls::{Tls, trusting};
use crate::server::{Seen, Server};

const DONE: &str = r#"{"data":{"result":"ok"}}"#;

/// A client of each kind.
struct Both(Client, blocking::Client);

impl Both {
    fn new(base_url: &str) -> Self {
        let one = Client::builder(KEY).base_url(base_url).build();
        let other = blocking::Client::builder(KEY).base_url(base_url).build();
        Self(one.expect("a client"), other.expect("a client"))
    }

    /// Creates clients that limit the head of a response.
    fn limited(base_url: &str, lines: usize, bytes: usize) -> Self {
        fn limit<Io>(builder: Builder<Io>, lines: usize, bytes: usize) -> Builder<Io> {
            let builder = builder.max_reply_headers(lines);
            builder.max_reply_header_bytes(bytes)
        }
        let one = Client::builder(KEY).base_url(base_url);
        let other = blocking::Client::builder(KEY).base_url(base_url);
        Self(
            limit(one, lines, bytes).build().expect("a client"),
            limit(other, lines, bytes).build().expect("a client"),
        )
    }

    /// Sends a call that is safe to retry; returns the error, if any.
    async fn join(&self) -> [Result<(), TransportErrorKind>; 2] {
        let Self(one, other) = self;
        [
            kind(join().send(one).await),
            kind(join().send_blocking(other)),
        ]
    }
}

fn kind<E: std::fmt::Debug>(
    result: Result<ConferenceCommandResult, Error<E>>,
) -> Result<(), TransportErrorKind> {
    match result {
        Ok(_) => Ok(()),
        Err(Error::Transport(error)) => Err(error.kind()),
        Err(error) => panic!("{error:?}"),
    }
}

/// A response with additional header lines of this length, including the line break.
fn with_lines(lines: usize, length: usize) -> Vec<u8> {
    let mut reply = b"HTTP/1.1 200 OK\r\n".to_vec();
    for line in 0..lines {
        let name = format!("x-{line:05}: ");
        let value = "v".repeat(length - name.len() - 2);
        reply.extend(format!("{name}{value}\r\n").into_bytes());
    }
    let rest = ok(DONE);
    let rest = rest.strip_prefix(b"HTTP/1.1 200 OK\r\n");
    reply.extend_from_slice(rest.expect("that is what it is"));
    reply
}

/// `content-type` and `content-length`.
const OTHER_LINES: usize = 2;

#[tokio::test]
async fn both_clients_limit_the_head_of_a_response_alike() {
    let too_large = [Err(TransportErrorKind::TooLarge); 2];
    let fits = [Ok(()); 2];
    for (reply, limits, expected) in [
        (with_lines(250, 20), None, fits),
        (with_lines(300, 20), None, too_large),
        (with_lines(5, 20_000), None, fits),
        (with_lines(7, 20_000), None, too_large),
        (with_lines(1, 1_000_000), None, too_large),
        (with_lines(1000, 20), Some((2000, 400 << 10)), fits),
        (with_lines(10, 20), Some((10 + OTHER_LINES, 1000)), fits),
        (
            with_lines(11, 20),
            Some((10 + OTHER_LINES, 1000)),
            too_large,
        ),
        (with_lines(10, 200), Some((100, 1000)), too_large),
        (with_lines(0, 20), Some((0, 1000)), too_large),
    ] {
        let server = Raw::sends(reply);
        let clients = match limits {
            Some((lines, bytes)) => Both::limited(&server.base_url(), lines, bytes),
            None => Both::new(&server.base_url()),
        };
        assert_eq!(clients.join().await, expected, "{limits:?}");
        // Neither retried it.
        assert_eq!(server.log().requests.len(), 2);
    }
}

#[tokio::test]
async fn a_response_that_is_not_http_is_not_retried() {
    let head = "HTTP/1.1 200 OK\r\n";
    for reply in [
        "SSH-2.0-OpenSSH_9.6\r\n".to_owned(),
        "HTTP/1.1 2000 OK\r\n\r\n".to_owned(),
        format!("{head}no colon\r\n\r\n"),
        format!("{head}x y: z\r\n\r\n"),
        format!("{head}content-length: ten\r\n\r\n"),
        format!("{head}content-length: 1\r\ncontent-length: 2\r\n\r\n"),
        format!("{head}transfer-encoding: chunked\r\n\r\nxyz\r\n"),
    ] {
        let server = Raw::sends(reply.clone());
        let outcome = Both::new(&server.base_url()).join().await;
        assert_eq!(outcome, [Err(TransportErrorKind::Malformed); 2], "{reply}");
        assert_eq!(server.log().requests.len(), 2, "{reply}");
    }
}

#[tokio::test]
async fn an_invalid_certificate_is_not_retried() {
    let server = Tls::sends(ok(DONE));
    let Both(one, other) = Both::new(&server.base_url());
    let error = join().send(&one).await.expect_err("nobody trusts it");
    assert!(!error.is_retryable());
    let text = error.to_string();
    assert!(
        text.starts_with("no secure connection was made: "),
        "{text}"
    );
    assert!(text.contains("invalid peer certificate"), "{text}");
    assert_eq!(kind(Err(error)), Err(TransportErrorKind::Tls));
    let error = join().send_blocking(&other).expect_err("nobody trusts it");
    assert!(error.to_string().contains("invalid peer certificate"));
    assert_eq!(kind(Err(error)), Err(TransportErrorKind::Tls));
    assert_eq!(server.connections(), 2);
}

#[test]
fn custom_root_certificates_are_trusted() {
    let server = Tls::sends(ok(DONE));
    let builder = blocking::Client::builder(KEY).base_url(server.base_url());
    let client = builder.tls(trusting()).build().expect("a client");
    for _ in 0..2 {
        let result = join().send_blocking(&client).expect("a result");
        assert_eq!(result.result, "ok");
    }
}

#[tokio::test]
async fn a_content_length_beyond_the_limit_fails_before_the_body() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n{";
    let acts = vec![Act::Read, Act::Write(head.into()), Act::UntilClosed];
    let server = Raw::new([acts]);
    let outcome = Both::new(&server.base_url()).join().await;
    assert_eq!(outcome, [Err(TransportErrorKind::TooLarge); 2]);
    server.until(|log| log.closed == 2).await;
    assert_eq!(server.log().requests.len(), 2);
}

/// The response to HEAD has the length of a response to GET (RFC 9110 §9.3.2).
#[tokio::test]
async fn the_content_length_of_a_response_to_head_is_ignored() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n";
    let server = Raw::new([vec![Act::Read, Act::Write(head.into()), Act::UntilClosed]]);
    let Both(one, other) = Both::new(&server.base_url());
    let request = Request::head("/x").body(Bytes::new()).expect("a request");
    let api = &conferences::API;
    let reply = one.execute(api, request.clone(), Retry::Unsafe).await;
    assert_eq!(reply.expect("a reply").body(), "");
    let reply = other.execute(api, request, Retry::Unsafe);
    assert_eq!(reply.expect("a reply").body(), "");
}

/// Includes `content-length: 0` for methods that expect a body (RFC 9110 §8.6).
#[tokio::test]
async fn both_clients_send_custom_requests_with_the_same_headers() {
    for method in ["GET", "DELETE", "HEAD", "POST", "PUT", "PATCH", "PURGE"] {
        for body in ["", "x"] {
            let server = Server::new(|_| done());
            let Both(one, other) = Both::new(&server.base_url());
            let request = Request::builder().method(method).uri("/x?y=z");
            let request = request.header("x-mine", "1").body(Bytes::from(body));
            let request = request.expect("a request");
            let api = &conferences::API;
            let reply = one.execute(api, request.clone(), Retry::Unsafe).await;
            reply.expect("a reply");
            let reply = other.execute(api, request, Retry::Unsafe);
            reply.expect("a reply");
            let [one, other] = &server.seen()[..] else {
                panic!("{:?}", server.seen())
            };
            assert_eq!(one.headers, other.headers, "{method} {body}");
            assert_eq!(one.target(), other.target());
            assert_eq!(one.body, other.body);
            let is_post = ["POST", "PUT", "PATCH"].contains(&method);
            let length = match body {
                "x" => "1",
                _ if is_post => "0",
                _ => "",
            };
            assert_eq!(one.header("content-length"), length, "{method}");
        }
    }
}

#[tokio::test]
async fn both_clients_send_operations_with_the_same_headers() {
    let server = Server::new(|_| done());
    let Both(one, other) = Both::new(&server.base_url());
    let read = super::retrieve();
    let list = conferences::ListConferences::new();
    read.send(&one).await.expect_err("no conference");
    read.send_blocking(&other).expect_err("no conference");
    list.send(&one).await.expect_err("no conferences");
    list.send_blocking(&other).expect_err("no conferences");
    join().send(&one).await.expect("a result");
    join().send_blocking(&other).expect("a result");
    let headers = |seen: &Seen| {
        let mut headers = seen.headers.clone();
        headers.remove("idempotency-key");
        headers
    };
    for pair in server.seen().chunks(2) {
        assert_eq!(headers(&pair[0]), headers(&pair[1]));
    }
}

#[tokio::test]
async fn a_response_that_ends_in_its_head_is_retried() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-le".to_vec();
    let server = Raw::new([vec![Act::Read, Act::Write(cut)]]);
    let client = |retries| {
        let builder = blocking::Client::builder(KEY).base_url(server.base_url());
        let builder = builder.retries(retries).clock(super::FakeClock::default());
        builder.build().expect("a client")
    };
    let outcome = kind(join().send_blocking(&client(2)));
    assert_eq!(outcome, Err(TransportErrorKind::Broken));
    assert_eq!(server.log().requests.len(), 3);
    let slow = client(0);
    let operation = join();
    let call = slow.call(&operation).timeout(Duration::from_secs(5));
    assert_eq!(kind(call.send()), Err(TransportErrorKind::Broken));
}

/// A server may reject a long body without reading it.
#[tokio::test]
async fn a_response_before_the_end_of_the_request_is_read() {
    let reply = b"HTTP/1.1 413 Too Long\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    let acts = vec![
        Act::Wait(Duration::from_millis(100)),
        Act::Write(reply.to_vec()),
        Act::Wait(Duration::from_secs(2)),
    ];
    let server = Raw::new([acts]);
    let Both(one, other) = Both::new(&server.base_url());
    let body = Bytes::from(vec![b'x'; 32 << 20]);
    let request = Request::post("/x").body(body).expect("a request");
    let api = &conferences::API;
    let reply = one.execute(api, request.clone(), Retry::Unsafe).await;
    assert_eq!(reply.expect("a reply").status().as_u16(), 413);
    let reply = other.execute(api, request, Retry::Unsafe);
    assert_eq!(reply.expect("a reply").status().as_u16(), 413);
}

#[tokio::test]
async fn an_unexpected_content_encoding_is_named() {
    // `{}`, compressed by `gzip`.
    const GZIP: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xab\xae\x05\0C\xbf\xa6\xa3\x02\0\0\0";
    for status in ["200 OK", "422 No"] {
        let head = format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\n\
             content-length: {}\r\n\r\n",
            GZIP.len()
        );
        let server = Raw::sends([head.as_bytes(), GZIP].concat());
        let Both(one, other) = Both::new(&server.base_url());
        let errors = [
            join().send(&one).await.expect_err("no JSON"),
            join().send_blocking(&other).expect_err("no JSON"),
        ];
        for error in errors {
            assert!(error.to_string().contains("encoded as `gzip`"), "{error}");
            assert_eq!(
                error.status().map(|it| it.as_str() == &status[..3]),
                Some(true)
            );
        }
        assert_eq!(server.log().requests.len(), 2);
    }
    let plain = "HTTP/1.1 200 OK\r\ncontent-encoding: identity\r\ncontent-length: 24\r\n\r\n";
    let server = Raw::sends(format!("{plain}{DONE}"));
    assert_eq!(Both::new(&server.base_url()).join().await, [Ok(()); 2]);
}

/// Not even if a server sends the key back.
#[tokio::test]
async fn errors_do_not_print_the_key() {
    fn build<Io>(builder: Builder<Io>, server: &Server, print: bool) -> Builder<Io> {
        let builder = builder.base_url(server.base_url());
        builder
            .header("x-mine", "secret-of-a-header")
            .print_bodies(print)
    }
    let server = Server::new(|seen| {
        let authorization = seen.header("authorization").to_owned();
        let answer = crate::server::Answer::new(401).header("x-echo", &authorization);
        answer.text(&format!(
            "{authorization} is no key, nor is {}",
            seen.header("x-mine")
        ))
    });
    for print in [true, false] {
        let one = build(Client::builder(KEY), &server, print).build();
        let other = build(blocking::Client::builder(KEY), &server, print).build();
        let one = join().send(&one.expect("a client")).await;
        let other = join().send_blocking(&other.expect("a client"));
        for error in [one, other] {
            let error = error.expect_err("401");
            let said = if print {
                ": Bearer [redacted] is no key, nor is [redacted]"
            } else {
                ""
            };
            let said = format!("the API returned 401 Unauthorized{said}");
            assert_eq!(error.to_string(), said);
            let printed = format!("{error:?}{error:#?}");
            for secret in [KEY, "secret-of-a-header"] {
                assert!(!printed.contains(secret), "{printed}");
            }
            assert_eq!(printed.contains("is no key"), print, "{printed}");
            let Error::Api(error) = error else {
                panic!("{error:?}")
            };
            assert!(
                error.raw.starts_with(b"Bearer KEY_"),
                "the field has it all"
            );
        }
    }
}

#[tokio::test]
async fn long_bodies_arrive_whole() {
    let server = Server::new(|_| done());
    let Both(one, other) = Both::new(&server.base_url());
    let body: Vec<u8> = (0..8_000_000_u32).map(|it| it.to_le_bytes()[1]).collect();
    let request = Request::post("/x").body(Bytes::from(body));
    let request = request.expect("a request");
    let api = &conferences::API;
    let reply = one.execute(api, request.clone(), Retry::Unsafe).await;
    reply.expect("a reply");
    let reply = other.execute(api, request.clone(), Retry::Unsafe);
    reply.expect("a reply");
    for seen in server.seen() {
        assert!(seen.body == *request.body());
    }
    assert_eq!(server.seen().len(), 2);
}
