//! The members and items that were evaluated: `unevaluatedItems` and `unevaluatedProperties` apply to
//! the others.

use std::collections::BTreeSet;

/// Members by name, items by index.
#[derive(Default)]
pub(super) struct Evaluated {
    members: BTreeSet<String>,
    items: BTreeSet<usize>,
}

impl Evaluated {
    pub(super) fn extend(&mut self, other: Self) {
        self.members.extend(other.members);
        self.items.extend(other.items);
    }

    pub(super) fn add_member(&mut self, name: &str) {
        self.members.insert(name.to_owned());
    }

    pub(super) fn add_item(&mut self, index: usize) {
        self.items.insert(index);
    }

    pub(super) fn has_member(&self, name: &str) -> bool {
        self.members.contains(name)
    }

    pub(super) fn has_item(&self, index: usize) -> bool {
        self.items.contains(&index)
    }
}
