//! The spans of calls, as a subscriber sees them.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::harness::{API, KEY, Read, World, body, fails, header, now, status};
use crate::runtime::{Client, Retry, TransportErrorKind};

/// The attributes of spans of HTTP clients, with those that any span has. The source is the package
/// `opentelemetry-semantic-conventions` 0.66b2 on `PyPI`, which is version 1.44.0 of the conventions;
/// `.ci/conventions` compares them.
const CONVENTIONS: &[&str] = &[
    "error.type",
    "http.request.method",
    "http.request.resend_count",
    "http.response.status_code",
    "otel.status_code",
    "server.address",
    "server.port",
    "url.full",
    "url.template",
];

/// What `tracing-opentelemetry` reads from a span, beside `otel.status_code`.
const BRIDGE: &[&str] = &["otel.kind", "otel.name"];

/// Keeps all spans and the spans that are entered.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    spans: Vec<Span>,
    events: Vec<String>,
    entered: Vec<usize>,
}

#[derive(Clone, Debug)]
struct Span {
    name: &'static str,
    metadata: &'static Metadata<'static>,
    parent: Option<usize>,
    fields: Fields,
}

#[derive(Clone, Debug, Default)]
struct Fields(BTreeMap<&'static str, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}

impl Span {
    fn get(&self, field: &str) -> Option<&str> {
        self.fields.0.get(field).map(String::as_str)
    }
}

fn index(id: &Id) -> usize {
    usize::try_from(id.into_u64() - 1).expect("a small number")
}

impl Spans {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().expect("no test thread panics in here")
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().contains("client")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut state = self.state();
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let current = state.entered.last().copied();
        let parent = match attributes.parent() {
            Some(id) => Some(index(id)),
            None => current.filter(|_| attributes.is_contextual()),
        };
        state.spans.push(Span {
            name: attributes.metadata().name(),
            metadata: attributes.metadata(),
            parent,
            fields,
        });
        Id::from_u64(state.spans.len() as u64)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        values.record(&mut self.state().spans[index(id)].fields);
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.state().events.push(format!("{:?}", fields.0));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, id: &Id) {
        self.state().entered.push(index(id));
    }

    fn exit(&self, id: &Id) {
        let left = self.state().entered.pop();
        assert_eq!(left, Some(index(id)), "spans are left in order");
    }
}

/// The spans of a call of [`Read`], with a parameter that is personal.
fn spans(client: &Client) -> Vec<Span> {
    record_spans(&Spans::default(), client)
}

fn record_spans(spans: &Spans, client: &Client) -> Vec<Span> {
    let read = Read {
        text: Some("personal".to_owned()),
        key: None,
    };
    tracing::subscriber::with_default(spans.clone(), || {
        let call = client.call(&read).header("x-secret", KEY);
        let _ = now(call.query("q", "private").send());
    });
    let found = spans.state().spans.clone();
    for span in &found {
        let text = format!("{:?}", span.fields);
        assert!(!text.contains(KEY) && !text.contains("personal"), "{text}");
        assert!(!text.contains("private"), "{text}");
    }
    found
}

#[test]
fn a_call_has_a_span_and_each_request_one_within() {
    let world = World::new([header(503, "retry-after", "2"), status(500)]);
    let spans = spans(&world.client());
    let [call, first, second, third] = &spans[..] else {
        panic!("{spans:?}")
    };
    assert_eq!((call.name, call.parent), ("call", None));
    assert_eq!(call.get("otel.name"), Some("Send"));
    assert_eq!(call.get("otel.kind"), Some("internal"));
    assert_eq!(call.get("http.response.status_code"), Some("200"));
    assert_eq!(call.get("error.type"), None);
    for (request, resends, status) in [
        (first, None, "503"),
        (second, Some("1"), "500"),
        (third, Some("2"), "200"),
    ] {
        assert_eq!((request.name, request.parent), ("request", Some(0)));
        assert_eq!(request.get("otel.name"), Some("GET /v2/calls"));
        assert_eq!(request.get("otel.kind"), Some("client"));
        assert_eq!(request.get("http.request.method"), Some("GET"));
        assert_eq!(request.get("url.template"), Some("/v2/calls"));
        assert_eq!(request.get("server.address"), Some("api.example.com"));
        assert_eq!(request.get("server.port"), Some("443"));
        assert_eq!(request.get("http.request.resend_count"), resends);
        assert_eq!(request.get("http.response.status_code"), Some(status));
        let url = request.get("url.full").expect("it is required");
        assert!(
            url.starts_with("https://api.example.com/v2/calls?"),
            "{url}"
        );
        assert!(url.ends_with("q=REDACTED"), "{url}");
        let error = (status != "200").then_some(status);
        assert_eq!(request.get("error.type"), error);
        assert_eq!(request.get("otel.status_code"), error.map(|_| "ERROR"));
    }
}

