//! Streams of events that reconnect: when, with which header, and where they end.

use std::time::Duration;

use super::harness::{
    Answer, KeyedPrompt, Lines, Prompt, Read, World, body, fails, header, now, reply, status,
};
use crate::runtime::{
    BoxFuture, Bytes, Client, DecodeError, Error, Map, RawEvent, ServerEvent, Streamed, Transport,
    TransportError, TransportErrorKind, Value,
};

impl Streamed for Prompt {
    type Event = ServerEvent<i64>;

    fn event(event: &RawEvent) -> Result<Self::Event, DecodeError> {
        ServerEvent::read(event)
    }
}

impl Streamed for KeyedPrompt {
    type Event = ServerEvent<i64>;

    fn event(event: &RawEvent) -> Result<Self::Event, DecodeError> {
        ServerEvent::read(event)
    }
}

impl Streamed for Lines {
    type Event = Value;
    const CONTENT_TYPE: &'static str = "application/x-ndjson";

    fn event(event: &RawEvent) -> Result<Self::Event, DecodeError> {
        event.json()
    }
}

/// What the events of a stream say, and the error at its end.
type Seen = Vec<String>;

type Next<T> = Option<Result<ServerEvent<i64>, Error<T>>>;

fn see(next: Next<Map<Value>>, seen: &mut Seen) -> bool {
    match next {
        Some(Ok(event)) => seen.extend(event.data.into_value().map(|it| it.to_string())),
        Some(Err(error)) => seen.push(error.to_string()),
        None => return false,
    }
    true
}

fn listen<O>(world: &World, call: &O, attempts: u32) -> Seen
where
    O: Streamed<Event = ServerEvent<i64>, Error = Map<Value>>,
{
    let client = world.builder().retries(0).build().expect("a client");
    let events = client.call(call).reconnect(attempts).events();
    let mut events = match now(events) {
        Ok(events) => events,
        Err(error) => return vec![error.to_string()],
    };
    let mut seen = Seen::new();
    while see(now(events.next()), &mut seen) {}
    assert!(now(events.next()).is_none(), "the end is the end");
    seen
}

#[cfg(feature = "blocking")]
fn listen_blocking(world: &World, call: &Read, attempts: u32) -> Seen {
    let client = world.blocking();
    let call = client.call(call).retries(0).reconnect(attempts);
    let mut events = match call.events() {
        Ok(events) => events,
        Err(error) => return vec![error.to_string()],
    };
    let mut seen = Seen::new();
    while see(events.next(), &mut seen) {}
    assert!(events.next().is_none(), "the end is the end");
    seen
}

/// The values of `Last-Event-ID` in all requests.
fn ids(world: &World) -> Vec<String> {
    let requests = world.requests();
    let ids = requests.iter().map(|it| it.headers().get("last-event-id"));
    ids.map(|id| {
        id.map_or("none".to_owned(), |id| {
            String::from_utf8_lossy(id.as_bytes()).into()
        })
    })
    .collect()
}

/// Reads a stream with both clients, and compares what they see, the ids in the requests, and the waits.
fn check(answers: impl Fn() -> Vec<Answer>, seen: &[&str], sent: &[&str], waits: &[u128]) {
    let world = World::new(answers());
    assert_eq!(listen(&world, &Read::default(), 2), seen);
    assert_eq!(ids(&world), sent);
    assert_eq!(world.waits(), waits);
    #[cfg(feature = "blocking")]
    {
        let world = World::new(answers());
        assert_eq!(listen_blocking(&world, &Read::default(), 2), seen);
        assert_eq!(ids(&world), sent);
        assert_eq!(world.waits(), waits);
    }
}

fn end() -> Answer {
    reply(204, &[], "")
}

