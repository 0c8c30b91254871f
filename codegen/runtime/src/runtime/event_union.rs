//! Unions of events whose types are in several members: the first of them that an event has decides.

use serde::de::{Deserializer, Error as _};
use serde_json::{Error, Value};

use super::value_deserializer::ValueDeserializer;
use super::{Decode, Map};

/// Implements serde, validation and a conversion from each event for a union of events.
///
/// The patterns match the member that decides and its value. `without From` omits the conversion, for
/// events of the same type.
#[allow(unused_macros)]
macro_rules! event_union {
    ($name:ident by { $($tag:literal),+ $(,)? } {
        $($pattern:pat => $variant:ident ( $($inner:tt)* ) $(without $from:ident)?),* $(,)?
    }) => {
        $(crate::runtime::from_variant! { $name $variant ($($inner)*) $($from)? })*

        impl crate::runtime::EventUnion for $name {
            const TAGS: &'static [&'static str] = &[$($tag),+];

            fn decode_as(
                tag: (&str, &str),
                from: crate::runtime::ValueDeserializer<'_>,
            ) -> Result<Self, crate::runtime::JsonError> {
                match tag {
                    $($pattern => crate::runtime::Decode::decode(from).map(Self::$variant),)*
                    _ => crate::runtime::Decode::decode(from).map(Self::Other),
                }
            }
        }

        impl crate::runtime::Decode for $name {
            #[inline]
            fn empty() -> Self {
                Self::Other(crate::runtime::Value::Null)
            }

            fn decode<'de, D: crate::runtime::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                crate::runtime::decode_event(from)
            }
        }

        impl<'de> crate::runtime::Deserialize<'de> for $name {
            fn deserialize<D: crate::runtime::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                crate::runtime::decode_event(from)
            }
        }

        impl crate::runtime::Serialize for $name {
            fn serialize<S: crate::runtime::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => crate::runtime::Serialize::serialize(value, to),)*
                    Self::Other(value) => crate::runtime::Serialize::serialize(value, to),
                }
            }
        }

        impl crate::runtime::Validate for $name {
            #[inline]
            fn check(&self, at: &mut crate::runtime::Checker<'_>) {
                match self {
                    $(Self::$variant(value) => crate::runtime::Validate::check(value, at),)*
                    Self::Other(_) => at.no_alternative(),
                }
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use event_union;

/// A union of events, told apart by the first of the members [`TAGS`](Self::TAGS) that they have.
pub trait EventUnion: Sized {
    /// The names of the members.
    const TAGS: &'static [&'static str];

    /// Decodes the event that the first of the members, with its value, stands for.
    fn decode_as(tag: (&str, &str), from: ValueDeserializer<'_>) -> Result<Self, Error>;
}

/// Decodes an event.
pub fn decode_event<'de, T: EventUnion, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let is_text = !from.is_human_readable();
    let value = Value::from_iter(Map::<Value>::decode(from)?);
    let tag = find_tag(T::TAGS, &value).unwrap_or_default();
    let from = ValueDeserializer {
        value: &value,
        is_text,
    };
    T::decode_as(tag, from).map_err(D::Error::custom)
}

/// Returns the type of an event: the value of the first of the members that tell events apart. The type
/// is empty if there is none, or if it is not a string.
#[must_use]
pub fn event_type<T: EventUnion>(event: &Value) -> &str {
    find_tag(T::TAGS, event).unwrap_or_default().1
}

/// Returns the first of these members that an object has, and its value; a value that is not a string is
/// returned as the empty string. In a form, an empty value counts as absent.
fn find_tag<'v>(tags: &[&'static str], object: &'v Value) -> Option<(&'static str, &'v str)> {
    let mut found = tags.iter().filter_map(|tag| match object.get(tag)? {
        Value::Null => None,
        Value::String(text) if text.is_empty() => None,
        value => Some((*tag, value.as_str().unwrap_or_default())),
    });
    found.next()
}
