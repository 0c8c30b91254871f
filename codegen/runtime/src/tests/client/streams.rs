//! Streams of events on real sockets, with both clients. The server says nothing before it is told
//! to, so what is seen was there when it was seen.

use std::io::Write as _;
use std::net::{Shutdown, TcpListener};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use http::HeaderValue;

use super::harness::{Beep, KEY, Once, Read};
use super::sockets::{Outcome, read_head};
use crate::runtime::{Builder, DecodeError, Error, Map, RawEvent, ServerEvent, Streamed, Value};

/// How long a head and a pause may take.
const TIMEOUT: Duration = Duration::from_millis(1500);

/// Longer than anything here takes that does not hang.
const LONG: Duration = Duration::from_secs(20);

/// The longest event that is taken.
const MOST: usize = 1000;

const HEAD: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

const END: &str = "0\r\n\r\n";

fn chunk(text: &str) -> String {
    format!("{:x}\r\n{text}\r\n", text.len())
}

/// A server with one stream.
struct Server {
    base: String,
    /// What it says; when this is dropped, it cuts the connection.
    say: Sender<String>,
    /// Tells that the client has closed the connection.
    closed: Receiver<()>,
    /// Who comes after the stream waits for nothing.
    _listener: TcpListener,
}

impl Server {
    /// A server that gives each of these replies to a connection before it begins.
    fn after(replies: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let later = listener.try_clone().expect("the same port");
        let (say, said) = mpsc::channel::<String>();
        let (close, closed) = mpsc::channel();
        thread::spawn(move || {
            for reply in replies {
                let (mut stream, _) = listener.accept().expect("a connection");
                read_head(&mut stream);
                stream.write_all(reply.as_bytes()).expect("a client");
            }
            let (mut stream, _) = listener.accept().expect("a connection");
            read_head(&mut stream);
            let mut other = stream.try_clone().expect("the same connection");
            thread::spawn(move || {
                // Nothing comes any more but the end.
                read_head(&mut other);
                let _ = close.send(());
            });
            for text in said {
                if stream.write_all(text.as_bytes()).is_err() {
                    break;
                }
            }
            let _ = stream.shutdown(Shutdown::Both);
        });
        Self {
            base,
            say,
            closed,
            _listener: later,
        }
    }

    /// A server that has said this.
    fn saying(text: impl Into<String>) -> Self {
        let server = Self::after(&[]);
        server.say(text);
        server
    }

    fn say(&self, text: impl Into<String>) {
        self.say.send(text.into()).expect("the server runs");
    }
}

type Seen = Result<Option<i64>, Outcome>;

/// The events of a stream with one of the clients, each when it is asked for.
type Events = Box<dyn FnMut() -> Option<Seen>>;

/// What the events of these streams say.
trait Number {
    fn number(self) -> Option<i64>;
}

impl Number for ServerEvent<i64> {
    fn number(self) -> Option<i64> {
        self.data.into_value()
    }
}

/// A number, or how long a list is.
impl Number for Value {
    fn number(self) -> Option<i64> {
        let length = || i64::try_from(self.as_array()?.len()).ok();
        self.as_i64().or_else(length)
    }
}

fn seen<T: Number>(event: Result<T, Error<Map<Value>>>) -> Seen {
    match event {
        Ok(event) => Ok(event.number()),
        Err(error) => Err(Outcome::of(Err::<(), _>(error))),
    }
}

/// Lines of JSON.
impl Streamed for Beep {
    type Event = Value;
    const CONTENT_TYPE: &'static str = "application/x-ndjson";

    fn event(event: &RawEvent) -> Result<Value, DecodeError> {
        event.json()
    }
}

/// JSON behind record separators.
impl Streamed for Once {
    type Event = Value;
    const CONTENT_TYPE: &'static str = "application/json-seq";

    fn event(event: &RawEvent) -> Result<Value, DecodeError> {
        event.json()
    }
}

/// The settings of both clients.
fn settings<Io>(client: Builder<Io>, base: &str) -> Builder<Io> {
    let client = client.base_url(base).timeout(TIMEOUT);
    client.retries(1).max_reply_bytes(MOST)
}

