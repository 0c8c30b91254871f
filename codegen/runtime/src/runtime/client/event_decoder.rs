//! The decoding of a stream of events after its head, without I/O: chunks in, events out. The
//! streams of both clients are loops around it.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::response::Parts;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use super::core::{as_reply, with_extensions};
use super::exchange::{Exchange, Failure};
use crate::runtime::operation::{check_content_encoding, decode_failure, undecodable_error};
use crate::runtime::stream_reader::{self, Framing, StreamReader};
use crate::runtime::{
    DecodeError, Error, EventReader, Operation, RawEvent, Reply, Streamed, Timeout, TransportError,
    TransportErrorKind,
};

/// A reply that may be a stream.
pub(super) struct OpenedReply<C> {
    /// The reply; without a body if it is a stream.
    pub(super) reply: Response<Bytes>,
    /// The chunks of the body, if the reply is a stream.
    pub(super) chunks: Option<C>,
    pub(super) limits: Limits,
    /// The exchange that has ended with the reply.
    pub(super) exchange: Exchange,
}

/// The limits of a stream.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// The maximum size of an event in bytes.
    pub(super) event: usize,
    /// The time limit of each chunk.
    pub(super) idle: Duration,
    /// The number of attempts until the head arrived.
    pub(super) attempts: u32,
}

/// An event or an error.
pub(super) type Event<O> = Result<<O as Streamed>::Event, Error<<O as Operation>::Error>>;

/// A stream of events after its head. `C` is the source of the chunks.
pub(super) struct EventDecoder<C> {
    /// The status and the headers.
    head: Parts,
    limits: Limits,
    framing: Framing,
    reader: StreamReader,
    /// `None` when the stream is over.
    chunks: Option<C>,
}

/// Returns whether a stream follows this head: whether it has the content type that the request
/// accepts, or none.
pub(super) fn is_stream(head: &Parts, accept: Option<&HeaderValue>) -> bool {
    let accept = accept.and_then(|it| it.to_str().ok());
    let content_type = head.headers.get(header::CONTENT_TYPE);
    let is_stream = content_type.is_none_or(|given| {
        let given = given.to_str().ok();
        given.is_some_and(|it| stream_reader::is_stream(it, accept.unwrap_or_default()))
    });
    head.status.is_success() && is_stream
}

impl<C> EventDecoder<C> {
    /// Returns the decoder of a stream and the exchange that led to it, or the error if the reply is
    /// something else.
    pub(super) fn new<O: Streamed>(
        opened: OpenedReply<C>,
    ) -> Result<(Self, Exchange), Error<O::Error>> {
        let OpenedReply {
            reply,
            chunks,
            limits,
            exchange,
        } = opened;
        let view = as_reply(&reply);
        let error = if !view.status.is_success() {
            decode_failure::<O>(&view)
        } else if let Err(error) = check_content_encoding(&view) {
            undecodable_error(&view, error)
        } else if let Some(chunks) = chunks {
            let framing = Framing::of(O::CONTENT_TYPE);
            let reader = new_reader(framing, reply.headers());
            let decoder = Self {
                head: reply.into_parts().0,
                limits,
                framing,
                reader,
                chunks: Some(chunks),
            };
            return Ok((decoder, exchange));
        } else {
            let message = format_args!("the reply is not `{}`", O::CONTENT_TYPE);
            undecodable_error(&view, DecodeError::new(message))
        };
        Err(with_extensions(error, reply.extensions()))
    }

