//! The transport and the clock of the blocking client.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response};

use crate::runtime::TransportError;

/// The body of a reply as an iterator over chunks.
pub type Chunks = Box<dyn Iterator<Item = Result<Bytes, TransportError>> + Send>;

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
    ) -> Result<Response<Bytes>, TransportError>;

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
    ) -> Result<Response<Chunks>, TransportError> {
        let _ = idle;
        Ok(self.send(request, timeout)?.map(single_chunk))
    }
}

/// Returns a complete body as one chunk.
pub(super) fn single_chunk(body: Bytes) -> Chunks {
    Box::new(std::iter::once(Ok(body)))
}

/// A clock that tells the time and waits.
pub trait Clock: Send + Sync + 'static {
    /// Returns the time since a fixed point in the past. It never decreases.
    fn now(&self) -> Duration;

    /// Returns the time of day, to compare with dates in replies such as that of `Retry-After`.
    fn system_time(&self) -> SystemTime;

    /// Blocks the thread for `time`.
    fn sleep(&self, time: Duration);
}
