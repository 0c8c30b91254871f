//! Names as a lock file keeps them.

use std::collections::BTreeMap;

use crate::name::{Name, NameKind};

use super::escape::{ABSENT, EMPTY};
use super::item::{ErrorKey, Item};

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

    /// Whether another lock has the same lines.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let mut lines = self.entries.iter().zip(&other.entries);
        self.entries.len() == other.entries.len()
            && lines.all(|((key, entry), (other_key, other))| {
                key == other_key && entry.values == other.values
            })
    }

    /// Returns the recorded name of an item, if the generator can still use it.
    #[must_use]
    pub fn name<K: NameKind>(&self, item: &Item<'_>) -> Option<Name<K>> {
        Name::from_recorded(self.value(item, 0)?)
    }

    /// Returns the recorded name of an item as it is written.
    #[must_use]
    pub fn text(&self, item: &Item<'_>) -> Option<&str> {
        self.value(item, 0)
    }

    /// Returns the recorded place of an item among the arguments of its constructor.
    #[must_use]
    pub fn argument(&self, item: &Item<'_>) -> Option<u32> {
        self.value(item, 1)?.parse().ok()
    }

    /// Returns the recorded name of an error, as it is written. If its place has none, that of the only
    /// error with the same status, name and code.
    #[must_use]
    pub fn error(&self, key: &ErrorKey<'_>) -> Option<&str> {
        if let Some(known) = self.text(&Item::Error(key)) {
            return Some(known);
        }
        let anywhere = ErrorKey {
            reference: "",
            ..*key
        };
        let start = Item::Error(&anywhere).key();
        let start = start.trim_end_matches(EMPTY);
        let mut same = self.entries.range(start.to_owned()..);
        let mut same = same.by_ref().take_while(|(key, _)| key.starts_with(start));
        let (_, only) = same.next()?;
        same.next().is_none().then(|| &*only.values[0])
    }

    /// Returns the number of the line of an item, if it was read from a file.
    #[must_use]
    pub fn line(&self, item: &Item<'_>) -> Option<u32> {
        let entry = self.entries.get(&item.key())?;
        Some(entry.line).filter(|line| *line > 0)
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

    /// Returns a name, if a type is recorded with it.
    #[must_use]
    pub fn type_name(&self, name: &str) -> Option<&str> {
        let mut names = self.of_kind("type").map(|(_, entry)| &*entry.values[0]);
        names.find(|it| *it == name)
    }

    /// The names of types and operations, and of the types that are made for parts of operations.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let kinds = ["type", "operation", "part"];
        let lines = kinds.into_iter().flat_map(|it| self.of_kind(it));
        lines.map(|(_, entry)| &*entry.values[0])
    }

    /// The lines that begin with a word.
    pub(super) fn of_kind(&self, kind: &str) -> impl Iterator<Item = (&String, &Entry)> + use<'_> {
        let start = format!("{kind} ");
        let lines = self.entries.range(start.clone()..);
        lines.take_while(move |(key, _)| key.starts_with(&start))
    }

    pub(super) fn insert(&mut self, item: &Item<'_>, values: Vec<String>) {
        self.entries
            .entry(item.key())
            .or_insert(Entry { values, line: 0 });
    }
}