#[cfg(feature = "reqwest")]
fn asynchronous<O>(base: &str) -> Result<Events, Error<Map<Value>>>
where
    O: Streamed<Event: Number, Error = Map<Value>> + Default,
{
    use std::sync::LazyLock;
    use tokio::runtime::{self, Runtime};

    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
        let mut runtime = runtime::Builder::new_multi_thread();
        runtime.enable_all().build().expect("a runtime")
    });
    let client = settings(crate::runtime::Client::builder(KEY), base).build();
    let client = client.expect("a client");
    let mut events = RUNTIME.block_on(client.call(&O::default()).events())?;
    assert_eq!(events.status(), 200);
    Ok(Box::new(move || RUNTIME.block_on(events.next()).map(seen)))
}

#[cfg(feature = "blocking")]
fn blocking<O>(base: &str) -> Result<Events, Error<Map<Value>>>
where
    O: Streamed<Event: Number, Error = Map<Value>> + Default,
{
    let client = settings(crate::runtime::blocking::Client::builder(KEY), base).build();
    let client = client.expect("a client");
    let mut events = client.call(&O::default()).events()?;
    assert_eq!(events.status(), 200);
    Ok(Box::new(move || events.next().map(seen)))
}

type Open = fn(&str) -> Result<Events, Error<Map<Value>>>;

/// Tries it with each of the clients, at the same time, since most of it is spent in waiting.
fn each(check: impl Fn(Open) + Sync) {
    each_of::<Read>(check);
}

/// The same for another operation.
fn each_of<O>(check: impl Fn(Open) + Sync)
where
    O: Streamed<Event: Number, Error = Map<Value>> + Default,
{
    let clients: &[Open] = &[
        #[cfg(feature = "reqwest")]
        asynchronous::<O>,
        #[cfg(feature = "blocking")]
        blocking::<O>,
    ];
    let check = &check;
    thread::scope(|scope| {
        for &open in clients {
            scope.spawn(move || check(open));
        }
    });
}

/// A server that has said this, and the events of its stream.
#[track_caller]
fn stream(open: Open, text: impl Into<String>) -> (Server, Events) {
    let server = Server::saying(text);
    let events = opened(open, &server);
    (server, events)
}

#[track_caller]
fn opened(open: Open, server: &Server) -> Events {
    match open(&server.base) {
        Ok(events) => events,
        Err(error) => panic!("{error:?}"),
    }
}

#[test]
fn an_event_is_yielded_before_the_next_one_is_sent() {
    each(|open| {
        let (server, mut events) = stream(open, HEAD);
        for number in 1..=3 {
            server.say(chunk(&format!("data: {number}\n\n")));
            assert_eq!(events(), Some(Ok(Some(number))));
        }
        // An event in pieces, and two in one.
        server.say(chunk("da"));
        server.say(chunk("ta: 4\r"));
        server.say(chunk("\n\r\ndata: 5\n\ndata: [DONE]\n\n"));
        assert_eq!(events(), Some(Ok(Some(4))));
        assert_eq!(events(), Some(Ok(Some(5))));
        assert_eq!(events(), Some(Ok(None)));
        server.say(END);
        assert_eq!(events(), None);
        assert_eq!(events(), None);
    });
}

fn is_undecodable(seen: Option<Seen>) -> bool {
    matches!(seen, Some(Err(Outcome::Other(text))) if text.contains("unexpected body"))
}

#[test]
fn a_line_of_json_is_yielded_before_the_next_one_is_sent() {
    // By another name than it was asked for.
    let head = HEAD.replace("text/event-stream", "Application/JSONL; charset=utf-8");
    each_of::<Beep>(|open| {
        let (server, mut events) = stream(open, &head);
        for number in 1..=3 {
            server.say(chunk(&format!("{number}\n")));
            assert_eq!(events(), Some(Ok(Some(number))));
        }
        // A line in pieces, none, and one that is no JSON; the last one has no end.
        server.say(chunk("\r\n\n 4"));
        server.say(chunk("2 \r\n[1,\n[1, 2]\n6"));
        assert_eq!(events(), Some(Ok(Some(42))));
        assert!(is_undecodable(events()));
        assert_eq!(events(), Some(Ok(Some(2))));
        server.say(END);
        assert_eq!(events(), Some(Ok(Some(6))));
        assert_eq!(events(), None);
    });
}

