//! Required members: which were decoded, and which are missing.

use serde::de::Error;

/// A bit set of the required members that were decoded.
#[derive(Default)]
pub(super) struct Seen {
    /// The number of members in the set.
    count: usize,
    /// The bits of the first 64 members.
    first: u64,
    /// The bits of the others; most objects have none.
    rest: Vec<u64>,
}

impl Seen {
    /// Adds a member; returns false if it was there already.
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
        self.count += usize::from(fresh);
        fresh
    }

    /// Returns the number of members in the set.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    pub(super) fn contains(&self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => Some(&self.first),
            Some(behind) => self.rest.get(behind),
        };
        word.is_some_and(|word| word & (1 << (index % 64)) != 0)
    }
}

/// Returns the error for missing members.
#[cold]
pub(super) fn missing<E: Error>(names: &[&'static str]) -> E {
    let plural = if names.len() == 1 { "" } else { "s" };
    let names = names.join("`, `");
    E::custom(format_args!("missing member{plural} `{names}`"))
}
