//! What a subscriber sees of a call.

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::harness::{KEY, Read, World, header, now};

/// Writes down everything.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Log {
    fn write(&self, what: &str, fields: impl FnOnce(&mut dyn Visit)) {
        let mut line = Line(what.to_owned());
        fields(&mut line);
        let mut log = self.0.lock().expect("no test thread panics in here");
        log.push_str(&line.0);
        log.push('\n');
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().contains("client")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.write(span.metadata().name(), |line| span.record(line));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.write("record", |line| values.record(line));
    }

    fn event(&self, event: &Event<'_>) {
        self.write("event", |line| event.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn a_call_has_a_span_and_each_retry_an_event() {
    let log = Log::default();
    let world = World::new([header(503, "retry-after", "2")]);
    let client = world.client();
    let read = Read {
        text: Some("personal".to_owned()),
        key: None,
    };
    tracing::subscriber::with_default(log.clone(), || {
        now(client.call(&read).header("x-secret", KEY).send()).expect("a success");
    });
    let log = log.0.lock().expect("no test thread panics in here").clone();
    assert_eq!(
        log,
        "call operation=\"Send\" method=\"GET\" path=\"/calls\"\n\
         event message=retrying after a delay attempts=1 delay=2s reason=status 503\n\
         record attempts=2\n\
         record status=200\n"
    );
}
