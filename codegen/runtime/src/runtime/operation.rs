//! Operations: calls of an API as values.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode};

use super::api_error::content_encoding;
use super::{
    Api, ApiError, Checker, DecodeError, Error, ErrorBody, Invalid, Negotiated, Reply,
    RequestWriter, Security, Server, Undecodable, Violations, checker,
};

/// A call of an API as a value: what it sends, and how the reply to it is read.
///
/// Nothing in here does I/O or looks at a clock, so a call can be built, checked, printed and sent
/// with any HTTP stack.
pub trait Operation: Clone + Send + Sync + 'static {
    /// The name of the operation.
    const NAME: &'static str;

    /// The HTTP method.
    const METHOD: Method;

    /// The path below the base URL, with parameters as `{name}`.
    const PATH: &'static str;

    /// The first tag of the operation.
    const TAG: Option<&'static str>;

    /// Whether the operation is safe to retry when the outcome of the first attempt is unknown.
    const RETRY: Retry;

    /// The API that the operation belongs to.
    const API: &'static Api;

    /// The security requirements of the operation; defaults to those of the API.
    const SECURITY: Security = Self::API.security;

    /// Servers that host the operation; requests go to the first. Defaults to those of the API.
    const SERVERS: &'static [Server] = Self::API.servers;

    /// The type of a success body.
    type Body: Send + Sync + 'static;

    /// The result of the operation: the success body, or the member of it that holds the result.
    type Output: Send + Sync + 'static;

    /// The type of an error body.
    type Error: ErrorBody + fmt::Debug + Send + Sync + 'static;

    /// Checks the parameters and the body.
    fn check(&self, at: &mut Checker<'_>);

    /// Writes the parameters and the body.
    fn write(&self, to: &mut RequestWriter);

    /// Reads a success body.
    fn body(reply: &Reply<'_>) -> Result<Self::Body, DecodeError>;

    /// Takes the result out of the body.
    fn output(body: Self::Body) -> Result<Self::Output, DecodeError>;

    /// Reads an error body.
    fn error(reply: &Reply<'_>) -> Result<Self::Error, DecodeError>;

    /// Where the idempotency key goes, by which the server recognises a retry.
    fn idempotency_key(&mut self) -> Option<&mut Option<String>> {
        None
    }

    /// Validates the parameters and the body against the rules of the document, and returns all
    /// violations.
    fn validate(&self) -> Result<(), Violations> {
        Violations::check(checker::collect(&mut |at| self.check(at)))
    }

    /// Validates the operation and writes the request, with a URI relative to the base URL and
    /// without credentials.
    fn request(&self) -> Result<Request<Bytes>, Invalid> {
        match (self.validate(), self.unchecked_request()) {
            (Ok(()), request) => request,
            (Err(violations), Ok(_)) => Err(Invalid::new(Self::NAME, violations)),
            (Err(violations), Err(invalid)) => Err(invalid.after(violations)),
        }
    }

    /// Writes the request without validation. What HTTP itself cannot carry is still refused, such
    /// as an empty path segment or a line break in a header.
    fn unchecked_request(&self) -> Result<Request<Bytes>, Invalid> {
        let mut to = RequestWriter::new(Self::METHOD, Self::PATH);
        self.write(&mut to);
        to.finish()
            .map_err(|violations| Invalid::new(Self::NAME, violations))
    }

    /// Reads a reply: returns the result of a success, and an error for anything else.
    fn response(
        status: StatusCode,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> Result<Self::Output, Error<Self::Error>> {
        let reply = Reply {
            status,
            headers,
            body,
        };
        let read = decode_success::<Self>(&reply)?;
        Self::output(read).map_err(|error| undecodable_error(&reply, error))
    }
}

/// Reads the body of a success; anything else is an error.
pub(super) fn decode_success<O: Operation>(reply: &Reply<'_>) -> Result<O::Body, Error<O::Error>> {
    if reply.status.is_success() {
        let body = check_content_encoding(reply).and_then(|()| O::body(reply));
        return body.map_err(|error| undecodable_error(reply, error));
    }
    Err(decode_failure::<O>(reply))
}

/// The same by its content type. Only clients ask for it.
#[cfg_attr(not(feature = "client"), allow(dead_code))]
pub(super) fn decode_content<O: Negotiated>(
    reply: &Reply<'_>,
) -> Result<O::Content, Error<O::Error>> {
    if reply.status.is_success() {
        let content = check_content_encoding(reply).and_then(|()| O::content(reply));
        return content.map_err(|error| undecodable_error(reply, error));
    }
    Err(decode_failure::<O>(reply))
}

/// Reads an error body.
pub(super) fn decode_failure<O: Operation>(reply: &Reply<'_>) -> Error<O::Error> {
    Error::Api(Box::new(ApiError::new(
        reply.status,
        reply.headers.clone(),
        O::error(reply).ok(),
        reply.body.clone(),
    )))
}

pub(super) fn undecodable_error<E>(reply: &Reply<'_>, cause: DecodeError) -> Error<E> {
    Error::Undecodable(Box::new(Undecodable::new(
        reply.status,
        reply.headers.clone(),
        reply.body.clone(),
        cause,
    )))
}

/// Refuses a body that is encoded as nobody asked for.
pub(super) fn check_content_encoding(reply: &Reply<'_>) -> Result<(), DecodeError> {
    match content_encoding(reply.headers) {
        Some(encoding) => Err(DecodeError::new(format_args!(
            "it is encoded as `{encoding}`, which was not asked for"
        ))),
        None => Ok(()),
    }
}

/// Whether a call is safe to retry when the outcome of the first attempt is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// The call is idempotent: a retry does no harm.
    Idempotent,
    /// The call has an idempotency key: while the server recognises the key, it carries the call
    /// out once, however often it arrives.
    IdempotencyKey {
        /// The member of the body that holds the key.
        field: &'static str,
        /// For how many seconds a key is recognised.
        seconds: u64,
    },
    /// A retry may have the effect a second time.
    Unsafe,
}

impl Retry {
    /// The member of the body that holds the idempotency key.
    #[must_use]
    pub const fn idempotency_field(self) -> Option<&'static str> {
        match self {
            Self::IdempotencyKey { field, .. } => Some(field),
            Self::Idempotent | Self::Unsafe => None,
        }
    }
}

/// Gives an operation `new`, `Default` if it has no required parameter, a setter for each optional one, and
/// the ways to send it.
///
/// Sending is asked of the client, so that no code of its own is compiled for an operation that
/// nobody calls.
#[allow(unused_macros)]
macro_rules! operation {
    (
        $name:ident
        gives { $($gives:tt)* }
        $(new($($new:tt)*))?
        $(optional { $($optional:tt)* })?
        paged
    ) => {
        $crate::runtime::operation! {
            $name
            gives { $($gives)* }
            $(new($($new)*))?
            $(optional { $($optional)* })?
        }

        #[cfg(feature = "client")]
        impl $name {
            /// The pages of the list, each fetched when it is asked for.
            pub fn pages(&self, client: &$crate::runtime::Client) -> $crate::runtime::Pages<Self> {
                client.call(self).pages()
            }

            /// The items of the list, each page fetched when its first item is asked for.
            pub fn items(&self, client: &$crate::runtime::Client) -> $crate::runtime::Items<Self> {
                client.call(self).items()
            }

            /// The pages of the list, each fetched when it is asked for, without an async runtime.
            #[cfg(feature = "blocking")]
            pub fn pages_blocking(
                &self,
                client: &$crate::runtime::blocking::Client,
            ) -> $crate::runtime::blocking::Pages<Self> {
                client.call(self).pages()
            }

            /// The items of the list, each page fetched when its first item is asked for, without
            /// an async runtime.
            #[cfg(feature = "blocking")]
            pub fn items_blocking(
                &self,
                client: &$crate::runtime::blocking::Client,
            ) -> $crate::runtime::blocking::Items<Self> {
                client.call(self).items()
            }
        }
    };
    (
        $name:ident
        gives { $output:ty | $error:ty }
        $(new($($required:ident : $required_type:ty),* $(,)?))?
        $(optional {
            $(
                $optional:ident $optional_wire:literal : $optional_type:ty $(; $optional_doc:literal)?
            ),* $(,)?
        })?
    ) => {
        $crate::runtime::default! { $name $($($required)*)? }

        impl $name {
            /// All that is required: parameters of the path in its order, others in alphabetical
            /// order, and the body. What is optional is absent.
            #[inline]
            #[must_use]
            pub fn new($($($required: $required_type),*)?) -> Self {
                Self {
                    $($($required: $required.into(),)*)?
                    $($($optional: None,)*)?
                }
            }

            $($(
                #[doc = concat!("Sets `", $optional_wire, "`." $(, " ", $optional_doc)?)]
                #[inline]
                #[must_use]
                pub fn $optional(mut self, value: $optional_type) -> Self {
                    self.$optional = Some(value.into());
                    self
                }
            )*)?
        }

        #[cfg(feature = "client")]
        impl $name {
            /// Sends the operation and returns the result.
            /// [`Client::call`](crate::runtime::Client::call) has options.
            pub fn send<'a>(
                &'a self,
                client: &'a $crate::runtime::Client,
            ) -> impl Future<Output = Result<$output, $crate::runtime::Error<$error>>> + Send {
                client.call(self).send()
            }

            /// Sends the operation and returns the result, without an async runtime.
            #[cfg(feature = "blocking")]
            pub fn send_blocking(
                &self,
                client: &$crate::runtime::blocking::Client,
            ) -> Result<$output, $crate::runtime::Error<$error>> {
                client.call(self).send()
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use operation;