#[test]
fn the_error_is_one_of_few_words() {
    for (answers, of_request, of_call) in [
        (vec![status(404)], Some("404"), Some("404")),
        (
            vec![fails(TransportErrorKind::Tls)],
            Some("tls"),
            Some("tls"),
        ),
        (
            vec![fails(TransportErrorKind::Malformed)],
            Some("malformed"),
            Some("malformed"),
        ),
        (vec![body("{")], None, Some("decode")),
    ] {
        let spans = spans(&World::new(answers).client());
        assert_eq!(spans[1].get("error.type"), of_request);
        assert_eq!(spans[0].get("error.type"), of_call);
        assert_eq!(spans[0].get("otel.status_code"), Some("ERROR"));
    }
    let late = World::new([status(200).after(99), status(200).after(99)]);
    let client = late.builder().retries(1).build().expect("a client");
    let spans = spans(&client);
    let errors = spans.iter().map(|it| it.get("error.type"));
    assert_eq!(errors.collect::<Vec<_>>(), [Some("timeout"); 3]);
}

#[test]
fn a_connection_that_fails_is_an_error_of_its_request() {
    let broken = [(); 3].map(|()| fails(TransportErrorKind::Connect));
    let spans = spans(&World::new(broken).client());
    let errors = spans.iter().map(|it| it.get("error.type"));
    assert_eq!(errors.collect::<Vec<_>>(), [Some("connect"); 4]);
}

#[test]
fn a_redirect_is_a_request_of_the_same_call() {
    let away = header(
        302,
        "location",
        "https://user:word@other.example/a?key=value",
    );
    let world = World::new([away]);
    let client = world.builder().propagator(|headers| {
        headers.insert("traceparent", "00-1-2-01".parse().expect("a value"));
    });
    let spans = spans(&client.build().expect("a client"));
    assert_eq!(spans.len(), 3);
    assert_eq!(spans[1].get("http.response.status_code"), Some("302"));
    assert_eq!(spans[1].get("error.type"), None);
    assert_eq!(spans[2].get("http.request.resend_count"), Some("1"));
    let url = spans[2].get("url.full").expect("it is required");
    assert!(!url.contains("word") && !url.contains("value"), "{url}");
    let requests = world.requests();
    assert!(requests[0].headers().contains_key("traceparent"));
    assert!(!requests[1].headers().contains_key("traceparent"));
}

#[test]
fn the_context_of_the_span_of_a_request_is_sent() {
    let world = World::new([status(503)]);
    let spans = Spans::default();
    let seen = spans.clone();
    let client = world.builder().propagator(move |headers| {
        let entered = seen.state().entered.last().copied();
        let text = format!("00-1-{}-01", entered.expect("a span is entered"));
        headers.insert("traceparent", text.parse().expect("a value"));
    });
    record_spans(&spans, &client.build().expect("a client"));
    let sent = world.requests().into_iter();
    let sent: Vec<_> = sent.map(|it| it.headers()["traceparent"].clone()).collect();
    assert_eq!(sent, ["00-1-1-01", "00-1-2-01"]);
}

#[test]
fn all_names_are_those_of_the_conventions() {
    let spans = spans(&World::new([]).client());
    let names = spans.iter().flat_map(|span| span.metadata.fields().iter());
    let mut used: Vec<&str> = names.map(|it| it.name()).collect();
    used.sort_unstable();
    used.dedup();
    let mut known = [CONVENTIONS, BRIDGE].concat();
    known.sort_unstable();
    assert_eq!(used, known);
}

#[test]
fn a_retry_is_an_event() {
    let spans = Spans::default();
    let client = World::new([header(503, "retry-after", "2")]).client();
    let read = Read {
        text: None,
        key: None,
    };
    tracing::subscriber::with_default(spans.clone(), || now(client.call(&read).send()))
        .expect("a success");
    let events = spans.state().events.clone();
    assert_eq!(events.len(), 1, "{events:?}");
    assert!(events[0].contains("retrying after a delay"), "{events:?}");
}

#[test]
fn a_raw_request_has_no_template() {
    let client = World::new([]).client();
    let spans = Spans::default();
    tracing::subscriber::with_default(spans.clone(), || {
        let request = http::Request::get("/calls").body(bytes::Bytes::new());
        let request = request.expect("a request");
        now(client.execute(&API, request, Retry::Idempotent)).expect("a reply")
    });
    let spans = spans.state().spans.clone();
    assert_eq!(spans[1].get("otel.name"), Some("GET"));
    assert_eq!(spans[1].get("url.template"), None);
}

#[cfg(feature = "blocking")]
#[test]
fn a_blocking_client_has_the_same_spans() {
    let spans = Spans::default();
    let client = World::new([status(503)]).blocking();
    let read = Read {
        text: None,
        key: None,
    };
    tracing::subscriber::with_default(spans.clone(), || client.call(&read).send())
        .expect("a success");
    let spans = spans.state().spans.clone();
    let seen = spans.iter().map(|it| {
        let resends = it.get("http.request.resend_count");
        (
            it.name,
            it.parent,
            resends,
            it.get("http.response.status_code"),
        )
    });
    assert_eq!(
        seen.collect::<Vec<_>>(),
        [
            ("call", None, None, Some("200")),
            ("request", Some(0), None, Some("503")),
            ("request", Some(0), Some("1"), Some("200")),
        ]
    );
}
