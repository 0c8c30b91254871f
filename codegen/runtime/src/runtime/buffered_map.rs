//! A map whose first entries were read already, presented as a whole.

use std::borrow::Cow;
use std::vec;

use serde::de::value::{BorrowedStrDeserializer, CowStrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use super::value_deserializer::ValueDeserializer;

/// The entries that were read, followed by the rest.
pub(super) struct BufferedMap<'de, A> {
    tag: Option<(&'static str, Cow<'de, str>)>,
    before: vec::IntoIter<(Cow<'de, str>, Value)>,
    next: Next<'de>,
    rest: A,
    /// Whether strings are text that may stand for other types.
    is_text: bool,
}

/// The source of the value of the last key.
enum Next<'de> {
    Tag(Cow<'de, str>),
    Before(Value),
    Rest,
}

impl<'de, A> BufferedMap<'de, A> {
    /// Creates a map from the tag, the entries read before it, and those that follow.
    pub(super) fn new(
        tag: Option<(&'static str, Cow<'de, str>)>,
        before: Vec<(Cow<'de, str>, Value)>,
        rest: A,
        is_text: bool,
    ) -> Self {
        Self {
            tag,
            before: before.into_iter(),
            next: Next::Rest,
            rest,
            is_text,
        }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for BufferedMap<'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        if let Some((key, value)) = self.tag.take() {
            self.next = Next::Tag(value);
            return seed
                .deserialize(BorrowedStrDeserializer::new(key))
                .map(Some);
        }
        if let Some((key, value)) = self.before.next() {
            self.next = Next::Before(value);
            return seed.deserialize(CowStrDeserializer::new(key)).map(Some);
        }
        self.rest.next_key_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match std::mem::replace(&mut self.next, Next::Rest) {
            Next::Tag(value) if self.is_text => {
                let value = Value::String(value.into_owned());
                seed.deserialize(ValueDeserializer::text(&value))
                    .map_err(A::Error::custom)
            }
            Next::Tag(value) => seed.deserialize(Tag(CowStrDeserializer::new(value))),
            Next::Before(value) => {
                let (value, is_text) = (&value, self.is_text);
                let value = ValueDeserializer { value, is_text };
                seed.deserialize(value).map_err(A::Error::custom)
            }
            Next::Rest => self.rest.next_value_seed(seed),
        }
    }
}

impl<'de, A: MapAccess<'de>> Deserializer<'de> for BufferedMap<'de, A> {
    type Error = A::Error;

    fn is_human_readable(&self) -> bool {
        !self.is_text
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_map(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// The value of the tag. Serde's deserializer of strings does not support options.
struct Tag<'de, E>(CowStrDeserializer<'de, E>);

impl<'de, E: Error> Deserializer<'de> for Tag<'de, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_some(self.0)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
