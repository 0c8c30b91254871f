//! Both transports on real sockets: which failure is which.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use http::StatusCode;

use super::super::typed_headers::PingHeaders;
use super::harness::{Beep, KEY, Read};
use crate::runtime::{Error, ErrorBody, Operation, TransportErrorKind, TypedHeaders};

const TIMEOUT: Duration = Duration::from_millis(500);

/// The longest reply that is taken.
const MOST: usize = 1000;

/// What came of a call.
#[derive(Debug, PartialEq)]
pub(super) enum Outcome {
    Success,
    Status(StatusCode),
    Transport(TransportErrorKind),
    Timeout,
    Other(String),
}

impl Outcome {
    pub(super) fn of<T, E: ErrorBody>(result: Result<T, Error<E>>) -> Self {
        match result {
            Ok(_) => Self::Success,
            Err(Error::Api(error)) => Self::Status(error.status),
            Err(Error::Transport(error)) => {
                // No text may hold the URL, whose query can hold personal data.
                assert!(!format!("{error:?}").contains("personal"), "{error:?}");
                Self::Transport(error.kind())
            }
            Err(Error::Timeout(_)) => Self::Timeout,
            Err(error) => Self::Other(error.to_string()),
        }
    }
}

/// Sends one request with each of the clients to something that replies with this and closes.
fn all<O: Operation + Default>(reply: impl Into<String>) -> Vec<Outcome> {
    send::<O>(&format!("http://{}", serve(reply.into(), Duration::ZERO)))
}

/// The same, but the connection stays open for longer than a try may take.
fn stuck<O: Operation + Default>(reply: impl Into<String>) -> Vec<Outcome> {
    send::<O>(&format!("http://{}", serve(reply.into(), 4 * TIMEOUT)))
}

/// Waits for connections, and replies to each request.
fn serve(reply: String, linger: Duration) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            read_head(&mut stream);
            // Who has seen enough may have closed.
            let _ = stream.write_all(reply.as_bytes());
            thread::sleep(linger);
        }
    });
    address
}

fn send<O: Operation + Default>(base: &str) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    let call = O::default();
    #[cfg(feature = "reqwest")]
    {
        let client = crate::runtime::Client::builder(KEY).base_url(base);
        let client = client.retries(0).max_reply_bytes(MOST);
        let client = client.timeout(TIMEOUT).build();
        let client = client.expect("a client");
        let call = client.call(&call).query("personal", "data");
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().build().expect("a runtime");
        outcomes.push(Outcome::of(runtime.block_on(call.send())));
    }
    #[cfg(feature = "blocking")]
    {
        let client = crate::runtime::blocking::Client::builder(KEY).base_url(base);
        let client = client.retries(0).max_reply_bytes(MOST);
        let client = client.timeout(TIMEOUT).build();
        let client = client.expect("a client");
        let call = client.call(&call).query("personal", "data");
        outcomes.push(Outcome::of(call.send()));
    }
    outcomes
}

/// Reads the head of a request; the bodies here come with it.
pub(super) fn read_head(stream: &mut TcpStream) -> Vec<u8> {
    let mut request = Vec::new();
    let mut buffer = [0; 1024];
    while !request.windows(4).any(|it| it == b"\r\n\r\n") {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(length) => request.extend_from_slice(&buffer[..length]),
        }
    }
    request
}

#[track_caller]
fn check(outcomes: Vec<Outcome>, expected: &Outcome) {
    assert!(!outcomes.is_empty());
    for outcome in outcomes {
        assert_eq!(&outcome, expected);
    }
}

#[test]
fn a_success_is_returned() {
    let reply = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
    check(all::<Read>(reply), &Outcome::Success);
    check(all::<Beep>(reply), &Outcome::Success);
}

impl TypedHeaders for Read {
    type Headers = PingHeaders;
}

/// What the headers of a reply say to each of the clients, or the pointer to the one that is not
/// what it should be.
fn said(reply: &str) -> Vec<Result<PingHeaders, String>> {
    let base = format!("http://{}", serve(reply.to_owned(), Duration::ZERO));
    let call = Read::default();
    let mut all = Vec::new();
    let mut keep = |result: Result<(StatusCode, PingHeaders), Error<_>>| {
        all.push(match result {
            Ok((_, headers)) => Ok(headers),
            Err(Error::Undecodable(error)) => Err(error.cause.pointer().to_owned()),
            Err(error) => Err(format!("{error:?}")),
        });
    };
    #[cfg(feature = "reqwest")]
    {
        let client = crate::runtime::Client::builder(KEY).base_url(&base);
        let client = client.build().expect("a client");
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_all().build().expect("a runtime");
        keep(runtime.block_on(client.call(&call).with_headers()));
    }
    #[cfg(feature = "blocking")]
    {
        let client = crate::runtime::blocking::Client::builder(KEY).base_url(&base);
        let client = client.build().expect("a client");
        keep(client.call(&call).with_headers());
    }
    all
}

