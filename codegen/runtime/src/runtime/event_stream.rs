//! Streams of events (`text/event-stream`, HTML standard §9.2.6): bytes in, events out.

use std::collections::VecDeque;
use std::str::Utf8Error;
use std::time::Duration;

use serde::de::IgnoredAny;
use serde_json::Value;

use super::stream_reader::{Framing, StreamReader};
use super::value_deserializer::ValueDeserializer;
use super::{Decode, DecodeError, Operation, decode};

/// An operation whose success is, or may be, a stream of events or of JSON values.
pub trait Streamed: Operation {
    /// The type of an item of the stream: a [`ServerEvent`] for `text/event-stream`, or the type of
    /// the JSON values.
    type Event: Send + Sync + 'static;

    /// The content type of the stream, which decides how its items are delimited.
    const CONTENT_TYPE: &'static str = "text/event-stream";

    /// Decodes an event.
    ///
    /// # Errors
    ///
    /// If the event does not match its schema.
    fn event(event: &RawEvent) -> Result<Self::Event, DecodeError>;

    /// Decodes a complete stream.
    ///
    /// # Errors
    ///
    /// If an event does not match its schema.
    fn events(body: &[u8]) -> Result<Vec<Self::Event>, DecodeError> {
        let mut reader = StreamReader::new(Framing::of(Self::CONTENT_TYPE));
        reader.push(body);
        reader.finish();
        reader.map(|event| Self::event(&event)).collect()
    }
}

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
}

/// An event with typed data.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ServerEvent<T> {
    /// The type of the event; empty if the stream does not say, which means `message`.
    pub event: String,
    /// The data.
    pub data: EventData<T>,
    /// The id of the last event that had one, from which a client can resume after a disconnect.
    pub id: String,
    /// The reconnection time, if the stream has set one by then.
    pub retry: Option<Duration>,
}

/// The data of an event.
#[derive(Clone, Debug, PartialEq)]
pub enum EventData<T> {
    /// A value of the declared type.
    Value(T),
    /// Text that is not JSON, such as the marker `[DONE]` at the end of a stream. A truncated
    /// object is an error instead, if the document has a type for it.
    Text(String),
}

/// The events of a complete reply.
pub type Events<T> = Vec<ServerEvent<T>>;

/// A parser of `text/event-stream`, fed with bytes in chunks of any size.
///
/// It is an iterator over the complete events. Bytes after the last empty line are not an event.
#[derive(Clone, Debug, Default)]
pub struct EventReader {
    /// A line that has no end yet.
    line: Vec<u8>,
    /// Whether the last byte was a carriage return: a line feed after it ends no line of its own.
    after_return: bool,
    /// Whether the first line is over, which may begin with a byte order mark.
    begun: bool,
    /// The event at hand.
    event: RawEvent,
    /// Whether it has data, be it empty.
    has_data: bool,
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

    /// Returns the size of the event in bytes.
    pub(super) fn len(&self) -> usize {
        self.event.len() + self.data.len() + self.id.len()
    }

    /// The same event with what its data was read as.
    fn with<T>(&self, data: EventData<T>) -> ServerEvent<T> {
        ServerEvent {
            event: self.event.clone(),
            data,
            id: self.id.clone(),
            retry: self.retry,
        }
    }
}

impl<T> EventData<T> {
    /// Returns a reference to the value, unless the data is text.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Text(_) => None,
        }
    }

    /// Returns the value, unless the data is text.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Text(_) => None,
        }
    }
}

impl<T: Decode> ServerEvent<T> {
    /// Decodes an event whose data is JSON; data that is not JSON is kept as text.
    ///
    /// # Errors
    ///
    /// If the data is JSON but not a `T`.
    pub fn read(raw: &RawEvent) -> Result<Self, DecodeError> {
        let data = match decode(raw.data.as_bytes()) {
            Ok(value) => EventData::Value(value),
            // What looks like JSON may be declared as a text.
            Err(error) if is_json(&raw.data) => {
                let text = T::decode(ValueDeserializer::json(&raw.data.as_str().into()));
                EventData::Value(text.map_err(|_| error)?)
            }
            Err(_) => EventData::Text(raw.data.clone()),
        };
        Ok(raw.with(data))
    }

    /// Decodes an event whose data is an object or an array; data that is not JSON is kept as text.
    ///
    /// # Errors
    ///
    /// If the data is JSON but not a `T`, or a truncated object or array.
    pub fn read_structure(raw: &RawEvent) -> Result<Self, DecodeError> {
        let event = Self::read(raw)?;
        match event.data {
            EventData::Text(_) => check_not_truncated(&raw.data)?,
            EventData::Value(_) => {}
        }
        Ok(event)
    }

    /// Decodes an event whose schema describes the type and the id of the event beside its `data`;
    /// data that is not JSON is kept as text.
    ///
    /// # Errors
    ///
    /// If the event is not a `T`, or its data is a truncated object or array.
    pub fn read_whole(raw: &RawEvent) -> Result<Self, DecodeError> {
        let json = serde_json::from_str::<Value>(&raw.data).ok();
        let mut whole = Value::Object(serde_json::Map::new());
        for (name, value) in [("event", &raw.event), ("id", &raw.id)] {
            if !value.is_empty() {
                whole[name] = value.as_str().into();
            }
        }
        if let Some(retry) = raw.retry.and_then(|it| u64::try_from(it.as_millis()).ok()) {
            whole["retry"] = retry.into();
        }
        let mut read = |data: Value| {
            whole["data"] = data;
            T::decode(ValueDeserializer::json(&whole))
        };
        // What looks like JSON may be declared as a text.
        let text = Value::from(raw.data.as_str());
        let data = match json.map(&mut read) {
            Some(Ok(value)) => EventData::Value(value),
            Some(Err(error)) => EventData::Value(read(text).map_err(|_| error)?),
            None => match read(text) {
                Ok(value) => EventData::Value(value),
                Err(_) => {
                    check_not_truncated(&raw.data).map(|()| EventData::Text(raw.data.clone()))?
                }
            },
        };
        Ok(raw.with(data))
    }
}

/// Returns whether the data is JSON of any type.
fn is_json(data: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(data).is_ok()
}

/// Returns an error for text that is not JSON but was meant to be an object or an array. Markers
/// are in brackets too, so an array is an error only if its end is missing.
fn check_not_truncated(data: &str) -> Result<(), DecodeError> {
    let Err(error) = serde_json::from_str::<IgnoredAny>(data) else {
        return Ok(());
    };
    match data.trim_start().as_bytes() {
        [b'{', ..] => Err(error.into()),
        [b'[', ..] if error.is_eof() => Err(error.into()),
        _ => Ok(()),
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

    /// A line that begins with a colon is a comment, and an unknown field nothing.
    fn field(&mut self, field: &str, value: &str) {
        match field {
            "data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.event.data.push('\n');
                }
                self.event.data.push_str(value);
            }
            "event" => value.clone_into(&mut self.event.event),
            "id" if !value.contains('\0') => value.clone_into(&mut self.event.id),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                if let Ok(milliseconds) = value.parse() {
                    self.event.retry = Some(Duration::from_millis(milliseconds));
                }
            }
            _ => {}
        }
    }

    /// An empty line ends an event; one without data is none. The id stays for those behind.
    fn dispatch(&mut self) {
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
