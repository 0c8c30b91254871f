//! Deserialization from a [`Tree`] with `serde`.

use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::node::{Object, Tree};
use super::number::Number;
use crate::pointer::Pointer;

/// An error of deserialization, with its pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    message: String,
    /// The segments of the pointer, innermost first.
    segments: Vec<String>,
}

impl Error {
    /// Returns what was found and what was expected: lowercase, no full stop.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the pointer to the invalid node, relative to the deserialized tree.
    #[must_use]
    pub fn pointer(&self) -> Pointer {
        Pointer::root().join_all(self.segments.iter().rev().map(String::as_str))
    }

    fn within(mut self, segment: impl Into<String>) -> Self {
        self.segments.push(segment.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at `{}`", self.message, self.pointer())
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self {
            message: message.to_string(),
            segments: Vec::new(),
        }
    }
}

/// Implements the deserialization of integers in any notation.
macro_rules! deserialize_integers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self {
                Tree::Number(number) => visit_integer(number, visitor),
                _ => self.deserialize_any(visitor),
            }
        })*
    };
}

/// Nodes are deserialized as their own type, with one exception: a number is deserialized to a
/// string as its source text, so that `version: 1.10` reads as `1.10`.
///
/// A number is `u64` or `i64` if it is written as an integer and fits, and `f64` otherwise; `5.0`
/// can be deserialized to an integer, too. Enums are strings, or objects with one member.
impl<'de> Deserializer<'de> for &'de Tree {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(value) => visitor.visit_bool(value.is_true()),
            Tree::Number(number) => visit_number(number, visitor),
            Tree::String(text) => visitor.visit_borrowed_str(text),
            Tree::Array(items) => visit_array(items, visitor),
            Tree::Object(object) => visit_object(object, visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::Number(number) => visitor.visit_borrowed_str(number.as_str()),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    deserialize_integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Tree::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Tree::String(text) => visitor.visit_enum(BorrowedStrDeserializer::new(text)),
            Tree::Object(object) if object.len() == 1 => {
                visitor.visit_enum(MapAccessDeserializer::new(Members::new(object)))
            }
            Tree::Object(_) => Err(de::Error::custom("expected an object with one member")),
            _ => {
                let message = format!("expected a string or an object, found {}", self.kind());
                Err(de::Error::custom(message))
            }
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool f32 f64 char bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier
    }
}

impl<'de> IntoDeserializer<'de, Error> for &'de Tree {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

fn visit_number<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, Error> {
    if number.as_str().contains(['.', 'e', 'E']) {
        return visitor.visit_f64(number.as_f64());
    }
    visit_integer(number, visitor)
}

/// Visits an integer, in the type that `serde_json` would choose.
fn visit_integer<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, Error> {
    let Some(value) = number.as_i128() else {
        return visitor.visit_f64(number.as_f64());
    };
    if let Ok(value) = u64::try_from(value) {
        visitor.visit_u64(value)
    } else if let Ok(value) = i64::try_from(value) {
        visitor.visit_i64(value)
    } else {
        visitor.visit_f64(number.as_f64())
    }
}

fn visit_array<'de, V: Visitor<'de>>(items: &'de [Tree], visitor: V) -> Result<V::Value, Error> {
    let mut access = Items {
        items: items.iter().enumerate(),
    };
    let value = visitor.visit_seq(&mut access)?;
    if access.items.len() > 0 {
        return Err(de::Error::invalid_length(items.len(), &"fewer items"));
    }
    Ok(value)
}

fn visit_object<'de, V: Visitor<'de>>(object: &'de Object, visitor: V) -> Result<V::Value, Error> {
    visitor.visit_map(Members::new(object))
}

struct Items<'de> {
    items: std::iter::Enumerate<std::slice::Iter<'de, Tree>>,
}

impl<'de> de::SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        let next = self.items.next().map(|(index, item)| {
            seed.deserialize(item)
                .map_err(|error| error.within(index.to_string()))
        });
        next.transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

