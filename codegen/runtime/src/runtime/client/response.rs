//! The result of a call with its reply.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::api_error::request_id;
use crate::runtime::redaction::Redaction;

/// The decoded value of a reply with its status, its headers and its raw body.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Response<T> {
    /// The decoded value.
    pub value: T,
    /// The status code.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The raw body.
    pub raw: Bytes,
}

impl<T> Response<T> {
    pub(super) fn new(value: T, reply: http::Response<Bytes>) -> Self {
        let (parts, raw) = reply.into_parts();
        Self {
            value,
            status: parts.status,
            headers: parts.headers,
            raw,
        }
    }

    /// Converts the value and keeps the rest of the reply.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            value: make(self.value),
            status: self.status,
            headers: self.headers,
            raw: self.raw,
        }
    }

    /// Returns the id that the server gave to the request, from the header `x-request-id`. Support
    /// staff can find the request by it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}

/// Redacts cookies.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            value,
            status,
            headers,
            raw,
        } = self;
        let redaction = Redaction::default();
        f.debug_struct("Response")
            .field("value", value)
            .field("status", status)
            .field("headers", &redaction.headers(headers))
            .field("raw", raw)
            .finish()
    }
}
