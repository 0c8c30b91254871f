//! A stream of events as an iterator.

use std::fmt;
use std::marker::PhantomData;

use http::{HeaderMap, StatusCode};

use super::super::feed::{Feed, Opened};
use super::Pieces;
use crate::runtime::error::request_id;
use crate::runtime::{Error, ServerEvent, Streamed};

/// The events of a reply, as an iterator: each when it comes.
///
/// An event that is not what the document says is an [`Error::Undecodable`], after which the stream
/// goes on. Any other error is the last thing that comes: [`Error::Transport`] where the connection
/// broke or an event was too long, [`Error::Timeout`] where the server fell silent. Dropping it
/// closes the connection.
#[must_use = "no event is read before it is asked for"]
pub struct EventStream<O: Streamed> {
    feed: Feed<Pieces>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Streamed> EventStream<O> {
    pub(super) fn new(opened: Opened<Pieces>) -> Result<Self, Error<O::Error>> {
        Ok(Self {
            feed: Feed::new::<O>(opened)?,
            operation: PhantomData,
        })
    }

    /// The status of the reply.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.feed.status()
    }

    /// The headers of the reply; [`Headed::headers`](crate::runtime::Headed::headers) reads those
    /// that the document describes.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.feed.headers()
    }

    /// The id that the server gave to the request, for its support: the header `x-request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers())
    }
}

impl<O: Streamed> Iterator for EventStream<O> {
    type Item = Result<ServerEvent<O::Event>, Error<O::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(event) = self.feed.event::<O>() {
                return Some(event);
            }
            let piece = self.feed.pieces()?.next();
            if let Err(failure) = self.feed.take(piece) {
                return Some(Err(failure.into()));
            }
        }
    }
}

impl<O: Streamed> fmt::Debug for EventStream<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
