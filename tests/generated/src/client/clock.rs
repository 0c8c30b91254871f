//! A fake clock, which a delay advances.

use std::future::ready;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use generated::runtime::{BoxFuture, Clock};

/// Clones share the same clock.
#[derive(Clone, Default)]
pub(crate) struct FakeClock(Arc<Mutex<Times>>);

#[derive(Default)]
struct Times {
    now: Duration,
    slept: Vec<Duration>,
}

impl FakeClock {
    /// Advances the clock.
    pub(crate) fn pass(&self, time: Duration) {
        self.0.lock().expect("nobody panicked").now += time;
    }

    /// The delays so far, in milliseconds.
    pub(crate) fn slept(&self) -> Vec<f64> {
        let times = self.0.lock().expect("nobody panicked");
        let waits = times.slept.iter();
        waits.map(|it| it.as_secs_f64() * 1e3).collect()
    }

    /// The time at which it starts: 1 January 2030.
    pub(crate) fn start() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_893_456_000)
    }

    pub(crate) fn time(&self) -> Duration {
        self.0.lock().expect("nobody panicked").now
    }

    pub(crate) fn wait(&self, time: Duration) {
        let mut times = self.0.lock().expect("nobody panicked");
        times.now += time;
        times.slept.push(time);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Duration {
        self.time()
    }

    fn system_time(&self) -> SystemTime {
        Self::start() + self.time()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        self.wait(time);
        Box::pin(ready(()))
    }
}
