//! Streams of events as iterators.

use super::{Chunks, Client};
use crate::runtime::client;
use crate::runtime::client::events::EventSource;
use crate::runtime::{Error, Streamed};

/// The events of a reply, as an iterator that waits for each.
pub type EventStream<O> = client::EventStream<O, Client>;

impl EventSource for Client {
    type Chunks = Chunks;
    /// Connections are made while the iterator waits.
    type Opening = ();
}

impl<O: Streamed> Iterator for EventStream<O> {
    type Item = Result<O::Event, Error<O::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(event) = self.arrived() {
                return Some(event);
            }
            let chunk = self.decoder.chunks()?.next();
            let call = match self.take(chunk, Client::moment) {
                Ok(None) => continue,
                Ok(Some(call)) => call,
                Err(failure) => return Some(Err(failure.into())),
            };
            let opened = self.reconnecting.as_ref()?.client.drive(call, true);
            if let Err(error) = self.resume(opened) {
                return Some(Err(error));
            }
        }
    }
}
