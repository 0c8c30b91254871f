//! Operations that return streams: complete streams in, typed events out.

use std::time::Duration;

use serde::de::IgnoredAny;
use serde_json::Value;

use super::event_reader::RawEvent;
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
        let mut reader = StreamReader::new(Framing::of(Self::CONTENT_TYPE), None);
        reader.push(body);
        reader.finish();
        reader.map(|event| Self::event(&event)).collect()
    }
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

impl<T> ServerEvent<T> {
    fn with_data(raw: &RawEvent, data: EventData<T>) -> Self {
        Self {
            event: raw.event.clone(),
            data,
            id: raw.id.clone(),
            retry: raw.retry,
        }
    }
}

/// Decodes a complete sequence of JSON values or events as a list.
#[cfg_attr(not(feature = "server"), allow(dead_code))]
pub(super) fn decode_items<T: Decode>(framing: Framing, body: &[u8]) -> Result<T, DecodeError> {
    let mut reader = StreamReader::new(framing, None);
    reader.push(body);
    reader.finish();
    let raw: Vec<RawEvent> = reader.collect();
    let decode_list = |item: &dyn Fn(&RawEvent) -> String| {
        let items: Vec<String> = raw.iter().map(item).collect();
        decode(format!("[{}]", items.join(",")).as_bytes())
    };
    if framing != Framing::Events {
        return decode_list(&|raw| raw.data.clone());
    }
    let as_text = |raw: &RawEvent| whole_event(raw, raw.data.as_str().into()).to_string();
    let as_json = |raw: &RawEvent| match serde_json::from_str(&raw.data) {
        Ok(data) => whole_event(raw, data).to_string(),
        Err(_) => as_text(raw),
    };
    // What looks like JSON may be declared as a text.
    decode_list(&as_json).or_else(|error| decode_list(&as_text).map_err(|_| error))
}

/// Returns an event as an object with its fields.
fn whole_event(raw: &RawEvent, data: Value) -> Value {
    let mut whole = Value::Object(serde_json::Map::new());
    for (name, value) in [("event", &raw.event), ("id", &raw.id)] {
        if !value.is_empty() {
            whole[name] = value.as_str().into();
        }
    }
    if let Some(retry) = raw.retry.and_then(|it| u64::try_from(it.as_millis()).ok()) {
        whole["retry"] = retry.into();
    }
    whole["data"] = data;
    whole
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
        Ok(Self::with_data(raw, data))
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
        let read = |data: Value| T::decode(ValueDeserializer::json(&whole_event(raw, data)));
        // What looks like JSON may be declared as a text.
        let text = Value::from(raw.data.as_str());
        let data = match json.map(read) {
            Some(Ok(value)) => EventData::Value(value),
            Some(Err(error)) => EventData::Value(read(text).map_err(|_| error)?),
            None => match read(text) {
                Ok(value) => EventData::Value(value),
                Err(_) => {
                    check_not_truncated(&raw.data).map(|()| EventData::Text(raw.data.clone()))?
                }
            },
        };
        Ok(Self::with_data(raw, data))
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
