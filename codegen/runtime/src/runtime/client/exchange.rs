//! One call from the first attempt to the end, as a state machine without I/O: it tells the client
//! what to do, and the client reports the outcome. Both clients are loops around it.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response, header};

use super::attempt_credentials::AttemptCredentials;
use super::options::CallSettings;
use super::redirect::{self, Redirected};
use super::retry::{self, Outcome, RetryReason};
use crate::runtime::after_effect::AfterEffect;
use crate::runtime::redaction::Redaction;
use crate::runtime::{Error, Timeout, TransportError, TransportErrorKind};

/// A call from the first attempt to the end.
pub(super) struct Exchange {
    settings: CallSettings,
    /// The request without the credentials of the client.
    request: Request<Bytes>,
    credentials: AttemptCredentials,
    /// The request that the attempt has sent last, possibly to the target of a redirect.
    sent: Request<Bytes>,
    redirects: u32,
    /// The time of the first attempt.
    started_at: Option<Duration>,
    /// The deadline of the current attempt.
    attempt_deadline: Duration,
    attempts: u32,
    /// The number of requests, with those that follow redirects.
    #[cfg(feature = "tracing")]
    requests: u32,
    /// Whether an attempt before the current one may have taken effect.
    after_effect: bool,
    /// The least delay before a retry.
    least_delay: Duration,
    state: State,
}

enum State {
    /// The next attempt is due; this is the outcome of the one before.
    Attempt(Option<Outcome>),
    /// The next attempt is due after a delay.
    Wait(Duration, Outcome),
    /// An attempt has begun and may need a token.
    Authorize,
    /// The attempt follows a redirect; this is the reply with it.
    Redirect(Outcome),
    /// The outcome of a request or of a token source is awaited.
    Sent,
    /// The call has ended.
    Done(Outcome),
}

/// The header with the id of the last event (HTML standard §9.2.4).
pub(super) const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// The time of a reconnection, and a random number in `0.0..1.0`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) now: Duration,
    pub(super) wall: SystemTime,
    pub(super) random: f64,
}

/// The next thing that the client has to do.
pub(super) enum Step {
    /// Get a token from this source, and report it to [`on_token`](Exchange::on_token).
    Token(usize),
    /// Send this request with this timeout, and report the outcome to
    /// [`on_response`](Exchange::on_response).
    Send(Request<Bytes>, Duration),
    /// Wait before a retry.
    Wait(Duration, RetryReason),
    /// Return the outcome.
    Done(Result<Response<Bytes>, Failure>),
}

