//! One call from the first try to the end, without I/O: it says what to do, and is told what came
//! of it. The asynchronous and the blocking client are loops around it.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response};

use super::options::Plan;
use super::redirect;
use super::retry::{self, Outcome, Reason};
use crate::runtime::{Error, Timeout, TransportError, TransportErrorKind};

/// One call, from the first try to the end.
#[derive(Debug)]
pub(super) struct Exchange {
    plan: Plan,
    request: Request<Bytes>,
    /// Where the try was sent on to.
    redirected: Option<Request<Bytes>>,
    redirects: u32,
    /// When it began.
    began: Option<Duration>,
    /// When the try has to be over.
    try_ends: Duration,
    tries: u32,
    state: State,
}

#[derive(Debug)]
enum State {
    /// A try is next; before it, this came of the one before.
    Try(Option<Outcome>),
    /// The same, after a while.
    Wait(Duration, Outcome),
    /// The try is sent on; this is the reply that says so.
    Redirect(Outcome),
    /// A request is on its way.
    Sent,
    /// It has an end.
    Over(Outcome),
}

/// What is to be done next.
#[derive(Debug)]
pub(super) enum Step {
    /// Send this, and tell what came of it.
    Send(Request<Bytes>, Duration),
    /// Wait.
    Wait(Duration, Reason),
    /// Nothing any more.
    Done(Result<Response<Bytes>, Failure>),
}

/// Why there is no reply.
#[derive(Debug)]
pub(super) enum Failure {
    Transport(TransportError),
    Timeout(Timeout),
}

impl<E> From<Failure> for Error<E> {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Transport(error) => Self::Transport(error),
            Failure::Timeout(timeout) => Self::Timeout(timeout),
        }
    }
}

impl Exchange {
    pub(super) fn new(request: Request<Bytes>, plan: Plan) -> Self {
        Self {
            plan,
            request,
            redirected: None,
            redirects: 0,
            began: None,
            try_ends: Duration::ZERO,
            tries: 0,
            state: State::Try(None),
        }
    }

    /// The request as it is sent first.
    pub(super) fn request(&self) -> &Request<Bytes> {
        &self.request
    }

    /// How often it was sent, redirects aside.
    pub(super) fn tries(&self) -> u32 {
        self.tries
    }

    /// What is to be done at this time.
    pub(super) fn step(&mut self, now: Duration) -> Step {
        let began = *self.began.get_or_insert(now);
        match std::mem::replace(&mut self.state, State::Sent) {
            State::Try(last) if now < self.latest(began) => {
                drop(last);
                self.redirected = None;
                self.redirects = 0;
                self.tries += 1;
                self.try_ends = self.ends(began).min(now.saturating_add(self.plan.timeout));
                self.send(now)
            }
            State::Redirect(_) if now < self.latest(began).min(self.try_ends) => self.send(now),
            State::Wait(delay, last) => {
                let reason = Reason::of(&last);
                self.state = State::Try(Some(last));
                Step::Wait(delay, reason)
            }
            State::Over(last) | State::Redirect(last) | State::Try(Some(last)) => self.done(last),
            State::Try(None) => Step::Done(Err(self.out_of_time())),
            State::Sent => unreachable!("a driver tells what came of a request before it goes on"),
        }
    }

    /// Tells what came of the request that was sent. `chance` gives the time of day and a random
    /// number from zero up to one.
    pub(super) fn tell(
        &mut self,
        outcome: Outcome,
        now: Duration,
        chance: impl FnOnce() -> (SystemTime, f64),
    ) {
        self.state = if let Some(request) = self.redirect(&outcome) {
            self.redirected = Some(request);
            self.redirects += 1;
            State::Redirect(outcome)
        } else if self.tries <= self.plan.retries
            && retry::may_repeat(&outcome, self.plan.repeatable)
        {
            let (wall, random) = chance();
            let delay = retry::delay(&outcome, self.tries - 1, wall, random);
            if now.saturating_add(delay) < self.latest(self.began.unwrap_or(now)) {
                State::Wait(delay, outcome)
            } else {
                State::Over(outcome)
            }
        } else {
            State::Over(outcome)
        };
    }

    /// When all of it has to be over.
    fn ends(&self, began: Duration) -> Duration {
        began.saturating_add(self.plan.deadline)
    }

    /// Before when a request has to be sent.
    fn latest(&self, began: Duration) -> Duration {
        let window = began.saturating_add(self.plan.window);
        self.ends(began).min(window)
    }

    fn send(&self, now: Duration) -> Step {
        let request = self.redirected.as_ref().unwrap_or(&self.request);
        Step::Send(request.clone(), self.try_ends.saturating_sub(now))
    }

    fn redirect(&self, outcome: &Outcome) -> Option<Request<Bytes>> {
        let reply = outcome.as_ref().ok()?;
        let sent = self.redirected.as_ref().unwrap_or(&self.request);
        redirect::follow(sent, reply).filter(|_| self.redirects < redirect::MOST)
    }

    fn done(&self, outcome: Outcome) -> Step {
        Step::Done(outcome.map_err(|error| match error.kind() {
            TransportErrorKind::Timeout => self.out_of_time(),
            _ => Failure::Transport(error),
        }))
    }

    fn out_of_time(&self) -> Failure {
        let began = self.began.unwrap_or_default();
        let all = self.tries == 0 || self.try_ends >= self.ends(began);
        let Plan {
            timeout, deadline, ..
        } = self.plan;
        Failure::Timeout(Timeout {
            after: if all { deadline } else { timeout },
            tries: self.tries,
        })
    }
}
