//! Events as they are delivered: alone or in an envelope.

use serde::de::{Deserialize, Deserializer};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::decode_error::prefix_pointer;
use super::value_deserializer::ValueDeserializer;
use super::{Decode, DecodeError, Map};

/// A union of events that may be delivered in an envelope.
pub trait Enveloped {
    /// The member of the envelope that holds the event.
    const ENVELOPE: &'static str;

    /// The members of the event, one of which holds its type.
    const TAGS: &'static [&'static str];
}

/// An event with its envelope. It is encoded in the form it was decoded from.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery<E> {
    /// The event.
    pub event: E,
    /// The other members of the envelope; `None` if the event arrived without one.
    pub envelope: Option<Map<Value>>,
}

impl<E> Delivery<E> {
    /// Creates the delivery of an event in an envelope without other members.
    #[must_use]
    pub fn new(event: E) -> Self {
        let envelope = Some(Map::new());
        Self { event, envelope }
    }

    /// Creates the delivery of an event that arrived without an envelope.
    #[must_use]
    pub fn bare(event: E) -> Self {
        let envelope = None;
        Self { event, envelope }
    }

    /// Converts the event.
    pub fn map<F>(self, convert: impl FnOnce(E) -> F) -> Delivery<F> {
        Delivery {
            event: convert(self.event),
            envelope: self.envelope,
        }
    }

    /// Decodes another member of the envelope, such as one with details of the delivery. Returns `None`
    /// if there is none, or null.
    ///
    /// # Errors
    ///
    /// If the member is not a `T`.
    pub fn member<T: Decode>(&self, name: &str) -> Result<Option<T>, DecodeError> {
        let member = self.envelope.as_ref().and_then(|it| it.get(name));
        let member = member.filter(|it| !it.is_null());
        let decode = |value| T::decode(ValueDeserializer::json(value));
        let decoded = member.map(decode).transpose();
        Ok(decoded.map_err(|error| prefix_pointer(name, &error))?)
    }
}

impl<E: Enveloped + Decode> Decode for Delivery<E> {
    fn empty() -> Self {
        Self {
            event: E::empty(),
            envelope: None,
        }
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut is_text = !from.is_human_readable();
        let mut members = Map::<Value>::decode(from)?;
        // In a form, the value of an object is JSON.
        if is_text
            && let Some(content) = members.get_mut(E::ENVELOPE)
            && let Some(text) = content.as_str()
            && let Ok(object @ Value::Object(_)) = serde_json::from_str(text)
        {
            *content = object;
            is_text = false;
        }
        let content = members.get(E::ENVELOPE);
        let is_event = |content: &Value| E::TAGS.iter().any(|tag| content.get(tag).is_some());
        if content.is_some_and(is_event)
            && let Some(content) = members.remove(E::ENVELOPE)
        {
            let event = decode_event(&content, is_text).map_err(serde::de::Error::custom);
            return Ok(Self {
                event: event.map_err(|error| prefix_pointer(E::ENVELOPE, &error))?,
                envelope: Some(members),
            });
        }
        let event = decode_event(&Value::from_iter(members), is_text);
        Ok(Self {
            event: event.map_err(serde::de::Error::custom)?,
            envelope: None,
        })
    }
}

fn decode_event<E: Decode>(value: &Value, is_text: bool) -> Result<E, serde_json::Error> {
    E::decode(ValueDeserializer { value, is_text })
}

impl<'de, E: Enveloped + Decode> Deserialize<'de> for Delivery<E> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::decode(from)
    }
}

impl<E: Enveloped + Serialize> Serialize for Delivery<E> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Some(envelope) = &self.envelope else {
            return self.event.serialize(to);
        };
        let mut members = to.serialize_map(Some(envelope.len() + 1))?;
        members.serialize_entry(E::ENVELOPE, &self.event)?;
        for (key, value) in envelope {
            members.serialize_entry(key, value)?;
        }
        members.end()
    }
}
