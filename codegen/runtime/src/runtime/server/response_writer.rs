//! The writing of responses.

use std::fmt::Display;
use std::slice;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;

use crate::runtime::request_writer::{write_header, write_multipart};
use crate::runtime::{Part, Style};

/// A body with its content type, as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawBody {
    /// The content type.
    pub content_type: String,
    /// The content.
    pub data: Bytes,
}

impl RawBody {
    /// Creates a body of this content type.
    pub fn new(content_type: impl Into<String>, data: impl Into<Bytes>) -> Self {
        Self {
            content_type: content_type.into(),
            data: data.into(),
        }
    }
}

/// A writer of a response.
#[derive(Debug)]
pub struct ResponseWriter {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl ResponseWriter {
    pub(super) fn new(status: StatusCode) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: Bytes::new(),
        }
    }

    /// Writes a JSON body. `accept` are the content types that the operation accepts, of which the
    /// first counts.
    pub fn json<T: Serialize>(&mut self, accept: &'static str, body: &T) {
        match serde_json::to_vec(body) {
            Ok(json) => self.send(first_json(accept), json.into()),
            Err(error) => self.refuse(error.to_string()),
        }
    }

    /// Writes a JSON body unless it is `None`.
    pub fn optional_json<T: Serialize>(&mut self, accept: &'static str, body: &Option<T>) {
        if let Some(body) = body {
            self.json(accept, body);
        }
    }

    /// Writes no body.
    #[allow(clippy::unused_self)] // It is named in tables.
    pub fn nothing(&mut self, _: &'static str, (): &()) {}

    /// Writes a text body in UTF-8.
    pub fn text(&mut self, accept: &'static str, body: &str) {
        let content_type = first(accept).unwrap_or("text/plain; charset=utf-8");
        self.send(content_type, Bytes::copy_from_slice(body.as_bytes()));
    }

    /// Writes a body of bytes.
    pub fn bytes(&mut self, accept: &'static str, body: &Bytes) {
        let content_type = first(accept).unwrap_or("application/octet-stream");
        self.send(content_type, body.clone());
    }

    /// Writes a multipart body. `parts` declares what the types of the members do not say.
    pub fn multipart<T: Serialize>(
        &mut self,
        accept: &'static str,
        parts: &'static [Part],
        body: &T,
    ) {
        let content_type = first(accept).unwrap_or("multipart/form-data");
        match write_multipart(content_type, parts, body) {
            Ok(Some((content_type, body))) => self.send_as(&content_type, body),
            Ok(None) => {}
            Err(violation) => self.refuse(violation.to_string()),
        }
    }

    /// Writes a multipart body unless it is `None`.
    pub fn optional_multipart<T: Serialize>(
        &mut self,
        accept: &'static str,
        parts: &'static [Part],
        body: &Option<T>,
    ) {
        self.multipart(accept, parts, body);
    }

    /// Writes typed headers, each member in its style.
    pub(super) fn headers<T: Serialize>(&mut self, styles: &[(&str, Style)], headers: &T) {
        if let Err(message) = self.write_headers(styles, headers) {
            self.refuse(message);
        }
    }

    fn write_headers<T: Serialize>(
        &mut self,
        styles: &[(&str, Style)],
        headers: &T,
    ) -> Result<(), String> {
        let members = serde_json::to_value(headers).map_err(|error| error.to_string())?;
        for (name, value) in members.as_object().into_iter().flatten() {
            let invalid = |error: &dyn Display| format!("the header `{name}` {error}");
            let header =
                HeaderName::from_bytes(name.as_bytes()).map_err(|error| invalid(&error))?;
            let style = styles.iter().find(|(styled, _)| styled == name);
            let style = style.map_or(Style::Simple, |(_, style)| *style);
            // Cookies contain commas, so each has a line of its own.
            let lines = match value.as_array().filter(|_| header == SET_COOKIE) {
                Some(cookies) => cookies.as_slice(),
                None => slice::from_ref(value),
            };
            for line in lines {
                let text = write_header(style, line).map_err(|error| invalid(&error))?;
                let Some(text) = text else { continue };
                let text = HeaderValue::from_maybe_shared(text);
                let text = text.map_err(|_| invalid(&"contains a control character"))?;
                self.headers.append(&header, text);
            }
        }
        Ok(())
    }

    /// Writes a body as it is.
    pub fn raw(&mut self, body: RawBody) {
        self.send_as(body.content_type.as_bytes(), body.data);
    }

    pub(super) fn finish(self) -> Response<Bytes> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }

    fn send(&mut self, content_type: &'static str, body: Bytes) {
        self.send_as(content_type.as_bytes(), body);
    }

    fn send_as(&mut self, content_type: &[u8], body: Bytes) {
        if let Ok(content_type) = HeaderValue::from_bytes(content_type) {
            self.headers.insert(CONTENT_TYPE, content_type);
        }
        self.body = body;
    }

    /// Answers that a value cannot be represented, such as a map whose keys are not strings.
    fn refuse(&mut self, message: String) {
        self.status = StatusCode::INTERNAL_SERVER_ERROR;
        self.send("text/plain; charset=utf-8", message.into());
    }
}

/// Returns the first content type of a list that is not a range.
fn first(accept: &'static str) -> Option<&'static str> {
    let mut types = accept.split(',').map(str::trim);
    types.find(|it| !it.is_empty() && !it.contains('*'))
}

fn first_json(accept: &'static str) -> &'static str {
    first(accept).unwrap_or("application/json")
}
