//! What is printed by whoever has something to print while a call is sent, down to the last level:
//! no credential, as text, in base64 or in a dump of bytes.

use std::fmt::{Debug, Write as _};
use std::io::Write as _;
use std::net::TcpListener;
use std::sync::{Mutex, Once};
use std::thread;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::credentials::Ask;
use super::sockets::read_head;
use crate::runtime::client::Builder;
use crate::runtime::{Client, Credential, Operation, blocking};

/// All that was printed in this process.
static PRINTED: Mutex<String> = Mutex::new(String::new());

fn print(line: &str) {
    let mut printed = PRINTED.lock().expect("no test thread panics in here");
    printed.push_str(line);
    printed.push('\n');
}

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        print(&format!("log: {}: {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}

struct Traces;

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

fn trace(what: &str, record: impl FnOnce(&mut Line)) {
    let mut line = Line(format!("tracing: {what}"));
    record(&mut line);
    print(&line.0);
}

impl Subscriber for Traces {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        trace(span.metadata().target(), |line| span.record(line));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        trace("record", |line| values.record(line));
    }

    fn event(&self, event: &Event<'_>) {
        trace(event.metadata().target(), |line| event.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Part of every secret; whatever part of one is printed holds it.
const SECRET: &str = "ZQZQZQZQZQZQZQZQ";

/// What a part of a secret looks like: as text, in base64 at any offset, and as bytes.
const TRACES: [&str; 9] = [
    "ZQZQ",
    "WlFaUV",
    "pRWlFaU",
    "aUVpRWl",
    "5a515a51",
    "5A515A51",
    "5a, 51, 5a, 51",
    "90, 81, 90, 81",
    "5a 51 5a 51",
];

fn builder<Io: Default>(builder: Builder<Io>, base: &str) -> Builder<Io> {
    let secret = |name: &str| Credential::key(format!("{name}-{SECRET}"));
    builder
        .base_url(base)
        .credential("bearer", secret("bearer"))
        .credential("basic", Credential::basic("me", SECRET))
        .credential("other", secret("other"))
        .credential("head", secret("head"))
        .credential("query", secret("query"))
        .credential("cookie", secret("cookie"))
        .header("x-mine", SECRET)
}

fn send<const CASE: usize>(base: &str)
where
    Ask<CASE>: Operation,
{
    let ask = Ask::<CASE>::default();
    let token = || Ok(format!("token-{SECRET}"));
    let client = builder(Client::keyless(), base)
        .token_source("oauth", move || async move { token() })
        .build()
        .expect("a client");
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().expect("a runtime");
    let call = client.call(&ask).header("x-call", SECRET);
    runtime.block_on(call.send()).expect("a success");
    let client = builder(blocking::Client::keyless(), base)
        .token_source("oauth", token)
        .build()
        .expect("a client");
    let call = client.call(&ask).header("x-call", SECRET);
    call.send().expect("a success");
}

fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&Logger).expect("nobody else has a logger");
        log::set_max_level(log::LevelFilter::Trace);
        tracing::subscriber::set_global_default(Traces).expect("nobody else has a subscriber");
    });
}

#[test]
fn no_credential_is_printed_at_any_level() {
    install();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let server = thread::spawn(move || {
        let mut seen = Vec::new();
        for stream in listener.incoming().take(14) {
            let mut stream = stream.expect("a connection");
            seen.push(read_head(&mut stream));
            let reply = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}";
            stream.write_all(reply.as_bytes()).expect("a reader");
        }
        seen
    });
    // Looking up a name is printed as well.
    let base = format!("http://localhost:{port}");
    send::<0>(&base);
    send::<1>(&base);
    send::<2>(&base);
    send::<3>(&base);
    send::<4>(&base);
    send::<5>(&base);
    send::<6>(&base);
    let seen = server.join().expect("the server saw all of them");
    let seen = seen.iter().map(|it| String::from_utf8_lossy(it));
    let seen: Vec<_> = seen.collect();
    for (request, expected) in seen.chunks(2).zip([
        "Bearer bearer-ZQ",
        "Basic bWU6WlFaUVpR",
        "dpop other-ZQ",
        "x-key: head-ZQ",
        "?api+key=query-ZQ",
        "cookie: sid=cookie-ZQ",
        "Bearer token-ZQ",
    ]) {
        assert!(request[0].contains(expected), "{}", request[0]);
        assert!(request[1].contains(expected), "{}", request[1]);
    }
    let printed = PRINTED.lock().expect("no test thread panics in here");
    assert!(printed.contains("log: reqwest"), "{printed}");
    assert!(printed.contains("tracing: hyper_util"), "{printed}");
    let ours = concat!("tracing: ", env!("CARGO_CRATE_NAME"));
    assert!(printed.contains(ours), "{printed}");
    for trace in TRACES {
        let line = printed.lines().find(|line| line.contains(trace));
        assert_eq!(line, None, "{trace}");
    }
}
