//! The transport of the asynchronous client, and its clock.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use reqwest::redirect::Policy;

use super::{BoxFuture, BuildError, Clock, Transport, tls};
use crate::runtime::{TransportError, TransportErrorKind};

/// Sends with reqwest.
pub(super) struct Reqwest {
    client: reqwest::Client,
    max_reply_bytes: usize,
}

/// An HTTP client as ours should be.
pub(super) fn client(connect_timeout: Duration) -> Result<reqwest::Client, BuildError> {
    let settings = tls::settings().map_err(|error| BuildError::Transport(Arc::new(error)))?;
    reqwest::Client::builder()
        .tls_backend_preconfigured(settings)
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(connect_timeout)
        .build()
        .map_err(|error| BuildError::Transport(Arc::new(error)))
}

impl Reqwest {
    pub(super) fn new(client: reqwest::Client, max_reply_bytes: usize) -> Self {
        Self {
            client,
            max_reply_bytes,
        }
    }

    async fn exchange(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let mut request = reqwest::Request::try_from(request).map_err(request_error)?;
        *request.timeout_mut() = Some(timeout);
        let mut reply = self.client.execute(request).await.map_err(send_error)?;
        let mut head = Response::new(());
        *head.status_mut() = reply.status();
        *head.version_mut() = reply.version();
        *head.headers_mut() = std::mem::take(reply.headers_mut());
        let mut body = BytesMut::new();
        match self.body(reply, &mut body).await {
            // Of a failure the status says enough, however much of its body there is.
            Err(error) if head.status().is_success() => Err(error),
            _ => Ok(head.map(|()| body.freeze())),
        }
    }

    async fn body(
        &self,
        mut reply: reqwest::Response,
        body: &mut BytesMut,
    ) -> Result<(), TransportError> {
        let max = self.max_reply_bytes;
        let too_large = || {
            let message = format!("more than {max} bytes");
            TransportError::new(TransportErrorKind::TooLarge, message)
        };
        let length = reply.content_length();
        if length.is_some_and(|length| usize::try_from(length).map_or(true, |it| it > max)) {
            return Err(too_large());
        }
        while let Some(chunk) = reply.chunk().await.map_err(body_error)? {
            if chunk.len() > max - body.len() {
                return Err(too_large());
            }
            if body.is_empty() {
                // Most replies come in one piece, which need not be copied.
                *body = chunk.into();
            } else {
                body.extend_from_slice(&chunk);
            }
        }
        Ok(())
    }
}

impl Transport for Reqwest {
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(self.exchange(request, timeout))
    }
}

fn request_error(error: reqwest::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Request, error.without_url())
}

fn send_error(error: reqwest::Error) -> TransportError {
    let kind = if error.is_builder() {
        TransportErrorKind::Request
    } else if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Broken
    };
    TransportError::new(kind, error.without_url())
}

fn body_error(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Truncated
    };
    TransportError::new(kind, error.without_url())
}

/// The operating system's clock, with tokio's timers.
pub(super) struct SystemClock {
    origin: Instant,
}

impl SystemClock {
    pub(super) fn new() -> Self {
        Self {
            origin: Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        self.origin.elapsed()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}
