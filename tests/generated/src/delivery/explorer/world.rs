//! A network with a server, a token source and a clock, in which everything follows a schedule.

use std::fmt::Display;
use std::future::{pending, ready};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use generated::Retry;
use generated::runtime::{
    BoxFuture, Clock, Transport, TransportError, TransportErrorKind, blocking,
};
use http::{Request, Response, header};

use super::chooser::Chooser;
use super::event::{
    Event, Hint, Jump, NetworkEvent, NetworkOutcome, Point, ServerAction, SleepEvent, Target,
    TokenEvent,
};
use super::monitor::{Monitor, OTHER_ORIGIN, retry_date};
use super::random::Random;
use super::settings::{self, Settings};

/// A world that all clients of an operation share. A run of a call starts it anew.
#[derive(Clone)]
pub(crate) struct World(Arc<Mutex<State>>);

struct State {
    now: Duration,
    /// The time of day when the clock said zero.
    started_at: SystemTime,
    random: Random,
    blocking: bool,
    class: Retry,
    chooser: Chooser,
    monitor: Monitor,
    events: Vec<Event>,
    /// A line for each step, if the run is shown.
    trace: Option<Vec<String>>,
}

/// What happened in a run.
pub(crate) struct Record {
    pub(crate) chooser: Chooser,
    pub(crate) monitor: Monitor,
    pub(crate) events: Vec<Event>,
    pub(crate) trace: Vec<String>,
    pub(crate) now: Duration,
}

/// 2026-01-01T00:00:00Z.
const MIDNIGHT: Duration = Duration::from_secs(1_767_225_600);

/// The caller has dropped the call.
struct Cancelled;

type Sent = Result<Result<Response<Bytes>, TransportErrorKind>, Cancelled>;

impl Default for World {
    fn default() -> Self {
        let class = Retry::Idempotent;
        let state = State::new(class, &settings::ALL[0], Chooser::default(), false);
        Self(Arc::new(Mutex::new(state)))
    }
}

impl World {
    /// A run that panicked may have been within.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts the world anew.
    pub(crate) fn start(&self, class: Retry, settings: &Settings, chooser: Chooser, traces: bool) {
        *self.state() = State::new(class, settings, chooser, traces);
    }

    /// Returns what happened since the start.
    pub(crate) fn take_record(&self) -> Record {
        let class = Retry::Idempotent;
        let empty = State::new(class, &settings::ALL[0], Chooser::default(), false);
        let state = std::mem::replace(&mut *self.state(), empty);
        Record {
            chooser: state.chooser,
            monitor: state.monitor,
            events: state.events,
            trace: state.trace.unwrap_or_default(),
            now: state.now,
        }
    }

    pub(crate) fn random(&self) -> [u8; 16] {
        let mut state = self.state();
        let (high, low) = (state.random.next(), state.random.next());
        (u128::from(high) << 64 | u128::from(low)).to_be_bytes()
    }

    pub(crate) fn token(&self) -> BoxFuture<'static, Result<String, TransportError>> {
        match self.state().ask_token() {
            Ok(token) => Box::pin(ready(token.map_err(to_error))),
            Err(Cancelled) => Box::pin(pending()),
        }
    }

    pub(crate) fn blocking_token(&self) -> Result<String, TransportError> {
        let token = self.state().ask_token();
        token
            .unwrap_or(Err(TransportErrorKind::Request))
            .map_err(to_error)
    }
}

impl Transport for World {
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        match self.state().send(&request, timeout) {
            Ok(outcome) => Box::pin(ready(outcome.map_err(to_error))),
            Err(Cancelled) => Box::pin(pending()),
        }
    }
}

impl Clock for World {
    fn now(&self) -> Duration {
        self.state().now
    }

    fn system_time(&self) -> SystemTime {
        self.state().wall()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        match self.state().sleep(time) {
            Ok(()) => Box::pin(ready(())),
            Err(Cancelled) => Box::pin(pending()),
        }
    }
}

impl blocking::Transport for World {
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        let outcome = self.state().send(&request, timeout);
        outcome
            .unwrap_or(Err(TransportErrorKind::Request))
            .map_err(to_error)
    }
}

impl blocking::Clock for World {
    fn now(&self) -> Duration {
        Clock::now(self)
    }

    fn system_time(&self) -> SystemTime {
        Clock::system_time(self)
    }

    fn sleep(&self, time: Duration) {
        let _ = self.state().sleep(time);
    }
}

impl State {
    fn new(class: Retry, settings: &Settings, chooser: Chooser, traces: bool) -> Self {
        Self {
            now: Duration::ZERO,
            started_at: SystemTime::UNIX_EPOCH + MIDNIGHT,
            random: Random::new(7),
            blocking: settings.blocking,
            class,
            chooser,
            monitor: Monitor::new(class, settings),
            events: Vec::new(),
            trace: traces.then(Vec::new),
        }
    }

    fn wall(&self) -> SystemTime {
        self.started_at + self.now
    }

    fn log(&mut self, line: impl Display) {
        let now = self.now.as_secs_f64();
        if let Some(trace) = &mut self.trace {
            trace.push(format!("{now:9.3} s  {line}"));
        }
    }

