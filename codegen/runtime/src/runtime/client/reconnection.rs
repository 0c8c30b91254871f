//! Reconnection of a stream of events, without I/O: the end of a stream in, the next call out
//! (HTML standard §9.2.3).

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, StatusCode};

use super::base_url::invalid_request;
use super::core::{CallMetadata, PreparedCall, SpanLabel};
use super::event_decoder::{EventDecoder, OpenedReply};
use super::exchange::{Exchange, Failure, LAST_EVENT_ID, Moment};
use super::options::Options;
use super::retry::MAX_REQUESTED_DELAY;
use crate::runtime::stream_reader::Framing;
use crate::runtime::{Error, EventReader, Streamed, TransportError, TransportErrorKind};

/// The delay before a stream reconnects, unless the server sets another one.
const RECONNECTION_TIME: Duration = Duration::from_secs(3);

/// What a stream needs to reconnect, apart from the client.
pub(super) struct Reconnection {
    /// `None` while it is under way.
    exchange: Option<Exchange>,
    label: SpanLabel,
    /// The maximum number of attempts without an event between them.
    max: u32,
}

/// Checks that the stream of a call can reconnect, if it is to.
pub(super) fn check<O: Streamed>(
    options: &Options,
    prepared: &PreparedCall,
) -> Result<(), TransportError> {
    if options.reconnects == 0 {
        Ok(())
    } else if Framing::of(O::CONTENT_TYPE) != Framing::Events {
        let why = format!("a stream of `{}` cannot reconnect", O::CONTENT_TYPE);
        Err(invalid_request(why))
    } else if !prepared.exchange.is_repeatable() {
        let why =
            "the call is unsafe to retry, so its stream cannot reconnect without `retry_unsafe`";
        Err(invalid_request(why))
    } else {
        Ok(())
    }
}

impl Reconnection {
    /// Returns how an open stream reconnects. An id of a last event that the caller has sent is that
    /// of the stream.
    pub(super) fn new<O: Streamed, C>(
        mut exchange: Exchange,
        max: u32,
        decoder: &mut EventDecoder<C>,
    ) -> Option<Self> {
        if max == 0 || decoder.status() == StatusCode::NO_CONTENT {
            return None;
        }
        let given = exchange.request().headers().get(LAST_EVENT_ID);
        let given = given.and_then(|it| std::str::from_utf8(it.as_bytes()).ok());
        *decoder.event_reader()? = EventReader::continuing(given.unwrap_or_default(), None);
        exchange.count_attempts(max);
        Some(Self {
            exchange: Some(exchange),
            label: CallMetadata::of_operation::<O>().label,
            max,
        })
    }

    /// Counts attempts from here, because an event has arrived.
    pub(super) fn on_event(&mut self) {
        if let Some(exchange) = &mut self.exchange {
            exchange.count_attempts(self.max);
        }
    }

    /// Returns the call that reconnects after the end of a stream, or the end itself.
    pub(super) fn begin<C>(
        &mut self,
        end: Option<Result<Bytes, TransportError>>,
        decoder: &mut EventDecoder<C>,
        moment: Moment,
    ) -> Result<PreparedCall, Option<Result<Bytes, TransportError>>> {
        let is_clean = end.is_none();
        let ended = || TransportError::new(TransportErrorKind::Truncated, "the stream has ended");
        let error = match end {
            None => ended(),
            Some(Err(error)) => error,
            chunk @ Some(Ok(_)) => return Err(chunk),
        };
        let give_up = |error| Err((!is_clean).then_some(Err(error)));
        let (Some(mut exchange), Some(reader)) = (self.exchange.take(), decoder.event_reader())
        else {
            return give_up(error);
        };
        let delay = reader.reconnection_time().unwrap_or(RECONNECTION_TIME);
        let id = match reader.last_id() {
            "" => None,
            id => match HeaderValue::from_bytes(id.as_bytes()) {
                Ok(id) => Some(id),
                Err(_) => {
                    let why = "the id of the last event cannot be sent in a header";
                    return Err(Some(Err(invalid_request(why))));
                }
            },
        };
        let delay = delay.min(MAX_REQUESTED_DELAY);
        match exchange.reconnect(error, id, delay, moment) {
            Ok(()) => {
                decoder.disconnect();
                Ok(PreparedCall {
                    exchange,
                    label: self.label,
                })
            }
            Err(error) => give_up(error),
        }
    }

    /// Continues a stream with the reply to the call that reconnects. Returns whether there is more:
    /// the status 204 ends the stream.
    pub(super) fn finish<O: Streamed, C>(
        &mut self,
        opened: Result<OpenedReply<C>, Failure>,
        decoder: &mut EventDecoder<C>,
    ) -> Result<bool, Error<O::Error>> {
        let opened = opened?;
        if opened.reply.status() == StatusCode::NO_CONTENT {
            return Ok(false);
        }
        let (mut next, exchange) = EventDecoder::new::<O>(opened)?;
        if let (Some(before), Some(reader)) = (decoder.event_reader(), next.event_reader()) {
            *reader = EventReader::continuing(before.last_id(), before.reconnection_time());
        }
        *decoder = next;
        self.exchange = Some(exchange);
        Ok(true)
    }
}
