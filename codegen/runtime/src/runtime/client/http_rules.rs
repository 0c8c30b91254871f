//! Rules of HTTP/1.1 that both transports apply to requests, heads of replies and errors.

use std::error::Error as StdError;
use std::io::{self, ErrorKind};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, header};

use crate::runtime::{TransportError, TransportErrorKind};

/// The maximum size of the head of a reply.
#[derive(Clone, Copy, Debug)]
pub(super) struct HeadLimits {
    /// The maximum number of header lines.
    pub(super) lines: usize,
    /// The maximum total size of the header lines in bytes.
    pub(super) bytes: usize,
}

impl HeadLimits {
    pub(super) const DEFAULT: Self = Self {
        lines: 256,
        bytes: 128 << 10,
    };

    /// Returns the number of lines that the parser reserves memory for; no more than these fit into
    /// its buffer.
    pub(super) fn parsed_lines(self) -> usize {
        self.lines.min(100_000)
    }

    /// Refuses a head that is too large. Each line counts as its name, its value, and four bytes
    /// around them.
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

/// Sets `Content-Length: 0` where servers expect a body (RFC 9110 §8.6).
pub(super) fn announce_empty_body(request: &mut Request<Bytes>) {
    let expects_body = [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
    if request.body().is_empty() && expects_body {
        let none = HeaderValue::from_static("0");
        request.headers_mut().insert(header::CONTENT_LENGTH, none);
    }
}

/// Classifies an error in the head of a reply; `None` for other errors.
pub(super) fn classify_head_error(error: &(dyn StdError + 'static)) -> Option<TransportErrorKind> {
    let error = error_chain(error).find_map(|it| it.downcast_ref::<hyper::Error>())?;
    if !error.is_parse() {
        return None;
    }
    // hyper exposes this to clients only in the message.
    let is_too_large = error.to_string().contains("head is too large");
    Some(if is_too_large {
        TransportErrorKind::TooLarge
    } else {
        TransportErrorKind::Malformed
    })
}

/// Classifies an error of connecting.
pub(super) fn classify_connect_error(error: &(dyn StdError + 'static)) -> TransportErrorKind {
    if error_chain(error).any(<dyn StdError>::is::<rustls::Error>) {
        TransportErrorKind::Tls
    } else {
        TransportErrorKind::Connect
    }
}

/// Classifies an error in the body of a reply.
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

/// Returns an error and its sources.
pub(super) fn error_chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| {
        // The source of an I/O error is that of its inner error, which would be skipped.
        let within = error.downcast_ref().and_then(io::Error::get_ref);
        match within {
            Some(within) => Some(within as &(dyn StdError + 'static)),
            None => error.source(),
        }
    })
}