#[test]
fn headers_of_a_success_are_typed() {
    let reply = "HTTP/1.1 200 OK\r\nx-left: 7\r\nX-Tags: a\r\nX-Tags: b\r\n\
                 content-length: 2\r\n\r\n{}";
    let tags = vec!["a".to_owned(), "b".to_owned()];
    for said in said(reply) {
        assert_eq!(said, Ok(PingHeaders::new(7).tags(tags.clone())));
    }
    let reply = "HTTP/1.1 200 OK\r\nx-left: many\r\ncontent-length: 2\r\n\r\n{}";
    for said in said(reply) {
        assert_eq!(said, Err("/X-Left".to_owned()));
    }
}

#[test]
fn redirects_and_statuses_are_left_to_the_client() {
    let reply = "HTTP/1.1 302 Found\r\nlocation: /x\r\ncontent-length: 0\r\n\r\n";
    check(all::<Beep>(reply), &Outcome::Status(StatusCode::FOUND));
    let reply = "HTTP/1.1 500 No\r\ncontent-length: 6\r\n\r\n<html>";
    let expected = Outcome::Status(StatusCode::INTERNAL_SERVER_ERROR);
    check(all::<Read>(reply), &expected);
}

#[test]
fn a_refused_connection_is_a_connect_error() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let expected = Outcome::Transport(TransportErrorKind::Connect);
    check(send::<Read>(&format!("http://{address}")), &expected);
}

#[test]
fn an_unknown_host_is_a_connect_error() {
    // RFC 6761 §6.4: this name never resolves.
    let outcomes = send::<Read>("http://api.invalid");
    // Without a network, looking it up may take longer than there is time.
    let slow = outcomes.contains(&Outcome::Timeout);
    if !slow {
        let expected = Outcome::Transport(TransportErrorKind::Connect);
        check(outcomes, &expected);
    }
}

#[test]
fn a_server_without_tls_is_a_tls_error() {
    let address = serve(
        "HTTP/1.1 400 Plain\r\ncontent-length: 0\r\n\r\n".to_owned(),
        Duration::ZERO,
    );
    for outcome in send::<Read>(&format!("https://{address}")) {
        // What stands there may wait for the end of a head that never comes.
        let expected = [
            Outcome::Transport(TransportErrorKind::Tls),
            Outcome::Timeout,
        ];
        assert!(expected.contains(&outcome), "{outcome:?}");
    }
}

#[test]
fn a_connection_closed_without_a_reply_is_broken() {
    let expected = Outcome::Transport(TransportErrorKind::Broken);
    check(all::<Read>(""), &expected);
    check(all::<Beep>(""), &expected);
}

#[test]
fn a_reply_that_is_not_http_is_malformed() {
    let expected = Outcome::Transport(TransportErrorKind::Malformed);
    check(all::<Read>("SSH-2.0-OpenSSH_9.9\r\n\r\n"), &expected);
}

#[test]
fn a_reply_that_ends_early_is_truncated() {
    let expected = Outcome::Transport(TransportErrorKind::Truncated);
    let reply = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{";
    check(all::<Read>(reply), &expected);
    let reply = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n";
    check(all::<Read>(reply), &expected);
}

#[test]
fn a_late_reply_is_a_timeout() {
    check(stuck::<Read>(""), &Outcome::Timeout);
    let reply = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{";
    check(stuck::<Read>(reply), &Outcome::Timeout);
}

#[test]
fn a_reply_beyond_the_limit_is_too_large() {
    let padded = |length: usize| format!("{{}}{}", " ".repeat(length - 2));
    let announced = |length: usize| {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
        head + &padded(length)
    };
    let expected = Outcome::Transport(TransportErrorKind::TooLarge);
    check(all::<Read>(announced(MOST + 1)), &expected);
    let endless = "HTTP/1.1 200 OK\r\n\r\n".to_owned() + &padded(MOST + 1);
    check(all::<Read>(endless), &expected);
    check(all::<Read>(announced(MOST)), &Outcome::Success);
}
