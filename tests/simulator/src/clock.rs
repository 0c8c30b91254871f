//! The clock of the service: that of the system, moved by what tests ask for, or one that only moves
//! when it is told to.

use generated::jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// What the time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    mode: Mode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    System { ahead: SignedDuration },
    Manual { now: Timestamp },
}

/// How a test moves the clock; what is absent stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClockChange {
    /// By how many milliseconds the clock moves on.
    pub advance_ms: i64,
    /// Whether the clock only moves when it is told to.
    pub manual: Option<bool>,
}

impl Clock {
    /// Creates a clock that shows the time of the system.
    #[must_use]
    pub const fn system() -> Self {
        Self {
            mode: Mode::System {
                ahead: SignedDuration::ZERO,
            },
        }
    }

    /// Creates a clock that shows `now` until it is moved.
    #[must_use]
    pub const fn manual(now: Timestamp) -> Self {
        Self {
            mode: Mode::Manual { now },
        }
    }

    /// Returns what the clock shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self.mode {
            Mode::System { ahead } => add(Timestamp::now(), ahead),
            Mode::Manual { now } => now,
        }
    }

    /// Whether the clock only moves when it is told to.
    #[must_use]
    pub const fn is_manual(&self) -> bool {
        matches!(self.mode, Mode::Manual { .. })
    }

    /// Moves the clock on. A clock never goes back: a negative time counts as none.
    pub fn change(&mut self, change: ClockChange) {
        let now = self.now();
        match (&self.mode, change.manual) {
            (Mode::System { .. }, Some(true)) => self.mode = Mode::Manual { now },
            (Mode::Manual { .. }, Some(false)) => {
                self.mode = Mode::System {
                    ahead: now.duration_since(Timestamp::now()),
                };
            }
            _ => {}
        }
        let by = SignedDuration::from_millis(change.advance_ms.max(0));
        match &mut self.mode {
            Mode::System { ahead } => *ahead = ahead.saturating_add(by),
            Mode::Manual { now } => *now = add(*now, by),
        }
    }
}

fn add(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.checked_add(by).unwrap_or(Timestamp::MAX)
}
