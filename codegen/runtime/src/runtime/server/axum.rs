//! Requests of axum in, operations out.

use axum::RequestExt;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;

use super::{Rejection, Router};

/// An extractor of a request with its raw body, for `Receive::read` or to verify a webhook.
///
/// A body that is larger than axum's `DefaultBodyLimit` is rejected with the status 413.
#[derive(Clone, Debug)]
pub struct RawRequest(pub http::Request<Bytes>);

/// An extractor of an operation: the enum `Call` of an API, for a handler of all of its paths.
///
/// ```text
/// async fn answer(Received(call): Received<Call>) -> axum::response::Response {
///     into_response(match call {
///         Call::CreatePet(call) => CreatePet::respond(create(call)),
///         …
///     })
/// }
///
/// axum::Router::new().fallback(answer)
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Received<R>(pub R);

/// Converts a response of an operation.
#[must_use]
pub fn into_response(response: http::Response<Bytes>) -> Response {
    response.map(Body::from)
}

impl<S: Sync> FromRequest<S> for RawRequest {
    type Rejection = Rejection;

    async fn from_request(request: Request, _: &S) -> Result<Self, Rejection> {
        // The body in it has the limit.
        let (parts, body) = request.with_limited_body().into_parts();
        match to_bytes(body, usize::MAX).await {
            Ok(body) => Ok(Self(http::Request::from_parts(parts, body))),
            Err(error) => {
                let too_large = is_too_large(&error);
                let status = if too_large {
                    StatusCode::PAYLOAD_TOO_LARGE
                } else {
                    StatusCode::BAD_REQUEST
                };
                Err(Rejection::new(
                    status,
                    None,
                    format!("the body cannot be read: {error}"),
                ))
            }
        }
    }
}

/// Returns whether the body has reached its limit, which is the cause of the error.
fn is_too_large(error: &axum::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        if error.to_string().contains("length limit exceeded") {
            return true;
        }
        cause = error.source();
    }
    false
}

impl<S: Sync, R: Router + Send> FromRequest<S> for Received<R> {
    type Rejection = Rejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Rejection> {
        let RawRequest(request) = RawRequest::from_request(request, state).await?;
        R::read(&request).map(Self)
    }
}

/// The response of [`Rejection::response`].
impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        into_response(self.response())
    }
}
