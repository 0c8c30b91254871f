//! The transport of the asynchronous client, and its clock.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant, SystemTime};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::{Request, Response};
use reqwest::redirect::Policy;

use super::transport::whole;
use super::{BoxFuture, BuildError, Clock, Pieces, Transport, tls};
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
        self.whole(head(&mut reply), reply).await
    }

    async fn whole(
        &self,
        head: Response<()>,
        reply: reqwest::Response,
    ) -> Result<Response<Bytes>, TransportError> {
        let mut body = BytesMut::new();
        match self.body(reply, &mut body).await {
            // Of a failure the status says enough, however much of its body there is.
            Err(error) if head.status().is_success() => Err(error),
            _ => Ok(head.map(|()| body.freeze())),
        }
    }

    /// The head of a success, or all of a failure.
    async fn head(
        &self,
        request: Request<Bytes>,
        idle: Duration,
    ) -> Result<Response<Pieces>, TransportError> {
        let mut request = reqwest::Request::try_from(request).map_err(request_error)?;
        // Whatever an HTTP client of one's own says: it would cut the stream.
        *request.timeout_mut() = Some(Duration::MAX);
        let mut reply = self.client.execute(request).await.map_err(send_error)?;
        let head = head(&mut reply);
        if head.status().is_success() {
            let next = piece(reply, idle);
            return Ok(head.map(|()| Box::pin(Chunks { next, idle }) as Pieces));
        }
        Ok(self.whole(head, reply).await?.map(whole))
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

    fn open(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
        idle: Duration,
    ) -> BoxFuture<'_, Result<Response<Pieces>, TransportError>> {
        Box::pin(async move {
            let reply = tokio::time::timeout(timeout, self.head(request, idle));
            reply.await.unwrap_or_else(|late| Err(too_late(late)))
        })
    }
}

/// The head, taken out of a reply.
fn head(reply: &mut reqwest::Response) -> Response<()> {
    let mut head = Response::new(());
    *head.status_mut() = reply.status();
    *head.version_mut() = reply.version();
    *head.headers_mut() = std::mem::take(reply.headers_mut());
    head
}

/// The body of a reply as it comes.
struct Chunks {
    next: BoxFuture<'static, Option<Piece>>,
    idle: Duration,
}

/// A piece of a body, and the rest.
type Piece = (Result<Bytes, TransportError>, Option<reqwest::Response>);

fn piece(mut reply: reqwest::Response, idle: Duration) -> BoxFuture<'static, Option<Piece>> {
    Box::pin(async move {
        match tokio::time::timeout(idle, reply.chunk()).await {
            Ok(Ok(chunk)) => Some((Ok(chunk?), Some(reply))),
            Ok(Err(error)) => Some((Err(body_error(error)), None)),
            Err(late) => Some((Err(too_late(late)), None)),
        }
    })
}

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(self.next.as_mut().poll(context));
        let (piece, rest) = next.map_or((None, None), |(piece, rest)| (Some(piece), rest));
        self.next = match rest {
            Some(reply) => self::piece(reply, self.idle),
            None => Box::pin(std::future::ready(None)),
        };
        Poll::Ready(piece)
    }
}

fn too_late(error: tokio::time::error::Elapsed) -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, error)
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
