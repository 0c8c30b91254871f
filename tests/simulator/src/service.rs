//! The service over HTTP: one state behind a lock, a task that sends what is due, and the endpoints.

mod api;
mod control;
mod dispatch;
mod log;
mod page;
mod rate_limit;
mod sender;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use generated::conferences::webhook::Signer;
use tokio::sync::watch;

pub use self::log::LogEntry;

pub(crate) use self::log::Log;

pub(crate) use self::control::router;

use self::rate_limit::RateLimit;
use crate::clock::Clock;
use crate::delivery::Deliveries;
use crate::engine::Engine;
use crate::fault::Faults;
use crate::settings::Settings;

/// The private key of all signatures, so that the public key is the same in every run.
const PRIVATE_KEY: [u8; 32] = *b"simulator: not a secret at all!!";

/// The longest time between two looks at the clock of the system.
const LONGEST_SLEEP: Duration = Duration::from_secs(3_600);

/// The service, shared by all connections and tasks.
#[derive(Debug)]
pub(crate) struct Service {
    state: Mutex<State>,
    /// Changes whenever something may have become due or quiet.
    changes: watch::Sender<u64>,
    /// Whether the service is to stop.
    pub(crate) stop: watch::Sender<bool>,
    signer: Signer,
    sender: reqwest::Client,
}

/// What changes.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) engine: Engine,
    pub(crate) deliveries: Deliveries,
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) log: Log,
    rate: RateLimit,
}

impl State {
    /// Brings the engine to the time of the clock, and accepts the events of all that has happened.
    pub(crate) fn step(&mut self) {
        self.engine.advance_to(self.clock.now());
        let now = self.engine.now();
        for notification in self.engine.take_notifications() {
            self.deliveries.accept(now, notification, &mut self.faults);
        }
    }

    /// Starts anew with these settings. The clock goes on.
    pub(crate) fn reset(&mut self, settings: Settings) {
        self.engine = Engine::new(settings, self.clock.now());
        self.deliveries.clear();
        self.faults.clear();
        self.log.clear();
        self.rate = RateLimit::default();
    }
}

impl Service {
    pub(crate) fn new(settings: Settings, clock: Clock) -> Arc<Self> {
        let state = State {
            engine: Engine::new(settings, clock.now()),
            deliveries: Deliveries::default(),
            clock,
            faults: Faults::default(),
            log: Log::default(),
            rate: RateLimit::default(),
        };
        Arc::new(Self {
            state: Mutex::new(state),
            changes: watch::Sender::new(0),
            stop: watch::Sender::new(false),
            signer: Signer::new(&PRIVATE_KEY),
            sender: sender::client(),
        })
    }

    /// Returns the public key of the signatures, as base64.
    pub(crate) fn public_key(&self) -> String {
        self.signer.public_key()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with the state at the time of the clock, and sends what follows from it.
    pub(crate) fn with_state<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.lock();
        state.step();
        let result = act(&mut state);
        state.step();
        drop(state);
        self.changes.send_modify(|count| *count += 1);
        result
    }

    /// Waits until all that is due has been sent, and answered or given up.
    pub(crate) async fn settle(&self) {
        let mut changes = self.changes.subscribe();
        loop {
            changes.mark_unchanged();
            let is_quiet = {
                let mut state = self.lock();
                state.step();
                let now = state.clock.now();
                state.deliveries.is_quiet(now)
            };
            if is_quiet || changes.changed().await.is_err() {
                return;
            }
        }
    }

    /// Sends what is due, for as long as the service runs.
    pub(crate) async fn drive(self: Arc<Self>) {
        let mut changes = self.changes.subscribe();
        loop {
            changes.mark_unchanged();
            let (attempts, sleep) = {
                let mut state = self.lock();
                state.step();
                let now = state.clock.now();
                (state.deliveries.take_due(now), state.sleep())
            };
            for attempt in attempts {
                tokio::spawn(Arc::clone(&self).send(attempt));
            }
            tokio::select! {
                woken = changes.changed() => if woken.is_err() { return },
                () = tokio::time::sleep(sleep) => {}
            }
        }
    }
}

impl State {
    /// Returns how long nothing will happen by itself.
    fn sleep(&self) -> Duration {
        let alarms = self
            .engine
            .next_alarm()
            .into_iter()
            .chain(self.deliveries.next_due());
        let now = self.clock.now();
        match alarms.min() {
            Some(next) if !self.clock.is_manual() => {
                // What is due now waits for a delivery that is on its way, which reports a change.
                let wait = next.duration_since(now).unsigned_abs();
                wait.clamp(Duration::from_millis(1), LONGEST_SLEEP)
            }
            _ => LONGEST_SLEEP,
        }
    }
}
