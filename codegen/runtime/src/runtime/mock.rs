//! A transport whose replies are those of closures, for tests of code that calls an API.

use std::any::TypeId;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};

use super::server::{HandlerResult, Receive, Rejection, Route, find_route};
use super::{BoxFuture, Operation, Transport, TransportError};

/// A [`Transport`] that answers operations with closures and records the requests, so that a test
/// needs no server. It is a transport of the blocking client as well.
///
/// A request that the operation refuses gets the response of its [`Rejection`], and the request of an
/// operation without a closure a 404 that names it, even if its path is within that of another
/// operation. A request that is not sent as an operation, but as it is, is answered by the operation
/// that its path is for. Clones have the same closures and the same record.
#[derive(Clone, Default)]
pub struct Mock(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    routes: Vec<Route>,
    /// Those of the routes.
    handlers: Vec<(CalledOperation, Handler)>,
    requests: Vec<Request<Bytes>>,
}

/// The operation that a client sends, as an extension of its request. The paths of two operations may
/// match the same request, such as `/users/me` and `/users/{id}`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct CalledOperation(TypeId);

impl CalledOperation {
    pub(super) fn new<O: Operation>() -> Self {
        Self(TypeId::of::<O>())
    }
}

type Handler = Arc<Mutex<dyn FnMut(&Request<Bytes>) -> Result<Reply, TransportError> + Send>>;
type Reply = Response<Bytes>;

impl Mock {
    /// Creates a mock that answers no operation.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers an operation with what a closure returns: a result, or an error such as a
    /// [named error](super::NamedError) of the document (`Err(NOT_FOUND.into())`). A later closure
    /// for the same operation replaces an earlier one.
    #[must_use]
    pub fn on<O: Receive>(
        self,
        mut answer: impl FnMut(&O) -> HandlerResult<O> + Send + 'static,
    ) -> Self {
        self.on_request::<O>(move |request| {
            Ok(match O::read(request) {
                Ok(operation) => O::respond(answer(&operation)),
                Err(rejection) => rejection.response(),
            })
        })
    }

    /// Answers the requests of an operation with the response that a closure returns, or with an
    /// error below HTTP, such as a timeout.
    #[must_use]
    pub fn on_request<O: Receive>(
        self,
        answer: impl FnMut(&Request<Bytes>) -> Result<Response<Bytes>, TransportError> + Send + 'static,
    ) -> Self {
        let mut state = self.state();
        let handler: Handler = Arc::new(Mutex::new(answer));
        let called = CalledOperation::new::<O>();
        match state.handlers.iter_mut().find(|(it, _)| *it == called) {
            Some((_, known)) => *known = handler,
            None => {
                state.routes.push(O::ROUTE);
                state.handlers.push((called, handler));
            }
        }
        drop(state);
        self
    }

    /// Returns the requests so far, in the order of their arrival. Their URIs are absolute, and their
    /// headers have the credentials of the client.
    #[must_use]
    pub fn requests(&self) -> Vec<Request<Bytes>> {
        self.state().requests.clone()
    }

    /// Returns the requests of an operation so far, in the order of their arrival.
    #[must_use]
    pub fn calls<O: Receive>(&self) -> Vec<O> {
        let state = self.state();
        let called = CalledOperation::new::<O>();
        let calls = state.requests.iter();
        calls
            .filter(|request| {
                request
                    .extensions()
                    .get()
                    .is_none_or(|it: &CalledOperation| *it == called)
            })
            .filter_map(|request| O::unchecked_read(request).ok())
            .collect()
    }

    fn reply(&self, request: &Request<Bytes>) -> Result<Reply, TransportError> {
        let mut state = self.state();
        let index = match request.extensions().get::<CalledOperation>() {
            Some(called) => state.handlers.iter().position(|(it, _)| it == called),
            None => {
                let found = find_route(&state.routes, request).ok();
                found.and_then(|route| state.routes.iter().position(|it| it == route))
            }
        };
        let handler = index.map(|index| state.handlers[index].1.clone());
        state.requests.push(request.clone());
        // A closure may use the mock.
        drop(state);
        match handler {
            Some(handler) => lock(&handler)(request),
            None => {
                let (method, uri) = (request.method(), request.uri());
                let message = format!("the mock does not answer {method} {uri}");
                Ok(Rejection::new(StatusCode::NOT_FOUND, None, message).response())
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.0)
    }
}

/// Locks a value even if a closure has panicked: the test fails by that panic.
fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Transport for Mock {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let reply = self.reply(&request);
        Box::pin(std::future::ready(reply))
    }
}

#[cfg(feature = "blocking")]
impl super::blocking::Transport for Mock {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> Result<Response<Bytes>, TransportError> {
        self.reply(&request)
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        let names: Vec<&str> = state.routes.iter().map(|route| route.name).collect();
        f.debug_struct("Mock")
            .field("operations", &names)
            .field("requests", &state.requests.len())
            .finish()
    }
}
