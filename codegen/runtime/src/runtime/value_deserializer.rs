//! A deserializer of JSON values in memory.
//!
//! `serde_json` has deserializers for `Value` and `&Value` with different lifetimes. This one
//! borrows nothing, so that each type has one decoder for values in memory.
//!
//! It also reads forms and text parts: a string then stands for whatever type is expected, such as
//! a number, a boolean, a list of one item, or an object as JSON.

mod text;

use std::slice;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value, map};

use super::decode::DUPLICATE;

/// A deserializer that borrows its value.
#[derive(Clone, Copy)]
pub struct ValueDeserializer<'v> {
    pub(super) value: &'v Value,
    /// Whether strings are text that may stand for other types.
    pub(super) is_text: bool,
}

impl<'v> ValueDeserializer<'v> {
    /// Creates a deserializer of JSON.
    pub(super) const fn json(value: &'v Value) -> Self {
        Self {
            value,
            is_text: false,
        }
    }

    /// Creates a deserializer whose strings are text.
    pub(super) const fn text(value: &'v Value) -> Self {
        Self {
            value,
            is_text: true,
        }
    }

    /// Decodes a value that is not text of the expected type.
    fn other<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_text && self.value.is_array() {
            return Err(self.invalid(&visitor));
        }
        self.deserialize_any(visitor)
    }

    #[cold]
    fn invalid(self, expected: &dyn Expected) -> Error {
        let found = match self.value {
            Value::Null => Unexpected::Unit,
            Value::Bool(value) => Unexpected::Bool(*value),
            Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(value), _, _) => Unexpected::Unsigned(value),
                (None, Some(value), _) => Unexpected::Signed(value),
                (None, None, value) => Unexpected::Float(value.unwrap_or_default()),
            },
            Value::String(text) => Unexpected::Str(text),
            // The pairs of a form with the same name.
            Value::Array(_) if self.is_text => return Error::custom(DUPLICATE),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        };
        Error::invalid_type(found, expected)
    }
}

impl<'de> Deserializer<'de> for ValueDeserializer<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => number.deserialize_any(visitor),
            Value::String(text) => visitor.visit_str(text),
            Value::Array(_) => self.deserialize_seq(visitor),
            Value::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn is_human_readable(&self) -> bool {
        !self.is_text
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.as_bool() {
            Some(truth) => visitor.visit_bool(truth),
            None => self.other(visitor),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.as_number() {
            Some(number) => number.deserialize_any(visitor),
            None => self.other(visitor),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.as_integer::<i128>() {
            Some(number) => visitor.visit_i128(number),
            None => self.deserialize_i64(visitor),
        }
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.as_integer::<u128>() {
            Some(number) => visitor.visit_u128(number),
            None => self.deserialize_i64(visitor),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.as_float() {
            Some(float) => visitor.visit_f64(float),
            None => self.other(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Null => visitor.visit_none(),
            // Only the visitor knows whether empty text is a valid value.
            Value::String(text) if self.is_text && text.is_empty() => visitor.visit_str(text),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::String(text) => visitor.visit_str(text),
            _ => Err(self.invalid(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let list;
        let items = match self.value {
            Value::Array(items) if !self.is_text => items,
            _ => {
                list = self.as_items(&visitor)?;
                &*list
            }
        };
        visitor.visit_seq(Items {
            rest: items.iter(),
            is_text: self.is_text,
        })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let object;
        let (members, is_text) = match self.value {
            Value::Object(members) => (members, self.is_text),
            _ => {
                object = self.as_members(&visitor)?;
                (&object.0, object.1)
            }
        };
        visitor.visit_map(Members {
            rest: members.iter(),
            value: &Value::Null,
            is_text,
        })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 u8 u16 u32 f32 char bytes byte_buf unit unit_struct tuple tuple_struct struct enum
        identifier ignored_any
    }
}

struct Items<'v> {
    rest: slice::Iter<'v, Value>,
    is_text: bool,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let is_text = self.is_text;
        let item = self.rest.next();
        item.map(|value| seed.deserialize(ValueDeserializer { value, is_text }))
            .transpose()
    }
}

struct Members<'v> {
    rest: map::Iter<'v>,
    /// The value of the last key.
    value: &'v Value,
    is_text: bool,
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.rest.next() else {
            return Ok(None);
        };
        self.value = value;
        seed.deserialize(key.as_str().into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(ValueDeserializer {
            value: self.value,
            is_text: self.is_text,
        })
    }
}