#[test]
fn an_incomplete_line_is_an_error() {
    let head = HEAD.replace("text/event-stream", "application/x-ndjson");
    each_of::<Beep>(|open| {
        let (server, mut events) = stream(open, head.clone() + &chunk("1\n2"));
        assert_eq!(events(), Some(Ok(Some(1))));
        drop(server.say);
        let broken = Outcome::Transport(crate::runtime::TransportErrorKind::Truncated);
        assert_eq!(events(), Some(Err(broken)));
        assert_eq!(events(), None);
    });
}

#[test]
fn a_json_text_is_yielded_before_the_next_one_is_sent() {
    let head = HEAD.replace("text/event-stream", "application/json-seq");
    each_of::<Once>(|open| {
        let (server, mut events) = stream(open, &head);
        for number in 1..=3 {
            server.say(chunk(&format!("\u{1E}{number}\n")));
            assert_eq!(events(), Some(Ok(Some(number))));
        }
        // It may have several lines, and brackets in its texts.
        server.say(chunk("\u{1E}[\n\"]\\\"\","));
        server.say(chunk("\n\"\\\\\",\n{}]\n"));
        assert_eq!(events(), Some(Ok(Some(3))));
        // One that is cut off ends with the next one.
        server.say(chunk("\u{1E}[1, \"\u{1E}\u{1E}7\n"));
        assert!(is_undecodable(events()));
        assert_eq!(events(), Some(Ok(Some(7))));
        server.say(chunk("\u{1E}8") + END);
        assert_eq!(events(), Some(Ok(Some(8))));
        assert_eq!(events(), None);
    });
}

#[test]
fn a_stream_of_another_content_type_is_an_error() {
    let reply = HEAD.to_owned() + &chunk("data: 1\n\n") + END;
    each_of::<Beep>(|open| {
        let server = Server::saying(&reply);
        let error = open(&server.base).err().expect("no lines");
        let message = error.to_string();
        let is_named =
            message.contains("text/event-stream: the reply is not `application/x-ndjson`");
        assert!(is_named, "{message}");
    });
}

#[test]
fn a_broken_connection_is_an_error() {
    each(|open| {
        let begun = HEAD.to_owned() + &chunk("data: 1\n\ndata: 2\n");
        let (server, mut events) = stream(open, begun);
        assert_eq!(events(), Some(Ok(Some(1))));
        drop(server.say);
        let broken = Outcome::Transport(crate::runtime::TransportErrorKind::Truncated);
        assert_eq!(events(), Some(Err(broken)));
        assert_eq!(events(), None);
    });
}

#[test]
fn an_incomplete_event_at_the_end_of_a_stream_is_dropped() {
    each(|open| {
        let (_server, mut events) = stream(
            open,
            "HTTP/1.1 200 OK\r\ncontent-length: 17\r\n\r\ndata: 1\n\ndata: 2\n",
        );
        assert_eq!(events(), Some(Ok(Some(1))));
        assert_eq!(events(), None);
    });
}

#[test]
fn dropping_a_stream_closes_its_connection() {
    each(|open| {
        let (server, mut events) = stream(open, HEAD.to_owned() + &chunk("data: 1\n\n"));
        assert_eq!(events(), Some(Ok(Some(1))));
        assert!(server.closed.try_recv().is_err(), "open");
        drop(events);
        assert_eq!(server.closed.recv_timeout(LONG), Ok(()));
    });
}

#[test]
fn an_error_status_is_the_same_error_as_without_a_stream() {
    each(|open| {
        let server = Server::saying(
            "HTTP/1.1 400 No\r\ncontent-length: 9\r\nx-request-id: 7\r\n\r\n{\"a\": 12}",
        );
        let error = open(&server.base).err().expect("a failure");
        assert_eq!(error.request_id(), Some("7"));
        let length = error.headers().map(|it| &it["content-length"]);
        assert_eq!(length.map(HeaderValue::as_bytes), Some(&b"9"[..]));
        let Error::Api(error) = error else {
            panic!("{error:?}");
        };
        let body = error.body.expect("JSON");
        assert_eq!(body["a"], 12);
    });
}

