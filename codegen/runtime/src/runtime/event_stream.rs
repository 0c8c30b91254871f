//! Streams of events (`text/event-stream`, HTML standard §9.2.6): bytes in, events out.

use std::collections::VecDeque;
use std::str::Utf8Error;
use std::time::Duration;

use serde::de::IgnoredAny;
use serde_json::Value;

use super::stream_reader::{Framing, StreamReader};
use super::value_deserializer::ValueDeserializer;
use super::{Decode, DecodeError, Operation, decode};

/// An operation whose success is, or may be, a stream of events, or of JSON that comes one by one.
pub trait Streamed: Operation {
    /// What the stream consists of: a [`ServerEvent`] of `text/event-stream`, the type of the JSON
    /// of other streams.
    type Event: Send + Sync + 'static;

    /// The content type of the stream, which says how its events are told apart.
    const CONTENT_TYPE: &'static str = "text/event-stream";

    /// Reads an event.
    fn event(event: &RawEvent) -> Result<Self::Event, DecodeError>;

    /// Reads a stream that is there as a whole.
    fn events(body: &[u8]) -> Result<Vec<Self::Event>, DecodeError> {
        let mut reader = StreamReader::new(Framing::of(Self::CONTENT_TYPE));
        reader.push(body);
        reader.finish();
        reader.map(|event| Self::event(&event)).collect()
    }
}

/// An event as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawEvent {
    /// Its kind; empty where the stream says none, which means `message`.
    pub event: String,
    /// What it says: its lines of data, joined by line breaks; or the JSON that it is.
    pub data: String,
    /// The id of the last event that had one, to go on from after a break.
    pub id: String,
    /// How long to wait before connecting again, where the stream said so before this event.
    pub retry: Option<Duration>,
    /// Why the data is not what came: JSON is UTF-8, which it was not.
    pub(crate) invalid: Option<Utf8Error>,
}

/// An event of a stream whose data has a type.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ServerEvent<T> {
    /// Its kind; empty where the stream says none, which means `message`.
    pub event: String,
    /// What it says.
    pub data: EventData<T>,
    /// The id of the last event that had one, to go on from after a break.
    pub id: String,
    /// How long to wait before connecting again, where the stream said so before this event.
    pub retry: Option<Duration>,
}

/// What an event says.
#[derive(Clone, Debug, PartialEq)]
pub enum EventData<T> {
    /// What the document says.
    Value(T),
    /// What is no JSON: a sign like `[DONE]`, mostly the last. Half of an object is none of them,
    /// but an error, unless the document has no type for it.
    Text(String),
}

/// The events of a whole reply, where a call waits for its end.
pub type Events<T> = Vec<ServerEvent<T>>;

/// Takes a stream apart, in pieces of any size.
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
    /// The data, read as JSON.
    pub fn json<T: Decode>(&self) -> Result<T, DecodeError> {
        match self.invalid {
            Some(error) => Err(DecodeError::new(error)),
            None => decode(self.data.as_bytes()),
        }
    }

    /// How many bytes it holds.
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
    /// The value, if it is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Text(_) => None,
        }
    }

    /// The value, if it is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Text(_) => None,
        }
    }
}

impl<T: Decode> ServerEvent<T> {
    /// An event with its data read as JSON. What is no JSON at all is kept as text.
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

    /// The same for data that is an object or a list: what begins like one and is none, since it
    /// was cut for one, is an error.
    pub fn read_structure(raw: &RawEvent) -> Result<Self, DecodeError> {
        let event = Self::read(raw)?;
        match event.data {
            EventData::Text(_) => check_not_truncated(&raw.data)?,
            EventData::Value(_) => {}
        }
        Ok(event)
    }

    /// An event whose kind and id are members of what the document describes, beside `data`.
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

/// Whether it is JSON, of whatever type.
fn is_json(data: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(data).is_ok()
}

/// Says what is wrong with a text that is no JSON, and that nobody would write who did not mean
/// an object or a list. Signs are in brackets as well, so of a list only the end may be missing.
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
    /// A reader at the beginning of a stream.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many bytes it holds of an event that has no end yet.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.line.len() + self.event.len()
    }

    /// Takes the next bytes of the stream.
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
        // The room is used again.
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

/// The events that are complete; there may be more after the next bytes. What a stream ends with
/// before an empty line is no event.
impl Iterator for EventReader {
    type Item = RawEvent;

    fn next(&mut self) -> Option<RawEvent> {
        self.ready.pop_front()
    }
}
