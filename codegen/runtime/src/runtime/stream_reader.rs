//! What comes one by one (OpenAPI 3.2, §4.14.3): bytes in, events and JSON out.

use std::collections::VecDeque;

use super::media_type::{MediaType, MediaTypeMatch};
use super::{EventReader, RawEvent};

/// How what comes one by one is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// As the events of `text/event-stream` (HTML standard, §9.2.6).
    Events,
    /// Each is a line of JSON, by any of the names that this goes by.
    JsonLines,
    /// Each is JSON behind a record separator: `application/json-seq` (RFC 7464).
    JsonSequence,
}

impl Framing {
    /// That of a content type; events where it is none of those that come one by one.
    pub(crate) fn of(content_type: &str) -> Self {
        let media_type = MediaType::parse(content_type);
        match media_type.essence().strip_prefix("application/") {
            Some(
                "jsonl" | "x-jsonl" | "jsonlines" | "x-jsonlines" | "json-lines" | "ndjson"
                | "x-ndjson" | "stream+json" | "x-json-stream",
            ) => Self::JsonLines,
            Some(it) if it == "json-seq" || it.ends_with("+json-seq") => Self::JsonSequence,
            _ => Self::Events,
        }
    }
}

/// Whether a content type is that of the stream that is expected, by whatever name.
#[cfg_attr(not(feature = "client"), allow(dead_code))]
pub(crate) fn is_stream(given: &str, expected: &str) -> bool {
    let framing = Framing::of(expected);
    let found = MediaType::parse(given).match_with(&MediaType::parse(expected));
    found > MediaTypeMatch::PlainJson || framing != Framing::Events && Framing::of(given) == framing
}

/// Takes any of them apart, in pieces of any size.
#[derive(Clone, Debug)]
pub(crate) enum StreamReader {
    Events(EventReader),
    Json(JsonReader),
}

impl StreamReader {
    pub(crate) fn new(framing: Framing) -> Self {
        match framing {
            Framing::Events => Self::Events(EventReader::new()),
            Framing::JsonLines => Self::Json(JsonReader::default()),
            Framing::JsonSequence => Self::Json(JsonReader {
                is_sequence: true,
                ..JsonReader::default()
            }),
        }
    }

    /// How many bytes it holds of an event that has no end yet.
    #[cfg_attr(not(feature = "client"), allow(dead_code))]
    pub(crate) fn pending(&self) -> usize {
        match self {
            Self::Events(reader) => reader.pending(),
            Self::Json(reader) => reader.record.len(),
        }
    }

    /// Takes the next bytes of the stream.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        match self {
            Self::Events(reader) => reader.push(bytes),
            Self::Json(reader) => reader.push(bytes),
        }
    }

    /// Takes the end of the stream: the last line of JSON need not have one. An event that has none
    /// is no event.
    pub(crate) fn finish(&mut self) {
        match self {
            Self::Events(_) => {}
            Self::Json(reader) => reader.end_record(),
        }
    }
}

impl Iterator for StreamReader {
    type Item = RawEvent;

    fn next(&mut self) -> Option<RawEvent> {
        match self {
            Self::Events(reader) => reader.next(),
            Self::Json(reader) => reader.ready.pop_front(),
        }
    }
}

/// Takes lines of JSON apart, or JSON behind record separators.
///
/// What stands behind a separator may have several lines. It is over where a line ends outside of all
/// brackets and strings, so that it need not wait for the separator of the next one.
#[derive(Clone, Debug, Default)]
pub(crate) struct JsonReader {
    is_sequence: bool,
    /// What has no end yet.
    record: Vec<u8>,
    /// In how many brackets its end is.
    depth: usize,
    in_string: bool,
    is_escaped: bool,
    ready: VecDeque<RawEvent>,
}

const RECORD_SEPARATOR: u8 = 0x1E;

impl JsonReader {
    fn push(&mut self, bytes: &[u8]) {
        if self.is_sequence {
            for byte in bytes {
                self.push_byte(*byte);
            }
            return;
        }
        let mut rest = bytes;
        while let Some(end) = memchr::memchr(b'\n', rest) {
            self.record.extend_from_slice(&rest[..end]);
            rest = &rest[end + 1..];
            self.end_record();
        }
        self.record.extend_from_slice(rest);
    }

    /// A byte of a sequence.
    fn push_byte(&mut self, byte: u8) {
        match byte {
            // What was cut off ends here as well (RFC 7464 §2.3).
            RECORD_SEPARATOR => return self.end_record(),
            b'\n' if self.depth == 0 && !self.in_string => return self.end_record(),
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' if self.in_string => self.is_escaped = true,
            b'"' => self.in_string = !self.in_string,
            b'{' | b'[' if !self.in_string => self.depth += 1,
            b'}' | b']' if !self.in_string => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.record.push(byte);
    }

    /// Nothing but blanks is no record.
    fn end_record(&mut self) {
        let bytes = std::mem::take(&mut self.record);
        let text = bytes.trim_ascii();
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        if !text.is_empty() {
            self.ready.push_back(RawEvent {
                data: String::from_utf8_lossy(text).into_owned(),
                invalid: std::str::from_utf8(text).err(),
                ..RawEvent::default()
            });
        }
        // The room is used again.
        self.record = bytes;
        self.record.clear();
        (self.depth, self.in_string, self.is_escaped) = (0, false, false);
    }
}