/// The reason why there is no reply.
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
            #[cfg(feature = "tracing")]
            requests: 0,
            after_effect: false,
            least_delay: Duration::ZERO,
            state: State::Attempt(None),
        }
    }

    /// Returns the request without credentials.
    pub(super) fn request(&self) -> &Request<Bytes> {
        &self.request
    }

    /// Returns the number of attempts, not counting redirects.
    pub(super) fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Counts a request, and returns how many were sent before, with those that follow redirects.
    #[cfg(feature = "tracing")]
    pub(super) fn count_request(&mut self) -> u32 {
        self.requests += 1;
        self.requests - 1
    }

    /// Returns whether a URL has the origin of the call.
    #[cfg(feature = "tracing")]
    pub(super) fn is_same_origin(&self, uri: &http::Uri) -> bool {
        let own = self.request.uri();
        own.scheme() == uri.scheme() && own.authority() == uri.authority()
    }

    /// Returns the time limit of each chunk of a stream.
    pub(super) fn idle(&self) -> Duration {
        self.settings.idle
    }

    /// Returns the next step at the time `now`.
    pub(super) fn step(&mut self, now: Duration) -> Step {
        self.started_at.get_or_insert(now);
        match std::mem::replace(&mut self.state, State::Sent) {
            State::Attempt(last)
                if now < self.latest_start() && !self.settings.timeout.is_zero() =>
            {
                self.after_effect |= last.as_ref().is_some_and(retry::may_have_taken_effect);
                self.redirects = 0;
                self.attempts += 1;
                self.attempt_deadline = self
                    .deadline()
                    .min(now.saturating_add(self.settings.timeout));
                self.credentials.start_attempt();
                self.authorize(now)
            }
            State::Authorize if self.may_send(now) => self.authorize(now),
            State::Authorize => self.finish(Err(late_token_error())),
            State::Redirect(_) if self.may_send(now) => self.send(now),
            State::Wait(delay, last) => {
                let reason = RetryReason::of(&last);
                self.state = State::Attempt(Some(last));
                Step::Wait(delay, reason)
            }
            State::Done(last) | State::Redirect(last) | State::Attempt(Some(last)) => {
                self.finish(last)
            }
            State::Attempt(None) => Step::Done(Err(self.timeout_error())),
            State::Sent => {
                unreachable!("the client reports the outcome of a request before the next step")
            }
        }
    }

    /// Reports the token from a token source. `entropy` is that of
    /// [`on_response`](Self::on_response).
    pub(super) fn on_token(
        &mut self,
        token: Result<String, TransportError>,
        now: Duration,
        entropy: impl FnOnce() -> (SystemTime, f64),
    ) {
        let outcome = match token {
            Ok(_) if !self.may_send(now) => Err(late_token_error()),
            Ok(token) => {
                self.credentials.add_token(token);
                self.state = State::Authorize;
                return;
            }
            Err(error) => Err(error),
        };
        self.on_response(outcome, now, entropy);
    }

    /// Reports the outcome of a request. `entropy` returns the time of day and a random number in
    /// `0.0..1.0`.
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
            let retry = self.attempts.saturating_sub(1);
            let delay = retry::retry_delay(&outcome, retry, wall, random).max(self.least_delay);
            if now.saturating_add(delay) < self.latest_start() {
                State::Wait(delay, outcome)
            } else {
                State::Done(outcome)
            }
        } else {
            State::Done(outcome)
        };
    }

    /// Returns whether the call is retried when the outcome of an attempt is unknown.
    pub(super) fn is_repeatable(&self) -> bool {
        self.settings.repeatable
    }

    /// Counts attempts from here, of which at most `max` follow one another.
    pub(super) fn count_attempts(&mut self, max: u32) {
        self.attempts = 0;
        self.settings.retries = max.saturating_sub(1);
    }

    /// Waits for `delay` before the request is sent again, after the stream in its reply has ended.
    /// The time limits of the call begin anew.
    ///
    /// # Errors
    ///
    /// The `end` of the stream, if the request may not be sent again.
    pub(super) fn reconnect(
        &mut self,
        end: TransportError,
        last_event_id: Option<HeaderValue>,
        delay: Duration,
        moment: Moment,
    ) -> Result<(), TransportError> {
        let Moment { now, wall, random } = moment;
        match last_event_id {
            Some(id) => self.request.headers_mut().insert(LAST_EVENT_ID, id),
            None => self.request.headers_mut().remove(LAST_EVENT_ID),
        };
        let start = now.saturating_add(delay);
        let passed = start.saturating_sub(self.started_at.unwrap_or(start));
        self.settings.window = self.settings.window.saturating_sub(passed);
        self.started_at = Some(start);
        self.least_delay = delay;
        self.on_response(Err(end), now, || (wall, random));
        match std::mem::replace(&mut self.state, State::Sent) {
            State::Done(Err(end)) => Err(end),
            state => {
                self.state = state;
                Ok(())
            }
        }
    }

    /// Returns the deadline of the whole call.
    fn deadline(&self) -> Duration {
        let started_at = self.started_at.unwrap_or_default();
        started_at.saturating_add(self.settings.deadline)
    }

    /// Returns the time before which a request must be sent.
    fn latest_start(&self) -> Duration {
        let started_at = self.started_at.unwrap_or_default();
        let window = started_at.saturating_add(self.settings.window);
        self.deadline().min(window)
    }

    /// Returns whether a request of the current attempt may still be sent.
    fn may_send(&self, now: Duration) -> bool {
        now < self.latest_start().min(self.attempt_deadline)
    }

    /// Sends the request of an attempt, once it has all tokens.
    fn authorize(&mut self, now: Duration) -> Step {
        if let Some(source) = self.credentials.next_token_source() {
            return Step::Token(source);
        }
        self.sent = self.request.clone();
        match self.credentials.inject(&mut self.sent) {
            Ok(()) => self.send(now),
            Err(error) => self.finish(Err(error)),
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
                if self.after_effect {
                    reply.extensions_mut().insert(AfterEffect);
                }
                Ok(reply)
            }
            Err(error) if error.kind() == TransportErrorKind::Timeout => Err(self.timeout_error()),
            Err(error) => {
                let error = error.with_after_effect(self.after_effect);
                Err(Failure::Transport(error))
            }
        })
    }

    /// Returns what errors about the reply print of it. The content types of a call are not
    /// secrets, although all headers of the caller are marked as sensitive.
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
        let CallSettings {
            timeout, deadline, ..
        } = self.settings;
        let after = match self.attempts {
            0 => timeout.min(deadline),
            _ if self.attempt_deadline >= self.deadline() => deadline,
            _ => timeout,
        };
        Failure::Timeout(Timeout::new(after, self.attempts))
    }
}

/// Returns the outcome of an attempt whose token arrived when no request may be sent any more.
fn late_token_error() -> TransportError {
    let why = "the token source took the time of the whole attempt";
    TransportError::new(TransportErrorKind::Timeout, why)
}
