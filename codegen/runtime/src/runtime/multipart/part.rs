//! Decoding of a part by the type of its member.

use std::borrow::Cow;
use std::str;

use serde::de::value::{BytesDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

use super::header::{self, HeaderParameters};
use crate::runtime::decode::DUPLICATE;
use crate::runtime::file::{TOKEN, without_brackets};
use crate::runtime::value_deserializer::ValueDeserializer;
use crate::runtime::{Base64, JsonTypes};

/// A part that has not been decoded.
pub(super) struct PartReader<'b> {
    headers: Vec<(String, String)>,
    name: Option<String>,
    body: Cow<'b, [u8]>,
}

impl<'b> PartReader<'b> {
    /// Parses the headers of a part.
    pub(super) fn new(part: &'b [u8]) -> Result<Self, Error> {
        let (head, body) = split_head(part)
            .ok_or_else(|| Error::custom("the headers of a part are not terminated"))?;
        let headers = header::parse_headers(head)?;
        let mut part = Self {
            headers,
            name: None,
            body: Cow::Borrowed(body),
        };
        let disposition = part
            .header("content-disposition")
            .map(HeaderParameters::parse);
        part.name = disposition.and_then(|it| it.get("name").map(header::unescape_name));
        part.decode()?;
        Ok(part)
    }

    /// Undoes the transfer encoding, which is common in mail but not in HTTP.
    fn decode(&mut self) -> Result<(), Error> {
        let encoding = self.header("content-transfer-encoding");
        match encoding.map(str::to_ascii_lowercase).as_deref() {
            None | Some("7bit" | "8bit" | "binary") => Ok(()),
            Some("base64") => {
                let text = self.body.iter().filter(|byte| !byte.is_ascii_whitespace());
                let text: String = text.map(|byte| char::from(*byte)).collect();
                let decoded = Base64::from_encoded(text).decode();
                self.body = decoded.map_err(Error::custom)?.into();
                Ok(())
            }
            Some(other) => Err(Error::custom(format_args!(
                "the transfer encoding `{other}` of a part is not supported"
            ))),
        }
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(it, _)| it.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    /// Returns the name in `Content-Disposition`.
    pub(super) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the `Content-Id` without angle brackets.
    pub(super) fn content_id(&self) -> Option<&str> {
        let id = self.header("content-id")?;
        Some(without_brackets(id))
    }

    /// Returns the media type in lower case, without parameters.
    fn essence(&self) -> Option<String> {
        let content_type = self.header("content-type")?;
        let essence = content_type.split(';').next().unwrap_or_default();
        Some(essence.trim().to_ascii_lowercase())
    }

    fn is_json(&self) -> bool {
        let essence = self.essence();
        essence.is_some_and(|it| it.ends_with("/json") || it.ends_with("+json"))
    }

    /// Returns how well the part matches a member with these declared content types and JSON types;
    /// `None` if it does not.
    pub(super) fn match_score(&self, declared: Option<&str>, kinds: JsonTypes) -> Option<u8> {
        let Some(essence) = self.essence() else {
            return Some(1);
        };
        let Some(declared) = declared else {
            let may_be_octets = kinds.meets(JsonTypes::STRING.or(JsonTypes::ARRAY));
            let is_structured = kinds.meets(JsonTypes::OBJECT.or(JsonTypes::ARRAY));
            return match self.is_json() {
                true if is_structured => Some(2),
                true => Some(1),
                false if may_be_octets => Some(1),
                // Numbers and booleans are text.
                false => (!is_structured && essence.starts_with("text/")).then_some(1),
            };
        };
        let mut declared = declared.split(',').map(|it| {
            let essence = it.split(';').next().unwrap_or_default();
            essence.trim().to_ascii_lowercase()
        });
        let is_one = declared.any(|it| match it.strip_suffix('*') {
            Some("*/") => true,
            Some(range) => essence.starts_with(range),
            None => essence == it,
        });
        is_one.then_some(3)
    }

    /// Returns the value, as JSON if the content type says so or else as text, and whether it is
    /// text.
    fn value(&self) -> Result<(Value, bool), Error> {
        if self.is_json() {
            return Ok((serde_json::from_slice(&self.body)?, false));
        }
        match str::from_utf8(&self.body) {
            Ok(text) => Ok((text.into(), true)),
            Err(error) => Err(Error::custom(format_args!("the part is not text: {error}"))),
        }
    }
}

/// Splits headers and body at the empty line between them.
fn split_head(part: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', part) {
        let line = &part[start..end];
        if matches!(line, [] | b"\r") {
            return Some((&part[..start], &part[end + 1..]));
        }
        start = end + 1;
    }
    // Nothing follows the line break of the last header: the empty line belongs to the boundary.
    matches!(&part[start..], [] | b"\r").then_some((part, &[]))
}

/// All parts of a member.
#[derive(Clone, Copy)]
pub(super) struct MemberParts<'p, 'b>(pub(super) &'p [&'p PartReader<'b>]);

impl<'p, 'b> MemberParts<'p, 'b> {
    fn only(self) -> Result<&'p PartReader<'b>, Error> {
        match self.0 {
            [only] => Ok(only),
            _ => Err(Error::custom(DUPLICATE)),
        }
    }
}

/// Implements methods that decode the value of the only part.
macro_rules! of_value {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let (value, is_text) = &self.only()?.value()?;
            let is_text = *is_text;
            ValueDeserializer { value, is_text }.$method(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for MemberParts<'_, '_> {
    type Error = Error;

    /// A part that is text may stand for any type.
    fn is_human_readable(&self) -> bool {
        matches!(self.0, [only] if only.is_json())
    }

    of_value! { deserialize_bool deserialize_i64 deserialize_u64 deserialize_f64 deserialize_map }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            [only] => {
                let (value, is_text) = &only.value()?;
                let is_text = *is_text;
                ValueDeserializer { value, is_text }.deserialize_any(visitor)
            }
            _ => self.deserialize_seq(visitor),
        }
    }

    /// A single JSON array contains all items; otherwise each part is an item. A part may be a file that
    /// claims to be JSON.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if let [only] = self.0
            && only.is_json()
            && let Ok((value @ Value::Array(_), _)) = only.value()
        {
            return ValueDeserializer::json(&value).deserialize_seq(visitor);
        }
        let items = self.0.iter().map(|part| Self(std::slice::from_ref(part)));
        visitor.visit_seq(SeqDeserializer::new(items))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    /// A file consists of the content and the headers of its part.
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name != TOKEN {
            return visitor.visit_newtype_struct(self);
        }
        let part = self.only()?;
        let headers = part.headers.iter();
        let headers = headers.map(|(name, value)| (&**name, FileField::Header(value)));
        let body = std::iter::once(("", FileField::Body(&part.body)));
        visitor.visit_map(MapDeserializer::new(headers.chain(body)))
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u128 f32 char str string bytes byte_buf unit unit_struct tuple
        tuple_struct struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, Error> for MemberParts<'_, '_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The fields of a file.
enum FileField<'p> {
    Header(&'p str),
    Body(&'p [u8]),
}

impl<'de> Deserializer<'de> for FileField<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Header(value) => visitor.visit_str(value),
            Self::Body(body) => BytesDeserializer::new(body).deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

impl IntoDeserializer<'_, Error> for FileField<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
