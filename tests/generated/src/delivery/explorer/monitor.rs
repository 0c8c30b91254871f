//! What has to hold of a call, judged from outside: from what the client asks of its transport, its
//! token source and its clock, and from what it returns.

mod policy;

use std::ops::RangeInclusive;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use generated::Retry;
use generated::runtime::{Method, TransportErrorKind};
use http::{Request, header};

pub(crate) use self::policy::retry_date;

use super::ending::{CallResult, Ending};
use super::event::{NetworkEvent, NetworkOutcome, Target, TokenEvent};
use super::ledger::Ledger;
use super::settings::{Limits, Settings};

/// The judge of a call.
#[derive(Debug)]
pub(crate) struct Monitor {
    class: Retry,
    limits: Limits,
    pub(crate) ledger: Ledger,
    started_at: Option<Duration>,
    first_request: Option<(Duration, Request<Bytes>)>,
    attempts: u32,
    attempt_started_at: Duration,
    phase: Phase,
    /// The number of tokens that the attempt has.
    tokens: u32,
    redirects: u32,
    /// The URI that the next request of the attempt has, after a redirect.
    target: Option<String>,
    /// The origin of the last request, and whether the attempt has left that of the API.
    origin: String,
    is_cross_origin: bool,
    /// The last outcome, and whether an earlier one may have taken effect.
    outcome: Option<Outcome>,
    is_uncertain: bool,
    /// The delays after which a retry may follow; `None` if none may.
    delays: Option<RangeInclusive<Duration>>,
    /// The properties that do not hold.
    pub(crate) violations: Vec<String>,
}

/// What the client is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Phase {
    /// The next request or token belongs to the current attempt.
    Attempt,
    /// No attempt has begun, or the last one has an outcome.
    Ended,
    /// The client has waited since the last attempt.
    Waited,
    /// The caller has dropped the call.
    Cancelled,
}

/// The outcome of an attempt or of a redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Outcome {
    Reply(u16),
    Failure(TransportErrorKind),
}

/// The most that the client asks for in a run; beyond, it goes round in circles.
const MOST_ATTEMPTS: u32 = 12;

impl Monitor {
    pub(crate) fn new(class: Retry, settings: &Settings) -> Self {
        Self {
            class,
            limits: settings.limits(class),
            ledger: Ledger::default(),
            started_at: None,
            first_request: None,
            attempts: 0,
            attempt_started_at: Duration::ZERO,
            phase: Phase::Ended,
            tokens: 0,
            redirects: 0,
            target: None,
            origin: String::new(),
            is_cross_origin: false,
            outcome: None,
            is_uncertain: false,
            delays: None,
            violations: Vec::new(),
        }
    }

    fn require(&mut self, holds: bool, property: &str) {
        if !holds && !self.violations.iter().any(|it| it == property) {
            self.violations.push(property.to_owned());
        }
    }

    /// Returns whether the client asks without end.
    pub(crate) fn is_endless(&self) -> bool {
        self.attempts > MOST_ATTEMPTS || self.redirects > MOST_ATTEMPTS
    }

