//! One error for calls of several operations, whatever their failures hold.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;

use http::{HeaderMap, StatusCode};

#[cfg(feature = "client")]
use super::{BuildError, FromEnvError};
use super::{DecodeError, Error, ErrorBody, Invalid, NamedError};

/// Any error of these bindings. `?` converts the [`Error`] of every operation of every module into
/// it.
///
/// It prints as the original error does. [`downcast_ref`](Self::downcast_ref) returns that error,
/// with the type of its body.
pub struct AnyError(Box<dyn Inner>);

impl AnyError {
    /// The status of the reply, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status()
    }

    /// The headers of the reply, if there was one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.headers()
    }

    /// The id that the server gave to the request, for its support: the header `x-request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        super::error::request_id(self.headers()?)
    }

    /// The API's code of the first error in the body.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code()
    }

    /// The named error that matches the first error in the body, if any.
    #[must_use]
    pub fn named(&self) -> Option<&'static NamedError> {
        self.0.named()
    }

    /// Whether the same call may succeed later: see [`Error::is_retryable`].
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.is_retryable()
    }

    /// The original error, if it has this type: `Error<E>`, `DecodeError` and so on.
    #[must_use]
    pub fn downcast_ref<T: 'static>(&self) -> Option<&T> {
        self.0.as_any().downcast_ref()
    }
}

/// An error whose type is forgotten.
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
}

impl<E: ErrorBody + fmt::Debug + Send + Sync + 'static> From<Error<E>> for AnyError {
    fn from(error: Error<E>) -> Self {
        Self(Box::new(error))
    }
}

macro_rules! others {
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
others! {
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