    pub(super) fn status(&self) -> StatusCode {
        self.head.status
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns the next event that has arrived. The stream continues after an event that does not
    /// match its schema.
    pub(super) fn event<O: Streamed>(&mut self) -> Option<Event<O>> {
        let raw = match self.next_raw()? {
            Ok(raw) => raw,
            Err(failure) => return Some(Err(failure.into())),
        };
        Some(O::event(&raw).map_err(|error| {
            let reply = Reply {
                status: self.head.status,
                headers: &self.head.headers,
                body: &raw.data.into(),
            };
            with_extensions(undecodable_error(&reply, error), &self.head.extensions)
        }))
    }

    fn next_raw(&mut self) -> Option<Result<RawEvent, Failure>> {
        let event = self.reader.next();
        let length = event.as_ref().map_or(self.reader.pending(), RawEvent::len);
        if length > self.limits.event {
            self.reader = new_reader(self.framing, &self.head.headers);
            let message = format!("an event exceeds {} bytes", self.limits.event);
            let error = TransportError::new(TransportErrorKind::TooLarge, message);
            return Some(Err(self.close(error)));
        }
        event.map(Ok)
    }

    /// Returns the source of the next chunk, or `None` at the end of the stream.
    pub(super) fn chunks(&mut self) -> Option<&mut C> {
        self.chunks.as_mut()
    }

    /// Takes the next chunk, the end of the body, or an error, which ends the stream as well.
    pub(super) fn take(
        &mut self,
        chunk: Option<Result<Bytes, TransportError>>,
    ) -> Result<(), Failure> {
        match chunk {
            Some(Ok(chunk)) => self.reader.push(&chunk),
            Some(Err(error)) => return Err(self.close(error)),
            None => {
                self.reader.finish();
                self.chunks = None;
            }
        }
        Ok(())
    }

    /// Returns the reader of events; `None` for streams of other items.
    pub(super) fn event_reader(&mut self) -> Option<&mut EventReader> {
        self.reader.event_reader()
    }

    /// Closes the connection, and drops an incomplete event.
    pub(super) fn disconnect(&mut self) {
        self.chunks = None;
    }

    /// Closes the connection after an error.
    fn close(&mut self, error: TransportError) -> Failure {
        self.chunks = None;
        match error.kind() {
            TransportErrorKind::Timeout => {
                Failure::Timeout(Timeout::new(self.limits.idle, self.limits.attempts))
            }
            _ => Failure::Transport(error),
        }
    }
}

fn new_reader(framing: Framing, headers: &HeaderMap) -> StreamReader {
    let content_type = headers.get(header::CONTENT_TYPE);
    StreamReader::new(framing, content_type.and_then(|it| it.to_str().ok()))
}

/// A buffer for a body that arrives in chunks, with a size limit.
pub(super) struct BodyBuffer {
    body: BytesMut,
    max: usize,
}

impl BodyBuffer {
    pub(super) fn new(max: usize) -> Self {
        Self {
            body: BytesMut::new(),
            max,
        }
    }

    /// Checks the length that a head announces against the limit.
    #[cfg_attr(not(any(feature = "reqwest", feature = "blocking")), allow(dead_code))]
    pub(super) fn announce(&self, length: Option<u64>) -> Result<(), TransportError> {
        let is_room = |length: u64| usize::try_from(length).is_ok_and(|it| it <= self.max);
        if length.is_none_or(is_room) {
            Ok(())
        } else {
            Err(self.too_large())
        }
    }

    /// Adds a chunk, unless it exceeds the limit.
    pub(super) fn take(
        &mut self,
        chunk: Result<Bytes, TransportError>,
    ) -> Result<(), TransportError> {
        let chunk = chunk?;
        if chunk.len() > self.max - self.body.len() {
            return Err(self.too_large());
        }
        if self.body.is_empty() {
            // Most bodies arrive in one chunk, which need not be copied.
            self.body = chunk.into();
        } else {
            self.body.extend_from_slice(&chunk);
        }
        Ok(())
    }

    fn too_large(&self) -> TransportError {
        let message = format!("the body exceeds {} bytes", self.max);
        TransportError::new(TransportErrorKind::TooLarge, message)
    }

    /// Returns the reply with the body that was read. For an error status, the status matters more
    /// than a complete body.
    pub(super) fn reply(
        self,
        head: Parts,
        read: Result<(), TransportError>,
    ) -> Result<Response<Bytes>, TransportError> {
        match read {
            Err(error) if head.status.is_success() => Err(error),
            _ => Ok(Response::from_parts(head, self.body.freeze())),
        }
    }
}
