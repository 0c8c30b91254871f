//! A call of an operation with its options.

use std::ops::Deref;
use std::time::Duration;

use super::core::{self, PreparedCall};
use super::options::Options;
use super::reconnection;
use super::{BoxFuture, Client, EventStream, Items, Pages, Response};
use crate::runtime::{Error, Negotiated, Operation, Paged, Streamed, TypedHeaders};

/// A call of an operation that has not been sent yet. Its options override those of the client.
#[derive(Clone, Debug)]
#[must_use = "a call is not sent until it is awaited, or `send` or another method sends it"]
pub struct Call<'a, O, C = Client> {
    pub(super) client: &'a C,
    pub(super) operation: CalledOperation<'a, O>,
    pub(super) options: Options,
}

/// The operation of a call.
#[derive(Clone, Debug)]
pub(super) enum CalledOperation<'a, O> {
    Borrowed(&'a O),
    #[cfg_attr(not(feature = "methods"), allow(dead_code))]
    Owned(O),
}

impl<O: Clone> CalledOperation<'_, O> {
    pub(super) fn into_owned(self) -> O {
        match self {
            Self::Borrowed(operation) => operation.clone(),
            Self::Owned(operation) => operation,
        }
    }
}

impl<O> Deref for CalledOperation<'_, O> {
    type Target = O;

    fn deref(&self) -> &O {
        match self {
            Self::Borrowed(operation) => operation,
            Self::Owned(operation) => operation,
        }
    }
}

impl<'a, O, C> Call<'a, O, C> {
    pub(super) fn new(client: &'a C, operation: &'a O) -> Self {
        Self {
            client,
            operation: CalledOperation::Borrowed(operation),
            options: Options::default(),
        }
    }

    /// Returns a call that has its operation, which a method of the client made.
    #[cfg(feature = "methods")]
    #[doc(hidden)]
    pub fn owned(client: &'a C, operation: O) -> Self {
        Self {
            client,
            operation: CalledOperation::Owned(operation),
            options: Options::default(),
        }
    }

    /// Sets a parameter of the operation.
    #[cfg(feature = "methods")]
    #[doc(hidden)]
    pub fn set_operation(self, set: impl FnOnce(O) -> O) -> Self
    where
        O: Clone,
    {
        let Self {
            client,
            operation,
            options,
        } = self;
        Self {
            client,
            operation: CalledOperation::Owned(set(operation.into_owned())),
            options,
        }
    }

    /// Sets the time limit of each attempt. For a stream of events, it limits the time until the
    /// headers arrive, and then each pause between chunks.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Sets the time limit of all attempts together, including the delays between them. For a list,
    /// it applies to each page; for a stream of events, to the time until the headers arrive.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = Some(deadline);
        self
    }

    /// Sets the maximum number of retries.
    pub fn retries(mut self, retries: u32) -> Self {
        self.options.retries = Some(retries);
        self
    }

    /// Sets whether the call is retried even if it is [unsafe](crate::runtime::Retry::Unsafe) to
    /// retry and an earlier attempt may have taken effect.
    pub fn retry_unsafe(mut self, repeat: bool) -> Self {
        self.options.retry_unsafe = Some(repeat);
        self
    }

    /// Sets whether the request is validated before it is sent.
    pub fn validation(mut self, validation: bool) -> Self {
        self.options.validation = Some(validation);
        self
    }

    /// Sets a header, and replaces any other header of that name.
    ///
    /// The header is not sent to another host on a redirect, and its value is never printed. An
    /// invalid name or value makes the call fail.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.options.header(name, value);
        self
    }

    /// Adds a query parameter.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.options.query(name, value);
        self
    }
}

impl<O: Operation> Call<'_, O> {
    /// Sends the operation and returns its result.
    ///
    /// # Errors
    ///
    /// If the operation violates a rule, no complete reply arrived, the call exceeded its time
    /// limit, the status is an error, or the body does not match its schema.
    pub async fn send(self) -> Result<O::Output, Error<O::Error>> {
        Ok(self.response().await?.value)
    }

    /// Sends the operation and returns its result together with the status, the headers and the raw
    /// body.
    ///
    /// # Errors
    ///
    /// If the operation violates a rule, no complete reply arrived, the call exceeded its time
    /// limit, the status is an error, or the body does not match its schema.
    pub async fn response(self) -> Result<Response<O::Output>, Error<O::Error>> {
        let prepared = self.prepare()?;
        let reply = self.client.clone().run(prepared).await?;
        core::decode_result::<O>(reply)
    }

    /// Sends the operation and returns the whole decoded body, of which the result may be a member,
    /// together with the status, the headers and the raw body.
    ///
    /// # Errors
    ///
    /// If the operation violates a rule, no complete reply arrived, the call exceeded its time
    /// limit, the status is an error, or the body does not match its schema.
    pub async fn envelope(self) -> Result<Response<O::Body>, Error<O::Error>> {
        let prepared = self.prepare()?;
        let reply = self.client.clone().run(prepared).await?;
        core::decode_envelope::<O>(reply)
    }

    fn prepare(&self) -> Result<PreparedCall, Error<O::Error>> {
        let core = self.client.core().map_err(Error::Transport)?;
        core.prepare(&*self.operation, &self.options)
    }
}