#[test]
fn a_stream_continues_after_the_last_complete_event() {
    check(
        || {
            vec![
                body("id: 5\ndata: 1\n\nid: 6\ndata: 2"),
                body("data: 3\n\nid: \u{e4}\n\n"),
                body("data: 4\n\n"),
                end(),
            ]
        },
        &["1", "3", "4"],
        // An id without data counts, and an event without an id has that of the one before.
        &["none", "5", "\u{e4}", "\u{e4}"],
        &[3000, 3000, 3000],
    );
}

#[test]
fn an_id_can_be_reset_and_has_no_null_character() {
    check(
        || {
            vec![
                body("id: 5\ndata: 1\n\nid: a\0b\ndata: 2\n\n"),
                body("id\ndata: 3\n\n"),
                end(),
            ]
        },
        &["1", "2", "3"],
        &["none", "5", "none"],
        &[3000, 3000],
    );
    check(
        || vec![body("id: a\u{1}\ndata: 1\n\n")],
        &[
            "1",
            "the request cannot be sent: the id of the last event cannot be sent in a header",
        ],
        &["none"],
        &[],
    );
}

#[test]
fn the_server_sets_the_delay_up_to_a_limit() {
    check(
        || {
            vec![
                body("retry: 7000\ndata: 1\n\n"),
                body("retry: 1e3\nretry: -1\nretry:\ndata: 2\n\nretry: 8000\n"),
                body("retry: 99000000\n\ndata: 3\n\n"),
                body("retry: 0\ndata: 4\n\n"),
                end(),
            ]
        },
        &["1", "2", "3", "4"],
        &["none"; 5],
        &[7000, 8000, 60_000, 500],
    );
}

#[test]
fn failed_attempts_are_repeated_up_to_the_maximum() {
    let start = || body("id: 5\nretry: 1000\ndata: 1\n\n");
    check(
        || {
            vec![
                start(),
                status(500),
                body("data: 2\n\n"),
                status(503),
                end(),
            ]
        },
        &["1", "2"],
        &["none", "5", "5", "5", "5"],
        &[1000, 1000, 1000, 1000],
    );
    check(
        || vec![start(), header(429, "retry-after", "20"), end()],
        &["1"],
        &["none", "5", "5"],
        &[1000, 20_000],
    );
    check(
        || vec![start(), fails(TransportErrorKind::Connect), status(500)],
        &[
            "1",
            "the API returned 500 Internal Server Error: {}; an earlier attempt may have taken effect",
        ],
        &["none", "5", "5"],
        &[1000, 1000],
    );
    check(
        || vec![start(), status(500), fails(TransportErrorKind::Connect)],
        &[
            "1",
            "no connection was made: by the script; an earlier attempt may have taken effect",
        ],
        &["none", "5", "5"],
        &[1000, 1000],
    );
}

#[test]
fn connections_without_an_event_count_as_failed() {
    check(
        || vec![body(""), body(": comment\n\n"), body("id: 5\n\n")],
        &[],
        &["none", "none", "none"],
        &[3000, 3000],
    );
    // After an event, they are counted anew.
    let event = || body("data: 1\n\n");
    check(
        || vec![body(""), body(""), event(), body(""), event(), end()],
        &["1", "1"],
        &["none"; 6],
        &[3000; 5],
    );
}

#[test]
fn what_no_attempt_can_change_ends_the_stream() {
    let start = || body("data: 1\n\n");
    check(
        || vec![start(), status(404)],
        &[
            "1",
            "the API returned 404 Not Found: {}; an earlier attempt may have taken effect",
        ],
        &["none", "none"],
        &[3000],
    );
    check(
        || {
            vec![
                start(),
                reply(200, &[("content-type", "application/json")], "{}"),
            ]
        },
        &[
            "1",
            "200 OK with an unexpected body: the reply is not `text/event-stream`",
        ],
        &["none", "none"],
        &[3000],
    );
    check(
        || vec![start(), fails(TransportErrorKind::Tls)],
        &[
            "1",
            "no secure connection was made: by the script; an earlier attempt may have taken effect",
        ],
        &["none", "none"],
        &[3000],
    );
    check(|| vec![end()], &[], &["none"], &[]);
    check(
        || vec![status(404)],
        &["the API returned 404 Not Found: {}"],
        &["none"],
        &[],
    );
}

