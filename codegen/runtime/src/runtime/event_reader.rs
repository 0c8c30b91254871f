//! Events of `text/event-stream` (HTML standard §9.2.6): bytes in, events out.

use std::collections::VecDeque;
use std::str::Utf8Error;
use std::time::Duration;

use super::{Decode, DecodeError, decode, multipart};

/// An event that has not been decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawEvent {
    /// The type of the event; empty if the stream does not say, which means `message`.
    pub event: String,
    /// The data: the data lines of the event, joined by line breaks, or a JSON text.
    pub data: String,
    /// The id of the last event that had one, from which a client can resume after a disconnect.
    pub id: String,
    /// The reconnection time, if the stream has set one by then.
    pub retry: Option<Duration>,
    /// The reason why `data` is not what arrived: a JSON text that is not UTF-8.
    pub(crate) invalid: Option<Utf8Error>,
    /// A part of a multipart stream, with its headers.
    pub(crate) part: Vec<u8>,
}

/// A parser of `text/event-stream`, fed with bytes in chunks of any size.
///
/// It is an iterator over the complete events. An event ends with an empty line, so bytes after the
/// last one are not an event yet.
#[derive(Clone, Debug, Default)]
pub struct EventReader {
    /// The incomplete line.
    line: Vec<u8>,
    /// Whether the last byte was a carriage return, so that a line feed ends no further line.
    after_return: bool,
    /// Whether the first line, which may begin with a byte order mark, is complete.
    begun: bool,
    /// The incomplete event.
    event: RawEvent,
    /// Whether the event has data, even if it is empty.
    has_data: bool,
    /// The id before the incomplete event, if that has an id of its own.
    id_before: Option<String>,
    /// The last reconnection time, even if it is that of an incomplete event.
    reconnection_time: Option<Duration>,
    ready: VecDeque<RawEvent>,
}

impl RawEvent {
    /// Decodes the data as JSON.
    ///
    /// # Errors
    ///
    /// If the data is not JSON, or not a `T`.
    pub fn json<T: Decode>(&self) -> Result<T, DecodeError> {
        match self.invalid {
            Some(error) => Err(DecodeError::new(error)),
            None => decode(self.data.as_bytes()),
        }
    }

    /// Decodes a part of a multipart stream: JSON, text, or a [`File`](super::File).
    ///
    /// # Errors
    ///
    /// If the part is not a `T`.
    pub fn part<T: Decode>(&self) -> Result<T, DecodeError> {
        multipart::decode_part(&self.part)
    }

    /// Returns the size of the event in bytes.
    pub(super) fn len(&self) -> usize {
        self.event.len() + self.data.len() + self.id.len() + self.part.len()
    }
}

impl EventReader {
    /// Creates a reader at the beginning of a stream.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the number of buffered bytes of an incomplete event.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.line.len() + self.event.len()
    }

    /// Creates a reader of the stream that continues another one: an event without an id has that of
    /// the last event before.
    #[cfg_attr(not(feature = "client"), allow(dead_code))]
    pub(crate) fn continuing(last_id: &str, reconnection_time: Option<Duration>) -> Self {
        let event = RawEvent {
            id: last_id.to_owned(),
            ..RawEvent::default()
        };
        Self {
            event,
            reconnection_time,
            ..Self::default()
        }
    }

    /// Returns the id of the last complete event that had one, even if it had no data.
    #[cfg_attr(not(feature = "client"), allow(dead_code))]
    pub(crate) fn last_id(&self) -> &str {
        self.id_before.as_ref().unwrap_or(&self.event.id)
    }

    /// Returns the last reconnection time that the stream has set.
    #[cfg_attr(not(feature = "client"), allow(dead_code))]
    pub(crate) fn reconnection_time(&self) -> Option<Duration> {
        self.reconnection_time
    }

    /// Feeds the next bytes of the stream.
    pub fn push(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some(&first) = rest.first() {
            if first == b'\n' && std::mem::take(&mut self.after_return) {
                rest = &rest[1..];
                continue;
            }
            self.after_return = false;
            let Some(end) = memchr::memchr2(b'\r', b'\n', rest) else {
                self.line.extend_from_slice(rest);
                return;
            };
            self.line.extend_from_slice(&rest[..end]);
            self.after_return = rest[end] == b'\r';
            rest = &rest[end + 1..];
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        let bytes = std::mem::take(&mut self.line);
        let mut line = &bytes[..];
        if !std::mem::replace(&mut self.begun, true) {
            line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        }
        if line.is_empty() {
            self.dispatch();
        } else {
            let line = String::from_utf8_lossy(line);
            let (field, value) = line.split_once(':').unwrap_or((&line, ""));
            self.field(field, value.strip_prefix(' ').unwrap_or(value));
        }
        // The buffer is reused.
        self.line = bytes;
        self.line.clear();
    }

    /// Applies a field. A line that begins with a colon is a comment, and unknown fields are
    /// ignored.
    fn field(&mut self, field: &str, value: &str) {
        match field {
            "data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.event.data.push('\n');
                }
                self.event.data.push_str(value);
            }
            "event" => value.clone_into(&mut self.event.event),
            "id" if !value.contains('\0') => {
                let before = std::mem::replace(&mut self.event.id, value.to_owned());
                self.id_before.get_or_insert(before);
            }
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                if let Ok(milliseconds) = value.parse() {
                    self.event.retry = Some(Duration::from_millis(milliseconds));
                    self.reconnection_time = self.event.retry;
                }
            }
            _ => {}
        }
    }

    /// Ends an event at an empty line, unless it has no data. The id is kept for later events.
    fn dispatch(&mut self) {
        self.id_before = None;
        if std::mem::take(&mut self.has_data) {
            let next = RawEvent {
                id: self.event.id.clone(),
                ..RawEvent::default()
            };
            self.ready
                .push_back(std::mem::replace(&mut self.event, next));
        } else {
            self.event.event.clear();
        }
    }
}

/// Yields the complete events. After `None`, there may be more once further bytes are pushed.
impl Iterator for EventReader {
    type Item = RawEvent;

    fn next(&mut self) -> Option<RawEvent> {
        self.ready.pop_front()
    }
}
