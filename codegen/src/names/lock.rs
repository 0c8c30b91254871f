//! Names as a lock file keeps them.

use std::collections::BTreeMap;

use crate::name::{Name, NameKind};

use super::escape::ABSENT;
use super::item::Item;

/// The recorded names of an API.
#[derive(Clone, Debug, Default)]
pub struct Lock {
    /// Each item, as its line spells it, with what is recorded of it.
    pub(super) entries: BTreeMap<String, Entry>,
}

/// What is recorded of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The rest of its line, escaped. The first is its name.
    pub(super) values: Vec<String>,
    /// The number of its line; 0 if it was not read from a file.
    pub(super) line: u32,
}

impl Lock {
    /// Whether nothing is recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the recorded name of an item, if the generator can still use it.
    #[must_use]
    pub fn name<K: NameKind>(&self, item: &Item<'_>) -> Option<Name<K>> {
        Name::from_recorded(self.value(item, 0)?)
    }

    /// Returns one of the recorded values of an item.
    pub(super) fn value(&self, item: &Item<'_>, index: usize) -> Option<&str> {
        if self.is_empty() {
            return None;
        }
        let entry = self.entries.get(&item.key())?;
        Some(entry.values.get(index)?)
            .filter(|it| *it != ABSENT)
            .map(String::as_str)
    }

    pub(super) fn insert(&mut self, item: &Item<'_>, values: Vec<String>) {
        self.entries
            .entry(item.key())
            .or_insert(Entry { values, line: 0 });
    }
}