#[test]
fn a_stream_does_not_reconnect_unless_it_is_asked_to() {
    let world = World::new([body("id: 5\ndata: 1\n\n")]);
    assert_eq!(listen(&world, &Read::default(), 0), ["1"]);
    assert_eq!(world.sent(), 1);
}

#[test]
fn a_caller_can_continue_an_earlier_stream() {
    let world = World::new([body(""), body("data: 1\n\n"), end()]);
    let (client, read) = (world.client(), Read::default());
    let call = client.call(&read).header("last-event-id", "4").reconnect(2);
    let mut events = now(call.events()).expect("a stream");
    let event = now(events.next()).expect("one").expect("a number");
    assert_eq!(event.id, "4");
    assert!(now(events.next()).is_none());
    assert_eq!(ids(&world), ["4", "4", "4"]);
}

#[test]
fn only_what_is_safe_to_repeat_reconnects() {
    let world = World::new([]);
    let unsafe_call =
        "the call is unsafe to retry, so its stream cannot reconnect without `retry_unsafe`";
    assert_eq!(
        listen(&world, &Prompt::default(), 2),
        [format!("the request cannot be sent: {unsafe_call}")]
    );
    let client = world.client();
    let lines = Lines::default();
    let call = client.call(&lines).retry_unsafe(true).reconnect(2);
    let error = now(call.events()).expect_err("lines of JSON");
    let other = "a stream of `application/x-ndjson` cannot reconnect";
    assert_eq!(
        error.to_string(),
        format!("the request cannot be sent: {other}")
    );
    assert_eq!(world.sent(), 0);

    let world = World::new([body("data: 1\n\n"), body("data: 2\n\n"), end()]);
    let client = world
        .builder()
        .retry_unsafe(true)
        .build()
        .expect("a client");
    let prompt = Prompt::default();
    let mut events = now(client.call(&prompt).reconnect(1).events()).expect("a stream");
    let mut seen = Seen::new();
    while see(now(events.next()), &mut seen) {}
    assert_eq!(seen, ["1", "2"]);
}

/// As long as the server knows the key, it recognizes that it is the same call.
#[test]
fn a_call_with_a_key_reconnects_within_its_time() {
    let start = || body("retry: 25000\ndata: 1\n\n");
    let world = World::new([start(), start(), start(), start()]);
    assert_eq!(listen(&world, &KeyedPrompt::default(), 2), ["1"; 3]);
    assert_eq!(world.waits(), [25_000, 25_000]);
    let requests = world.requests();
    assert!(requests[0].body().len() > 20, "there is a key");
    assert!(requests.iter().all(|it| it.body() == requests[0].body()));
}

/// The deadline is that of each connection, and starts after the delay.
#[test]
fn a_deadline_applies_to_each_connection() {
    let start = || body("data: 1\n\n");
    let world = World::new([start(), start(), status(500), status(500), status(500)]);
    let client = world
        .builder()
        .deadline(Duration::from_secs(1))
        .build()
        .expect("a client");
    let read = Read::default();
    let mut events = now(client.call(&read).reconnect(9).events()).expect("a stream");
    let mut seen = Seen::new();
    while see(now(events.next()), &mut seen) {}
    assert_eq!(world.waits(), [3000, 3000]);
    assert_eq!(seen.len(), 3, "{seen:?}");
    assert!(seen[2].contains("500"), "{seen:?}");
}

/// A transport with streams that break, one for each connection.
struct Broken(World);

impl Transport for Broken {
    fn send(
        &self,
        request: http::Request<Bytes>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Transport::send(&self.0, request, timeout)
    }

