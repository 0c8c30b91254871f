//! The transport of the asynchronous client.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_core::Stream;
use http::header::ACCEPT;
use http::response::Parts;
use http::{Request, Response};
use reqwest::redirect::Policy;

use super::event_decoder::{self, BodyBuffer};
use super::http_rules::{self, HeadLimits};
use super::proxy::Proxies;
use super::transport::single_chunk;
use super::{BoxFuture, BuildError, Chunks, Transport, tls};
use crate::runtime::{TransportError, TransportErrorKind};

/// A transport that sends with reqwest.
pub(super) struct ReqwestTransport {
    pub(super) client: reqwest::Client,
    /// The proxies of the HTTP client, unless the caller supplies it.
    pub(super) proxies: Option<Proxies>,
    pub(super) max_head: HeadLimits,
    pub(super) max_reply_bytes: usize,
}

/// Returns an HTTP client with the settings that this transport needs.
pub(super) fn new_client(
    connect_timeout: Duration,
    max_head: HeadLimits,
) -> Result<reqwest::Client, BuildError> {
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls::tls_config()?)
        .http1_max_headers(max_head.parsed_lines())
        // Other crates may enable these features, which would accept and decode content codings.
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

impl ReqwestTransport {
    async fn exchange(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let reply = self.execute(request, timeout).await?;
        let (head, reply) = split_reply(reply);
        let mut body = BodyBuffer::new(self.max_reply_bytes);
        let read = read_body(reply, &mut body).await;
        body.reply(head, read)
    }

    /// Returns the head of a stream, or the whole reply if it is no stream.
    async fn stream(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
        idle: Duration,
    ) -> Result<Response<Chunks>, TransportError> {
        let began = Instant::now();
        let accept = request.headers().get(ACCEPT).cloned();
        // A timeout of the caller's HTTP client would end the stream.
        let reply = self.execute(request, Duration::MAX);
        let reply = tokio::time::timeout(timeout, reply).await;
        let (head, reply) = split_reply(reply.unwrap_or_else(|late| Err(timeout_error(late)))?);
        if event_decoder::is_stream(&head, accept.as_ref()) {
            let next = next_chunk(reply, idle);
            let body = Box::pin(IdleTimeoutStream { next, idle });
            return Ok(Response::from_parts(head, body));
        }
        let mut body = BodyBuffer::new(self.max_reply_bytes);
        let left = timeout.saturating_sub(began.elapsed());
        let read = tokio::time::timeout(left, read_body(reply, &mut body)).await;
        let read = read.unwrap_or_else(|late| Err(timeout_error(late)));
        Ok(body.reply(head, read)?.map(single_chunk))
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

impl Transport for ReqwestTransport {
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

/// Separates the head of a reply from the rest.
fn split_reply(mut reply: reqwest::Response) -> (Parts, reqwest::Response) {
    let mut head = Response::new(());
    *head.status_mut() = reply.status();
    *head.version_mut() = reply.version();
    *head.headers_mut() = std::mem::take(reply.headers_mut());
    (head.into_parts().0, reply)
}

/// Reads a body to its end.
async fn read_body(
    mut reply: reqwest::Response,
    body: &mut BodyBuffer,
) -> Result<(), TransportError> {
    body.announce(reply.content_length())?;
    while let Some(chunk) = reply.chunk().await.map_err(body_error)? {
        body.take(Ok(chunk))?;
    }
    Ok(())
}

/// The body of a reply as it arrives, with a time limit for each chunk.
struct IdleTimeoutStream {
    next: BoxFuture<'static, Option<Piece>>,
    idle: Duration,
}

/// A chunk of a body, and the rest.
type Piece = (Result<Bytes, TransportError>, Option<reqwest::Response>);

fn next_chunk(mut reply: reqwest::Response, idle: Duration) -> BoxFuture<'static, Option<Piece>> {
    Box::pin(async move {
        match tokio::time::timeout(idle, reply.chunk()).await {
            Ok(Ok(chunk)) => Some((Ok(chunk?), Some(reply))),
            Ok(Err(error)) => Some((Err(body_error(error)), None)),
            Err(late) => Some((Err(timeout_error(late)), None)),
        }
    })
}

impl Stream for IdleTimeoutStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(self.next.as_mut().poll(context));
        let (chunk, rest) = next.map_or((None, None), |(chunk, rest)| (Some(chunk), rest));
        self.next = match rest {
            Some(reply) => next_chunk(reply, self.idle),
            None => Box::pin(std::future::ready(None)),
        };
        Poll::Ready(chunk)
    }
}

fn timeout_error(error: tokio::time::error::Elapsed) -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, error)
}

fn request_error(error: reqwest::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Request, error.without_url())
}

fn send_error(error: reqwest::Error) -> TransportError {
    let kind = if error.is_builder() {
        TransportErrorKind::Request
    } else if error.is_connect() {
        http_rules::classify_connect_error(&error)
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        http_rules::classify_head_error(&error).unwrap_or(TransportErrorKind::Broken)
    };
    TransportError::new(kind, error.without_url())
}

fn body_error(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        http_rules::classify_body_error(&error)
    };
    TransportError::new(kind, error.without_url())
}
