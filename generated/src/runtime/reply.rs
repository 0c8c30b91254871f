//! A reply as it came, and ways to read it.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{Decode, DecodeError, decode};

/// A reply as it came.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'a> {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// The body.
    pub body: &'a Bytes,
}

impl Reply<'_> {
    /// The body as JSON.
    pub fn json<T: Decode>(&self) -> Result<T, DecodeError> {
        decode(self.body)
    }

    /// The body as JSON; `None` if it is empty.
    pub fn optional_json<T: Decode>(&self) -> Result<Option<T>, DecodeError> {
        if self.body.is_empty() {
            Ok(None)
        } else {
            self.json().map(Some)
        }
    }

    /// The body as text, which has to be UTF-8 whatever charset the content type names.
    pub fn text(&self) -> Result<String, DecodeError> {
        match std::str::from_utf8(self.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(DecodeError::new(error)),
        }
    }

    /// The body as it came.
    #[must_use]
    pub fn bytes(&self) -> Bytes {
        self.body.clone()
    }
}
