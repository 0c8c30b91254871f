//! A list in, the text of a sequence out: lines of JSON, JSON texts after record separators, or
//! events.

use std::io;

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};
use serde_json::{Serializer, Value};

use crate::runtime::stream_reader::{Framing, RECORD_SEPARATOR};

/// Writes the items of a list one after another. A value that is no list is written as one item.
pub(super) fn write_items<T: Serialize>(
    framing: Framing,
    list: &T,
) -> Result<Vec<u8>, serde_json::Error> {
    let mut text = Vec::with_capacity(256);
    match framing {
        Framing::Events => {
            for event in into_items(serde_json::to_value(list)?) {
                write_event(&mut text, &event);
            }
        }
        Framing::JsonLines | Framing::JsonSequence | Framing::Parts => {
            let items = ItemFormatter {
                is_sequence: framing == Framing::JsonSequence,
                depth: 0,
            };
            list.serialize(&mut Serializer::with_formatter(&mut text, items))?;
        }
    }
    Ok(text)
}

fn into_items(list: Value) -> Vec<Value> {
    match list {
        Value::Array(items) => items,
        other => vec![other],
    }
}

/// Writes an event (HTML standard, §9.2.6); `event` is an object with its fields, or its data.
fn write_event(to: &mut Vec<u8>, event: &Value) {
    let fields = event.as_object().filter(|it| it.contains_key("data"));
    let field = |name: &str| fields.and_then(|it| it.get(name));
    for name in ["event", "id", "retry"] {
        if let Some(value) = field(name).filter(|it| !it.is_null()) {
            write_field(to, name, &text_of(value));
        }
    }
    write_field(to, "data", &text_of(field("data").unwrap_or(event)));
    to.push(b'\n');
}

/// Returns a string as it is, and any other value as JSON.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Writes a field, in as many lines as its value has.
fn write_field(to: &mut Vec<u8>, name: &str, value: &str) {
    let value = value.replace("\r\n", "\n").replace('\r', "\n");
    for line in value.split('\n') {
        for piece in [name, ": ", line, "\n"] {
            to.extend_from_slice(piece.as_bytes());
        }
    }
}

/// A formatter of JSON that writes the items of the outermost list in lines of their own.
struct ItemFormatter {
    is_sequence: bool,
    /// The number of open arrays and objects.
    depth: usize,
}

impl Formatter for ItemFormatter {
    fn begin_array<W: ?Sized + io::Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth += 1;
        if self.depth == 1 {
            return Ok(());
        }
        CompactFormatter.begin_array(to)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth -= 1;
        if self.depth == 0 {
            return Ok(());
        }
        CompactFormatter.end_array(to)
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        to: &mut W,
        first: bool,
    ) -> io::Result<()> {
        match (self.depth, self.is_sequence) {
            (1, true) => to.write_all(&[RECORD_SEPARATOR]),
            (1, false) => Ok(()),
            _ => CompactFormatter.begin_array_value(to, first),
        }
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, to: &mut W) -> io::Result<()> {
        if self.depth == 1 {
            return to.write_all(b"\n");
        }
        CompactFormatter.end_array_value(to)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth += 1;
        CompactFormatter.begin_object(to)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.depth -= 1;
        CompactFormatter.end_object(to)
    }
}
