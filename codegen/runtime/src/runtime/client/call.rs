//! One call, told how to differ from others.

use std::time::Duration;

use super::core::{self, PreparedCall};
use super::options::Options;
use super::{Client, EventStream, Items, Pages, Response};
use crate::runtime::{Error, Negotiated, Operation, Paged, Streamed, TypedHeaders};

/// A call of an operation before it is sent. Options that are set here apply to this call only.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Call<'a, O, C = Client> {
    pub(super) client: &'a C,
    pub(super) operation: &'a O,
    pub(super) options: Options,
}

impl<'a, O, C> Call<'a, O, C> {
    pub(super) fn new(client: &'a C, operation: &'a O) -> Self {
        Self {
            client,
            operation,
            options: Options::default(),
        }
    }

    /// Sets how long an attempt may take. For a stream of events, this is the limit for the
    /// headers, and then for each pause.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Sets how long all attempts may take together, with the delays between them. For a list, this
    /// is the limit for each page; for a stream of events, for the headers.
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
    /// retry and may have had its effect.
    pub fn retry_unsafe(mut self, repeat: bool) -> Self {
        self.options.retry_unsafe = Some(repeat);
        self
    }

    /// Sets whether the request is validated before it is sent.
    pub fn validation(mut self, validation: bool) -> Self {
        self.options.validation = Some(validation);
        self
    }

    /// Sets a header, and replaces any other of this name. It is not sent to another host on a
    /// redirect, and never printed. A header that is not valid makes the call fail.
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
    /// Sends the operation and returns the result.
    pub async fn send(self) -> Result<O::Output, Error<O::Error>> {
        Ok(self.response().await?.value)
    }

    /// Sends the operation and returns the result with the whole reply.
    pub async fn response(self) -> Result<Response<O::Output>, Error<O::Error>> {
        let prepared = self.prepare()?;
        let reply = self.client.clone().run(prepared).await?;
        core::decode_result::<O>(reply)
    }

    /// Sends the operation and returns the whole body, of which the result may be a member, with
    /// the whole reply.
    pub async fn envelope(self) -> Result<Response<O::Body>, Error<O::Error>> {
        let prepared = self.prepare()?;
        let reply = self.client.clone().run(prepared).await?;
        core::decode_envelope::<O>(reply)
    }

    fn prepare(&self) -> Result<PreparedCall, Error<O::Error>> {
        let core = self.client.core().map_err(Error::Transport)?;
        core.prepare(self.operation, &self.options)
    }
}

impl<O: TypedHeaders> Call<'_, O> {
    /// Sends the operation and returns the result with the typed headers of the reply. A header
    /// that does not match its schema is an error, whatever the body holds.
    pub async fn with_headers(self) -> Result<(O::Output, O::Headers), Error<O::Error>> {
        let prepared = self.prepare()?;
        let reply = self.client.clone().run(prepared).await?;
        core::decode_with_headers::<O>(reply)
    }
}

impl<O: Negotiated> Call<'_, O> {
    /// Sends the operation, accepts any content type that the document has for a success, and
    /// returns the content that came with the whole reply. Set the [`header`](Self::header)
    /// `accept` to ask for fewer.
    pub async fn content(mut self) -> Result<Response<O::Content>, Error<O::Error>> {
        self.options.accept(O::CONTENT_TYPES);
        let prepared = self.prepare()?;
        let reply = self.client.clone().run(prepared).await?;
        core::decode_content::<O>(reply)
    }
}

impl<O: Streamed> Call<'_, O> {
    /// Asks for a stream of events, or of JSON that comes one by one, and gives it as soon as the
    /// head of the reply is there: each event when it comes. Until then the call is sent again like any other, and not any more
    /// after that. What has to stand in the body for the stream to be one is the caller's business.
    pub async fn events(mut self) -> Result<EventStream<O>, Error<O::Error>> {
        self.options.header("accept", O::CONTENT_TYPE);
        let prepared = self.prepare()?;
        let opened = self.client.clone().open(prepared).await?;
        EventStream::new(opened)
    }
}

impl<O: Paged> Call<'_, O> {
    /// The pages of the list, each fetched when it is asked for.
    pub fn pages(self) -> Pages<O> {
        Pages::new(self.client.clone(), self.operation.clone(), self.options)
    }

    /// The items of the list, each page fetched when its first item is asked for.
    pub fn items(self) -> Items<O> {
        Items::new(self.pages())
    }
}