    /// Returns what the client may know at this point, as far as it decides about what follows.
    pub(crate) fn state(&self) -> impl std::hash::Hash + use<'_> {
        let effects: Vec<Duration> = self.ledger.effects().collect();
        let first = self.first_request.as_ref().map(|(at, _)| *at);
        (
            (self.attempts, self.attempt_started_at, self.phase),
            (self.redirects, self.target.as_deref(), self.is_cross_origin),
            (effects, first, self.is_uncertain),
        )
    }

    /// Returns the outcome that the client has, which it returns if it runs out of time.
    pub(crate) fn held_outcome(&self) -> impl std::hash::Hash + use<> {
        self.outcome
    }

    fn deadline(&self) -> Duration {
        let started_at = self.started_at.unwrap_or_default();
        started_at.saturating_add(self.limits.deadline)
    }

    /// Returns the time before which everything leaves.
    fn latest_start(&self) -> Duration {
        let started_at = self.started_at.unwrap_or_default();
        let window = started_at.saturating_add(self.limits.window);
        self.deadline().min(window)
    }

    /// Returns the deadline of the current attempt.
    fn attempt_deadline(&self) -> Duration {
        let started_at = self.attempt_started_at;
        let timeout = started_at.saturating_add(self.limits.timeout);
        self.deadline().min(timeout)
    }

    /// The client asks for a token, or sends a request without.
    fn begin_attempt(&mut self, now: Duration) {
        self.started_at.get_or_insert(now);
        self.require(
            self.phase != Phase::Cancelled,
            "a cancelled call does nothing",
        );
        let phase = std::mem::replace(&mut self.phase, Phase::Attempt);
        if phase == Phase::Attempt {
            return;
        }
        self.is_uncertain |= self.outcome.is_some_and(Outcome::may_have_taken_effect);
        self.attempts += 1;
        self.tokens = 0;
        self.attempt_started_at = now;
        self.redirects = 0;
        self.target = None;
        self.is_cross_origin = false;
        let most = self.limits.retries.saturating_add(1);
        self.require(
            self.attempts <= most,
            "there are no more attempts than the settings allow",
        );
        self.require(
            self.attempts == 1 || phase == Phase::Waited,
            "a retry leaves after its delay",
        );
    }

    /// The client asks for a token.
    pub(crate) fn on_token_request(&mut self, now: Duration) {
        self.begin_attempt(now);
        let in_time = now < self.latest_start();
        self.require(
            in_time,
            "no attempt starts after the deadline or the window",
        );
    }

    /// The client sends a request.
    pub(crate) fn on_request(
        &mut self,
        request: &Request<Bytes>,
        timeout: Duration,
        now: Duration,
    ) {
        self.begin_attempt(now);
        let has_tokens = self.tokens == self.limits.tokens;
        self.require(has_tokens, "each attempt has a token of its own");
        let deadline = self.deadline();
        self.require(now < deadline, "nothing leaves after the deadline");
        let left = self.attempt_deadline().saturating_sub(now);
        self.require(
            timeout == left && !timeout.is_zero(),
            "a request has the time that is left of its attempt",
        );
        let origin = origin(request);
        let target = self.target.take();
        let Some((sent_at, first)) = self.first_request.clone() else {
            self.require(has_key(self.class, request), "a request has its key");
            self.first_request = Some((now, request.clone()));
            self.origin = origin;
            return;
        };
        let in_window = now < sent_at.saturating_add(self.limits.window);
        self.require(in_window, "no retry leaves after the window");
        let uri = target.unwrap_or_else(|| first.uri().to_string());
        self.require(*request.uri() == *uri, "a request goes where it should");
        let is_same = request.body() == first.body() && request.method() == first.method();
        self.require(is_same, "all requests are the same");
        let has_credential = request.headers().contains_key(header::AUTHORIZATION);
        self.require(
            has_credential != self.is_cross_origin,
            "the credential goes to the origin of the API, and only there",
        );
        self.origin = origin;
    }

    /// Something happened to a request.
    pub(crate) fn on_outcome(
        &mut self,
        event: NetworkEvent,
        now: Duration,
        wall: (SystemTime, SystemTime),
    ) {
        if let NetworkOutcome::Redirect(status, target) = event.outcome {
            let is_followed = self.follows(status, target);
            self.outcome = Some(Outcome::Reply(status));
            self.delays = None;
            if is_followed && now < self.latest_start().min(self.attempt_deadline()) {
                self.redirects += 1;
                self.target = Some(self.redirect_target(target));
                self.is_cross_origin |= target == Target::OtherOrigin;
            } else {
                self.phase = Phase::Ended;
            }
            return;
        }
        self.phase = Phase::Ended;
        match event.outcome {
            NetworkOutcome::Reply(status, _, hint) => {
                let asked = policy::asked_delay(status, hint, wall);
                let retries = policy::retries_reply(status, hint, self.limits.repeatable);
                self.settle(Outcome::Reply(status), retries, asked);
            }
            NetworkOutcome::Failure(kind, _) => self.on_failure(kind),
            NetworkOutcome::Cancelled(_) => self.phase = Phase::Cancelled,
            NetworkOutcome::Redirect(..) => unreachable!("a redirect is judged above"),
        }
    }

    /// A token source has an outcome.
    pub(crate) fn on_token(&mut self, event: TokenEvent, now: Duration) {
        let deadline = self.latest_start().min(self.attempt_deadline());
        self.phase = Phase::Ended;
        match event {
            TokenEvent::Granted(_) if now < deadline => {
                self.phase = Phase::Attempt;
                self.tokens += 1;
            }
            TokenEvent::Granted(_) => self.on_failure(TransportErrorKind::Timeout),
            TokenEvent::Unsendable => self.on_failure(TransportErrorKind::Request),
            TokenEvent::Failed(kind) => self.on_failure(kind),
            TokenEvent::Cancelled => self.phase = Phase::Cancelled,
        }
    }

    fn on_failure(&mut self, kind: TransportErrorKind) {
        let retries = policy::retries_failure(kind, self.limits.repeatable);
        self.settle(Outcome::Failure(kind), retries, None);
    }

    fn settle(&mut self, outcome: Outcome, retries: bool, asked: Option<Duration>) {
        self.outcome = Some(outcome);
        let retries = retries && self.attempts <= self.limits.retries;
        self.delays = retries.then(|| match asked {
            Some(delay) => delay..=delay,
            None => policy::backoff(self.attempts),
        });
    }

    /// The caller drops the call during a delay.
    pub(crate) fn on_cancellation(&mut self) {
        self.phase = Phase::Cancelled;
    }

    /// The client waits before a retry.
    pub(crate) fn on_sleep(&mut self, delay: Duration, now: Duration) {
        self.require(
            self.phase != Phase::Cancelled,
            "a cancelled call does nothing",
        );
        self.phase = Phase::Waited;
        match self.delays.take() {
            None => self.require(false, "only what may be retried is retried"),
            Some(delays) => self.require(
                delays.contains(&delay),
                "a retry waits for as long as the server asks, or for the backoff",
            ),
        }
        let in_time = now.saturating_add(delay) < self.latest_start();
        self.require(in_time, "no retry leaves after the deadline or the window");
    }

    /// The call ends.
    pub(crate) fn on_ending(&mut self, ending: Ending, now: Duration) {
        if let Some(delays) = self.delays.take() {
            let would_leave_at = now.saturating_add(*delays.end());
            self.require(
                would_leave_at >= self.latest_start(),
                "what may be retried is retried",
            );
        }
        self.require(
            self.phase != Phase::Attempt,
            "every outcome of an attempt is awaited",
        );
        let is_expected = self.expects(ending.result);
        self.require(is_expected, "the call returns the last outcome");
        let is_last_uncertain = self.outcome.is_some_and(Outcome::may_have_taken_effect);
        let is_uncertain = self.is_uncertain || is_last_uncertain;
        self.require(
            ending.may_have_taken_effect || !is_uncertain,
            "an unknown outcome is reported",
        );
        let timed_out = matches!(ending.result, CallResult::Timeout { .. });
        self.require(
            !ending.may_have_taken_effect || is_uncertain || timed_out,
            "a refusal is reported as such",
        );
        let has_effect = self.ledger.effects().next().is_some();
        self.require(
            ending.may_have_taken_effect || !has_effect,
            "an effect is reported",
        );
        let succeeds = ending.result == CallResult::Reply(200);
        self.require(has_effect || !succeeds, "a success has an effect");
    }

    /// The run is over, whether or not the call has ended.
    pub(crate) fn on_end(&mut self) {
        let effects = self.ledger.effects().count();
        let repeats = self.class == Retry::Unsafe && self.limits.repeatable;
        self.require(effects < 2 || repeats, "no effect happens twice");
    }

    fn expects(&self, result: CallResult) -> bool {
        match (self.outcome, result) {
            (Some(Outcome::Reply(expected)), CallResult::Reply(status)) => expected == status,
            (
                Some(Outcome::Failure(TransportErrorKind::Timeout)),
                CallResult::Timeout { after, attempts },
            ) => {
                let limit = if self.attempt_deadline() >= self.deadline() {
                    self.limits.deadline
                } else {
                    self.limits.timeout
                };
                after == limit && attempts == self.attempts
            }
            (Some(Outcome::Failure(expected)), CallResult::Failure(kind)) => expected == kind,
            _ => false,
        }
    }

    fn follows(&self, status: u16, target: Target) -> bool {
        let (_, first) = self
            .first_request
            .as_ref()
            .expect("a request was redirected");
        let reads = *first.method() == Method::GET;
        let keeps_method = matches!(status, 307 | 308);
        match target {
            Target::SameOrigin => reads || keeps_method,
            Target::OtherOrigin => reads,
            Target::Plain => false,
        }
    }

    fn redirect_target(&self, target: Target) -> String {
        match target {
            Target::SameOrigin => format!("{}/elsewhere", self.origin),
            Target::OtherOrigin => format!("{OTHER_ORIGIN}/elsewhere"),
            Target::Plain => unreachable!("no redirect to http is followed"),
        }
    }
}

/// The origin of redirects that leave the API.
pub(crate) const OTHER_ORIGIN: &str = "https://other.example.com";

impl Outcome {
    fn may_have_taken_effect(self) -> bool {
        match self {
            Self::Reply(status) => !matches!(status, 307 | 308 | 422 | 429),
            Self::Failure(kind) => policy::may_have_arrived(kind),
        }
    }
}

/// Returns whether the body has a key, if the operation has one.
fn has_key(class: Retry, request: &Request<Bytes>) -> bool {
    let Some(field) = class.idempotency_field() else {
        return true;
    };
    let body = str::from_utf8(request.body()).unwrap_or_default();
    let key = body.split_once(&format!("\"{field}\":\""));
    key.is_some_and(|(_, key)| !key.starts_with('"'))
}

fn origin(request: &Request<Bytes>) -> String {
    let uri = request.uri();
    let scheme = uri.scheme_str().unwrap_or_default();
    let authority = uri.authority().map_or("", |it| it.as_str());
    format!("{scheme}://{authority}")
}