struct Members<'de> {
    members: indexmap::map::Iter<'de, String, Tree>,
    /// The member whose key was read and whose value was not.
    current: Option<(&'de str, &'de Tree)>,
}

impl<'de> Members<'de> {
    fn new(object: &'de Object) -> Self {
        Self {
            members: object.iter(),
            current: None,
        }
    }
}

impl<'de> de::MapAccess<'de> for Members<'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        let Some((key, value)) = self.members.next() else {
            return Ok(None);
        };
        self.current = Some((key, value));
        let key_deserializer = BorrowedStrDeserializer::new(key);
        seed.deserialize(key_deserializer)
            .map(Some)
            .map_err(|error: Error| error.within(key))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let (key, value) = self
            .current
            .take()
            .expect("a member's key is taken before its value");
        seed.deserialize(value).map_err(|error| error.within(key))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.members.len())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde_json::Value;

    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::source::{self, Sources};

    fn tree(text: &str) -> Tree {
        let mut sources = Sources::default();
        let file = sources.add("a.yml", text);
        source::parse(&sources, file, &mut Diagnostics::default()).unwrap()
    }

    fn check<T: for<'de> Deserialize<'de> + fmt::Debug>(text: &str, expected: &str) {
        let shown = match T::deserialize(&tree(text)) {
            Ok(value) => format!("{value:?}"),
            Err(error) => error.to_string(),
        };
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn any_json_value_comes_out() {
        let text = "{a: [1, -1, 1.0, 1e2, 18446744073709551616], b: {c: null, d: true, e: x}}";
        let value = Value::deserialize(&tree(text)).unwrap();
        assert_eq!(
            value,
            serde_json::json!({
                "a": [1, -1, 1.0, 100.0, 18_446_744_073_709_551_616.0],
                "b": { "c": null, "d": true, "e": "x" },
            }),
        );
    }

    #[test]
    fn hints_are_followed() {
        check::<String>("1.10", r#""1.10""#);
        check::<(i64, u8, f64)>("[-5.0, 2e2, 3]", "(-5, 200, 3.0)");
        check::<BTreeMap<String, Option<bool>>>(
            "{a: null, 1: true}",
            r#"{"1": Some(true), "a": None}"#,
        );
        check::<Result<u8, String>>("{Ok: 1}", "Ok(1)");
        check::<std::net::IpAddr>("127.0.0.1", "127.0.0.1");
    }

    #[test]
    fn errors_carry_the_pointer() {
        check::<BTreeMap<String, Vec<u8>>>(
            "{a: [1], /b: [1, x]}",
            "invalid type: string \"x\", expected u8 at `/~1b/1`",
        );
        check::<Vec<i64>>(
            "[1.5]",
            "invalid type: floating point `1.5`, expected i64 at `/0`",
        );
        check::<Vec<u8>>("[300]", "invalid value: integer `300`, expected u8 at `/0`");
        check::<(u8,)>("[1, 2]", "invalid length 2, expected fewer items at ``");
        check::<Result<u8, u8>>(
            "{Ok: 1, Err: 2}",
            "expected an object with one member at ``",
        );
        check::<Result<u8, u8>>("[]", "expected a string or an object, found an array at ``");
        check::<Result<u8, u8>>(
            "{Ok: x}",
            "invalid type: string \"x\", expected u8 at `/Ok`",
        );
    }

    #[test]
    fn openapiv3_reads_it() {
        let text = "{openapi: 3.0.0, info: {title: t, version: 1.10}, x-own: {a: 1.10},
            paths: {/a: {get: {responses: {200: {description: ok}}}}}}";
        let document = openapiv3::OpenAPI::deserialize(&tree(text)).unwrap();
        assert_eq!(document.info.version, "1.10");
        let item = document.paths.paths["/a"].as_item().unwrap();
        let responses = &item.get.as_ref().unwrap().responses.responses;
        assert!(responses.contains_key(&openapiv3::StatusCode::Code(200)));
    }
}
