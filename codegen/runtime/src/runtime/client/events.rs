//! A stream of events, each when it comes: that of both clients, and how the asynchronous one reads it.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::Chunks;
use super::event_decoder::{Event, EventDecoder, OpenedReply};
use crate::runtime::error::request_id;
use crate::runtime::{Error, Streamed};

/// The events of a reply, as a stream: each as soon as it has come. `C` is the source of the bytes;
/// with that of the blocking client, it is an iterator.
///
/// An event that does not match its schema is an [`Error::Undecodable`], after which the stream
/// goes on. It ends after any other error: [`Error::Transport`] if the connection broke or an event
/// was too long, [`Error::Timeout`] if the server fell silent. Dropping the stream closes the
/// connection.
#[must_use = "no event is read before it is asked for"]
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

    /// The status of the reply.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.decoder.status()
    }

    /// The headers of the reply; [`TypedHeaders::headers`](crate::runtime::TypedHeaders::headers) reads those
    /// that the document describes.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.decoder.headers()
    }

    /// The id that the server gave to the request, for its support: the header `x-request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers())
    }
}

impl<O: Streamed> EventStream<O> {
    /// The next event; `None` after the last one. Nothing is lost if the future is dropped.
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
