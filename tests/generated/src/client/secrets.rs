//! The key is never printed: not with a client, an error or a request, and not in a trace.

use std::cell::RefCell;
use std::error::Error as StdError;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use generated::conferences::RetrieveConference;
use generated::{Client, ErrorBody, Operation};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};

use super::transport::{Told, reply};
use super::{KEY, builder, done, instant, join, once, retrieve, retrieved};
use crate::server::raw::{Act, Raw};
use crate::server::{Answer, Nobody, Server};

const MINE: &str = "secret-of-a-header";

fn assert_hidden(text: &str) {
    for secret in [KEY, MINE] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[tokio::test]
async fn clients_and_calls_do_not_print_the_key() {
    let builder = builder("https://api.example.com/v2").header("x-mine", MINE);
    assert_hidden(&format!("{builder:?} {builder:#?}"));
    let client = builder.build().expect("it is well configured");
    assert_hidden(&format!("{client:?} {client:#?}"));
    assert!(format!("{client:?}").contains("https://api.example.com/v2"));
    let operation = retrieve();
    let call = client.call(&operation).header("x-other", MINE);
    assert_hidden(&format!("{call:?}"));
    assert!(format!("{call:?}").contains("c1"));
}

/// Formats an error in every way, with its sources.
fn said<E: Debug + ErrorBody>(error: &generated::Error<E>) -> String {
    let mut text = format!("{error:?} {error}");
    let mut source = error.source();
    while let Some(error) = source {
        write!(text, " {error:?} {error}").expect("a string takes any text");
        source = error.source();
    }
    text
}

#[tokio::test]
async fn errors_do_not_print_the_key() {
    let bad = Server::new(|_| Answer::new(401).text("<html>"));
    let odd = Server::new(|_| Answer::new(200).text("{}"));
    let away = Server::new(|_| Answer::new(302).header("location", "http://127.0.0.1:1/"));
    let mute = Raw::new([vec![Act::Read, Act::UntilClosed]]);
    let closed = Raw::new([vec![Act::Read]]);
    let cut = Raw::sends("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{");
    let nobody = Nobody::new();
    let bases = [
        bad.base_url(),
        odd.base_url(),
        away.base_url(),
        mute.base_url(),
        closed.base_url(),
        cut.base_url(),
        nobody.base_url(),
    ];
    for base in bases {
        let builder = builder(&base).header("x-mine", MINE).retries(0);
        let client = builder.timeout(Duration::from_millis(50)).build();
        let client = client.expect("it is well configured");
        assert_hidden(&said(&join().send(&client).await.expect_err("an error")));
        assert_hidden(&said(
            &retrieve().send(&client).await.expect_err("an error"),
        ));
    }
    let client = builder("http://127.0.0.1:1")
        .build()
        .expect("it is configured");
    let error = RetrieveConference::new("").send(&client).await;
    assert_hidden(&said(&error.expect_err("no path")));
}

/// A custom transport may print the request that it is given.
#[tokio::test]
async fn requests_do_not_print_the_key() {
    #[derive(Clone, Default)]
    struct Printing(Arc<Mutex<String>>, Told);

    impl generated::runtime::Transport for Printing {
        fn send(
            &self,
            request: http::Request<bytes::Bytes>,
            timeout: Duration,
        ) -> generated::runtime::BoxFuture<'_, super::transport::Outcome> {
            let authorization = &request.headers()["authorization"];
            assert_eq!(authorization, &format!("Bearer {KEY}"));
            *self.0.lock().expect("nobody panicked") = format!("{request:?}");
            self.1.send(request, timeout)
        }
    }
    let printing = Printing(Arc::default(), Told::new([reply(404, &[], "")]));
    let builder = Client::builder(KEY).header("x-mine", MINE);
    let client = builder.transport(printing.clone()).build();
    let client = client.expect("it is well configured");
    join().send(&client).await.expect_err("a 404");
    let printed = printing.0.lock().expect("nobody panicked").clone();
    assert!(printed.contains("/actions/join"));
    assert_hidden(&printed);
}

