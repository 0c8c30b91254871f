//! The deadline and the blocking mode of a connection.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The deadline and the blocking mode of a connection, shared by its socket, hyper's view of it,
/// and the driver.
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
    /// Returns at once: no data is expected.
    Skip,
    /// Reads what has arrived already.
    Poll,
    /// Waits for data.
    Block,
}

/// What a write does when the socket has no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WriteMode {
    /// Waits for room.
    Block,
    /// Waits for a short time, because a reply may arrive meanwhile.
    Poll,
    /// Like `Poll`, and the last write is still pending.
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

    /// Sets the deadline; `None` for no deadline.
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

    /// Returns the time until the deadline, if there is one.
    ///
    /// # Errors
    ///
    /// If the deadline has passed.
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
        // Any state is valid, even after a panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
