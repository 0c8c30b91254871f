//! Streams of events as iterators.

use super::Chunks;
use crate::runtime::client;
use crate::runtime::{Error, Streamed};

/// The events of a reply, as an iterator that waits for each.
pub type EventStream<O> = client::EventStream<O, Chunks>;

impl<O: Streamed> Iterator for EventStream<O> {
    type Item = Result<O::Event, Error<O::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(event) = self.decoder.event::<O>() {
                return Some(event);
            }
            let chunk = self.decoder.chunks()?.next();
            if let Err(failure) = self.decoder.take(chunk) {
                return Some(Err(failure.into()));
            }
        }
    }
}
