//! One call from the first try to the end, without I/O: it says what to do, and is told what came
//! of it. The asynchronous and the blocking client are loops around it.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response, header};

use super::attempt_credentials::Signature;
use super::options::Plan;
use super::redirect::{self, Followed};
use super::retry::{self, Outcome, Reason};
use crate::runtime::redaction::Redaction;
use crate::runtime::{Error, Timeout, TransportError, TransportErrorKind};

/// One call, from the first try to the end.
pub(super) struct Exchange {
    plan: Plan,
    /// What is sent, without the credentials that the client adds to it.
    request: Request<Bytes>,
    signature: Signature,
    /// What the try sent last.
    sent: Request<Bytes>,
    redirects: u32,
    /// When it began.
    began: Option<Duration>,
    /// When the try has to be over.
    attempt_deadline: Duration,
    attempts: u32,
    state: State,
}

enum State {
    /// A try is next; before it, this came of the one before.
    Try(Option<Outcome>),
    /// The same, after a while.
    Wait(Duration, Outcome),
    /// A try has begun, and may need a token.
    Sign,
    /// The try is sent on; this is the reply that says so.
    Redirect(Outcome),
    /// A request is on its way, or a token source was asked.
    Sent,
    /// It has an end.
    Over(Outcome),
}

/// What is to be done next.
pub(super) enum Step {
    /// Ask this token source, and tell what it gave.
    Token(usize),
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
    pub(super) fn new(request: Request<Bytes>, signature: Signature, plan: Plan) -> Self {
        Self {
            plan,
            sent: request.clone(),
            request,
            signature,
            redirects: 0,
            began: None,
            attempt_deadline: Duration::ZERO,
            attempts: 0,
            state: State::Try(None),
        }
    }

    /// The request as it is sent first, without credentials.
    pub(super) fn request(&self) -> &Request<Bytes> {
        &self.request
    }

    /// How often it was sent, redirects aside.
    pub(super) fn attempts(&self) -> u32 {
        self.attempts
    }

    /// How long a pause in a stream of events may be.
    pub(super) fn idle(&self) -> Duration {
        self.plan.idle
    }

    /// What is to be done at this time.
    pub(super) fn step(&mut self, now: Duration) -> Step {
        let began = *self.began.get_or_insert(now);
        match std::mem::replace(&mut self.state, State::Sent) {
            State::Try(last) if now < self.latest(began) => {
                drop(last);
                self.redirects = 0;
                self.attempts += 1;
                self.attempt_deadline = self.ends(began).min(now.saturating_add(self.plan.timeout));
                self.signature.begin();
                self.sign(now)
            }
            State::Sign => self.sign(now),
            State::Redirect(_) if now < self.latest(began).min(self.attempt_deadline) => {
                self.send(now)
            }
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

    /// Tells what the token source gave. `chance` is that of [`tell`](Self::tell).
    pub(super) fn tell_token(
        &mut self,
        token: Result<String, TransportError>,
        now: Duration,
        chance: impl FnOnce() -> (SystemTime, f64),
    ) {
        match token {
            Ok(token) => {
                self.signature.token(token);
                self.state = State::Sign;
            }
            Err(error) => self.tell(Err(error), now, chance),
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
            self.sent = request;
            self.redirects += 1;
            State::Redirect(outcome)
        } else if self.attempts <= self.plan.retries
            && retry::may_repeat(&outcome, self.plan.repeatable)
        {
            let (wall, random) = chance();
            let delay = retry::delay(&outcome, self.attempts - 1, wall, random);
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

    /// Sends the try, once all tokens for it are there.
    fn sign(&mut self, now: Duration) -> Step {
        if let Some(source) = self.signature.wanted() {
            return Step::Token(source);
        }
        self.sent = self.request.clone();
        match self.signature.put(&mut self.sent) {
            Ok(()) => self.send(now),
            Err(error) => Step::Done(Err(Failure::Transport(error))),
        }
    }

    fn send(&self, now: Duration) -> Step {
        let timeout = self.attempt_deadline.saturating_sub(now);
        Step::Send(self.sent.clone(), timeout)
    }

    fn redirect(&mut self, outcome: &Outcome) -> Option<Request<Bytes>> {
        let reply = outcome.as_ref().ok()?;
        let followed = redirect::follow(&self.sent, reply);
        match followed.filter(|_| self.redirects < redirect::MOST)? {
            Followed::Here(mut request) => {
                self.signature.put(&mut request).ok()?;
                Some(request)
            }
            Followed::Away(mut request) => {
                self.signature.leave(&mut request).ok()?;
                Some(request)
            }
        }
    }

    fn done(&self, outcome: Outcome) -> Step {
        Step::Done(match outcome {
            Ok(mut reply) => {
                reply.extensions_mut().insert(self.disclosure());
                Ok(reply)
            }
            Err(error) if error.kind() == TransportErrorKind::Timeout => Err(self.out_of_time()),
            Err(error) => Err(Failure::Transport(error)),
        })
    }

    /// What an error about the reply prints of it. The content types that a call names are no secrets,
    /// though every header that a caller sets is marked as one.
    fn disclosure(&self) -> Redaction {
        let headers = self.request.headers().iter();
        let headers = headers.filter(|(name, value)| {
            value.is_sensitive() && **name != header::ACCEPT && **name != header::CONTENT_TYPE
        });
        let headers = headers.filter_map(|(_, value)| Some(value.to_str().ok()?.to_owned()));
        let secrets = self.signature.secrets().chain(headers).collect();
        Redaction::new(self.plan.print_bodies, secrets)
    }

    fn out_of_time(&self) -> Failure {
        let began = self.began.unwrap_or_default();
        let all = self.attempts == 0 || self.attempt_deadline >= self.ends(began);
        let Plan {
            timeout, deadline, ..
        } = self.plan;
        Failure::Timeout(Timeout {
            after: if all { deadline } else { timeout },
            attempts: self.attempts,
        })
    }
}
