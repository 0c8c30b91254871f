//! The documented policy for retries, written a second time: what may be retried, and when.

use std::ops::RangeInclusive;
use std::time::{Duration, SystemTime};

use generated::runtime::TransportErrorKind;

use super::super::event::Hint;

/// Returns whether a call may be retried after a reply.
pub(super) fn retries_reply(status: u16, hint: Hint, repeatable: bool) -> bool {
    let is_temporary = match hint {
        Hint::ShouldRetry(should) => should && status >= 300,
        _ => matches!(status, 408 | 409 | 429 | 500..),
    };
    is_temporary && (repeatable || status == 429)
}

/// Returns whether a call may be retried after a failure.
pub(super) fn retries_failure(kind: TransportErrorKind, repeatable: bool) -> bool {
    use TransportErrorKind::{Broken, Connect, Timeout, Truncated};
    kind == Connect || repeatable && matches!(kind, Broken | Timeout | Truncated)
}

/// Returns whether a request may have arrived although this is its outcome.
pub(super) fn may_have_arrived(kind: TransportErrorKind) -> bool {
    use TransportErrorKind::{Connect, Request, Tls};
    !matches!(kind, Request | Connect | Tls)
}

/// Returns the delay that the server asks for, if it is a minute at most. `wall` is the time of day
/// when the reply was written and when it arrived.
pub(super) fn asked_delay(
    status: u16,
    hint: Hint,
    (written, arrived): (SystemTime, SystemTime),
) -> Option<Duration> {
    let asked = match hint {
        Hint::None | Hint::ShouldRetry(_) => None,
        Hint::Seconds(seconds) => Some(Duration::from_secs(seconds.into())),
        Hint::Milliseconds(time) => Some(Duration::from_millis(time.into())),
        Hint::RateLimitReset(seconds) => {
            let seconds = Duration::from_secs(seconds.into());
            (status == 429).then_some(seconds)
        }
        Hint::Date(seconds) => retry_date(written, seconds).duration_since(arrived).ok(),
    };
    asked.filter(|delay| !delay.is_zero() && *delay <= Duration::from_secs(60))
}

/// Returns a date in whole seconds, as HTTP has them.
pub(crate) fn retry_date(written: SystemTime, seconds: i32) -> SystemTime {
    let since = written.duration_since(SystemTime::UNIX_EPOCH);
    let since = since.expect("no clock here is before the epoch").as_secs();
    let date = since.saturating_add_signed(seconds.into());
    SystemTime::UNIX_EPOCH + Duration::from_secs(date)
}

/// Returns the delays after this number of attempts: half a second, doubled up to eight, less a
/// quarter at most.
pub(super) fn backoff(attempts: u32) -> RangeInclusive<Duration> {
    let longest = Duration::from_millis(500) * 2_u32.pow(attempts.saturating_sub(1).min(4));
    longest * 3 / 4..=longest
}
