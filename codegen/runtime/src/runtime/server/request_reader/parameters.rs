//! Parameters of a request in, their values out.

use http::StatusCode;
use serde_json::{Map, Value};

use super::RequestReader;
use crate::runtime::server::Location;
use crate::runtime::server::text::{TextValue, read_json, read_pairs, read_text};
use crate::runtime::text_encoding::{TextEncoding, decode_text};
use crate::runtime::value_deserializer::ValueDeserializer;
use crate::runtime::{Decode, JsonTypes, Style, ViolationKind, decode_form};

/// Reading of parameters. The methods are named like those of [`RequestWriter`](crate::runtime::RequestWriter).
impl<'r> RequestReader<'r> {
    /// Returns a reader of an optional parameter.
    #[inline]
    pub fn optional(&mut self) -> OptionalReader<'_, 'r> {
        OptionalReader(self)
    }

    /// Reads a path parameter.
    pub fn path<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<T> {
        let found = self.path_text(name, style, T::READS);
        self.required(name, found)
    }

    /// Reads a query parameter.
    pub fn query<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<T> {
        let found = self.query_pairs(name, style, T::READS);
        self.required(name, found)
    }

    /// Reads a query parameter with `allowReserved`, which makes no difference.
    pub fn query_reserved<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<T> {
        self.query(name, style)
    }

    /// Reads the whole query: a form whose members have these styles, JSON, or text.
    pub fn query_string<T: Decode>(
        &mut self,
        name: &'static str,
        style: Style,
        styles: &[(&str, Style)],
    ) -> Option<T> {
        match self.whole_query(name, style, styles)? {
            None => self.required(name, Ok(None)),
            found => found,
        }
    }

    /// Reads the whole query. Returns `None` after a violation, and `Some(None)` if there is no query.
    #[allow(clippy::option_option)] // Of an optional parameter.
    fn whole_query<T: Decode>(
        &mut self,
        name: &'static str,
        style: Style,
        styles: &[(&str, Style)],
    ) -> Option<Option<T>> {
        if self.query_text.is_empty() {
            return Some(None);
        }
        if style == Style::Form {
            return match decode_form(styles, self.query_text.as_bytes()) {
                Ok(value) => Some(Some(value)),
                Err(error) => {
                    self.refuse_value(StatusCode::BAD_REQUEST, Some(name), &error);
                    None
                }
            };
        }
        let encoding = TextEncoding::Percent;
        let found = match style {
            Style::Json => read_json(self.query_text, encoding),
            _ => decode_text(self.query_text, encoding).map(|text| (text.into(), true)),
        };
        self.decoded(name, found.map(Some))
    }

    /// Reads a path parameter with `allowReserved`, which makes no difference.
    pub fn path_reserved<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<T> {
        self.path(name, style)
    }

    /// Reads a cookie parameter with `allowReserved`, which makes no difference.
    pub fn cookie_reserved<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<T> {
        self.cookie(name, style)
    }

    /// Reads a cookie parameter in the style `cookie`, whose value is not encoded.
    pub fn cookie_verbatim<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<T> {
        let found = self.verbatim_cookie_pairs(name, style, T::READS);
        self.required(name, found)
    }

    /// Reads a header parameter.
    pub fn header<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<T> {
        let found = self.header_text(name, style, T::READS);
        self.required(name, found)
    }

    /// Reads a cookie parameter.
    pub fn cookie<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<T> {
        let found = self.cookie_pairs(name, style, T::READS);
        self.required(name, found)
    }

    /// Decodes a value, and adds a violation if it is absent.
    fn required<T: Decode>(
        &mut self,
        name: &'static str,
        found: Result<Option<TextValue>, String>,
    ) -> Option<T> {
        let is_absent = matches!(found, Ok(None));
        let value = self.decoded(name, found)?;
        if value.is_none() && is_absent {
            // Nothing is written for an object without members, or for a list without items.
            let empty = [
                (JsonTypes::OBJECT, Value::Object(Map::new())),
                (JsonTypes::ARRAY, Value::Array(Vec::new())),
            ];
            for (types, empty) in &empty {
                if T::ACCEPTS.meets(*types)
                    && T::ACCEPTS != JsonTypes::ANY
                    && let Ok(value) = T::decode(ValueDeserializer::text(empty))
                {
                    return Some(value);
                }
            }
            let message = "is missing".to_owned();
            let kind = ViolationKind::Required;
            self.refuse(StatusCode::BAD_REQUEST, Some(name), kind, message);
        }
        value
    }

    /// Decodes a value. Returns `None` after a violation, and `Some(None)` if it is absent.
    #[allow(clippy::option_option)] // Of an optional parameter.
    fn decoded<T: Decode>(
        &mut self,
        name: &'static str,
        found: Result<Option<TextValue>, String>,
    ) -> Option<Option<T>> {
        let decoded = match found {
            Ok(None) => return Some(None),
            Ok(Some((value, is_text))) => T::decode(ValueDeserializer {
                value: &value,
                is_text,
            }),
            Err(message) => {
                let kind = ViolationKind::Encoding;
                self.refuse(StatusCode::BAD_REQUEST, Some(name), kind, message);
                return None;
            }
        };
        match decoded {
            Ok(value) => Some(Some(value)),
            Err(error) => {
                self.refuse_value(StatusCode::BAD_REQUEST, Some(name), &error.into());
                None
            }
        }
    }

