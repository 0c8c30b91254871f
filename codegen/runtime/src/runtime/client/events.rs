//! Streams of events as they arrive, and the asynchronous way to read them.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use super::core::PreparedCall;
use super::event_decoder::{Event, EventDecoder, OpenedReply};
use super::exchange::{Failure, Moment};
use super::reconnection::Reconnection;
use super::{BoxFuture, Chunks, Client};
use crate::runtime::api_error::request_id;
use crate::runtime::{Error, Streamed, TransportError};

/// The events of a reply as they arrive: a `Stream` for the asynchronous client, an iterator for
/// the blocking one. `K` is the client.
///
/// An event that does not match its schema is an [`Error::Undecodable`], and the stream continues
/// after it. After any other error it ends: [`Error::Transport`] if the connection broke or an
/// event exceeds the size limit, [`Error::Timeout`] if the server sent nothing for too long.
/// [`Call::reconnect`](super::Call::reconnect) continues the stream where a connection ends.
/// Dropping the stream closes the connection.
#[must_use = "no event is read until it is polled or iterated"]
pub struct EventStream<O: Streamed, K: EventSource = Client> {
    pub(super) decoder: EventDecoder<K::Chunks>,
    /// In a box, since most streams do not reconnect.
    pub(super) reconnecting: Option<Box<Reconnecting<K>>>,
    operation: PhantomData<fn() -> O>,
}

/// A client, as the source of the chunks of a stream.
pub trait EventSource {
    /// The body of a reply.
    type Chunks;
    /// A connection that is under way.
    type Opening;
}

impl EventSource for Client {
    type Chunks = Chunks;
    type Opening = Opening;
}

/// A connection of the asynchronous client that is under way.
pub struct Opening(BoxFuture<'static, Result<OpenedReply<Chunks>, Failure>>);

/// How a stream reconnects, and to what.
pub(super) struct Reconnecting<K: EventSource> {
    reconnection: Reconnection,
    pub(super) client: K,
    opening: Option<K::Opening>,
}

/// The next chunk of a stream, or its end.
pub(super) type NextChunk = Option<Result<Bytes, TransportError>>;

impl<O: Streamed, K: EventSource> EventStream<O, K> {
    /// Returns the stream that a reply opens, which reconnects with the client if `max` is not zero.
    pub(super) fn new(
        opened: OpenedReply<K::Chunks>,
        client: K,
        max: u32,
    ) -> Result<Self, Error<O::Error>> {
        let (mut decoder, exchange) = EventDecoder::new::<O>(opened)?;
        let reconnection = Reconnection::new::<O, _>(exchange, max, &mut decoder);
        let reconnecting = reconnection.map(|reconnection| Reconnecting {
            reconnection,
            client,
            opening: None,
        });
        Ok(Self {
            decoder,
            reconnecting: reconnecting.map(Box::new),
            operation: PhantomData,
        })
    }

    /// Returns the next event that has arrived.
    pub(super) fn arrived(&mut self) -> Option<Event<O>> {
        let event = self.decoder.event::<O>()?;
        if let Some(reconnecting) = &mut self.reconnecting {
            reconnecting.reconnection.on_event();
        }
        Some(event)
    }

    /// Takes the next chunk, or the end of the connection. Returns the call that reconnects after the
    /// end, if the stream does so.
    pub(super) fn take(
        &mut self,
        chunk: NextChunk,
        moment: impl FnOnce(&K) -> Result<Moment, TransportError>,
    ) -> Result<Option<PreparedCall>, Failure> {
        let chunk = match (&mut self.reconnecting, chunk) {
            (None, chunk) | (_, chunk @ Some(Ok(_))) => chunk,
            (Some(reconnecting), end) => {
                let moment = moment(&reconnecting.client).map_err(Failure::Transport)?;
                match reconnecting
                    .reconnection
                    .begin(end, &mut self.decoder, moment)
                {
                    Ok(call) => return Ok(Some(call)),
                    Err(end) => {
                        self.reconnecting = None;
                        end
                    }
                }
            }
        };
        self.decoder.take(chunk).map(|()| None)
    }

    /// Continues with the reply to the call that reconnects.
    pub(super) fn resume(
        &mut self,
        opened: Result<OpenedReply<K::Chunks>, Failure>,
    ) -> Result<(), Error<O::Error>> {
        let Some(reconnecting) = &mut self.reconnecting else {
            return Ok(());
        };
        let resumed = reconnecting
            .reconnection
            .finish::<O, _>(opened, &mut self.decoder);
        if !matches!(resumed, Ok(true)) {
            self.reconnecting = None;
        }
        resumed.map(|_| ())
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
            if let Some(event) = self.arrived() {
                return Poll::Ready(Some(event));
            }
            if let Some(reconnecting) = &mut self.reconnecting
                && let Some(opening) = &mut reconnecting.opening
            {
                let opened = ready!(opening.0.as_mut().poll(context));
                reconnecting.opening = None;
                if let Err(error) = self.resume(opened) {
                    return Poll::Ready(Some(Err(error)));
                }
                continue;
            }
            let Some(chunks) = self.decoder.chunks() else {
                return Poll::Ready(None);
            };
            let chunk = ready!(chunks.as_mut().poll_next(context));
            match self.take(chunk, Client::moment) {
                Ok(None) => {}
                Ok(Some(call)) => {
                    if let Some(reconnecting) = &mut self.reconnecting {
                        let opening = reconnecting.client.clone().open(call);
                        reconnecting.opening = Some(Opening(opening));
                    }
                }
                Err(failure) => return Poll::Ready(Some(Err(failure.into()))),
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

impl<O: Streamed, K: EventSource> fmt::Debug for EventStream<O, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
