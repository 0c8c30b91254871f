//! The body of a request in, its value out.

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde::Serialize;
use serde::de::IgnoredAny;

use super::RequestReader;
use crate::runtime::event_stream::decode_items;
use crate::runtime::media_type::{MediaType, MediaTypeMatch};
use crate::runtime::multipart::decode_parts;
use crate::runtime::stream_reader::Framing;
use crate::runtime::{Decode, DecodeError, File, Part, Style, ViolationKind, decode, decode_form};

/// A request body in one of several content types, each a variant.
pub trait ReadBody: Sized {
    /// The content types and ranges, in the order of the variants.
    const CONTENT_TYPES: &'static [&'static str];

    /// Reads the body in one of the content types. Returns `None` after a violation, which is added to
    /// `from`.
    fn read(content_type: &str, from: &mut RequestReader<'_>) -> Option<Self>;
}

/// Reading of the body. The methods are named like those of [`RequestWriter`](crate::runtime::RequestWriter).
#[allow(clippy::option_option)] // Of an optional body.
impl<'r> RequestReader<'r> {
    /// Reads a JSON body.
    pub fn json<T: Decode>(&mut self, content_type: &'static str) -> Option<T> {
        if !self.expect_body(content_type) {
            return None;
        }
        match decode(self.body) {
            Ok(body) => Some(body),
            Err(error) => {
                self.refuse_json(&error);
                None
            }
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

    /// Reads a JSON body. A body without members counts as absent, because an absent one is written
    /// as `{}`.
    pub fn json_or_empty<T: Decode + Serialize>(
        &mut self,
        content_type: &'static str,
    ) -> Option<Option<T>> {
        if self.is_empty_object(content_type) {
            return Some(None);
        }
        let body = self.optional_json(content_type)?;
        Some(body.filter(|body| !has_no_members(body)))
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
        match std::str::from_utf8(self.body) {
            Ok(text) => Some(text.to_owned()),
            Err(error) => {
                let message = format!("the request body is not UTF-8: {error}");
                let kind = ViolationKind::Encoding;
                self.refuse(StatusCode::BAD_REQUEST, None, kind, message);
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

    /// Reads a body of any content type as a file, which records the type unless it is `content_type`.
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
    pub fn one_of_or_empty<B: ReadBody + Serialize>(
        &mut self,
        content_type: &'static str,
    ) -> Option<Option<B>> {
        if self.is_empty_object(content_type) {
            return Some(None);
        }
        let is_own = self.has_content_type(content_type);
        let body = self.optional_one_of()?;
        Some(body.filter(|body| !(is_own && has_no_members(body))))
    }

    /// Returns whether the body is `{}` of this content type.
    fn is_empty_object(&self, content_type: &str) -> bool {
        let mut body = self.body.iter().filter(|it| !it.is_ascii_whitespace());
        self.has_content_type(content_type) && body.by_ref().eq(b"{}")
    }

    fn has_content_type(&self, declared: &str) -> bool {
        let given = self.content_type();
        given.is_some_and(|given| is_match(given, declared))
    }

    /// Returns the content type that matches best, and adds a violation if none does.
    fn expect_one_of(&mut self, content_types: &[&'static str]) -> Option<&'static str> {
        let given = self.content_type();
        let matching = content_types.iter();
        let matching = matching.filter(|it| given.is_some_and(|given| is_match(given, it)));
        let given = MediaType::parse(given.unwrap_or_default());
        let quality = |it: &&&'static str| given.match_with(&MediaType::parse(it));
        // The first of equal matches.
        let best = matching.rev().max_by_key(quality).copied();
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

    fn content_type(&self) -> Option<&'r str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
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

    /// Returns whether the request has a body. An empty one counts if it has a content type.
    fn has_body(&self) -> bool {
        !self.body.is_empty() || self.headers.contains_key(CONTENT_TYPE)
    }

    /// Returns whether there is a body of the content type, and adds a violation if not.
    fn expect_body(&mut self, content_type: &str) -> bool {
        let refused = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        if !self.has_body() {
            let message = "the request body is missing".to_owned();
            let kind = ViolationKind::Required;
            self.refuse(StatusCode::BAD_REQUEST, None, kind, message);
            return false;
        }
        if let Some(coding) = self.headers.get(CONTENT_ENCODING)
            && coding != "identity"
        {
            let message = format!("the content coding {coding:?} is not supported");
            self.refuse(refused, None, ViolationKind::MediaType, message);
            return false;
        }
        if self.has_content_type(content_type) {
            return true;
        }
        let message = match self.content_type() {
            Some(given) => format!("the content type {given:?} is not {content_type:?}"),
            None => format!("the content type is missing; it is {content_type:?}"),
        };
        self.refuse(refused, None, ViolationKind::MediaType, message);
        false
    }
}

/// Returns whether a body is written as `{}`.
fn has_no_members<T: Serialize>(body: &T) -> bool {
    serde_json::to_vec(body).is_ok_and(|it| it == b"{}")
}

/// Returns whether a content type is the declared one, or within the declared range.
fn is_match(given: &str, declared: &str) -> bool {
    let found = MediaType::parse(given).match_with(&MediaType::parse(declared));
    matches!(
        found,
        MediaTypeMatch::Any | MediaTypeMatch::Range | MediaTypeMatch::Named(..)
    )
}