    fn open(
        &self,
        request: http::Request<Bytes>,
        timeout: Duration,
        _: Duration,
    ) -> BoxFuture<'_, Result<http::Response<crate::runtime::Chunks>, TransportError>> {
        let reply = self.send(request, timeout);
        Box::pin(async move {
            let (head, body) = reply.await?.into_parts();
            let broken = TransportError::new(TransportErrorKind::Broken, "cut");
            let chunks: crate::runtime::Chunks =
                Box::pin(ChunkList([Ok(body), Err(broken)].into_iter()));
            Ok(http::Response::from_parts(head, chunks))
        })
    }
}

struct ChunkList(std::array::IntoIter<Result<Bytes, TransportError>, 2>);

impl futures_core::Stream for ChunkList {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}

#[test]
fn a_connection_that_breaks_is_made_again() {
    let world = World::new([
        body("id: 1\ndata: 1\n\ndata: 2"),
        body("data: 3\n\n"),
        body(""),
    ]);
    let client = Client::builder("key")
        .transport(Broken(world.clone()))
        .clock(world.clone());
    let client = client.randomness(|| [0; 16]).build().expect("a client");
    let read = Read::default();
    let mut events = now(client.call(&read).reconnect(1).events()).expect("a stream");
    let mut seen = Seen::new();
    while see(now(events.next()), &mut seen) {}
    assert_eq!(seen, ["1", "3", "the connection broke: cut"]);
    assert_eq!(ids(&world), ["none", "1", "1"]);
}

/// Both clients on real sockets, against a server that cuts its first stream in the middle of an event.
#[cfg(all(feature = "reqwest", feature = "blocking"))]
#[test]
fn a_stream_reconnects_on_real_sockets() {
    const HEAD: &str =
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = |text: &str| format!("{HEAD}{:x}\r\n{text}\r\n", text.len());
    let replies = [
        chunk("id: 5\ndata: 1\n\nid: 6\nda"),
        "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n".to_owned(),
        chunk("data: 2\n\nid\ndata: 3\n\n") + "0\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n".to_owned(),
    ];
    let ids = [None, Some("5"), Some("5"), None];
    for is_blocking in [false, true] {
        let (base, server) = serve(replies.to_vec());
        let (clock, read) = (World::new([]), Read::default());
        let mut seen = Seen::new();
        if is_blocking {
            let client = crate::runtime::blocking::Client::builder("key").base_url(base);
            let client = client.clock(clock.clone()).build().expect("a client");
            let mut events = client.call(&read).reconnect(2).events().expect("a stream");
            while see(events.next(), &mut seen) {}
        } else {
            let client = Client::builder("key").base_url(base).clock(clock.clone());
            let client = client.build().expect("a client");
            let mut runtime = tokio::runtime::Builder::new_current_thread();
            runtime
                .enable_all()
                .build()
                .expect("a runtime")
                .block_on(async {
                    let events = client.call(&read).reconnect(2).events();
                    let mut events = events.await.expect("a stream");
                    while see(events.next().await, &mut seen) {}
                });
        }
        assert_eq!(seen, ["1", "2", "3"]);
        assert_eq!(clock.waits().len(), 3);
        let heads = server.join().expect("the server does not panic");
        for (head, id) in heads.iter().zip(ids) {
            let found = head
                .lines()
                .find_map(|it| it.strip_prefix("last-event-id: "));
            assert_eq!(found, id, "{head}");
        }
        assert_eq!(heads.len(), ids.len());
    }
}

/// A server that gives each reply to a connection of its own, and cuts it. Returns the heads of the
/// requests.
#[cfg(all(feature = "reqwest", feature = "blocking"))]
fn serve(replies: Vec<String>) -> (String, std::thread::JoinHandle<Vec<String>>) {
    use std::io::Write as _;

    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let serve = move || {
        let mut heads = Vec::new();
        for reply in replies {
            let (mut stream, _) = listener.accept().expect("a connection");
            let head = super::sockets::read_head(&mut stream);
            heads.push(String::from_utf8_lossy(&head).to_ascii_lowercase());
            stream.write_all(reply.as_bytes()).expect("a client");
        }
        heads
    };
    (base, std::thread::spawn(serve))
}
