//! What can become of a call instead of its result.
//!
//! Of all errors in here and beside, `Display` says everything on one line (a list of violations apart):
//! what happened, to what, and why, down to the last cause. So `source` has nothing to add, and is always
//! `None`: who prints a chain of errors reads nothing twice.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::redaction::Redaction;
use super::{ApiError, ErrorBody, NamedError, Undecodable, Violations};

/// Why a call returned no result. `E` is the type of an error body.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The request is invalid and was not sent.
    Invalid(Invalid),
    /// No complete reply arrived.
    Transport(TransportError),
    /// The call took longer than its time limit.
    Timeout(Timeout),
    /// The server returned an error status.
    Api(Box<ApiError<E>>),
    /// The response succeeded but its body does not match the schema.
    Undecodable(Box<Undecodable>),
}

/// A request that breaks rules of the document, or that HTTP cannot carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    operation: &'static str,
    violations: Violations,
}

/// A request to which no complete reply arrived.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    cause: Box<dyn StdError + Send + Sync>,
}

/// Why no complete reply arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The request cannot be sent: there is no base URL, or the URL is invalid.
    Request,
    /// No connection was made. The request was not sent.
    Connect,
    /// No secure connection was made: the certificate of the server is invalid, or client and
    /// server have no version of TLS in common. The request was not sent.
    Tls,
    /// The connection broke. The request may have had its effect.
    Broken,
    /// The attempt timed out. The request may have had its effect.
    Timeout,
    /// The reply ended early.
    Truncated,
    /// The reply is not valid HTTP. The request may have had its effect.
    Malformed,
    /// The body, the headers or an event of the reply is larger than the limit.
    TooLarge,
}

/// A time limit that was exceeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeout {
    /// The limit that was exceeded: that of all attempts together, or of the last one.
    pub after: Duration,
    /// The number of attempts.
    pub attempts: u32,
}

impl Invalid {
    pub(super) fn new(operation: &'static str, violations: Violations) -> Self {
        Self {
            operation,
            violations,
        }
    }

    /// With more that is wrong, named first.
    pub(super) fn after(self, mut first: Violations) -> Self {
        first.extend(self.violations);
        Self::new(self.operation, first)
    }

    /// The name of the operation.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The violations.
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
        }
    }

    /// Why no complete reply arrived.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The error of the transport.
    #[must_use]
    pub fn cause(&self) -> &(dyn StdError + Send + Sync + 'static) {
        &*self.cause
    }
}

impl<E> Error<E> {
    /// The status of the reply, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.reply().map(|(status, _)| status)
    }

    /// The headers of the reply, if there was one, as they came: there are no types for the headers
    /// of errors.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.reply().map(|(_, headers)| headers)
    }

    /// The id that the server gave to the request, for its support: the header `x-request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// Whether the same call may succeed later: there was no connection, a timeout, or a busy or
    /// failing server. It does not say whether the first call had an effect.
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

    /// The same error, which prints no more than this of the reply.
    #[cfg_attr(not(feature = "client"), allow(dead_code))]
    pub(crate) fn with_redaction(mut self, redaction: &Redaction) -> Self {
        match &mut self {
            Self::Api(error) => error.redaction = redaction.clone(),
            Self::Undecodable(error) => error.redaction = redaction.clone(),
            Self::Invalid(_) | Self::Transport(_) | Self::Timeout(_) => {}
        }
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

impl<E: ErrorBody> Error<E> {
    /// The API's code of the first error in the body.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.code(),
            _ => None,
        }
    }

    /// The named error that matches the first error in the body, if any.
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
        match self {
            Self::Invalid(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Timeout(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Undecodable(error) => error.fmt(f),
        }
    }
}

/// A single violation beside the operation, several below it.
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
        write_causes(&*self.cause, f)
    }
}

/// An error and all that it comes from, each after a colon. What already stands in the text before is
/// left out: many errors say their cause themselves.
pub(super) fn write_causes(error: &dyn StdError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (mut next, mut said) = (Some(error), String::new());
    while let Some(error) = next {
        let text = error.to_string();
        if !said.contains(&text) {
            write!(f, ": {text}")?;
            said = text;
        }
        next = error.source();
    }
    Ok(())
}

impl fmt::Display for TransportErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "the request cannot be sent",
            Self::Connect => "no connection",
            Self::Tls => "no secure connection",
            Self::Broken => "the connection broke",
            Self::Timeout => "no reply in time",
            Self::Truncated => "the reply broke off",
            Self::Malformed => "the reply is not HTTP",
            Self::TooLarge => "the reply is too large",
        })
    }
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (after, attempts) = (self.after, self.attempts);
        write!(f, "no reply within {after:?}, attempts: {attempts}")
    }
}

pub(super) fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-request-id")?.to_str().ok()
}

impl<E: fmt::Debug + ErrorBody> StdError for Error<E> {}

impl StdError for Invalid {}

impl StdError for TransportError {}

impl StdError for Timeout {}
