//! Required members: which were seen, and which are missing.

use serde::de::Error;

use super::Walk;
use crate::runtime::{Decode, Map};

/// Which of the required members were seen, by their place among them.
#[derive(Default)]
pub(super) struct Seen {
    /// A bit for each of the first 64.
    first: u64,
    /// Bits for those behind; most objects never need it.
    rest: Vec<u64>,
}

impl Seen {
    /// Marks a member; false if it was marked before.
    pub(super) fn insert(&mut self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => &mut self.first,
            Some(behind) => {
                if self.rest.len() <= behind {
                    self.rest.resize(behind + 1, 0);
                }
                &mut self.rest[behind]
            }
        };
        let bit = 1 << (index % 64);
        let fresh = *word & bit == 0;
        *word |= bit;
        fresh
    }

    fn contains(&self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => Some(&self.first),
            Some(behind) => self.rest.get(behind),
        };
        word.is_some_and(|word| word & (1 << (index % 64)) != 0)
    }
}

/// Collects the names of the required members that were not seen.
pub(super) struct Missing<'w> {
    seen: &'w Seen,
    index: usize,
    names: Vec<&'static str>,
}

impl Walk for Missing<'_> {
    fn required<T: Decode>(&mut self, key: &'static str, _: &mut T) {
        if !self.seen.contains(self.index) {
            self.names.push(key);
        }
        self.index += 1;
    }

    fn optional<T: Decode>(&mut self, _: &'static str, _: &mut Option<T>) {}

    fn constant(&mut self, key: &'static str, _: &'static str) {
        self.required(key, &mut false);
    }

    fn others<T: Decode>(&mut self, _: &mut Map<T>) {}
}

impl<'w> Missing<'w> {
    pub(super) fn new(seen: &'w Seen) -> Self {
        Self {
            seen,
            index: 0,
            names: Vec::new(),
        }
    }

    /// After the walk: an error that names all of them.
    pub(super) fn finish<E: Error>(&self) -> Result<(), E> {
        if self.names.is_empty() {
            return Ok(());
        }
        Err(self.error())
    }

    #[cold]
    fn error<E: Error>(&self) -> E {
        let plural = if self.names.len() == 1 { "" } else { "s" };
        let names = self.names.join("`, `");
        E::custom(format_args!("missing member{plural} `{names}`"))
    }
}