#[test]
fn an_error_status_with_a_late_body_is_still_an_error_status() {
    const BEGUN: &str = "HTTP/1.1 400 No\r\ncontent-length: 9\r\nx-request-id: 7\r\n\r\n{\"a\"";
    each(|open| {
        let server = Server::after(&[]);
        let say = server.say.clone();
        let head = thread::spawn(move || {
            thread::sleep(TIMEOUT * 3 / 4);
            say.send(BEGUN.to_owned()).expect("the server runs");
        });
        let began = Instant::now();
        let error = open(&server.base).err().expect("a failure");
        let Error::Api(error) = error else {
            panic!("{error:?}");
        };
        assert_eq!(
            (error.status.as_u16(), &error.raw[..]),
            (400, &b"{\"a\""[..])
        );
        assert_eq!(error.headers["x-request-id"], "7");
        // The time is that for the try, and none for a pause on top of it.
        assert!(began.elapsed() < TIMEOUT * 3 / 2, "{:?}", began.elapsed());
        head.join().expect("it said so");
    });
}

#[test]
fn a_reply_that_is_not_a_stream_has_to_end_in_time() {
    const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n";
    each(|open| {
        let server = Server::saying(HEAD);
        let say = server.say.clone();
        let drip = thread::spawn(move || {
            while say.send(" ".to_owned()).is_ok() {
                thread::sleep(TIMEOUT / 10);
            }
        });
        let began = Instant::now();
        let error = open(&server.base).err().expect("no stream");
        assert_eq!(Outcome::of(Err::<(), _>(error)), Outcome::Timeout);
        // The second try gets no head.
        assert!(began.elapsed() < TIMEOUT * 3, "{:?}", began.elapsed());
        drip.join().expect("the connection is closed");
    });
}

#[test]
fn a_call_is_retried_until_there_is_a_stream() {
    const BUSY: &str = "HTTP/1.1 503 Busy\r\nretry-after-ms: 1\r\nconnection: close\r\n\
                        content-length: 2\r\n\r\n{}";
    each(|open| {
        let server = Server::after(&[BUSY]);
        server.say(HEAD.to_owned() + &chunk("data: 1\n\n"));
        let mut events = opened(open, &server);
        assert_eq!(events(), Some(Ok(Some(1))));
    });
}

#[test]
fn the_size_limit_applies_to_each_event_and_not_to_the_stream() {
    each(|open| {
        let (server, mut events) = stream(open, HEAD);
        let padded = |length: usize| format!("data:{}1\n\n", " ".repeat(length));
        for _ in 0..3 {
            server.say(chunk(&padded(MOST - 10)));
            assert_eq!(events(), Some(Ok(Some(1))));
        }
        // It need not have an end.
        server.say(chunk(&padded(MOST)[..MOST + 5]));
        let large = Outcome::Transport(crate::runtime::TransportErrorKind::TooLarge);
        assert_eq!(events(), Some(Err(large)));
        assert_eq!(events(), None);
        assert_eq!(server.closed.recv_timeout(LONG), Ok(()));
    });
}

#[test]
fn the_timeout_applies_to_each_pause_and_not_to_the_stream() {
    each(|open| {
        let (server, mut events) = stream(open, HEAD);
        for _ in 0..4 {
            thread::sleep(TIMEOUT / 3);
            server.say(chunk("data: 1\n\n"));
            assert_eq!(events(), Some(Ok(Some(1))));
        }
        assert_eq!(events(), Some(Err(Outcome::Timeout)));
        assert_eq!(events(), None);
        assert_eq!(server.closed.recv_timeout(LONG), Ok(()));
    });
}

#[test]
fn late_headers_are_a_timeout() {
    each(|open| {
        let server = Server::after(&[]);
        // The second try finds nobody who listens to it.
        let error = open(&server.base).err().expect("no head");
        assert_eq!(Outcome::of(Err::<(), _>(error)), Outcome::Timeout);
    });
}