    /// Returns what happens at a point of the schedule.
    fn choose(&mut self, point: Point, time: Duration) -> Event {
        let state = || {
            let mut hasher = DefaultHasher::new();
            (point, time, self.now, self.started_at).hash(&mut hasher);
            self.monitor.state().hash(&mut hasher);
            if point == Point::Sleep {
                self.monitor.held_outcome().hash(&mut hasher);
            }
            hasher.finish()
        };
        let event = self.chooser.choose(point, state);
        // Nobody can cancel a call that blocks.
        let event = match event {
            _ if self.monitor.is_endless() => stop(),
            event if self.blocking && event.is_cancellation() => point.events()[0],
            event => event,
        };
        self.events.push(event);
        self.log(format_args!("  {event}"));
        event
    }

    fn ask_token(&mut self) -> Result<Result<String, TransportErrorKind>, Cancelled> {
        self.log("asks for a token");
        self.monitor.on_token_request(self.now);
        let Event::Token(event) = self.choose(Point::Token, Duration::ZERO) else {
            return Err(Cancelled);
        };
        if let TokenEvent::Granted(seconds) = event {
            self.now += Duration::from_secs(seconds.into());
        }
        self.monitor.on_token(event, self.now);
        match event {
            TokenEvent::Granted(_) => Ok(Ok("TOKEN".to_owned())),
            TokenEvent::Unsendable => Ok(Ok("TO\nKEN".to_owned())),
            TokenEvent::Failed(kind) => Ok(Err(kind)),
            TokenEvent::Cancelled => Err(Cancelled),
        }
    }

    fn send(&mut self, request: &Request<Bytes>, timeout: Duration) -> Sent {
        if self.trace.is_some() {
            let (method, uri) = (request.method(), request.uri());
            self.log(format_args!("sends {method} {uri} within {timeout:?}"));
        }
        self.monitor.on_request(request, timeout, self.now);
        let Event::Network(event) = self.choose(Point::Network, timeout) else {
            return Err(Cancelled);
        };
        if event.action() == ServerAction::Acts {
            self.monitor
                .ledger
                .act(self.class, request.body(), self.now);
        }
        self.now += event.duration(timeout);
        let written = self.wall();
        match event.jump {
            Jump::None => {}
            Jump::Suspended => self.now += Duration::from_secs(61),
            Jump::Ahead => self.started_at += Duration::from_secs(86_400),
            Jump::Epoch => self.started_at = SystemTime::UNIX_EPOCH,
        }
        self.monitor
            .on_outcome(event, self.now, (written, self.wall()));
        reply(event, request, written)
    }

    fn sleep(&mut self, time: Duration) -> Result<(), Cancelled> {
        self.log(format_args!("waits {time:?}"));
        self.monitor.on_sleep(time, self.now);
        let Event::Sleep(event) = self.choose(Point::Sleep, time) else {
            return Err(Cancelled);
        };
        self.now = self.now.saturating_add(time);
        match event {
            SleepEvent::Exact => Ok(()),
            SleepEvent::Late(extra) => {
                self.now += Duration::from_millis(extra.into());
                Ok(())
            }
            SleepEvent::Cancelled => {
                self.monitor.on_cancellation();
                Err(Cancelled)
            }
        }
    }
}

/// Returns the event that ends a run without end.
fn stop() -> Event {
    Event::Network(NetworkEvent {
        outcome: NetworkOutcome::Failure(TransportErrorKind::Request, ServerAction::Refuses),
        pace: super::event::Pace::Instant,
        jump: Jump::None,
    })
}

fn to_error(kind: TransportErrorKind) -> TransportError {
    TransportError::new(kind, "by the schedule")
}

/// Returns the reply to a request, or why there is none.
fn reply(event: NetworkEvent, request: &Request<Bytes>, written: SystemTime) -> Sent {
    let (status, headers) = match event.outcome {
        NetworkOutcome::Reply(status, _, hint) => (status, hint_header(hint, written)),
        NetworkOutcome::Redirect(status, target) => {
            let location = match target {
                Target::SameOrigin => "/elsewhere".to_owned(),
                Target::OtherOrigin => format!("{OTHER_ORIGIN}/elsewhere"),
                Target::Plain => {
                    let authority = request.uri().authority().expect("requests are absolute");
                    format!("http://{authority}/elsewhere")
                }
            };
            (status, Some((header::LOCATION.as_str(), location)))
        }
        NetworkOutcome::Failure(kind, _) => return Ok(Err(kind)),
        NetworkOutcome::Cancelled(_) => return Err(Cancelled),
    };
    let mut reply = Response::builder().status(status);
    if let Some((name, value)) = headers {
        reply = reply.header(name, value);
    }
    Ok(Ok(reply
        .body(Bytes::from_static(b"{}"))
        .expect("valid headers")))
}

fn hint_header(hint: Hint, written: SystemTime) -> Option<(&'static str, String)> {
    Some(match hint {
        Hint::None => return None,
        Hint::Seconds(seconds) => ("retry-after", seconds.to_string()),
        Hint::Date(seconds) => {
            let date = retry_date(written, seconds);
            ("retry-after", httpdate::fmt_http_date(date))
        }
        Hint::Milliseconds(time) => ("retry-after-ms", time.to_string()),
        Hint::RateLimitReset(seconds) => ("x-ratelimit-reset", seconds.to_string()),
        Hint::ShouldRetry(should) => ("x-should-retry", should.to_string()),
    })
}
