//! Streams of events as they arrive, and the asynchronous way to read them.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::Chunks;
use super::event_decoder::{Event, EventDecoder, OpenedReply};
use crate::runtime::api_error::request_id;
use crate::runtime::{Error, Streamed};

/// The events of a reply as they arrive: a `Stream` for the asynchronous client, an iterator for
/// the blocking one. `C` is the source of the bytes.
///
/// An event that does not match its schema is an [`Error::Undecodable`], and the stream continues
/// after it. After any other error it ends: [`Error::Transport`] if the connection broke or an
/// event exceeds the size limit, [`Error::Timeout`] if the server sent nothing for too long.
/// Dropping the stream closes the connection.
#[must_use = "no event is read until it is polled or iterated"]
pub struct EventStream<O: Streamed, C = Chunks> {
    pub(super) decoder: EventDecoder<C>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Streamed, C> EventStream<O, C> {
    pub(super) fn new(opened: OpenedReply<C>) -> Result<Self, Error<O::Error>> {
        Ok(Self {
            decoder: EventDecoder::new::<O>(opened)?,
            operation: PhantomData,
        })
    }

    /// Returns the status of the reply.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.decoder.status()
    }

    /// Returns the headers of the reply.
    /// [`TypedHeaders::headers`](crate::runtime::TypedHeaders::headers) decodes those that the
    /// document describes.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.decoder.headers()
    }

    /// Returns the id that the server gave to the request, from the header `x-request-id`. Support
    /// staff can find the request by it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers())
    }
}

impl<O: Streamed> EventStream<O> {
    /// Returns the next event, or `None` after the last one. The method is cancel safe: no event is
    /// lost if the future is dropped.
    pub async fn next(&mut self) -> Option<Result<O::Event, Error<O::Error>>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Event<O>>> {
        loop {
            if let Some(event) = self.decoder.event::<O>() {
                return Poll::Ready(Some(event));
            }
            let Some(chunks) = self.decoder.chunks() else {
                return Poll::Ready(None);
            };
            let chunk = ready!(chunks.as_mut().poll_next(context));
            if let Err(failure) = self.decoder.take(chunk) {
                return Poll::Ready(Some(Err(failure.into())));
            }
        }
    }
}

impl<O: Streamed> Stream for EventStream<O> {
    type Item = Result<O::Event, Error<O::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl<O: Streamed, C> fmt::Debug for EventStream<O, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
