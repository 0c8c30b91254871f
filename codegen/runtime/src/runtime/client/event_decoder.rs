//! A stream of events from the head of its reply on, without I/O: chunks in, events out. The
//! asynchronous and the blocking stream are loops around it.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::response::Parts;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use super::core::{as_reply, with_redaction};
use super::exchange::Failure;
use crate::runtime::operation::{check_content_encoding, decode_failure, undecodable_error};
use crate::runtime::stream_reader::{self, Framing, StreamReader};
use crate::runtime::{
    DecodeError, Error, Operation, RawEvent, Reply, Streamed, Timeout, TransportError,
    TransportErrorKind,
};

/// A reply that was to be a stream of events.
pub(super) struct OpenedReply<C> {
    /// The reply; the body is empty where it comes in chunks.
    pub(super) reply: Response<Bytes>,
    /// Where they come from; none where the reply is no stream.
    pub(super) chunks: Option<C>,
    pub(super) limits: Limits,
}

/// What a stream may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// How long an event may be, in bytes.
    pub(super) event: usize,
    /// How long a pause may be.
    pub(super) idle: Duration,
    /// How often the call was sent.
    pub(super) attempts: u32,
}

/// An event, or what there is instead.
pub(super) type Event<O> = Result<<O as Streamed>::Event, Error<<O as Operation>::Error>>;

/// A stream of events behind its head. `C` is where chunks come from.
pub(super) struct EventDecoder<C> {
    head: Parts,
    limits: Limits,
    framing: Framing,
    reader: StreamReader,
    /// `None` when the stream is over.
    chunks: Option<C>,
}

/// Whether events follow this head: it has the content type that the request accepts. One that says
/// nothing of its content is believed.
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
    /// The stream, or what the reply is instead.
    pub(super) fn new<O: Streamed>(opened: OpenedReply<C>) -> Result<Self, Error<O::Error>> {
        let OpenedReply {
            reply,
            chunks,
            limits,
        } = opened;
        let view = as_reply(&reply);
        let error = if !view.status.is_success() {
            decode_failure::<O>(&view)
        } else if let Err(error) = check_content_encoding(&view) {
            undecodable_error(&view, error)
        } else if let Some(chunks) = chunks {
            return Ok(Self {
                head: reply.into_parts().0,
                limits,
                framing: Framing::of(O::CONTENT_TYPE),
                reader: StreamReader::new(Framing::of(O::CONTENT_TYPE)),
                chunks: Some(chunks),
            });
        } else {
            let message = format_args!("the reply is not `{}`", O::CONTENT_TYPE);
            undecodable_error(&view, DecodeError::new(message))
        };
        Err(with_redaction(error, reply.extensions()))
    }

    pub(super) fn status(&self) -> StatusCode {
        self.head.status
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The next event of those that are there. After one that does not match the document, the
    /// stream goes on.
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
            with_redaction(undecodable_error(&reply, error), &self.head.extensions)
        }))
    }

    fn next_raw(&mut self) -> Option<Result<RawEvent, Failure>> {
        let event = self.reader.next();
        let length = event.as_ref().map_or(self.reader.pending(), RawEvent::len);
        if length > self.limits.event {
            self.reader = StreamReader::new(self.framing);
            let message = format!("an event exceeds {} bytes", self.limits.event);
            let error = TransportError::new(TransportErrorKind::TooLarge, message);
            return Some(Err(self.close(error)));
        }
        event.map(Ok)
    }

    /// Where the next chunk comes from; `None` when the stream is over.
    pub(super) fn chunks(&mut self) -> Option<&mut C> {
        self.chunks.as_mut()
    }

    /// Takes what came: a chunk, the end, or an error, which is an end too.
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

    /// Nothing is read any more, so the connection goes.
    fn close(&mut self, error: TransportError) -> Failure {
        self.chunks = None;
        match error.kind() {
            TransportErrorKind::Timeout => Failure::Timeout(Timeout {
                after: self.limits.idle,
                attempts: self.limits.attempts,
            }),
            _ => Failure::Transport(error),
        }
    }
}

/// A body that comes in chunks and is wanted whole.
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

    /// Takes the length that a head announces, if there is room for it.
    #[cfg_attr(not(any(feature = "reqwest", feature = "blocking")), allow(dead_code))]
    pub(super) fn announce(&self, length: Option<u64>) -> Result<(), TransportError> {
        let is_room = |length: u64| usize::try_from(length).is_ok_and(|it| it <= self.max);
        if length.is_none_or(is_room) {
            Ok(())
        } else {
            Err(self.too_large())
        }
    }

    /// Takes a chunk, as long as there is room.
    pub(super) fn take(
        &mut self,
        chunk: Result<Bytes, TransportError>,
    ) -> Result<(), TransportError> {
        let chunk = chunk?;
        if chunk.len() > self.max - self.body.len() {
            return Err(self.too_large());
        }
        if self.body.is_empty() {
            // Most replies come in one chunk, which need not be copied.
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

    /// The reply with what came of its body. Of a failure the status says enough, however much of
    /// its body there is.
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
