//! Lists as iterators over pages and items.

use std::fmt;
use std::vec;

use super::super::options::Options;
use super::super::pages::Position;
use super::Client;
use crate::runtime::{Error, Paged};

/// The pages of a list, as an iterator.
///
/// Each page is fetched on demand, as a call with retries of its own. The iterator ends after an
/// error.
#[must_use = "nothing is sent before a page is asked for"]
pub struct Pages<O: Paged> {
    client: Client,
    options: Options,
    next: Option<Position<O>>,
}

/// The items of a list, as an iterator.
///
/// Each page is fetched when its first item is requested, as a call with retries of its own. The
/// iterator ends after an error.
#[must_use = "nothing is sent before an item is asked for"]
pub struct Items<O: Paged> {
    pages: Pages<O>,
    items: vec::IntoIter<O::Item>,
}

impl<O: Paged> Pages<O> {
    pub(super) fn new(client: Client, call: O, options: Options) -> Self {
        Self {
            client,
            options,
            next: Some(Position::first(call)),
        }
    }

    fn fetch(&mut self, mut position: Position<O>) -> Result<O::Body, Error<O::Error>> {
        let core = self.client.core().map_err(Error::Transport)?;
        let (prepared, uri) = position.prepare(core, &self.options)?;
        let (page, next) = position.decode(uri, self.client.run(prepared))?;
        self.next = next;
        Ok(page)
    }
}

impl<O: Paged> Items<O> {
    pub(super) fn new(pages: Pages<O>) -> Self {
        Self {
            pages,
            items: Vec::new().into_iter(),
        }
    }
}

impl<O: Paged> Items<O> {
    /// Collects the remaining items, at most `limit`. No further page is fetched once that many
    /// have arrived.
    ///
    /// # Errors
    ///
    /// The error of the first page that cannot be fetched.
    pub fn into_vec(self, limit: usize) -> Result<Vec<O::Item>, Error<O::Error>> {
        self.take(limit).collect()
    }
}

impl<O: Paged> Iterator for Pages<O> {
    type Item = Result<O::Body, Error<O::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        let position = self.next.take()?;
        Some(self.fetch(position))
    }
}

impl<O: Paged> Iterator for Items<O> {
    type Item = Result<O::Item, Error<O::Error>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.items.next() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Ok(mut page) => self.items = O::items(&mut page).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl<O: Paged> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("over", &self.next.is_none())
            .finish_non_exhaustive()
    }
}

impl<O: Paged> fmt::Debug for Items<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("left", &self.items.len())
            .finish()
    }
}
