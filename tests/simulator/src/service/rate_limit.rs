//! The rate limit: so many requests in each second of the clock.
//!
//! Assumed where the sources are silent: the window is a second that begins with its first request; its
//! headers are on all replies while a limit is set.

use generated::jiff::{SignedDuration, Timestamp};

const WINDOW: SignedDuration = SignedDuration::from_secs(1);

/// The requests of the current window.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RateLimit {
    begin: Option<Timestamp>,
    count: u64,
}

/// What the headers of a reply tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RateState {
    pub(crate) limit: u64,
    pub(crate) remaining: u64,
    /// The seconds until the window ends, rounded up.
    pub(crate) reset: i64,
    pub(crate) is_exceeded: bool,
}

impl RateLimit {
    /// Counts a request.
    pub(crate) fn count(&mut self, now: Timestamp, limit: u64) -> RateState {
        let begin = match self.begin {
            Some(begin) if now.duration_since(begin) < WINDOW => begin,
            _ => {
                self.count = 0;
                *self.begin.insert(now)
            }
        };
        self.count += 1;
        let left = WINDOW - now.duration_since(begin);
        RateState {
            limit,
            remaining: limit.saturating_sub(self.count),
            reset: left.as_secs() + i64::from(left.subsec_nanos() > 0),
            is_exceeded: self.count > limit,
        }
    }
}
