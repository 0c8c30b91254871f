//! One error type for calls of several operations.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;

use http::{HeaderMap, StatusCode};

#[cfg(feature = "client")]
use super::{BuildError, FromEnvError};
use super::{DecodeError, Error, ErrorBody, Invalid, NamedError};

/// Any error of these bindings. The `?` operator converts the [`Error`] of every operation into it.
///
/// It prints like the original error, which [`downcast_ref`](Self::downcast_ref) returns with its
/// type.
pub struct AnyError(Box<dyn Inner>);

impl AnyError {
    /// Returns the status of the reply, if one arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status()
    }

    /// Returns the headers of the reply, if one arrived. The headers of errors have no types.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.headers()
    }

    /// Returns the id that the server gave to the request, from the header `x-request-id`. Support
    /// staff can find the request by it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        super::api_error::request_id(self.headers()?)
    }

    /// Returns the API's code of the first error in the body, if any.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code()
    }

    /// Returns the named error that the first error in the body matches, if any.
    #[must_use]
    pub fn named(&self) -> Option<&'static NamedError> {
        self.0.named()
    }

    /// Returns whether the same call may succeed later; see [`Error::is_retryable`].
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.is_retryable()
    }

    /// Returns whether the call may have taken effect; see [`Error::may_have_taken_effect`]. Errors
    /// that are not of a call return `false`.
    #[must_use]
    pub fn may_have_taken_effect(&self) -> bool {
        self.0.may_have_taken_effect()
    }

    /// Returns the original error if it has the type `T`, such as `Error<E>` or `DecodeError`.
    #[must_use]
    pub fn downcast_ref<T: 'static>(&self) -> Option<&T> {
        self.0.as_any().downcast_ref()
    }
}

/// An error without its type.
trait Inner: fmt::Debug + fmt::Display + Send + Sync {
    fn as_any(&self) -> &dyn Any;

    fn status(&self) -> Option<StatusCode> {
        None
    }

    fn headers(&self) -> Option<&HeaderMap> {
        None
    }

    fn code(&self) -> Option<&str> {
        None
    }

    fn named(&self) -> Option<&'static NamedError> {
        None
    }

    fn is_retryable(&self) -> bool {
        false
    }

    fn may_have_taken_effect(&self) -> bool {
        false
    }
}

impl<E: ErrorBody + fmt::Debug + Send + Sync + 'static> Inner for Error<E> {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn status(&self) -> Option<StatusCode> {
        self.status()
    }

    fn headers(&self) -> Option<&HeaderMap> {
        self.headers()
    }

    fn code(&self) -> Option<&str> {
        self.code()
    }

    fn named(&self) -> Option<&'static NamedError> {
        self.named()
    }

    fn is_retryable(&self) -> bool {
        self.is_retryable()
    }

    fn may_have_taken_effect(&self) -> bool {
        self.may_have_taken_effect()
    }
}

impl<E: ErrorBody + fmt::Debug + Send + Sync + 'static> From<Error<E>> for AnyError {
    fn from(error: Error<E>) -> Self {
        Self(Box::new(error))
    }
}

macro_rules! impl_inner {
    ($($(#[$cfg:meta])? $error:path),* $(,)?) => {
        $(
            $(#[$cfg])?
            impl Inner for $error {
                fn as_any(&self) -> &dyn Any {
                    self
                }
            }

            $(#[$cfg])?
            impl From<$error> for AnyError {
                fn from(error: $error) -> Self {
                    Self(Box::new(error))
                }
            }
        )*
    };
}
impl_inner! {
    DecodeError,
    Invalid,
    #[cfg(feature = "client")] BuildError,
    #[cfg(feature = "client")] FromEnvError,
    #[cfg(feature = "webhook")] super::webhook::KeyError,
    #[cfg(feature = "webhook")] super::webhook::VerifyError,
}

impl fmt::Display for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl StdError for AnyError {}