/// Sends the operation, as [`send`](Call::send) does.
impl<'a, O: Operation> IntoFuture for Call<'a, O> {
    type Output = Result<O::Output, Error<O::Error>>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// Sends an operation and returns its result.
///
/// The future has a type with a name, since a function that returns `impl Future` takes the compiler
/// three times as long to check, and each operation has one.
pub fn send_operation<'a, O: Operation>(
    operation: &'a O,
    client: &'a Client,
) -> BoxFuture<'a, Result<O::Output, Error<O::Error>>> {
    Box::pin(client.call(operation).send())
}

impl<O: TypedHeaders> Call<'_, O> {
    /// Sends the operation and returns its result together with the typed headers of the reply.
    ///
    /// A header that does not match its schema is an error, whatever the body contains.
    ///
    /// # Errors
    ///
    /// If the operation violates a rule, no complete reply arrived, the call exceeded its time
    /// limit, the status is an error, or the body or a header does not match its schema.
    pub async fn with_headers(self) -> Result<(O::Output, O::Headers), Error<O::Error>> {
        let prepared = self.prepare()?;
        let reply = self.client.clone().run(prepared).await?;
        core::decode_with_headers::<O>(reply)
    }
}

impl<O: Negotiated> Call<'_, O> {
    /// Sends the operation with all content types that the document declares for a success in
    /// `Accept`, and returns the content that arrived together with the status, the headers and the
    /// raw body.
    ///
    /// Set the [`header`](Self::header) `accept` to accept fewer.
    ///
    /// # Errors
    ///
    /// If the operation violates a rule, no complete reply arrived, the call exceeded its time
    /// limit, the status is an error, or the body does not match its schema.
    pub async fn content(mut self) -> Result<Response<O::Content>, Error<O::Error>> {
        self.options.accept(O::CONTENT_TYPES);
        let prepared = self.prepare()?;
        let reply = self.client.clone().run(prepared).await?;
        core::decode_content::<O>(reply)
    }
}

impl<O: Streamed, C> Call<'_, O, C> {
    /// Makes the stream of [`events`](Call::events) reconnect when its connection ends or breaks, as
    /// the HTML standard (§9.2.3) describes it. Default: 0, never.
    ///
    /// The request is sent again after the delay that the server has set with `retry`, at most 60
    /// seconds, or else after 3 seconds, with the id of the last event in `Last-Event-ID`. An
    /// incomplete event is dropped. Failed attempts are repeated as other calls are, and `attempts`
    /// is the maximum number of attempts without an event between them; then the stream ends as its
    /// last connection or attempt did. A reply with the status 204 ends it as well. The
    /// [`deadline`](Self::deadline) applies to each connection.
    ///
    /// `events` fails if the call is unsafe to retry, unless [`retry_unsafe`](Self::retry_unsafe) is
    /// set, and if the items are not those of `text/event-stream`.
    pub fn reconnect(mut self, attempts: u32) -> Self {
        self.options.reconnects = attempts;
        self
    }
}

impl<O: Streamed> Call<'_, O> {
    /// Sends the operation and returns its reply as a stream of events or JSON values, as soon as
    /// the headers of the reply have arrived.
    ///
    /// Until then, the call is retried like any other; afterwards it is not, unless the stream
    /// [reconnects](Self::reconnect). If the API streams only when the request says so, the caller
    /// sets that in the body.
    ///
    /// # Errors
    ///
    /// If the operation violates a rule, no reply arrived, the call exceeded its time limit, the
    /// status is an error, or the reply is not such a stream.
    pub async fn events(mut self) -> Result<EventStream<O>, Error<O::Error>> {
        self.options.header("accept", O::CONTENT_TYPE);
        let prepared = self.prepare()?;
        reconnection::check::<O>(&self.options, &prepared).map_err(Error::Transport)?;
        let opened = self.client.clone().open(prepared).await?;
        EventStream::new(opened, self.client.clone(), self.options.reconnects)
    }
}

impl<O: Paged> Call<'_, O> {
    /// Returns the pages of the list. Each page is fetched on demand.
    pub fn pages(self) -> Pages<O> {
        Pages::new(
            self.client.clone(),
            self.operation.into_owned(),
            self.options,
        )
    }

    /// Returns the items of the list. Each page is fetched on demand.
    pub fn items(self) -> Items<O> {
        Items::new(self.pages())
    }
}
