//! Notifications: events of the three documents with the URLs they are meant for.

use generated::DateTime;
use generated::{calls, conferences, texml_callbacks};
use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use crate::settings::Connection;

/// Creates an event with its payload, of the document whose types the caller has imported.
macro_rules! new_event {
    ($engine:expr, $event:ident, $kind:ident, $payload:expr) => {{
        let (id, at) = ($engine.ids.uuid(), date_time($engine.now));
        let event = $event::new()
            .event_type($kind::$event)
            .id(id)
            .occurred_at(at)
            .payload($payload)
            .record_type(EventRecordType::Event);
        Event::$event(event)
    }};
}
pub(super) use new_event;

/// An event that is to be delivered.
#[derive(Clone, Debug, PartialEq)]
pub struct Notification {
    /// The event.
    pub event: SentEvent,
    /// Where it is to be delivered.
    pub destination: Destination,
}

/// An event of one of the documents.
#[derive(Clone, Debug, PartialEq)]
pub enum SentEvent {
    /// An event of a call.
    Call(Box<calls::Event>),
    /// An event of a conference.
    Conference(Box<conferences::Event>),
    /// A callback of TeXML.
    Texml(Box<texml_callbacks::Event>),
}

/// Where an event is delivered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Destination {
    /// The URL; without one, the event is only logged.
    pub url: Option<String>,
    /// The URL for what the first one does not accept.
    pub failover_url: Option<String>,
    /// Whether the event is sent by GET, as query parameters.
    pub is_get: bool,
    /// The delays of retries, in milliseconds, if a command fixed them.
    pub retries_ms: Option<Vec<i64>>,
}

/// Where the events of a call are delivered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Webhooks {
    pub(crate) default: Destination,
    /// URLs for single types of events, with their method.
    pub(crate) urls: IndexMap<String, String>,
    pub(crate) urls_are_get: bool,
    pub(crate) retries: IndexMap<String, Vec<i64>>,
}

impl Webhooks {
    pub(crate) fn new(connection: Option<&Connection>) -> Self {
        let default = Destination {
            url: connection.and_then(|it| it.webhook_url.clone()),
            failover_url: connection.and_then(|it| it.webhook_failover_url.clone()),
            ..Destination::default()
        };
        Self {
            default,
            ..Self::default()
        }
    }

    /// Replaces the URL of the connection, which takes its failover URL with it.
    pub(crate) fn set_url(&mut self, url: Option<&str>, is_get: bool) {
        if let Some(url) = url {
            self.default = Destination {
                url: Some(url.to_owned()),
                is_get,
                ..Destination::default()
            };
        }
    }

    pub(crate) fn destination(&self, event_type: &str) -> Destination {
        let mut destination = match self.urls.get(event_type) {
            Some(url) => Destination {
                url: Some(url.clone()),
                is_get: self.urls_are_get,
                ..Destination::default()
            },
            None => self.default.clone(),
        };
        destination.retries_ms = self.retries.get(event_type).cloned();
        destination
    }
}

impl SentEvent {
    /// Returns the `event_type`; for TeXML, the value that identifies the callback.
    #[must_use]
    pub fn event_type(&self) -> String {
        let json = self.json();
        let names: &[&str] = match self {
            Self::Call(_) | Self::Conference(_) => &["event_type"],
            Self::Texml(_) => &[
                "StatusCallbackEvent",
                "RecordingStatus",
                "CallStatus",
                "AnsweredBy",
            ],
        };
        let text = names.iter().find_map(|name| json[*name].as_str());
        text.unwrap_or_default().to_owned()
    }

    /// Returns the event as JSON. `client_state` is null in events of calls without one, as
    /// deliveries show it, though the schemas say that it is a string.
    #[must_use]
    pub fn json(&self) -> Value {
        let value = match self {
            Self::Call(event) => serde_json::to_value(event),
            Self::Conference(event) => serde_json::to_value(event),
            Self::Texml(event) => serde_json::to_value(event),
        };
        let mut value = value.expect("an event is JSON");
        if let (Self::Call(_), Some(payload)) = (self, value.get_mut("payload"))
            && let Some(payload) = payload.as_object_mut()
        {
            payload.entry("client_state").or_insert(Value::Null);
        }
        value
    }

    /// Returns the body of a delivery in JSON, with `meta` beside the event. Only
    /// `conference.floor.changed` is not wrapped in `data`.
    #[must_use]
    pub fn delivery(&self, attempt: u32, delivered_to: &str) -> Value {
        let meta = json!({ "attempt": attempt, "delivered_to": delivered_to });
        let mut event = self.json();
        if event["event_type"] == "conference.floor.changed" {
            event["meta"] = meta;
            return event;
        }
        json!({ "data": event, "meta": meta })
    }

    /// Returns the pairs of a form or a query: the members of a callback, or those of an event with
    /// those of its payload.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut event = match self.json() {
            Value::Object(event) => event,
            _ => Map::new(),
        };
        if let Some(Value::Object(payload)) = event.remove("payload") {
            event.extend(payload);
        }
        let text = |value: Value| match value {
            Value::String(text) => text,
            Value::Null => String::new(),
            other => other.to_string(),
        };
        event
            .into_iter()
            .map(|(name, value)| (name, text(value)))
            .collect()
    }

    /// Whether the event is sent as a form.
    #[must_use]
    pub const fn is_form(&self) -> bool {
        matches!(self, Self::Texml(_))
    }
}

/// Returns a time as the API writes it: ISO 8601 in UTC, with milliseconds.
pub(crate) fn date_time(time: generated::jiff::Timestamp) -> DateTime {
    DateTime::from_text(format!("{time:.3}"))
}
