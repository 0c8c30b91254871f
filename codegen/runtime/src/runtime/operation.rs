//! Operations as values, which write requests and read replies without I/O.

use std::fmt::Debug;

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};

use super::api_error::content_encoding;
use super::{
    Api, ApiError, Checker, DecodeError, Error, ErrorBody, Invalid, Reply, RequestWriter, Security,
    Server, Undecodable, Violations, checker,
};

/// An operation of an API, as a value that writes its request and reads its reply.
///
/// It does no I/O and reads no clock, so that it can be built, validated, printed, and sent with
/// any HTTP stack.
pub trait Operation: Clone + Send + Sync + 'static {
    /// The name of the operation.
    const NAME: &'static str;

    /// The HTTP method.
    const METHOD: &'static str;

    /// The path below the base URL, with parameters as `{name}`.
    const PATH: &'static str;

    /// The first tag of the operation, if any.
    const TAG: Option<&'static str> = None;

    /// Whether the operation is safe to retry when the outcome of the first attempt is unknown.
    const RETRY: Retry;

    /// The API that the operation belongs to.
    const API: &'static Api;

    /// The security requirements of the operation; defaults to those of the API.
    const SECURITY: Security = Self::API.security;

    /// Servers that host the operation; requests go to the first. Defaults to those of the API.
    const SERVERS: &'static [Server] = Self::API.servers;

    /// The type of the body of a success.
    type Body: Send + Sync + 'static;

    /// The result of the operation: the body of a success, or the member of it that holds the
    /// result.
    type Output: Send + Sync + 'static;

    /// The type of an error body.
    type Error: ErrorBody + Debug + Send + Sync + 'static;

    /// Checks the parameters and the body, and adds the violations to `at`.
    fn check(&self, at: &mut Checker<'_>) {
        let _ = at;
    }

    /// Writes the parameters and the body.
    fn write(&self, to: &mut RequestWriter) {
        let _ = to;
    }

    /// Decodes the body of a success.
    ///
    /// # Errors
    ///
    /// If the body does not match its schema.
    fn body(reply: &Reply<'_>) -> Result<Self::Body, DecodeError>;

    /// Takes the result out of the body.
    ///
    /// # Errors
    ///
    /// If the body does not contain it.
    fn output(body: Self::Body) -> Result<Self::Output, DecodeError>;

    /// Decodes the body of an error.
    ///
    /// # Errors
    ///
    /// If the body does not match its schema.
    fn error(reply: &Reply<'_>) -> Result<Self::Error, DecodeError>;

    /// Returns the field for the idempotency key, by which the server recognizes a retry; `None` if
    /// the operation has none.
    fn idempotency_key(&mut self) -> Option<&mut Option<String>> {
        None
    }

    /// Validates the parameters and the body against the rules of the document.
    ///
    /// # Errors
    ///
    /// All violations, if there are any.
    fn validate(&self) -> Result<(), Violations> {
        Violations::check(checker::collect_violations(|at| self.check(at)))
    }

    /// Validates the operation and writes its request, with a URI relative to the base URL and
    /// without credentials.
    ///
    /// # Errors
    ///
    /// If the operation violates a rule, or cannot be represented in HTTP.
    fn request(&self) -> Result<Request<Bytes>, Invalid> {
        match (self.validate(), self.unchecked_request()) {
            (Ok(()), request) => request,
            (Err(violations), Ok(_)) => Err(Invalid::new(Self::NAME, violations)),
            (Err(violations), Err(invalid)) => Err(invalid.after(violations)),
        }
    }

    /// Writes the request without validation.
    ///
    /// # Errors
    ///
    /// If the operation cannot be represented in HTTP, such as an empty path segment or a line
    /// break in a header.
    fn unchecked_request(&self) -> Result<Request<Bytes>, Invalid> {
        let mut to = RequestWriter::new(Self::METHOD, Self::PATH);
        self.write(&mut to);
        to.finish()
            .map_err(|violations| Invalid::new(Self::NAME, violations))
    }

    /// Decodes a reply.
    ///
    /// # Errors
    ///
    /// If the status is not a success, or the body does not match its schema.
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

/// Decodes the body of a success; any other status is an error.
pub(super) fn decode_success<O: Operation>(reply: &Reply<'_>) -> Result<O::Body, Error<O::Error>> {
    if reply.status.is_success() {
        let body = check_content_encoding(reply).and_then(|()| O::body(reply));
        return body.map_err(|error| undecodable_error(reply, error));
    }
    Err(decode_failure::<O>(reply))
}

/// Returns the error for a reply with an error status.
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

/// Refuses a body with a content coding, because no request accepts one.
pub(super) fn check_content_encoding(reply: &Reply<'_>) -> Result<(), DecodeError> {
    match content_encoding(reply.headers) {
        Some(encoding) => Err(DecodeError::new(format_args!(
            "the body is encoded as `{encoding}`, which the request did not accept"
        ))),
        None => Ok(()),
    }
}

/// Whether a call is safe to retry when the outcome of the first attempt is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// The call is idempotent: a retry does no harm.
    Idempotent,
    /// The call has an idempotency key: as long as the server recognizes the key, it performs the
    /// call only once.
    IdempotencyKey {
        /// The member of the body that holds the key.
        field: &'static str,
        /// How long the server recognizes the key, in seconds.
        seconds: u64,
    },
    /// The call may take effect a second time when it is retried.
    Unsafe,
}

impl Retry {
    /// Returns the member of the body that holds the idempotency key, if any.
    #[must_use]
    pub const fn idempotency_field(self) -> Option<&'static str> {
        match self {
            Self::IdempotencyKey { field, .. } => Some(field),
            Self::Idempotent | Self::Unsafe => None,
        }
    }
}

