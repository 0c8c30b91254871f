//! What the blocking client needs from the world: a way to send, and a clock.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response};

use crate::runtime::TransportError;

/// Sends a request, waits, and reads the whole reply.
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
}

/// Tells the time, and waits.
pub trait Clock: Send + Sync + 'static {
    /// The time since some point that stays the same; it never goes back.
    fn now(&self) -> Duration;

    /// The time of day, which dates in replies are compared with.
    fn wall(&self) -> SystemTime;

    /// Waits.
    fn sleep(&self, time: Duration);
}