thread_local! {
    /// The trace of this thread, of all crates. Each test has its own thread.
    static TRACED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// A subscriber that writes a line for each span, each field recorded later, and each event.
struct Lines;

impl Lines {
    fn start() {
        // Only the first test sets it; it records by thread, so the tests do not interfere.
        let _ = tracing::subscriber::set_global_default(Self);
        TRACED.take();
    }

    /// The trace of the bindings, and that of all crates.
    fn stop() -> (Vec<String>, String) {
        let all = TRACED.take();
        let ours = all.iter().filter_map(|it| it.strip_prefix("generated: "));
        (ours.map(str::to_owned).collect(), all.join("\n"))
    }

    fn push(metadata: &Metadata<'_>, line: &Line) {
        let target = metadata.target().split("::").next().unwrap_or_default();
        TRACED.with_borrow_mut(|it| it.push(format!("{target}: {}{}", metadata.name(), line.0)));
    }
}

#[derive(Default)]
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).expect("a string takes any text");
    }
}

impl Subscriber for Lines {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::always()
    }

    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut line = Line::default();
        attributes.record(&mut line);
        Self::push(attributes.metadata(), &line);
        // Only the spans of the bindings record fields later.
        let is_ours = attributes.metadata().target().starts_with("generated");
        Id::from_u64(if is_ours { 1 } else { 2 })
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let mut line = Line::default();
        values.record(&mut line);
        let owner = if *id == Id::from_u64(1) {
            "generated"
        } else {
            "other"
        };
        TRACED.with_borrow_mut(|it| it.push(format!("{owner}:{}", line.0)));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        let metadata = event.metadata();
        let target = metadata.target().split("::").next().unwrap_or_default();
        TRACED.with_borrow_mut(|it| it.push(format!("{target}: event{}", line.0)));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn traces_do_not_contain_the_key() {
    Lines::start();
    let server = Server::script([Answer::new(503).header("retry-after", "2"), retrieved()]);
    let (builder, _) = instant(&server.base_url());
    let client = builder.header("x-mine", MINE).build();
    let client = client.expect("it is well configured");
    let operation = RetrieveConference::new("id-of-a-conference");
    let call = client.call(&operation).query("token", "secret-of-a-query");
    call.send().await.expect("the second time");
    let (ours, all) = Lines::stop();
    let origin = server.origin();
    let (address, port) = origin
        .strip_prefix("http://")
        .and_then(|it| it.split_once(':'))
        .expect("an address and a port");
    let request = "request otel.name=GET /v2/conferences/{id} otel.kind=\"client\" http.request.method=\"GET\"";
    let of_url = format!(
        "url.template=/v2/conferences/{{id}} \
         url.full=http://{address}:{port}/v2/conferences/id-of-a-conference?token=REDACTED \
         server.address=\"{address}\" server.port={port}"
    );
    assert_eq!(
        ours,
        [
            "call otel.name=\"RetrieveConference\" otel.kind=\"internal\" \
             http.request.method=\"GET\" url.template=/v2/conferences/{id}",
            &format!("{request} {of_url}"),
            " http.response.status_code=503",
            " error.type=\"503\"",
            " otel.status_code=\"ERROR\"",
            "event message=retrying after a delay attempts=1 delay=2s reason=status 503",
            &format!("{request} http.request.resend_count=1 {of_url}"),
            " http.response.status_code=200",
            " http.response.status_code=200",
        ]
        .map(str::trim_start)
    );
    assert_hidden(&all);
    let ours = ours.join("\n");
    assert!(!ours.contains("secret"));
    assert!(!ours.contains("Business"), "no bodies");
}

#[tokio::test]
async fn traces_of_failures_do_not_contain_the_key() {
    Lines::start();
    let nobody = Nobody::new();
    let client = builder(&nobody.base_url()).retries(0).build();
    let error = join().send(&client.expect("it is configured")).await;
    error.expect_err("nobody listens");
    let (ours, all) = Lines::stop();
    assert_eq!(ours.len(), 6, "{ours:?}");
    assert!(ours[0].contains("otel.name=\"JoinConference\""));
    assert!(ours[1].contains("url.template=/v2/conferences/{id}/actions/join"));
    let failed = ["error.type=\"connect\"", "otel.status_code=\"ERROR\""];
    assert_eq!(ours[2..], [failed, failed].concat());
    assert_hidden(&all);

    let server = Server::script([Answer::new(422).text("secret body"), done()]);
    Lines::start();
    join().send(&once(&server)).await.expect_err("a 422");
    let (ours, _) = Lines::stop();
    let failed = [
        "http.response.status_code=422",
        "error.type=\"422\"",
        "otel.status_code=\"ERROR\"",
    ];
    assert_eq!(ours[2..], [failed, failed].concat());
    assert!(!ours.join("\n").contains("secret"));
    assert_eq!(
        generated::conferences::JoinConference::NAME,
        "JoinConference"
    );
}
