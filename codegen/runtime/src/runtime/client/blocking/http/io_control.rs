//! How long a connection may be waited for.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a connection may be waited for, shared by those who read and write it and by whoever
/// drives it.
#[derive(Clone)]
pub(super) struct IoControl(Arc<Mutex<State>>);

#[derive(Clone, Copy)]
struct State {
    deadline: Option<Instant>,
    read_mode: ReadMode,
    write_mode: WriteMode,
}

/// What the next read does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReadMode {
    /// Nothing: nobody expects anything.
    Skip,
    /// Sees what is there already.
    Poll,
    /// Waits for what comes.
    Block,
}

/// What a write does that there is no room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WriteMode {
    /// Waits for room.
    Block,
    /// Waits a little, for there may be something to read meanwhile.
    Poll,
    /// The same, and the last one is still waiting.
    Pending,
}

impl IoControl {
    pub(super) fn new(deadline: Option<Instant>) -> Self {
        Self(Arc::new(Mutex::new(State {
            deadline,
            read_mode: ReadMode::Block,
            write_mode: WriteMode::Block,
        })))
    }

    /// Sets when all has to be over; `None` for never.
    pub(super) fn set_deadline(&self, deadline: Option<Instant>) {
        self.state().deadline = deadline;
    }

    pub(super) fn set_read_mode(&self, read_mode: ReadMode) {
        self.state().read_mode = read_mode;
    }

    pub(super) fn read_mode(&self) -> ReadMode {
        self.state().read_mode
    }

    pub(super) fn set_write_mode(&self, write_mode: WriteMode) {
        self.state().write_mode = write_mode;
    }

    pub(super) fn write_mode(&self) -> WriteMode {
        self.state().write_mode
    }

    /// The time that is left, if it is limited; an error if none is.
    pub(super) fn time_left(&self) -> io::Result<Option<Duration>> {
        let Some(deadline) = self.state().deadline else {
            return Ok(None);
        };
        let left = deadline.saturating_duration_since(Instant::now());
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
