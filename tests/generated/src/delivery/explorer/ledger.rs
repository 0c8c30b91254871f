//! What a server has done: the effects of the requests of one call.

use std::time::Duration;

use bytes::Bytes;
use generated::Retry;

/// The effects of the requests of a call.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// The time of each effect, with the body that caused it.
    effects: Vec<(Duration, Bytes)>,
}

impl Ledger {
    /// Carries a request out. The server ignores one whose idempotency key it recognizes; another
    /// body counts as another key. An idempotent request takes effect once.
    pub(crate) fn act(&mut self, class: Retry, body: &Bytes, now: Duration) {
        let is_known = |(at, known): &(Duration, Bytes)| match class {
            Retry::Idempotent => true,
            Retry::IdempotencyKey { seconds, .. } => {
                known == body && now < *at + Duration::from_secs(seconds)
            }
            Retry::Unsafe => false,
        };
        if !self.effects.iter().any(is_known) {
            self.effects.push((now, body.clone()));
        }
    }

    /// Returns the times of the effects.
    pub(crate) fn effects(&self) -> impl Iterator<Item = Duration> {
        self.effects.iter().map(|(at, _)| *at)
    }
}
