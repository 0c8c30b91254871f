//! Whether a call is sent again, and how long to wait before that.

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};

use crate::runtime::{TransportError, TransportErrorKind};

/// What came of sending a request.
pub(super) type Outcome = Result<Response<Bytes>, TransportError>;

/// The longest wait that a server may ask for.
const MAX_REQUESTED_DELAY: Duration = Duration::from_secs(60);

/// Whether a call may be sent again after this. Where it is not `repeatable`, only if the request
/// cannot have had an effect.
pub(super) fn should_retry(outcome: &Outcome, repeatable: bool) -> bool {
    match outcome {
        Ok(reply) => is_retryable(reply) && (repeatable || is_rate_limited(reply.status())),
        Err(error) => match error.kind() {
            TransportErrorKind::Connect => true,
            TransportErrorKind::Broken
            | TransportErrorKind::Timeout
            | TransportErrorKind::Truncated => repeatable,
            TransportErrorKind::Request
            | TransportErrorKind::Tls
            | TransportErrorKind::Malformed
            | TransportErrorKind::TooLarge => false,
        },
    }
}

fn is_retryable(reply: &Response<Bytes>) -> bool {
    let status = reply.status();
    match header_text(reply.headers(), "x-should-retry") {
        Some("false") => false,
        Some("true") => !status.is_success(),
        _ => status.as_u16() >= 500 || matches!(status.as_u16(), 408 | 409 | 429),
    }
}

/// Too many requests: this one was not let in.
fn is_rate_limited(status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS
}

/// How long to wait before sending again for the `n`th time, counted from zero: what the server
/// asks for, else twice as long each time. `random` is from zero up to one.
pub(super) fn delay(outcome: &Outcome, n: u32, wall: SystemTime, random: f64) -> Duration {
    let asked = outcome
        .as_ref()
        .ok()
        .and_then(|reply| requested_delay(reply, wall));
    asked.unwrap_or_else(|| backoff(n, random))
}

/// What the server asks for, where that is within reason.
fn requested_delay(reply: &Response<Bytes>, wall: SystemTime) -> Option<Duration> {
    let headers = reply.headers();
    let milliseconds =
        header_text(headers, "retry-after-ms").and_then(|text| parse_seconds(text, 1e-3));
    let after = milliseconds.or_else(|| retry_after(header_text(headers, "retry-after")?, wall));
    let reset = || {
        let reset =
            header_text(headers, "x-ratelimit-reset").filter(|_| is_rate_limited(reply.status()));
        reset.and_then(|text| parse_seconds(text, 1.0))
    };
    let within = |delay: &Duration| !delay.is_zero() && *delay <= MAX_REQUESTED_DELAY;
    after.filter(within).or_else(|| reset().filter(within))
}

/// Seconds, or a date (RFC 9110 §10.2.3).
fn retry_after(text: &str, wall: SystemTime) -> Option<Duration> {
    parse_seconds(text, 1.0).or_else(|| {
        let date = httpdate::parse_http_date(text).ok()?;
        date.duration_since(wall).ok()
    })
}

fn parse_seconds(text: &str, unit: f64) -> Option<Duration> {
    let number: f64 = text.parse().ok()?;
    Duration::try_from_secs_f64(number * unit).ok()
}

/// Half a second, then twice as long each time up to eight, less up to a quarter, so that not all
/// come back at the same moment.
fn backoff(n: u32, random: f64) -> Duration {
    let whole = Duration::from_millis(500 << n.min(4));
    whole.mul_f64(1.0 - 0.25 * random)
}

fn header_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// Why a call is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RetryReason {
    /// The status of the reply.
    Status(StatusCode),
    /// Why no complete reply arrived.
    Transport(TransportErrorKind),
}

impl RetryReason {
    pub(super) fn of(outcome: &Outcome) -> Self {
        match outcome {
            Ok(reply) => Self::Status(reply.status()),
            Err(error) => Self::Transport(error.kind()),
        }
    }
}

impl fmt::Display for RetryReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "status {}", status.as_u16()),
            Self::Transport(kind) => kind.fmt(f),
        }
    }
}
