//! Routers: which operation a request is for.

use std::cmp::Ordering;

use bytes::Bytes;
use http::Request;

use super::request_reader::read_request;
use super::{Rejection, RequestReader, Route};

/// Returns the route of a request. Of several that match, the most specific counts: literal segments
/// come before parameters.
///
/// # Errors
///
/// If no route has the path (404) or none has the method at this path (405).
pub fn find_route<'t>(
    routes: &'t [Route],
    request: &Request<Bytes>,
) -> Result<&'t Route, Rejection> {
    let mut best: Option<&'t Route> = None;
    let mut allow: Vec<&'static str> = Vec::new();
    for route in routes {
        let is_better = |best: &Route| route.compare(best) == Ordering::Greater;
        if route.method == request.method().as_str() {
            if best.is_none_or(is_better) && route.match_request(request).is_some() {
                best = Some(route);
            }
        } else if best.is_none()
            && !allow.contains(&route.method)
            && route.match_request(request).is_some()
        {
            allow.push(route.method);
        }
    }
    match best {
        Some(route) => Ok(route),
        None if allow.is_empty() => Err(Rejection::not_found(request.uri().path())),
        None => Err(Rejection::method_not_allowed(request.method(), allow)),
    }
}

/// The operations of an API, one of which a request is for.
pub trait Router: Sized {
    /// The routes of the operations.
    const ROUTES: &'static [Route];

    /// Reads the operation of a route. Returns `None` after a violation, which is added to `from`.
    fn read_operation(route: &Route, from: &mut RequestReader<'_>) -> Option<Self>;

    /// Returns the route of a request, without reading parameters and the body.
    ///
    /// # Errors
    ///
    /// If no operation has the path (404) or none has the method at this path (405).
    fn route(request: &Request<Bytes>) -> Result<&'static Route, Rejection> {
        find_route(Self::ROUTES, request)
    }

    /// Reads a request of any of the operations, and validates it against the rules of the document.
    ///
    /// # Errors
    ///
    /// If the request is for no operation, cannot be decoded, or violates a rule.
    fn read(request: &Request<Bytes>) -> Result<Self, Rejection> {
        let route = Self::route(request)?;
        read_request(route, request, |from| Self::read_operation(route, from))
    }
}

/// Defines the enum of the operations of an API, and implements [`Router`].
#[allow(unused_macros)]
macro_rules! router {
    ($($(#[$condition:meta])* $name:ident),* $(,)?) => {
        /// An operation of the API, read from a request.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Call {
            $(
                $(#[$condition])*
                #[doc = concat!("A request of [`", stringify!($name), "`](super::", stringify!($name), ").")]
                $name(super::$name),
            )*
        }

        impl $crate::runtime::server::Router for Call {
            const ROUTES: &'static [$crate::runtime::server::Route] = &[
                $($(#[$condition])* <super::$name as $crate::runtime::server::Receive>::ROUTE,)*
            ];

            #[allow(unused_variables)] // In an API without operations that can be received.
            fn read_operation(
                route: &$crate::runtime::server::Route,
                from: &mut $crate::runtime::server::RequestReader<'_>,
            ) -> Option<Self> {
                match route.name {
                    $(
                        $(#[$condition])*
                        stringify!($name) => {
                            <super::$name as $crate::runtime::server::Receive>::read_valid(from)
                                .map(Self::$name)
                        }
                    )*
                    _ => None,
                }
            }
        }

        impl Call {
            /// Returns the route of a request, without reading parameters and the body.
            ///
            /// # Errors
            ///
            /// If no operation has the path (404) or none has the method at this path (405).
            pub fn route(
                request: &$crate::runtime::http::Request<$crate::runtime::Bytes>,
            ) -> Result<
                &'static $crate::runtime::server::Route,
                $crate::runtime::server::Rejection,
            > {
                <Self as $crate::runtime::server::Router>::route(request)
            }

            /// Reads a request of any of the operations, and validates it against the rules of the
            /// document.
            ///
            /// # Errors
            ///
            /// If the request is for no operation, cannot be decoded, or violates a rule.
            pub fn read(
                request: &$crate::runtime::http::Request<$crate::runtime::Bytes>,
            ) -> Result<Self, $crate::runtime::server::Rejection> {
                <Self as $crate::runtime::server::Router>::read(request)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use router;
