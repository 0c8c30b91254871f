//! Required members: which were seen, and which are missing.

use serde::de::Error;

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

    /// How many were marked.
    pub(super) fn len(&self) -> usize {
        let words = [self.first].into_iter().chain(self.rest.iter().copied());
        words.map(|word| word.count_ones() as usize).sum()
    }

    pub(super) fn contains(&self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => Some(&self.first),
            Some(behind) => self.rest.get(behind),
        };
        word.is_some_and(|word| word & (1 << (index % 64)) != 0)
    }
}

/// An error that names required members which were not seen.
#[cold]
pub(super) fn missing<E: Error>(names: &[&'static str]) -> E {
    let plural = if names.len() == 1 { "" } else { "s" };
    let names = names.join("`, `");
    E::custom(format_args!("missing member{plural} `{names}`"))
}
