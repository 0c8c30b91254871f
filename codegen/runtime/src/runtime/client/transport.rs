//! The transport and the clock of the asynchronous client.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_core::Stream;
use http::{Request, Response};

use crate::runtime::TransportError;

/// A boxed future, as returned by the methods of traits.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The body of a reply as a stream of chunks.
pub type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// A transport that sends HTTP requests.
///
/// It sends each request once and follows no redirects: the client decides about both. The request
/// has an absolute URI and all its headers, credentials included.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and returns the reply, whatever its status.
    ///
    /// # Errors
    ///
    /// [`Timeout`](crate::runtime::TransportErrorKind::Timeout) if it takes longer than `timeout`,
    /// from resolving the host to the last byte; another kind if no complete reply arrived.
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>>;

    /// Sends a request whose reply may be a stream of events, and returns the reply as soon as its
    /// headers have arrived.
    ///
    /// The headers have to arrive within `timeout`, and each chunk of the body within `idle`. If
    /// the body ends early, its last item is an error; dropping the body closes the connection. A
    /// reply that is not a stream, because its status is an error or the request does not accept
    /// its content type, has to arrive completely within `timeout`. If the body of an error reply
    /// is cut off, the part that arrived is returned.
    ///
    /// The default implementation calls [`send`](Self::send) and returns the whole body as one
    /// chunk.
    ///
    /// # Errors
    ///
    /// Like [`send`](Self::send).
    fn open(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
        idle: Duration,
    ) -> BoxFuture<'_, Result<Response<Chunks>, TransportError>> {
        let _ = idle;
        let reply = self.send(request, timeout);
        Box::pin(async move { Ok(reply.await?.map(single_chunk)) })
    }
}

/// Returns a complete body as one chunk.
pub(super) fn single_chunk(body: Bytes) -> Chunks {
    Box::pin(SingleChunk(Some(body)))
}

struct SingleChunk(Option<Bytes>);

impl Stream for SingleChunk {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

/// A clock that tells the time and waits.
pub trait Clock: Send + Sync + 'static {
    /// Returns the time since a fixed point in the past. It never decreases.
    fn now(&self) -> Duration;

    /// Returns the time of day, to compare with dates in replies such as that of `Retry-After`.
    fn system_time(&self) -> SystemTime;

    /// Returns a future that completes after `time`.
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()>;
}
