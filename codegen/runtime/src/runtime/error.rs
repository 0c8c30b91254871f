//! Errors of calls.
//!
//! `Display` of every error in the runtime prints the whole error on one line, apart from lists of
//! violations: what happened, to what, and why, down to the last cause. So `source` is always
//! `None`, and printing a chain of errors repeats nothing.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::after_effect::{may_have_taken_effect, write_after_effect};
use super::api_error::request_id;
use super::redaction::Redaction;
use super::{ApiError, ErrorBody, NamedError, Undecodable, Violations};

/// The reason why a call returned no result. `E` is the type of an error body.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The request is invalid and was not sent.
    Invalid(Invalid),
    /// No complete reply arrived.
    Transport(TransportError),
    /// The call exceeded its time limit.
    Timeout(Timeout),
    /// The server returned an error status.
    Api(Box<ApiError<E>>),
    /// The response succeeded but its body does not match the schema.
    Undecodable(Box<Undecodable>),
}

/// A request that violates rules of the document or cannot be represented in HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    operation: &'static str,
    violations: Violations,
    /// The page of a list that was requested, counted from 1.
    page: Option<u32>,
}

/// A failure to send a request or to receive its complete reply.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    cause: Box<dyn StdError + Send + Sync>,
    /// Whether an earlier attempt of the call may have taken effect.
    after_effect: bool,
    /// The page of a list that was requested, counted from 1.
    page: Option<u32>,
}

/// The kind of a [`TransportError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The request cannot be sent: there is no base URL, the URL is invalid, or a credential is
    /// missing.
    Request,
    /// No connection was made. The request was not sent.
    Connect,
    /// No secure connection was made: the certificate of the server is invalid, or client and
    /// server support no common version of TLS. The request was not sent.
    Tls,
    /// The connection broke. The request may have taken effect.
    Broken,
    /// The attempt timed out. The request may have taken effect.
    Timeout,
    /// The reply ended early. The request may have taken effect.
    Truncated,
    /// The reply is not valid HTTP. The request may have taken effect.
    Malformed,
    /// The body, the headers or an event of the reply is larger than the limit. The request may have
    /// taken effect.
    TooLarge,
}

/// A time limit that was exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeout {
    /// The time limit: that of the last attempt, or that of all attempts together.
    pub after: Duration,
    /// The number of attempts that were made.
    pub attempts: u32,
    /// The page of a list that was requested, counted from 1.
    pub(super) page: Option<u32>,
}

impl Timeout {
    /// Creates the error from the time limit and the number of attempts.
    #[must_use]
    pub fn new(after: Duration, attempts: u32) -> Self {
        Self {
            after,
            attempts,
            page: None,
        }
    }
}

impl Invalid {
    pub(super) fn new(operation: &'static str, violations: Violations) -> Self {
        Self {
            operation,
            violations,
            page: None,
        }
    }

    /// Adds violations, before those that are already there.
    pub(super) fn after(self, mut first: Violations) -> Self {
        first.extend(self.violations);
        Self::new(self.operation, first)
    }

    /// Returns the name of the operation.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the violations.
    #[must_use]
    pub fn violations(&self) -> &Violations {
        &self.violations
    }
}

impl TransportError {
    /// Creates the error that a transport returns.
    pub fn new(
        kind: TransportErrorKind,
        cause: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            cause: cause.into(),
            after_effect: false,
            page: None,
        }
    }

    /// Sets whether an earlier attempt of the call may have taken effect.
    #[cfg_attr(not(feature = "client"), allow(dead_code))]
    pub(super) fn with_after_effect(mut self, after_effect: bool) -> Self {
        self.after_effect = after_effect;
        self
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns the underlying error.
    #[must_use]
    pub fn cause(&self) -> &(dyn StdError + Send + Sync + 'static) {
        &*self.cause
    }
}

