//! How long a connection may be waited for.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a connection may be waited for, shared by those who read and write it and by whoever
/// drives it.
#[derive(Clone)]
pub(super) struct Patience(Arc<Mutex<State>>);

#[derive(Clone, Copy)]
struct State {
    ends: Option<Instant>,
    reading: Reading,
    writing: Writing,
}

/// What the next read does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Nothing: nobody expects anything.
    No,
    /// Sees what is there already.
    Look,
    /// Waits for what comes.
    Wait,
}

/// What a write does that there is no room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    /// Waits for room.
    Wait,
    /// Waits a little, for there may be something to read meanwhile.
    Turns,
    /// The same, and the last one is still waiting.
    Pending,
}

impl Patience {
    pub(super) fn new(ends: Option<Instant>) -> Self {
        Self(Arc::new(Mutex::new(State {
            ends,
            reading: Reading::Wait,
            writing: Writing::Wait,
        })))
    }

    /// Sets when all has to be over; `None` for never.
    pub(super) fn until(&self, ends: Option<Instant>) {
        self.state().ends = ends;
    }

    pub(super) fn set_reading(&self, reading: Reading) {
        self.state().reading = reading;
    }

    pub(super) fn reading(&self) -> Reading {
        self.state().reading
    }

    pub(super) fn set_writing(&self, writing: Writing) {
        self.state().writing = writing;
    }

    pub(super) fn writing(&self) -> Writing {
        self.state().writing
    }

    /// The time that is left, if it is limited; an error if none is.
    pub(super) fn left(&self) -> io::Result<Option<Duration>> {
        let Some(ends) = self.state().ends else {
            return Ok(None);
        };
        let left = ends.saturating_duration_since(Instant::now());
        if left.is_zero() {
            Err(io::ErrorKind::TimedOut.into())
        } else {
            Ok(Some(left))
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No state is invalid.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
