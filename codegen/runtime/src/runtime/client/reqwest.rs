//! The transport of the asynchronous client, and its clock.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use futures_core::Stream;
use http::header::ACCEPT;
use http::response::Parts;
use http::{Request, Response};
use reqwest::redirect::Policy;

use super::event_decoder::{self, Whole};
use super::http_rules::{self, HeadLimits};
use super::proxy::Proxies;
use super::transport::whole;
use super::{BoxFuture, BuildError, Chunks, Clock, Transport, tls};
use crate::runtime::{TransportError, TransportErrorKind};

/// Sends with reqwest.
pub(super) struct Reqwest {
    pub(super) client: reqwest::Client,
    /// Those that it goes by, if it is ours.
    pub(super) proxies: Option<Proxies>,
    pub(super) max_head: HeadLimits,
    pub(super) max_reply_bytes: usize,
}

/// An HTTP client as ours should be.
pub(super) fn client(
    connect_timeout: Duration,
    max_head: HeadLimits,
) -> Result<reqwest::Client, BuildError> {
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls::settings()?)
        .http1_max_headers(max_head.parsed_lines())
        // Whatever features others turn on: they would ask for encodings, and take them away.
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .no_zstd()
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(connect_timeout)
        .build()
        .map_err(|error| BuildError::Transport(Arc::new(error)))
}

impl Reqwest {
    async fn exchange(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let reply = self.execute(request, timeout).await?;
        let (head, reply) = apart(reply);
        let mut body = Whole::new(self.max_reply_bytes);
        let read = read(reply, &mut body).await;
        body.reply(head, read)
    }

    /// The head of a stream, or all of a reply that is none.
    async fn stream(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
        idle: Duration,
    ) -> Result<Response<Chunks>, TransportError> {
        let began = Instant::now();
        let accept = request.headers().get(ACCEPT).cloned();
        // Whatever an HTTP client of one's own says: it would cut the stream.
        let reply = self.execute(request, Duration::MAX);
        let reply = tokio::time::timeout(timeout, reply).await;
        let (head, reply) = apart(reply.unwrap_or_else(|late| Err(too_late(late)))?);
        if event_decoder::is_stream(&head, accept.as_ref()) {
            let next = piece(reply, idle);
            let body = Box::pin(IdleTimeoutStream { next, idle });
            return Ok(Response::from_parts(head, body));
        }
        let mut body = Whole::new(self.max_reply_bytes);
        let left = timeout.saturating_sub(began.elapsed());
        let read = tokio::time::timeout(left, read(reply, &mut body)).await;
        let read = read.unwrap_or_else(|late| Err(too_late(late)));
        Ok(body.reply(head, read)?.map(whole))
    }

    async fn execute(
        &self,
        mut request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<reqwest::Response, TransportError> {
        if let Some(proxies) = &self.proxies {
            proxies.proxy(request.uri())?;
        }
        http_rules::announce_empty_body(&mut request);
        let mut request = reqwest::Request::try_from(request).map_err(request_error)?;
        *request.timeout_mut() = Some(timeout);
        let reply = self.client.execute(request).await.map_err(send_error)?;
        self.max_head.check(reply.headers())?;
        Ok(reply)
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
    ) -> BoxFuture<'_, Result<Response<Chunks>, TransportError>> {
        Box::pin(self.stream(request, timeout, idle))
    }
}

/// The head, taken out of a reply, and the rest.
fn apart(mut reply: reqwest::Response) -> (Parts, reqwest::Response) {
    let mut head = Response::new(());
    *head.status_mut() = reply.status();
    *head.version_mut() = reply.version();
    *head.headers_mut() = std::mem::take(reply.headers_mut());
    (head.into_parts().0, reply)
}

/// Reads a body to its end.
async fn read(mut reply: reqwest::Response, body: &mut Whole) -> Result<(), TransportError> {
    body.announce(reply.content_length())?;
    while let Some(chunk) = reply.chunk().await.map_err(body_error)? {
        body.take(Ok(chunk))?;
    }
    Ok(())
}

/// The body of a reply as it comes.
struct IdleTimeoutStream {
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

impl Stream for IdleTimeoutStream {
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
        http_rules::connect_kind(&error)
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        http_rules::head_kind(&error).unwrap_or(TransportErrorKind::Broken)
    };
    TransportError::new(kind, error.without_url())
}

fn body_error(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        http_rules::body_kind(&error)
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

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}
