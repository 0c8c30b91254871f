//! Streams of events and JSON values (OpenAPI 3.2, §4.14.3): bytes in, items out.

use std::collections::VecDeque;

use super::event_reader::{EventReader, RawEvent};
use super::media_type::{MediaType, MediaTypeMatch};
use super::multipart::{HeaderParameters, PartSplitter};

/// How the items of a stream are delimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// As events of `text/event-stream` (HTML standard, §9.2.6).
    Events,
    /// As lines of JSON, under any of its names.
    JsonLines,
    /// As JSON texts after record separators: `application/json-seq` (RFC 7464).
    JsonSequence,
    /// As parts of a multipart body (RFC 2046 §5.1).
    Parts,
}

impl Framing {
    /// Returns the framing of a content type; events if it is not a known type of stream.
    pub(crate) fn of(content_type: &str) -> Self {
        let media_type = MediaType::parse(content_type);
        if media_type.essence().starts_with("multipart/") {
            return Self::Parts;
        }
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

/// Returns whether a content type is that of the expected stream, possibly under another name.
#[cfg_attr(not(feature = "client"), allow(dead_code))]
pub(crate) fn is_stream(given: &str, expected: &str) -> bool {
    let framing = Framing::of(expected);
    let found = MediaType::parse(given).match_with(&MediaType::parse(expected));
    found > MediaTypeMatch::PlainJson || framing != Framing::Events && Framing::of(given) == framing
}

/// A parser of any kind of stream, fed with bytes in chunks of any size.
#[derive(Clone, Debug)]
pub(crate) enum StreamReader {
    Events(EventReader),
    Json(JsonReader),
    Parts(PartSplitter),
}

impl StreamReader {
    /// Creates a reader; the content type of the reply names the boundary of parts.
    pub(crate) fn new(framing: Framing, content_type: Option<&str>) -> Self {
        match framing {
            Framing::Parts => {
                let parameters = content_type.map(HeaderParameters::parse);
                let boundary = parameters.as_ref().and_then(|it| it.get("boundary"));
                Self::Parts(PartSplitter::new(boundary))
            }
            Framing::Events => Self::Events(EventReader::new()),
            Framing::JsonLines => Self::Json(JsonReader::default()),
            Framing::JsonSequence => Self::Json(JsonReader {
                is_sequence: true,
                ..JsonReader::default()
            }),
        }
    }

    /// Returns the reader of events, unless the items are delimited in another way.
    #[cfg_attr(not(feature = "client"), allow(dead_code))]
    pub(crate) fn event_reader(&mut self) -> Option<&mut EventReader> {
        match self {
            Self::Events(reader) => Some(reader),
            Self::Json(_) | Self::Parts(_) => None,
        }
    }

    /// Returns the number of buffered bytes of an incomplete item.
    #[cfg_attr(not(feature = "client"), allow(dead_code))]
    pub(crate) fn pending(&self) -> usize {
        match self {
            Self::Events(reader) => reader.pending(),
            Self::Json(reader) => reader.record.len(),
            Self::Parts(splitter) => splitter.pending(),
        }
    }

    /// Feeds the next bytes of the stream.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        match self {
            Self::Events(reader) => reader.push(bytes),
            Self::Json(reader) => reader.push(bytes),
            Self::Parts(splitter) => splitter.push(bytes),
        }
    }

    /// Ends the stream: the last line of JSON needs no line break, but an event or a part without an
    /// end is dropped.
    pub(crate) fn finish(&mut self) {
        match self {
            Self::Events(_) | Self::Parts(_) => {}
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
            Self::Parts(splitter) => splitter.next_part().map(|part| RawEvent {
                part,
                ..RawEvent::default()
            }),
        }
    }
}

/// A parser of JSON lines or JSON text sequences.
///
/// A JSON text of a sequence may have several lines. It ends at a line break outside of all
/// brackets and strings, so that it need not wait for the next separator.
#[derive(Clone, Debug, Default)]
pub(crate) struct JsonReader {
    is_sequence: bool,
    /// The incomplete JSON text.
    record: Vec<u8>,
    /// The number of open brackets.
    depth: usize,
    in_string: bool,
    is_escaped: bool,
    ready: VecDeque<RawEvent>,
}

/// The character before each text of a sequence (RFC 7464 §2.2).
pub(crate) const RECORD_SEPARATOR: u8 = 0x1E;

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

    /// Feeds a byte of a sequence.
    fn push_byte(&mut self, byte: u8) {
        match byte {
            // A truncated JSON text ends here as well (RFC 7464 §2.3).
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

    /// Ends a record, unless it is blank.
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
        // The buffer is reused.
        self.record = bytes;
        self.record.clear();
        (self.depth, self.in_string, self.is_escaped) = (0, false, false);
    }
}
