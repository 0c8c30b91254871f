//! One call from the first try to the end, without I/O: it says what to do, and is told what came
//! of it. The asynchronous and the blocking client are loops around it.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{Request, Response, header};

use super::attempt_credentials::AttemptCredentials;
use super::options::CallSettings;
use super::redirect::{self, Redirected};
use super::retry::{self, Outcome, RetryReason};
use crate::runtime::redaction::Redaction;
use crate::runtime::{Error, Timeout, TransportError, TransportErrorKind};

/// One call, from the first try to the end.
pub(super) struct Exchange {
    settings: CallSettings,
    /// What is sent, without the credentials that the client adds to it.
    request: Request<Bytes>,
    credentials: AttemptCredentials,
    /// What the try sent last.
    sent: Request<Bytes>,
    redirects: u32,
    /// When it began.
    started_at: Option<Duration>,
    /// When the try has to be over.
    attempt_deadline: Duration,
    attempts: u32,
    state: State,
}

enum State {
    /// A try is next; before it, this came of the one before.
    Attempt(Option<Outcome>),
    /// The same, after a while.
    Wait(Duration, Outcome),
    /// A try has begun, and may need a token.
    Authorize,
    /// The try is sent on; this is the reply that says so.
    Redirect(Outcome),
    /// A request is on its way, or a token source was asked.
    Sent,
    /// It has an end.
    Done(Outcome),
}

/// What is to be done next.
pub(super) enum Step {
    /// Ask this token source, and tell what it gave.
    Token(usize),
    /// Send this, and tell what came of it.
    Send(Request<Bytes>, Duration),
    /// Wait.
    Wait(Duration, RetryReason),
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
    pub(super) fn new(
        request: Request<Bytes>,
        credentials: AttemptCredentials,
        settings: CallSettings,
    ) -> Self {
        Self {
            settings,
            sent: request.clone(),
            request,
            credentials,
            redirects: 0,
            started_at: None,
            attempt_deadline: Duration::ZERO,
            attempts: 0,
            state: State::Attempt(None),
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
        self.settings.idle
    }

    /// What is to be done at this time.
    pub(super) fn step(&mut self, now: Duration) -> Step {
        let started_at = *self.started_at.get_or_insert(now);
        match std::mem::replace(&mut self.state, State::Sent) {
            State::Attempt(last) if now < self.latest_start(started_at) => {
                drop(last);
                self.redirects = 0;
                self.attempts += 1;
                self.attempt_deadline = self
                    .deadline(started_at)
                    .min(now.saturating_add(self.settings.timeout));
                self.credentials.start_attempt();
                self.authorize(now)
            }
            State::Authorize => self.authorize(now),
            State::Redirect(_)
                if now < self.latest_start(started_at).min(self.attempt_deadline) =>
            {
                self.send(now)
            }
            State::Wait(delay, last) => {
                let reason = RetryReason::of(&last);
                self.state = State::Attempt(Some(last));
                Step::Wait(delay, reason)
            }
            State::Done(last) | State::Redirect(last) | State::Attempt(Some(last)) => {
                self.finish(last)
            }
            State::Attempt(None) => Step::Done(Err(self.timeout_error())),
            State::Sent => unreachable!("a driver tells what came of a request before it goes on"),
        }
    }

    /// Tells what the token source gave. `entropy` is that of [`on_response`](Self::on_response).
    pub(super) fn on_token(
        &mut self,
        token: Result<String, TransportError>,
        now: Duration,
        entropy: impl FnOnce() -> (SystemTime, f64),
    ) {
        match token {
            Ok(token) => {
                self.credentials.add_token(token);
                self.state = State::Authorize;
            }
            Err(error) => self.on_response(Err(error), now, entropy),
        }
    }

    /// Tells what came of the request that was sent. `entropy` gives the time of day and a random
    /// number from zero up to one.
    pub(super) fn on_response(
        &mut self,
        outcome: Outcome,
        now: Duration,
        entropy: impl FnOnce() -> (SystemTime, f64),
    ) {
        self.state = if let Some(request) = self.redirect(&outcome) {
            self.sent = request;
            self.redirects += 1;
            State::Redirect(outcome)
        } else if self.attempts <= self.settings.retries
            && retry::should_retry(&outcome, self.settings.repeatable)
        {
            let (wall, random) = entropy();
            let delay = retry::delay(&outcome, self.attempts - 1, wall, random);
            if now.saturating_add(delay) < self.latest_start(self.started_at.unwrap_or(now)) {
                State::Wait(delay, outcome)
            } else {
                State::Done(outcome)
            }
        } else {
            State::Done(outcome)
        };
    }

    /// When all of it has to be over.
    fn deadline(&self, started_at: Duration) -> Duration {
        started_at.saturating_add(self.settings.deadline)
    }

    /// Before when a request has to be sent.
    fn latest_start(&self, started_at: Duration) -> Duration {
        let window = started_at.saturating_add(self.settings.window);
        self.deadline(started_at).min(window)
    }

    /// Sends the try, once all tokens for it are there.
    fn authorize(&mut self, now: Duration) -> Step {
        if let Some(source) = self.credentials.next_token_source() {
            return Step::Token(source);
        }
        self.sent = self.request.clone();
        match self.credentials.inject(&mut self.sent) {
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
        let followed = redirect::follow_redirect(&self.sent, reply);
        match followed.filter(|_| self.redirects < redirect::MAX_REDIRECTS)? {
            Redirected::SameOrigin(mut request) => {
                self.credentials.inject(&mut request).ok()?;
                Some(request)
            }
            Redirected::CrossOrigin(mut request) => {
                self.credentials.strip_for_other_origin(&mut request).ok()?;
                Some(request)
            }
        }
    }

    fn finish(&self, outcome: Outcome) -> Step {
        Step::Done(match outcome {
            Ok(mut reply) => {
                reply.extensions_mut().insert(self.redaction());
                Ok(reply)
            }
            Err(error) if error.kind() == TransportErrorKind::Timeout => Err(self.timeout_error()),
            Err(error) => Err(Failure::Transport(error)),
        })
    }

    /// What an error about the reply prints of it. The content types that a call names are no secrets,
    /// though every header that a caller sets is marked as one.
    fn redaction(&self) -> Redaction {
        let headers = self.request.headers().iter();
        let headers = headers.filter(|(name, value)| {
            value.is_sensitive() && **name != header::ACCEPT && **name != header::CONTENT_TYPE
        });
        let headers = headers.filter_map(|(_, value)| Some(value.to_str().ok()?.to_owned()));
        let secrets = self.credentials.secrets().chain(headers).collect();
        Redaction::new(self.settings.print_bodies, secrets)
    }

    fn timeout_error(&self) -> Failure {
        let started_at = self.started_at.unwrap_or_default();
        let all = self.attempts == 0 || self.attempt_deadline >= self.deadline(started_at);
        let CallSettings {
            timeout, deadline, ..
        } = self.settings;
        Failure::Timeout(Timeout {
            after: if all { deadline } else { timeout },
            attempts: self.attempts,
        })
    }
}