/// Defines the struct of an operation, and implements [`Operation`], `new`, a setter for each optional
/// parameter, `Default` if no parameter is required, and the methods that send the operation.
///
/// A line of `required` or `optional` is a parameter or the body: its field, where and in which style
/// a parameter is sent, its name there, and its type after `:`, or after `into` if `new` and its setter
/// take anything that converts into the type. `[into ..]` is a list whose items are converted.
/// `where [..]` are the rules of the parameter, and `where valid` means that its type has rules of its
/// own.
///
/// A function of the trait is a section of the table only where it is not the usual one: a reply is
/// JSON, and its body is the result. All functions are `inline`, so that hardly any code is compiled
/// for operations that are never sent.
#[allow(unused_macros)]
macro_rules! operation {
    (
        $(#[$attribute:meta])*
        pub struct $name:ident(
            $method:tt $path:literal, retry $retry:ident $({ $($retry_field:tt)* })?
            $(, tag $tag:literal)? $(, status $status:literal)? $(, security $security:expr)? $(, servers $servers:expr)? $(,)?
        )
        gives $($accept:literal)? $($pages:ident)? { $output:ty | $error:ty }
        $(new($($argument:ident : $argument_type:ty),* $(,)?))?
        $(required {
            $(
                $(#[$required_attribute:meta])*
                $required:ident $($required_place:ident($required_style:ident $(, $required_styles:expr)?))?
                $required_wire:literal
                $(into $required_into:ty)? $([into $required_each:ty])? $(: $required_type:ty)?
                $(where $([$($required_rule:expr),* $(,)?])? $($required_check:ident)?)?
            ),* $(,)?
        })?
        $(optional {
            $(
                $(#[$optional_attribute:meta])*
                $optional:ident $($optional_place:ident($optional_style:ident $(, $optional_styles:expr)?))?
                $optional_wire:literal
                $(into $optional_into:ty)? $([into $optional_each:ty])? $(: $optional_type:ty)?
                $(where $([$($optional_rule:expr),* $(,)?])? $($optional_check:ident)?)?
            ),* $(,)?
        })?
        $(
            sends $sent:ident as $form:ident
            $(
                $content_type:literal $(of $content_range:literal)?
                $([$($sent_extra:expr),* $(,)?])?
            )?
            $(where $([$($sent_rule:expr),* $(,)?])? $(valid $($sent_check:lifetime)?)?)?
        )?
        $(body $body_form:ident $([$($body_extra:expr),* $(,)?])?)?
        $(body($body_reply:ident) $read_body:block $(raw $($raw:lifetime)?)?)?
        $(output($($unwrap:tt)*))?
        $(error $error_form:ident)?
        $(error($error_reply:ident) $read_error:block)?
        $(idempotency_key($key_self:ident) $key:block)?
    ) => {
        $(#[$attribute])*
        #[non_exhaustive]
        pub struct $name {
            $($(
                $(#[$required_attribute])*
                pub $required: $($required_into)? $(Vec<$required_each>)? $($required_type)?,
            )*)?
            $($(
                $(#[$optional_attribute])*
                pub $optional: Option<
                    $($optional_into)? $(Vec<$optional_each>)? $($optional_type)?
                >,
            )*)?
        }

        $crate::runtime::default! { $name $($($argument)*)? }

        impl $name {
            /// Creates the operation from its required parameters: those of the path in its order,
            /// then the others in alphabetical order, then the body. Optional parameters are
            /// absent.
            #[inline]
            #[must_use]
            pub fn new($($($argument: $argument_type),*)?) -> Self {
                Self {
                    $($(
                        $required: $(std::convert::Into::<$required_into>::into)?
                            $($crate::runtime::collect_items::<$required_each>)?
                            ($required),
                    )*)?
                    $($($optional: None,)*)?
                }
            }

            $($(
                #[doc = concat!("Sets `", $optional_wire, "`.\n")]
                $(#[$optional_attribute])*
                #[inline]
                #[must_use]
                pub fn $optional(
                    mut self,
                    value: $(impl Into<$optional_into>)?
                        $(impl IntoIterator<Item = impl Into<$optional_each>>)?
                        $($optional_type)?,
                ) -> Self {
                    $crate::runtime::set_optional(
                        &mut self.$optional,
                        $(std::convert::Into::<$optional_into>::into)?
                        $($crate::runtime::collect_items::<$optional_each>)?
                        (value),
                    );
                    self
                }
            )*)?

            /// Sends the operation and returns its result.
            /// [`Client::call`](crate::runtime::Client::call) offers options.
            #[cfg(feature = "client")]
            pub fn send<'a>(
                &'a self,
                client: &'a $crate::runtime::Client,
            ) -> $crate::runtime::BoxFuture<'a, Result<$output, $crate::runtime::Error<$error>>> {
                $crate::runtime::send_operation(self, client)
            }

            /// Sends the operation and returns its result, without an async runtime.
            #[cfg(feature = "blocking")]
            pub fn send_blocking(
                &self,
                client: &$crate::runtime::blocking::Client,
            ) -> Result<$output, $crate::runtime::Error<$error>> {
                $crate::runtime::blocking::send_operation(self, client)
            }
        }

        $($crate::runtime::$pages! { $name })?

        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                Self {
                    $($($required: Clone::clone(&self.$required),)*)?
                    $($($optional: Clone::clone(&self.$optional),)*)?
                }
            }
        }

        impl PartialEq for $name {
            #[inline]
            #[allow(unused_variables)] // In an operation without parameters.
            fn eq(&self, other: &Self) -> bool {
                $($(self.$required == other.$required &&)*)?
                $($(self.$optional == other.$optional &&)*)?
                true
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $($(.field(stringify!($required), &self.$required))*)?
                    $($(.field(stringify!($optional), &self.$optional))*)?
                    .finish()
            }
        }

        impl $crate::runtime::Operation for $name {
            const NAME: &'static str = stringify!($name);
            const METHOD: &'static str = $crate::runtime::method_name!($method);
            const PATH: &'static str = $path;
            $(const TAG: Option<&'static str> = Some($tag);)?
            const RETRY: $crate::runtime::Retry =
                $crate::runtime::Retry::$retry $({ $($retry_field)* })?;
            const API: &'static $crate::runtime::Api = &super::API;
            $(const SECURITY: $crate::runtime::Security = $security;)?
            $(const SERVERS: &'static [$crate::runtime::Server] = $servers;)?

            type Error = $error;

            #[allow(unused_variables)] // In an operation without rules.
            #[inline]
            fn check(&self, at: &mut $crate::runtime::Checker<'_>) {
                $($($(
                    $(at.$required_check().parameter($required_wire, &self.$required, &[]);)?
                    $(at.parameter(
                        $required_wire,
                        &self.$required,
                        const { &[$($required_rule),*] },
                    );)?
                )?)*)?
                $($($(
                    $(at.$optional_check().parameter($optional_wire, &self.$optional, &[]);)?
                    $(at.parameter(
                        $optional_wire,
                        &self.$optional,
                        const { &[$($optional_rule),*] },
                    );)?
                )?)*)?
                $($(
                    $(at.valid().value(&self.$sent, &[]); $($sent_check)?)?
                    $(at.value(&self.$sent, const { &[$($sent_rule),*] });)?
                )?)?
            }

            #[allow(unused_variables)] // In an operation that sends nothing.
            #[inline]
            fn write(&self, to: &mut $crate::runtime::RequestWriter) {
                $($($(
                    to.$required_place(
                        $required_wire,
                        $crate::runtime::Style::$required_style,
                        $($required_styles,)?
                        &self.$required,
                    );
                )?)*)?
                $($($(
                    to.$optional_place(
                        $optional_wire,
                        $crate::runtime::Style::$optional_style,
                        $($optional_styles,)?
                        &self.$optional,
                    );
                )?)*)?
                $(to.accept($accept);)?
                $(to.$form(
                    $($content_type, $(&[$($sent_extra),*],)?)?
                    &self.$sent,
                );)?
            }

            $crate::runtime::operation_reply! {
                body Body $($body_form ($(&[$($body_extra),*])?))? $($body_reply $read_body)?
            }
            $crate::runtime::operation_output! { $output $(, $($unwrap)*)? }
            $crate::runtime::operation_reply! {
                error Error $($error_form ())? $($error_reply $read_error)?
            }

            $(
                #[inline]
                fn idempotency_key(&mut $key_self) -> Option<&mut Option<String>> $key
            )?
        }

        #[cfg(feature = "server")]
        impl $crate::runtime::server::Receive for $name {
            const ROUTE: $crate::runtime::server::Route = $crate::runtime::server::Route {
                name: stringify!($name),
                method: <Self as $crate::runtime::Operation>::METHOD,
                path: $path,
                servers: <Self as $crate::runtime::Operation>::SERVERS,
                parameters: &[
                    $($($(
                        $crate::runtime::server::Parameter::$required_place(
                            $required_wire,
                            $crate::runtime::Style::$required_style,
                        ),
                    )?)*)?
                    $($($(
                        $crate::runtime::server::Parameter::$optional_place(
                            $optional_wire,
                            $crate::runtime::Style::$optional_style,
                        ).optional(),
                    )?)*)?
                ],
            };
            $(const STATUS: u16 = $status;)?

            #[allow(irrefutable_let_patterns, unused_variables)] // In an operation that sends nothing.
            #[inline]
            fn read_parts(
                from: &mut $crate::runtime::server::RequestReader<'_>,
            ) -> Option<Self> {
                $($($(
                    let $required = from.$required_place(
                        $required_wire,
                        $crate::runtime::Style::$required_style,
                        $($required_styles,)?
                    );
                )?)*)?
                $($($(
                    let $optional = from.optional().$optional_place(
                        $optional_wire,
                        $crate::runtime::Style::$optional_style,
                        $($optional_styles,)?
                    );
                )?)*)?
                $(let $sent = from.$form($($content_type $(, &[$($sent_extra),*])?)?);)?
                // A `?` for each would take the compiler twice as long.
                let ($($(Some($required),)*)? $($(Some($optional),)*)?) =
                    ($($($required,)*)? $($($optional,)*)?)
                else {
                    return None;
                };
                Some(Self { $($($required,)*)? $($($optional,)*)? })
            }

            $crate::runtime::server::operation_answer! {
                {$output} {$($($unwrap)*)?} {$($(raw $($raw)?)?)?}
                {concat!($($accept)?)} {$($body_form $(&[$($body_extra),*])?)?}
            }
            $($crate::runtime::server::operation_failure! { $error_form })?
        }
    };
}
#[allow(unused_imports)]
pub(crate) use operation;

/// The name of an HTTP method, which is a literal if it is not a Rust identifier.
#[allow(unused_macros)]
macro_rules! method_name {
    ($name:ident) => {
        stringify!($name)
    };
    ($name:literal) => {
        $name
    };
}
#[allow(unused_imports)]
pub(crate) use method_name;

/// Implements the methods of an operation whose replies are the pages of a list.
#[allow(unused_macros)]
macro_rules! pages {
    ($name:ident) => {
        #[cfg(feature = "client")]
        impl $name {
            /// Returns the pages of the list. Each page is fetched on demand.
            pub fn pages(&self, client: &$crate::runtime::Client) -> $crate::runtime::Pages<Self> {
                client.call(self).pages()
            }

            /// Returns the items of the list. Each page is fetched on demand.
            pub fn items(&self, client: &$crate::runtime::Client) -> $crate::runtime::Items<Self> {
                client.call(self).items()
            }

            /// Returns the pages of the list, without an async runtime. Each page is fetched on
            /// demand.
            #[cfg(feature = "blocking")]
            pub fn pages_blocking(
                &self,
                client: &$crate::runtime::blocking::Client,
            ) -> $crate::runtime::blocking::Pages<Self> {
                client.call(self).pages()
            }

            /// Returns the items of the list, without an async runtime. Each page is fetched on
            /// demand.
            #[cfg(feature = "blocking")]
            pub fn items_blocking(
                &self,
                client: &$crate::runtime::blocking::Client,
            ) -> $crate::runtime::blocking::Items<Self> {
                client.call(self).items()
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use pages;

/// Implements [`Operation::body`] or [`Operation::error`], for JSON unless the table has a section.
#[allow(unused_macros)]
macro_rules! operation_reply {
    ($function:ident $type:ident) => {
        $crate::runtime::operation_reply! { $function $type reply { reply.json() } }
    };
    ($function:ident $type:ident nothing ()) => {
        $crate::runtime::operation_reply! { $function $type _reply { Ok(()) } }
    };
    ($function:ident $type:ident bytes ()) => {
        $crate::runtime::operation_reply! { $function $type reply { Ok(reply.bytes()) } }
    };
    ($function:ident $type:ident $form:ident ($($extra:expr)?)) => {
        $crate::runtime::operation_reply! { $function $type reply { reply.$form($($extra)?) } }
    };
    ($function:ident $type:ident $reply:ident $read:block) => {
        #[inline]
        fn $function(
            $reply: &$crate::runtime::Reply<'_>,
        ) -> Result<Self::$type, $crate::runtime::DecodeError> $read
    };
}
#[allow(unused_imports)]
pub(crate) use operation_reply;

/// Implements [`Operation::output`] and the types of the body and the result, which are the same
/// unless the table has a section: the member of the body that holds the result.
#[allow(unused_macros)]
macro_rules! operation_output {
    ($output:ty) => {
        type Body = $output;
        type Output = $output;

        #[inline]
        fn output(body: $output) -> Result<$output, $crate::runtime::DecodeError> {
            Ok(body)
        }
    };
    ($output:ty, $member:ident $field:ident $wire:literal of $body:ty $(, $whole:ident)?) => {
        type Body = $body;
        type Output = $output;

        #[inline]
        fn output(body: $body) -> Result<$output, $crate::runtime::DecodeError> {
            $crate::runtime::unwrap_member! { $member $wire, body.$field }
        }
    };
    ($output:ty, $member:ident $field:ident $wire:literal of optional $body:ty $(, $whole:ident)?) => {
        type Body = Option<$body>;
        type Output = $output;

        #[inline]
        fn output(body: Option<$body>) -> Result<$output, $crate::runtime::DecodeError> {
            body.map(|body| $crate::runtime::unwrap_member! { $member $wire, body.$field })
                .transpose()
        }
    };
}
#[allow(unused_imports)]
pub(crate) use operation_output;

/// Takes the result out of a member, by how the member is declared.
#[allow(unused_macros)]
macro_rules! unwrap_member {
    (required $wire:literal, $member:expr) => {
        Ok($member)
    };
    (optional $wire:literal, $member:expr) => {
        $crate::runtime::DecodeError::required($wire, $member)
    };
    (nullable $wire:literal, $member:expr) => {
        $crate::runtime::DecodeError::required($wire, $member.into_option())
    };
    (optional_nullable $wire:literal, $member:expr) => {
        $crate::runtime::DecodeError::required(
            $wire,
            $member.and_then($crate::runtime::Nullable::into_option),
        )
    };
}
#[allow(unused_imports)]
pub(crate) use unwrap_member;
