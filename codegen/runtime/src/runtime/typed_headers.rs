//! Typed headers of replies (OpenAPI 3.1.1, §4.8.21): header values in, a struct out.

use std::borrow::Cow;
use std::str;

use http::{HeaderMap, header};
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

use super::decode_error::prefix_pointer;
use super::text_encoding::{TextEncoding, decode_text};
use super::{Decode, DecodeError, Map, Operation, Style, VisitFields};

/// An operation whose success has typed headers.
pub trait TypedHeaders: Operation {
    /// The type of the headers.
    type Headers: Decode + Send + Sync + 'static;

    /// The styles of headers that are not written in the style `simple`, not exploded.
    const STYLES: &'static [(&'static str, Style)] = &[];

    /// Decodes the headers of a success.
    ///
    /// # Errors
    ///
    /// If a header does not match its schema; the error points to it, such as `/X-Left`.
    fn headers(headers: &HeaderMap) -> Result<Self::Headers, DecodeError> {
        Ok(decode_headers(headers, Self::STYLES)?)
    }
}

fn decode_headers<T: Decode>(headers: &HeaderMap, styles: &[(&str, Style)]) -> Result<T, Error> {
    let mut names = FieldNames::default();
    T::empty().visit_fields(&mut names);
    let mut found = Vec::new();
    for name in names.0 {
        let style = styles.iter().find(|(styled, _)| *styled == name);
        let style = style.map_or(Style::Simple, |(_, style)| *style);
        let text =
            header_text(headers, name, style).map_err(|error| prefix_pointer(name, &error))?;
        found.extend(text.map(|text| (name, text)));
    }
    T::decode(HeaderAccess(found.into_iter(), None))
}

/// Returns the value of a header; several header lines of one name are joined (RFC 9110 §5.3).
fn header_text<'h>(
    headers: &'h HeaderMap,
    name: &str,
    style: Style,
) -> Result<Option<HeaderText<'h>>, Error> {
    // The values of `Set-Cookie` contain commas, so they cannot be joined by them.
    let is_cookie = name.eq_ignore_ascii_case(header::SET_COOKIE.as_str());
    let separator = if is_cookie { '\n' } else { ',' };
    let mut all: Option<Cow<'h, str>> = None;
    for value in headers.get_all(name) {
        let value = str::from_utf8(value.as_bytes()).map_err(Error::custom)?;
        all = Some(match all {
            None => Cow::Borrowed(value),
            Some(before) => Cow::Owned(format!("{before}{separator}{value}")),
        });
    }
    Ok(all.map(|value| HeaderText {
        value,
        separator,
        style,
    }))
}

/// The names of the members of an object.
#[derive(Default)]
struct FieldNames(Vec<&'static str>);

impl VisitFields for FieldNames {
    fn required<T: Decode>(&mut self, key: &'static str, _: &mut T) {
        self.0.push(key);
    }

    fn optional<T: Decode>(&mut self, key: &'static str, _: &mut Option<T>) {
        self.0.push(key);
    }

    fn constant(&mut self, key: &'static str, _: &'static str) {
        self.0.push(key);
    }

    fn others<T: Decode>(&mut self, _: &mut Map<T>) {}
}

/// The headers that are present, and the one whose value is read next.
struct HeaderAccess<'h, I>(I, Option<HeaderText<'h>>);

impl<'de, 'h, I: Iterator<Item = (&'static str, HeaderText<'h>)>> Deserializer<'de>
    for HeaderAccess<'h, I>
{
    type Error = Error;

    /// Nothing is written for a list without items.
    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

impl<'de, 'h, I: Iterator<Item = (&'static str, HeaderText<'h>)>> MapAccess<'de>
    for HeaderAccess<'h, I>
{
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((name, text)) = self.0.next() else {
            return Ok(None);
        };
        self.1 = Some(text);
        seed.deserialize(name.into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let text = self.1.take().ok_or_else(|| Error::custom("no name"))?;
        match text.style {
            Style::Json => seed.deserialize(serde_json::from_str::<Value>(&text.value)?),
            _ => seed.deserialize(text),
        }
    }
}

/// A header value that is decoded as whatever type is expected, such as a number or a list.
struct HeaderText<'h> {
    value: Cow<'h, str>,
    separator: char,
    style: Style,
}

impl HeaderText<'_> {
    fn items(&self) -> impl Iterator<Item = HeaderText<'_>> {
        let items = self.value.split(self.separator).map(str::trim);
        items.filter(|it| !it.is_empty()).map(|it| self.part(it))
    }

    /// Returns an item, which is percent-encoded (RFC 6570, §3.2.2), unlike a cookie.
    fn part<'t>(&self, text: &'t str) -> HeaderText<'t> {
        let decoded =
            (self.separator == ',').then(|| decode_text(text, TextEncoding::Lenient).ok());
        HeaderText {
            value: decoded.flatten().unwrap_or(Cow::Borrowed(text)),
            ..*self
        }
    }

    /// Returns the members of an object: `k,v`, exploded `k=v`.
    fn members(&self) -> Result<Vec<(String, HeaderText<'_>)>, Error> {
        let mut items = self.value.split(self.separator).map(str::trim);
        let mut members = Vec::new();
        while let Some(item) = items.next().filter(|it| !it.is_empty()) {
            let member = match self.style {
                Style::SimpleExploded => item.split_once('='),
                _ => items.next().map(|value| (item, value)),
            };
            let (key, value) = member
                .ok_or_else(|| Error::custom(format_args!("the member {item:?} has no value")))?;
            members.push((self.part(key).value.into_owned(), self.part(value)));
        }
        Ok(members)
    }

    fn scalar<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let text = &*self.value;
        if let Ok(number) = text.parse::<i64>() {
            visitor.visit_i64(number)
        } else if let Ok(number) = text.parse::<u64>() {
            visitor.visit_u64(number)
        } else if let Some(number) = text.parse::<f64>().ok().filter(|it| it.is_finite()) {
            visitor.visit_f64(number)
        } else if let Ok(flag) = text.parse::<bool>() {
            visitor.visit_bool(flag)
        } else {
            visitor.visit_str(text)
        }
    }

    fn string<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_string(self.value.into_owned())
    }
}

impl<'de> Deserializer<'de> for HeaderText<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.scalar(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.string(visitor)
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value.parse() {
            Ok(number) => visitor.visit_i128(number),
            Err(_) => self.scalar(visitor),
        }
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value.parse() {
            Ok(number) => visitor.visit_u128(number),
            Err(_) => self.scalar(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(SeqDeserializer::new(self.items()))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(MapDeserializer::new(self.members()?.into_iter()))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char bytes byte_buf unit unit_struct
        newtype_struct tuple tuple_struct struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, Error> for HeaderText<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
