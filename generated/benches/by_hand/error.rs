//! The errors of a call.

use http::{HeaderMap, StatusCode};

#[derive(Debug)]
#[allow(dead_code)] // Whoever reads an error reads these; the benchmark does not.
pub(crate) enum Error {
    Segment(String),
    Http(http::Error),
    Json(serde_json::Error),
    Api {
        status: StatusCode,
        headers: HeaderMap,
        body: Vec<u8>,
    },
}

impl From<http::Error> for Error {
    fn from(error: http::Error) -> Self {
        Self::Http(error)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

/// Decodes the body of a success.
pub(crate) fn read<T: serde::de::DeserializeOwned>(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<T, Error> {
    if status.is_success() {
        return Ok(serde_json::from_slice(body)?);
    }
    Err(Error::Api {
        status,
        headers: headers.clone(),
        body: body.to_vec(),
    })
}