impl<E> Error<E> {
    /// Returns the status of the reply, if one arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.reply().map(|(status, _)| status)
    }

    /// Returns the headers of the reply, if one arrived. The headers of errors have no types.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.reply().map(|(_, headers)| headers)
    }

    /// Returns the id that the server gave to the request, from the header `x-request-id`. Support
    /// staff can find the request by it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// Returns whether the same call may succeed later: no connection, a timeout, or a server that
    /// is busy or failing. It says nothing about whether the call took effect.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Invalid(_) | Self::Undecodable(_) => false,
            Self::Transport(error) => !matches!(
                error.kind,
                TransportErrorKind::Request
                    | TransportErrorKind::Tls
                    | TransportErrorKind::Malformed
                    | TransportErrorKind::TooLarge
            ),
            Self::Timeout(_) => true,
            Self::Api(error) => {
                matches!(error.status.as_u16(), 408 | 409 | 429) || error.status.is_server_error()
            }
        }
    }

    /// Returns whether the call may have taken effect.
    ///
    /// `false` means that no attempt reached the server, or that the server refused each that did:
    /// with a client error other than 408 and 409, or with a 307 or 308 that was not followed.
    /// The same call can then be made again. `true` means that the outcome of an attempt is
    /// unknown, even if a later one was refused, or that the call succeeded with a body that does
    /// not match the schema.
    #[must_use]
    pub fn may_have_taken_effect(&self) -> bool {
        match self {
            Self::Invalid(_) => false,
            Self::Transport(error) => error.after_effect || error.kind.may_have_taken_effect(),
            Self::Timeout(timeout) => timeout.attempts > 0,
            Self::Api(error) => error.after_effect || may_have_taken_effect(error.status),
            Self::Undecodable(_) => true,
        }
    }

    /// Sets what the error prints of the reply.
    #[cfg_attr(not(feature = "client"), allow(dead_code))]
    pub(crate) fn with_redaction(mut self, redaction: &Redaction) -> Self {
        match &mut self {
            Self::Api(error) => error.redaction = redaction.clone(),
            Self::Undecodable(error) => error.redaction = redaction.clone(),
            Self::Invalid(_) | Self::Transport(_) | Self::Timeout(_) => {}
        }
        self
    }

    /// Sets whether an attempt before the reply may have taken effect.
    #[cfg_attr(not(feature = "client"), allow(dead_code))]
    pub(crate) fn with_after_effect(mut self) -> Self {
        if let Self::Api(error) = &mut self {
            error.after_effect = true;
        }
        self
    }

    /// Returns the number of the page that could not be fetched, counted from 1, if the error is that of
    /// a list.
    #[must_use]
    pub fn page(&self) -> Option<u32> {
        match self {
            Self::Invalid(error) => error.page,
            Self::Transport(error) => error.page,
            Self::Timeout(timeout) => timeout.page,
            Self::Api(error) => error.page,
            Self::Undecodable(error) => error.page,
        }
    }

    /// Sets the number of the page that could not be fetched.
    #[cfg_attr(not(feature = "client"), allow(dead_code))]
    pub(crate) fn with_page(mut self, number: u32) -> Self {
        let page = match &mut self {
            Self::Invalid(error) => &mut error.page,
            Self::Transport(error) => &mut error.page,
            Self::Timeout(timeout) => &mut timeout.page,
            Self::Api(error) => &mut error.page,
            Self::Undecodable(error) => &mut error.page,
        };
        *page = Some(number);
        self
    }

    fn reply(&self) -> Option<(StatusCode, &HeaderMap)> {
        match self {
            Self::Api(error) => Some((error.status, &error.headers)),
            Self::Undecodable(error) => Some((error.status, &error.headers)),
            Self::Invalid(_) | Self::Transport(_) | Self::Timeout(_) => None,
        }
    }
}

impl TransportErrorKind {
    /// Returns whether a request may have taken effect although this was its outcome.
    pub(super) fn may_have_taken_effect(self) -> bool {
        match self {
            Self::Request | Self::Connect | Self::Tls => false,
            Self::Broken | Self::Timeout | Self::Truncated | Self::Malformed | Self::TooLarge => {
                true
            }
        }
    }
}

impl<E: ErrorBody> Error<E> {
    /// Returns the API's code of the first error in the body, if any.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.code(),
            _ => None,
        }
    }

    /// Returns the named error that the first error in the body matches, if any.
    #[must_use]
    pub fn named(&self) -> Option<&'static NamedError> {
        match self {
            Self::Api(error) => error.named().next().flatten(),
            _ => None,
        }
    }
}

impl<E> From<Invalid> for Error<E> {
    fn from(error: Invalid) -> Self {
        Self::Invalid(error)
    }
}

impl<E: ErrorBody> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(page) = self.page() {
            write!(f, "page {page}: ")?;
        }
        match self {
            Self::Invalid(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Timeout(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Undecodable(error) => error.fmt(f),
        }
    }
}

/// Prints a single violation on the same line, several on lines of their own.
impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} was not sent:", self.operation)?;
        let before = if self.violations.len() == 1 {
            " "
        } else {
            "\n  "
        };
        for violation in &self.violations {
            write!(f, "{before}{violation}")?;
        }
        Ok(())
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)?;
        write_causes(&*self.cause, f)?;
        write_after_effect(self.after_effect, f)
    }
}

/// Writes an error and its sources, each after a colon. A source that the text before it already
/// contains is left out, because many errors print their source themselves.
pub(super) fn write_causes(error: &dyn StdError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (mut next, mut written) = (Some(error), String::new());
    while let Some(error) = next {
        let text = error.to_string();
        if !written.contains(&text) {
            write!(f, ": {text}")?;
            written = text;
        }
        next = error.source();
    }
    Ok(())
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "the request cannot be sent",
            Self::Connect => "no connection was made",
            Self::Tls => "no secure connection was made",
            Self::Broken => "the connection broke",
            Self::Timeout => "no reply in time",
            Self::Truncated => "the reply ended early",
            Self::Malformed => "the reply is not valid HTTP",
            Self::TooLarge => "the reply is too large",
        })
    }
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            after,
            attempts,
            page: _,
        } = self;
        let plural = if *attempts == 1 { "" } else { "s" };
        write!(
            f,
            "no reply within {after:?} after {attempts} attempt{plural}"
        )
    }
}

impl<E: fmt::Debug + ErrorBody> StdError for Error<E> {}

impl StdError for Invalid {}

impl StdError for TransportError {}

impl StdError for Timeout {}
