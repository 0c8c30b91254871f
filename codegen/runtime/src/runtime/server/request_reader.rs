//! The reading of requests.

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, Request, StatusCode};
use serde::Serialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::path::Captures;
use super::text::{Pair, TextEncoding, TextValue, decode_text, read_pairs, read_text};
use super::{Location, Rejection, Route};
use crate::runtime::event_stream::decode_items;
use crate::runtime::media_type::{MediaType, MediaTypeMatch};
use crate::runtime::multipart::decode_parts;
use crate::runtime::stream_reader::Framing;
use crate::runtime::value_deserializer::ValueDeserializer;
use crate::runtime::{
    Decode, DecodeError, File, JsonTypes, Part, Style, Violation, ViolationKind, Violations,
    decode, decode_form,
};

/// A request body in one of several content types, each a variant.
pub trait ReadBody: Sized {
    /// The content types and ranges, in the order of the variants.
    const CONTENT_TYPES: &'static [&'static str];

    /// Reads the body in one of the content types; `None` if something is wrong, which `from` then
    /// has.
    fn read(content_type: &str, from: &mut RequestReader<'_>) -> Option<Self>;
}

/// A reader of a request, which collects all that is wrong with it.
#[derive(Debug)]
pub struct RequestReader<'r> {
    route: &'r Route,
    captures: Captures<'r>,
    query: Vec<Pair<'r>>,
    /// The query as it arrived.
    query_text: &'r str,
    cookies: Vec<Pair<'r>>,
    headers: &'r HeaderMap,
    body: &'r Bytes,
    status: StatusCode,
    violations: Vec<Violation>,
}

