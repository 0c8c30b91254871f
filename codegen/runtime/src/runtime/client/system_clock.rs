//! The clock of the operating system, for both clients.

use std::time::{Duration, Instant, SystemTime};

/// The clock of the operating system. The asynchronous client waits with the timer of tokio, the
/// blocking one puts its thread to sleep.
pub(super) struct SystemClock {
    origin: Instant,
}

impl SystemClock {
    pub(super) fn new() -> Self {
        Self {
            origin: Instant::now(),
        }
    }
}

#[cfg(feature = "reqwest")]
impl super::Clock for SystemClock {
    fn now(&self) -> Duration {
        self.origin.elapsed()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, time: Duration) -> super::BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}

#[cfg(feature = "blocking")]
impl super::blocking::Clock for SystemClock {
    fn now(&self) -> Duration {
        self.origin.elapsed()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, time: Duration) {
        std::thread::sleep(time);
    }
}
