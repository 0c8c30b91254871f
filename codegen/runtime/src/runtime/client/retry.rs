//! Retries: whether a call is retried, and after which delay.

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::runtime::{TransportError, TransportErrorKind, after_effect, header_text};

/// The outcome of sending a request.
pub(super) type Outcome = Result<Response<Bytes>, TransportError>;

/// The longest delay that a server may request.
pub(super) const MAX_REQUESTED_DELAY: Duration = Duration::from_secs(60);

/// Returns whether a call may be retried after an outcome. If it is not `repeatable`, only if the
/// request cannot have taken effect.
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

/// Returns whether the server refused the request without processing it (429, Too Many Requests).
fn is_rate_limited(status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS
}

/// Returns whether an attempt may have taken effect.
pub(super) fn may_have_taken_effect(outcome: &Outcome) -> bool {
    match outcome {
        Ok(reply) => after_effect::may_have_taken_effect(reply.status()),
        Err(error) => error.kind().may_have_taken_effect(),
    }
}

/// Returns the delay before the `n`th retry, counted from zero: what the server requests, or else
/// exponential backoff. `random` is in `0.0..1.0`.
pub(super) fn retry_delay(outcome: &Outcome, n: u32, wall: SystemTime, random: f64) -> Duration {
    let asked = outcome
        .as_ref()
        .ok()
        .and_then(|reply| requested_delay(reply, wall));
    asked.unwrap_or_else(|| backoff(n, random))
}

/// Returns the delay that the server requests, if it is within the limit.
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

/// Parses `Retry-After`: seconds or a date (RFC 9110 §10.2.3).
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

/// Returns half a second, doubled for each retry up to eight seconds, minus a jitter of up to a
/// quarter.
fn backoff(n: u32, random: f64) -> Duration {
    let whole = Duration::from_millis(500 << n.min(4));
    whole.mul_f64(1.0 - 0.25 * random)
}

/// The reason for a retry.
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
