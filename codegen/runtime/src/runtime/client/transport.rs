//! What the asynchronous client needs from the world: a way to send, and a clock.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_core::Stream;
use http::{Request, Response};

use crate::runtime::TransportError;

/// A future behind a pointer, as traits need it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The body of a reply as it comes, in chunks of any length.
pub type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// Sends a request and reads the reply.
///
/// It sends each request once and follows no redirect: both are decided by the client. The request
/// has an absolute URI and all its headers, the key among them.
pub trait Transport: Send + Sync + 'static {
    /// The reply, whatever its status. `timeout` is for everything from looking up the host to the
    /// last byte; past it, the error is [`Timeout`](crate::runtime::TransportErrorKind::Timeout).
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>>;

    /// The same for a call that asks for a stream of events, whose reply is there as soon as its
    /// head is: that has to come within `timeout`, and each chunk of the body within `idle`. A body
    /// that breaks off ends with an error, and one that is dropped closes its connection. Of a
    /// failure, and of a success whose content type is another than the request accepts, all has to
    /// come within `timeout`; of a failure, as much of the body as has.
    ///
    /// A transport that cannot do this waits for the whole reply, which is what this does unless
    /// it is written anew.
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

/// A complete body, in one chunk.
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

/// Tells the time, and waits.
pub trait Clock: Send + Sync + 'static {
    /// The time since some point that stays the same; it never goes back.
    fn now(&self) -> Duration;

    /// The time of day, which dates in replies are compared with.
    fn system_time(&self) -> SystemTime;

    /// Waits.
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()>;
}
