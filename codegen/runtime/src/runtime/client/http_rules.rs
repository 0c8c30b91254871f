//! What both transports do with a request, with the head of a reply and with an error, so that they
//! behave alike.

use std::error::Error as StdError;
use std::io::{self, ErrorKind};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, header};

use crate::runtime::{TransportError, TransportErrorKind};

/// How large the head of a reply may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct HeadLimits {
    /// How many header lines.
    pub(super) lines: usize,
    /// How long all lines are together, in bytes.
    pub(super) bytes: usize,
}

impl HeadLimits {
    pub(super) const DEFAULT: Self = Self {
        lines: 256,
        bytes: 128 << 10,
    };

    /// What the parser has room for. It reserves memory for that many lines, and more than these do
    /// not fit into its buffer.
    pub(super) fn parsed_lines(self) -> usize {
        self.lines.min(100_000)
    }

    /// Refuses a head that is too large. A line is a name, a value, and four bytes around them.
    pub(super) fn check(self, headers: &HeaderMap) -> Result<(), TransportError> {
        let lines = headers.iter().map(|(name, value)| {
            let name: &str = name.as_str();
            name.len() + value.len() + ": \r\n".len()
        });
        let message = if headers.len() > self.lines {
            format!("more than {} header lines", self.lines)
        } else if lines.sum::<usize>() > self.bytes {
            format!("header lines of more than {} bytes", self.bytes)
        } else {
            return Ok(());
        };
        Err(TransportError::new(TransportErrorKind::TooLarge, message))
    }
}

/// Says that there is no body where servers expect one (RFC 9110 §8.6).
pub(super) fn announce_empty_body(request: &mut Request<Bytes>) {
    let expects_body = [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
    if request.body().is_empty() && expects_body {
        let none = HeaderValue::from_static("0");
        request.headers_mut().insert(header::CONTENT_LENGTH, none);
    }
}

/// What the HTTP library has to say about the head of a reply; `None` if it is about something else.
pub(super) fn classify_head_error(error: &(dyn StdError + 'static)) -> Option<TransportErrorKind> {
    let error = error_chain(error).find_map(|it| it.downcast_ref::<hyper::Error>())?;
    if !error.is_parse() {
        return None;
    }
    // hyper tells clients only in words.
    let is_too_large = error.to_string().contains("head is too large");
    Some(if is_too_large {
        TransportErrorKind::TooLarge
    } else {
        TransportErrorKind::Malformed
    })
}

/// What kept a connection from being made.
pub(super) fn classify_connect_error(error: &(dyn StdError + 'static)) -> TransportErrorKind {
    if error_chain(error).any(<dyn StdError>::is::<rustls::Error>) {
        TransportErrorKind::Tls
    } else {
        TransportErrorKind::Connect
    }
}

/// What is wrong with the body of a reply.
pub(super) fn classify_body_error(error: &(dyn StdError + 'static)) -> TransportErrorKind {
    let is_tls = error_chain(error).any(<dyn StdError>::is::<rustls::Error>);
    let mut errors = error_chain(error).filter_map(|it| it.downcast_ref::<io::Error>());
    let is_malformed = |error: &io::Error| {
        matches!(
            error.kind(),
            ErrorKind::InvalidInput | ErrorKind::InvalidData
        )
    };
    if !is_tls && errors.any(is_malformed) {
        TransportErrorKind::Malformed
    } else {
        TransportErrorKind::Truncated
    }
}

/// An error and all that it comes from.
pub(super) fn error_chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| {
        // Its source is that of the error within.
        let within = error.downcast_ref().and_then(io::Error::get_ref);
        match within {
            Some(within) => Some(within as &(dyn StdError + 'static)),
            None => error.source(),
        }
    })
}
