//! What the blocking client needs from the world: a way to send, and a clock.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response};

use crate::runtime::TransportError;

/// The body of a reply as it comes, in chunks of any length.
pub type Chunks = Box<dyn Iterator<Item = Result<Bytes, TransportError>> + Send>;

/// Sends a request, waits, and reads the reply.
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
    ) -> Result<Response<Bytes>, TransportError>;

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
    ) -> Result<Response<Chunks>, TransportError> {
        let _ = idle;
        Ok(self.send(request, timeout)?.map(single_chunk))
    }
}

/// A complete body, in one chunk.
pub(super) fn single_chunk(body: Bytes) -> Chunks {
    Box::new(std::iter::once(Ok(body)))
}

/// Tells the time, and waits.
pub trait Clock: Send + Sync + 'static {
    /// The time since some point that stays the same; it never goes back.
    fn now(&self) -> Duration;

    /// The time of day, which dates in replies are compared with.
    fn system_time(&self) -> SystemTime;

    /// Waits.
    fn sleep(&self, time: Duration);
}
