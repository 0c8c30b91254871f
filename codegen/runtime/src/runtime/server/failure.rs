//! Failures: what a server answers instead of a result.

use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};

use super::{Rejection, ResponseWriter};
use crate::runtime::NamedError;

/// A response with an error status, whose body is an `E`.
///
/// It is made from a status and a body, from a [named error](NamedError) of the document, or from a
/// [`Rejection`].
pub struct Failure<E>(Box<Content<E>>);

struct Content<E> {
    status: StatusCode,
    headers: HeaderMap,
    body: Body<E>,
}

enum Body<E> {
    Typed(E),
    Raw(Bytes),
}

impl<E> Failure<E> {
    /// Creates a failure with this status and body.
    #[must_use]
    pub fn new(status: StatusCode, body: E) -> Self {
        Self(Box::new(Content {
            status,
            headers: HeaderMap::new(),
            body: Body::Typed(body),
        }))
    }

    /// Sets a header, such as `Retry-After`, in place of any of the same name.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.insert(name, value);
        self
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Returns the response; `write` writes its body.
    pub(super) fn into_response(
        self,
        write: impl FnOnce(&E, &mut ResponseWriter),
    ) -> Response<Bytes> {
        let Content {
            status,
            headers,
            body,
        } = *self.0;
        let mut response = match body {
            Body::Typed(error) => {
                let mut to = ResponseWriter::new(status);
                write(&error, &mut to);
                to.finish()
            }
            Body::Raw(body) => {
                let mut response = Response::new(body);
                *response.status_mut() = status;
                response
            }
        };
        response.headers_mut().extend(headers);
        response
    }
}

/// The error as the document shows it.
impl<E> From<NamedError> for Failure<E> {
    fn from(error: NamedError) -> Self {
        let status = StatusCode::from_u16(error.status);
        let json = HeaderValue::from_static("application/json");
        Self(Box::new(Content {
            status: status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            headers: HeaderMap::from_iter([(CONTENT_TYPE, json)]),
            body: Body::Raw(Bytes::from_static(error.json.as_bytes())),
        }))
    }
}

impl<E> From<&NamedError> for Failure<E> {
    fn from(error: &NamedError) -> Self {
        Self::from(*error)
    }
}

/// The response of [`Rejection::response`].
impl<E> From<Rejection> for Failure<E> {
    fn from(rejection: Rejection) -> Self {
        let (parts, body) = rejection.response().into_parts();
        Self(Box::new(Content {
            status: parts.status,
            headers: parts.headers,
            body: Body::Raw(body),
        }))
    }
}

impl<E: fmt::Debug> fmt::Debug for Failure<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Content {
            status,
            headers,
            body,
        } = &*self.0;
        let mut to = f.debug_struct("Failure");
        to.field("status", status).field("headers", headers);
        match body {
            Body::Typed(error) => to.field("body", error),
            Body::Raw(raw) => to.field("body", raw),
        };
        to.finish()
    }
}