    fn path_text(
        &self,
        name: &str,
        style: Style,
        kinds: JsonTypes,
    ) -> Result<Option<TextValue>, String> {
        let Some((_, text)) = self.captures.iter().find(|(it, _)| *it == name) else {
            return Ok(None);
        };
        read_text(name, style, TextEncoding::Percent, kinds, text).map(Some)
    }

    fn header_text(
        &self,
        name: &str,
        style: Style,
        kinds: JsonTypes,
    ) -> Result<Option<TextValue>, String> {
        let mut lines = Vec::new();
        for line in self.headers.get_all(name) {
            let line = std::str::from_utf8(line.as_bytes());
            lines.push(line.map_err(|error| format!("is not UTF-8: {error}"))?);
        }
        if lines.is_empty() {
            return Ok(None);
        }
        let text = lines.join(",");
        read_text(name, style, TextEncoding::Verbatim, kinds, &text).map(Some)
    }

    fn query_pairs(
        &self,
        name: &str,
        style: Style,
        kinds: JsonTypes,
    ) -> Result<Option<TextValue>, String> {
        let decode = |text: &str| decode_text(text, TextEncoding::Form).map(Into::into);
        let is_other = self.is_other(Location::Query, name);
        read_pairs((name, style), kinds, &self.query, &decode, &is_other)
    }

    fn cookie_pairs(
        &self,
        name: &str,
        style: Style,
        kinds: JsonTypes,
    ) -> Result<Option<TextValue>, String> {
        let decode = |text: &str| decode_text(text, TextEncoding::Lenient).map(Into::into);
        let is_other = self.is_other(Location::Cookie, name);
        read_pairs((name, style), kinds, &self.cookies, &decode, &is_other)
    }

    fn verbatim_cookie_pairs(
        &self,
        name: &str,
        style: Style,
        kinds: JsonTypes,
    ) -> Result<Option<TextValue>, String> {
        let is_other = self.is_other(Location::Cookie, name);
        let keep = |text: &str| Ok(text.to_owned());
        read_pairs((name, style), kinds, &self.cookies, &keep, &is_other)
    }

    /// Returns whether a pair belongs to another parameter than the named one.
    fn is_other(&self, location: Location, name: &str) -> impl Fn(&str) -> bool {
        let others = self.route.parameters.iter();
        let others = others.filter(move |it| it.location == location && it.name != name);
        move |pair| {
            others.clone().any(|other| {
                let rest = pair.strip_prefix(other.name);
                rest.is_some_and(|rest| {
                    rest.is_empty() || (other.style == Style::DeepObject && rest.starts_with('['))
                })
            })
        }
    }
}

/// A reader of an optional parameter, with the methods of [`RequestReader`].
#[derive(Debug)]
pub struct OptionalReader<'a, 'r>(&'a mut RequestReader<'r>);

/// Each method returns `None` after a violation, and `Some(None)` if the parameter is absent.
#[allow(clippy::option_option)]
impl OptionalReader<'_, '_> {
    /// Reads a query parameter.
    pub fn query<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<Option<T>> {
        let found = self.0.query_pairs(name, style, T::READS);
        self.0.decoded(name, found)
    }

    /// Reads a query parameter with `allowReserved`, which makes no difference.
    pub fn query_reserved<T: Decode>(
        &mut self,
        name: &'static str,
        style: Style,
    ) -> Option<Option<T>> {
        self.query(name, style)
    }

    /// Reads a header parameter.
    pub fn header<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<Option<T>> {
        let found = self.0.header_text(name, style, T::READS);
        self.0.decoded(name, found)
    }

    /// Reads the whole query: a form whose members have these styles, JSON, or text.
    pub fn query_string<T: Decode>(
        &mut self,
        name: &'static str,
        style: Style,
        styles: &[(&str, Style)],
    ) -> Option<Option<T>> {
        self.0.whole_query(name, style, styles)
    }

    /// Reads a cookie parameter with `allowReserved`, which makes no difference.
    pub fn cookie_reserved<T: Decode>(
        &mut self,
        name: &'static str,
        style: Style,
    ) -> Option<Option<T>> {
        self.cookie(name, style)
    }

    /// Reads a cookie parameter in the style `cookie`, whose value is not encoded.
    pub fn cookie_verbatim<T: Decode>(
        &mut self,
        name: &'static str,
        style: Style,
    ) -> Option<Option<T>> {
        let found = self.0.verbatim_cookie_pairs(name, style, T::READS);
        self.0.decoded(name, found)
    }

    /// Reads a cookie parameter.
    pub fn cookie<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<Option<T>> {
        let found = self.0.cookie_pairs(name, style, T::READS);
        self.0.decoded(name, found)
    }

    /// Reads a path parameter.
    pub fn path<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<Option<T>> {
        let found = self.0.path_text(name, style, T::READS);
        self.0.decoded(name, found)
    }
}