/// Reads an operation from a request, which must be one of the route.
pub(super) fn read_request<O>(
    route: &Route,
    request: &Request<Bytes>,
    read: impl FnOnce(&mut RequestReader<'_>) -> Option<O>,
) -> Result<O, Rejection> {
    let mut from = RequestReader::new(route, request)?;
    let operation = read(&mut from);
    from.finish(operation)
}

impl<'r> RequestReader<'r> {
    /// Begins to read a request, which must be one of the route.
    fn new(route: &'r Route, request: &'r Request<Bytes>) -> Result<Self, Rejection> {
        let Some(captures) = route.match_request(request) else {
            return Err(Rejection::not_found(request.uri().path()));
        };
        if route.method != request.method().as_str() {
            let allow = vec![route.method];
            return Err(Rejection::method_not_allowed(request.method(), allow));
        }
        let mut reader = Self {
            route,
            captures,
            query: Vec::new(),
            query_text: request.uri().query().unwrap_or_default(),
            cookies: Vec::new(),
            headers: request.headers(),
            body: request.body(),
            status: StatusCode::UNPROCESSABLE_ENTITY,
            violations: Vec::new(),
        };
        reader.split_query(reader.query_text);
        reader.split_cookies();
        Ok(reader)
    }

    fn split_query(&mut self, query: &'r str) {
        for pair in query.split('&').filter(|it| !it.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match decode_text(name, TextEncoding::Form) {
                Ok(name) => self.query.push((name, value)),
                Err(message) => {
                    let message = format!("a name in the query {message}");
                    self.refuse(
                        StatusCode::BAD_REQUEST,
                        None,
                        ViolationKind::Encoding,
                        message,
                    );
                }
            }
        }
    }

    fn split_cookies(&mut self) {
        for header in self.headers.get_all(COOKIE) {
            let Ok(text) = std::str::from_utf8(header.as_bytes()) else {
                let message = "the cookies are not UTF-8".to_owned();
                self.refuse(
                    StatusCode::BAD_REQUEST,
                    None,
                    ViolationKind::Encoding,
                    message,
                );
                continue;
            };
            for pair in text.split(';').map(|it| it.trim_start_matches(' ')) {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                let name = decode_text(name, TextEncoding::Percent);
                self.cookies.push((name.unwrap_or_default(), value));
            }
        }
    }

    /// Returns the operation that was read, or all that is wrong with the request.
    fn finish<O>(self, operation: Option<O>) -> Result<O, Rejection> {
        let Self {
            route,
            status,
            violations,
            ..
        } = self;
        match operation {
            Some(operation) if violations.is_empty() => Ok(operation),
            _ => Err(Rejection::with_violations(status, route.name, violations)),
        }
    }

    /// Adds violations of rules.
    pub(super) fn refuse_all(&mut self, violations: Violations) {
        self.violations.extend(violations);
    }

    /// Adds a violation. Of several statuses, the least counts, but 415 before any other.
    fn refuse(
        &mut self,
        status: StatusCode,
        parameter: Option<&'static str>,
        kind: ViolationKind,
        message: String,
    ) {
        let rank = |status| match status {
            StatusCode::UNSUPPORTED_MEDIA_TYPE => 2,
            StatusCode::BAD_REQUEST => 1,
            _ => 0,
        };
        if rank(status) > rank(self.status) {
            self.status = status;
        }
        self.violations.push(Violation {
            pointer: String::new(),
            parameter,
            kind,
            message,
            because: None,
            code: None,
        });
    }

    /// Adds the error of a value at its place.
    fn refuse_value(
        &mut self,
        status: StatusCode,
        parameter: Option<&'static str>,
        error: &DecodeError,
    ) {
        let kind = if error.message().starts_with("missing ") {
            ViolationKind::Required
        } else {
            ViolationKind::Type
        };
        self.refuse(status, parameter, kind, error.message().to_owned());
        if let Some(violation) = self.violations.last_mut() {
            error.pointer().clone_into(&mut violation.pointer);
        }
    }
}

/// The parameters, in methods that are named like those of the writer.
impl<'r> RequestReader<'r> {
    /// Returns a reader of an optional parameter.
    #[inline]
    pub fn optional(&mut self) -> OptionalReader<'_, 'r> {
        OptionalReader(self)
    }

    /// Reads a path parameter.
    pub fn path<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<T> {
        let found = self.path_text(name, style, T::ACCEPTS);
        self.required(name, found)
    }

    /// Reads a query parameter.
    pub fn query<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<T> {
        let found = self.query_pairs(name, style, T::ACCEPTS);
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

    /// Reads the whole query; the inner `None` if there is none.
    #[allow(clippy::option_option)] // What is wrong is noted, what is absent is not.
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
        let text = decode_text(self.query_text, TextEncoding::Percent);
        let found = text.and_then(|text| match style {
            Style::Json => match serde_json::from_str(&text) {
                Ok(value) => Ok(Some((value, false))),
                Err(error) => Err(format!("is not JSON: {error}")),
            },
            _ => Ok(Some((Value::from(text), true))),
        });
        self.decoded(name, found)
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
        let found = self.verbatim_cookie_pairs(name, style, T::ACCEPTS);
        self.required(name, found)
    }

    /// Reads a header parameter.
    pub fn header<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<T> {
        let found = self.header_text(name, style, T::ACCEPTS);
        self.required(name, found)
    }

    /// Reads a cookie parameter.
    pub fn cookie<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<T> {
        let found = self.cookie_pairs(name, style, T::ACCEPTS);
        self.required(name, found)
    }

    fn required<T: Decode>(
        &mut self,
        name: &'static str,
        found: Result<Option<TextValue>, String>,
    ) -> Option<T> {
        let is_absent = matches!(found, Ok(None));
        let value = self.decoded(name, found)?;
        if value.is_none() && is_absent {
            // Nothing is written for an object without members.
            if T::ACCEPTS.meets(JsonTypes::OBJECT) && T::ACCEPTS != JsonTypes::ANY {
                let empty = Value::Object(Map::new());
                if let Ok(value) = T::decode(ValueDeserializer::text(&empty)) {
                    return Some(value);
                }
            }
            let message = "is missing".to_owned();
            self.refuse(
                StatusCode::BAD_REQUEST,
                Some(name),
                ViolationKind::Required,
                message,
            );
        }
        value
    }

    /// Decodes a value; `None` if it is wrong, and `Some(None)` if it is absent.
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
        let decode = |text: &str| decode_text(text, TextEncoding::Percent).map(Into::into);
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

/// The body, in methods that are named like those of the writer.
#[allow(clippy::option_option)] // Of an optional body.
impl RequestReader<'_> {
    /// Reads a JSON body.
    pub fn json<T: Decode>(&mut self, content_type: &'static str) -> Option<T> {
        if self.expect_body(content_type) {
            self.read_json()
        } else {
            None
        }
    }

    /// Reads a JSON body if there is one.
    pub fn optional_json<T: Decode>(&mut self, content_type: &'static str) -> Option<Option<T>> {
        if self.has_body() {
            self.json(content_type).map(Some)
        } else {
            Some(None)
        }
    }

    /// Reads a JSON body. One without any members counts as absent, for an absent one is written as
    /// `{}`.
    pub fn json_or_empty<T: Decode + Serialize>(
        &mut self,
        content_type: &'static str,
    ) -> Option<Option<T>> {
        let body = self.optional_json(content_type)?;
        let is_empty = |body: &T| serde_json::to_vec(body).is_ok_and(|it| it == b"{}");
        Some(body.filter(|body| !is_empty(body)))
    }

    /// Reads a form. `styles` are the styles of members that are not written in the default style.
    pub fn form<T: Decode>(
        &mut self,
        content_type: &'static str,
        styles: &[(&str, Style)],
    ) -> Option<T> {
        if !self.expect_body(content_type) {
            return None;
        }
        let decoded = decode_form(styles, self.body);
        self.body_of(decoded)
    }

    /// Reads a form if there is one.
    pub fn optional_form<T: Decode>(
        &mut self,
        content_type: &'static str,
        styles: &[(&str, Style)],
    ) -> Option<Option<T>> {
        if self.has_body() {
            self.form(content_type, styles).map(Some)
        } else {
            Some(None)
        }
    }

    /// Reads a multipart body. `parts` declares what the types of the members do not say.
    pub fn multipart<T: Decode>(
        &mut self,
        content_type: &'static str,
        parts: &[Part],
    ) -> Option<T> {
        if !self.expect_body(content_type) {
            return None;
        }
        let decoded = decode_parts(self.content_type(), self.body, parts);
        self.body_of(decoded)
    }

    /// Reads a multipart body if there is one.
    pub fn optional_multipart<T: Decode>(
        &mut self,
        content_type: &'static str,
        parts: &[Part],
    ) -> Option<Option<T>> {
        if self.has_body() {
            self.multipart(content_type, parts).map(Some)
        } else {
            Some(None)
        }
    }

    /// Reads the items of a list one after another: lines of JSON, a JSON text sequence or events,
    /// depending on the content type.
    pub fn items<T: Decode>(&mut self, content_type: &'static str) -> Option<T> {
        if !self.expect_body(content_type) {
            return None;
        }
        let decoded = decode_items(Framing::of(content_type), self.body);
        self.body_of(decoded)
    }

    /// Reads the items of a list if there is a body.
    pub fn optional_items<T: Decode>(&mut self, content_type: &'static str) -> Option<Option<T>> {
        if self.has_body() {
            self.items(content_type).map(Some)
        } else {
            Some(None)
        }
    }

    /// Reads a text body, which must be UTF-8.
    pub fn text(&mut self, content_type: &'static str) -> Option<String> {
        if !self.expect_body(content_type) {
            return None;
        }
        // Texts in some other charsets are UTF-8 too, but not the same text.
        if let Some(charset) = self.content_type().and_then(MediaType::foreign_charset) {
            let message = format!("the charset {charset:?} is not supported");
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            self.refuse(status, None, ViolationKind::MediaType, message);
            return None;
        }
        let text = std::str::from_utf8(self.body);
        match text {
            Ok(text) => Some(text.to_owned()),
            Err(error) => {
                let message = format!("the request body is not UTF-8: {error}");
                self.refuse(
                    StatusCode::BAD_REQUEST,
                    None,
                    ViolationKind::Encoding,
                    message,
                );
                None
            }
        }
    }

    /// Reads a text body if there is one.
    pub fn optional_text(&mut self, content_type: &'static str) -> Option<Option<String>> {
        if self.has_body() {
            self.text(content_type).map(Some)
        } else {
            Some(None)
        }
    }

    /// Reads a body of bytes.
    pub fn bytes(&mut self, content_type: &'static str) -> Option<Bytes> {
        let is_there = self.expect_body(content_type);
        is_there.then(|| self.body.clone())
    }

    /// Reads a body of bytes if there is one.
    pub fn optional_bytes(&mut self, content_type: &'static str) -> Option<Option<Bytes>> {
        if self.has_body() {
            self.bytes(content_type).map(Some)
        } else {
            Some(None)
        }
    }

    /// Reads a body as a file of any content type, which it has unless it is `content_type`.
    pub fn file(&mut self, content_type: &'static str) -> Option<File> {
        if !self.expect_body("*/*") {
            return None;
        }
        let given = self.content_type().filter(|it| *it != content_type);
        let mut file = File::new(self.body.clone());
        file.content_type = given.map(str::to_owned);
        Some(file)
    }

    /// Reads a body as a file if there is one.
    pub fn optional_file(&mut self, content_type: &'static str) -> Option<Option<File>> {
        if self.has_body() {
            self.file(content_type).map(Some)
        } else {
            Some(None)
        }
    }

    /// Reads a body in one of several content types.
    pub fn one_of<B: ReadBody>(&mut self) -> Option<B> {
        let content_type = self.expect_one_of(B::CONTENT_TYPES)?;
        B::read(content_type, self)
    }

    /// Reads a body in one of several content types if there is one.
    pub fn optional_one_of<B: ReadBody>(&mut self) -> Option<Option<B>> {
        if self.has_body() {
            self.one_of().map(Some)
        } else {
            Some(None)
        }
    }

    /// Reads a body in one of several content types, where `{}` of this content type counts as
    /// absent.
    pub fn one_of_or_empty<B: ReadBody>(
        &mut self,
        content_type: &'static str,
    ) -> Option<Option<B>> {
        let given = self.content_type();
        if self.body.trim_ascii() == b"{}" && given.is_some_and(|it| is_match(it, content_type)) {
            Some(None)
        } else {
            self.optional_one_of()
        }
    }

    /// Returns the content type that matches best, and adds a violation if none does.
    fn expect_one_of(&mut self, content_types: &[&'static str]) -> Option<&'static str> {
        let given = MediaType::parse(self.content_type().unwrap_or_default());
        let found = |it: &&&'static str| given.match_with(&MediaType::parse(it));
        let matching = content_types.iter();
        let matching =
            matching.filter(|it| self.content_type().is_some_and(|given| is_match(given, it)));
        // The first of equal matches.
        let best = matching.rev().max_by_key(found).copied();
        let expected = best.map_or_else(|| content_types.join(" or "), str::to_owned);
        if self.expect_body(&expected) {
            best
        } else {
            None
        }
    }

    /// Returns a body that was decoded, or adds its error.
    fn body_of<T>(&mut self, decoded: Result<T, DecodeError>) -> Option<T> {
        match decoded {
            Ok(body) => Some(body),
            Err(error) => {
                self.refuse_value(StatusCode::UNPROCESSABLE_ENTITY, None, &error);
                None
            }
        }
    }

    fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    fn read_json<T: Decode>(&mut self) -> Option<T> {
        match decode(self.body) {
            Ok(body) => Some(body),
            Err(error) => {
                self.refuse_json(&error);
                None
            }
        }
    }

    /// Adds the error of a body that is not JSON, or does not match its schema.
    #[inline(never)]
    fn refuse_json(&mut self, error: &DecodeError) {
        // What is ignored may be no UTF-8.
        let text = std::str::from_utf8(self.body).ok();
        let json = text.and_then(|text| serde_json::from_str::<IgnoredAny>(text).ok());
        let status = match json {
            Some(IgnoredAny) => StatusCode::UNPROCESSABLE_ENTITY,
            None => StatusCode::BAD_REQUEST,
        };
        self.refuse_value(status, None, error);
    }

    /// Returns whether the request has a body: an empty one has a content type.
    fn has_body(&self) -> bool {
        !self.body.is_empty() || self.headers.contains_key(CONTENT_TYPE)
    }

    /// Returns whether there is a body of the content type, and adds a violation if not.
    fn expect_body(&mut self, content_type: &str) -> bool {
        let refused = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        if !self.has_body() {
            let message = "the request body is missing".to_owned();
            self.refuse(
                StatusCode::BAD_REQUEST,
                None,
                ViolationKind::Required,
                message,
            );
            return false;
        }
        if let Some(coding) = self.headers.get(CONTENT_ENCODING)
            && coding != "identity"
        {
            let message = format!("the content coding {coding:?} is not supported");
            self.refuse(refused, None, ViolationKind::MediaType, message);
            return false;
        }
        let given = self.content_type();
        if given.is_some_and(|given| is_match(given, content_type)) {
            return true;
        }
        let message = match given {
            Some(given) => format!("the content type {given:?} is not {content_type:?}"),
            None => format!("the content type is missing; it is {content_type:?}"),
        };
        self.refuse(refused, None, ViolationKind::MediaType, message);
        false
    }
}

/// Returns whether a content type is the declared one, or within the declared range.
fn is_match(given: &str, declared: &str) -> bool {
    let found = MediaType::parse(given).match_with(&MediaType::parse(declared));
    matches!(
        found,
        MediaTypeMatch::Any | MediaTypeMatch::Range | MediaTypeMatch::Named(..)
    )
}

/// A reader of an optional parameter, with the methods of [`RequestReader`].
#[derive(Debug)]
pub struct OptionalReader<'a, 'r>(&'a mut RequestReader<'r>);

/// Each returns `None` if the parameter is wrong, and `Some(None)` if it is absent.
#[allow(clippy::option_option)]
impl OptionalReader<'_, '_> {
    /// Reads a query parameter.
    pub fn query<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<Option<T>> {
        let found = self.0.query_pairs(name, style, T::ACCEPTS);
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
        let found = self.0.header_text(name, style, T::ACCEPTS);
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
        let found = self.0.verbatim_cookie_pairs(name, style, T::ACCEPTS);
        self.0.decoded(name, found)
    }

    /// Reads a cookie parameter.
    pub fn cookie<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<Option<T>> {
        let found = self.0.cookie_pairs(name, style, T::ACCEPTS);
        self.0.decoded(name, found)
    }

    /// Reads a path parameter.
    pub fn path<T: Decode>(&mut self, name: &'static str, style: Style) -> Option<Option<T>> {
        let found = self.0.path_text(name, style, T::ACCEPTS);
        self.0.decoded(name, found)
    }
}
