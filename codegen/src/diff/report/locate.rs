//! Changes with addresses in, the same with lines out.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::diff::change::Change;
use crate::pointer::{Address, FileId, Pointer};
use crate::source::{Sources, locate};

use super::{LocatedChange, Location};

pub(super) fn locate_changes(changes: Vec<Change>, sources: &Sources) -> Vec<LocatedChange> {
    let addresses = changes.iter().flat_map(|it| [&it.old, &it.new]).flatten();
    let lines = Lines::new(addresses, sources);
    let located = changes.into_iter().map(|change| LocatedChange {
        old: change.old.as_ref().map(|it| lines.location(it, sources)),
        new: change.new.as_ref().map(|it| lines.location(it, sources)),
        change,
    });
    located.collect()
}

/// The lines of nodes that are in the text.
struct Lines(FxHashMap<Address, u32>);

impl Lines {
    /// Looks for the nodes and for all that they are in; each file is read once.
    fn new<'a>(addresses: impl Iterator<Item = &'a Address>, sources: &Sources) -> Self {
        let mut wanted: BTreeMap<FileId, Vec<Pointer>> = BTreeMap::new();
        for address in addresses {
            let list = wanted.entry(address.file).or_default();
            list.extend(around(&address.pointer));
        }
        let mut lines = FxHashMap::default();
        for (file, mut pointers) in wanted {
            pointers.sort();
            pointers.dedup();
            let found = locate(sources.get(file), &pointers);
            for (pointer, location) in pointers.into_iter().zip(found) {
                if let Some(location) = location {
                    let start = location.key.unwrap_or(location.value);
                    lines.insert(Address::new(file, pointer), start.start.line);
                }
            }
        }
        Self(lines)
    }

    fn location(&self, address: &Address, sources: &Sources) -> Location {
        let file = address.file;
        let mut lines = around(&address.pointer)
            .filter_map(|pointer| self.0.get(&Address::new(file, pointer)).copied());
        Location {
            file: sources.get(file).name.clone(),
            line: lines.next().unwrap_or(1),
            pointer: address.pointer.to_string(),
        }
    }
}

/// A pointer and those of all nodes around it, innermost first.
fn around(pointer: &Pointer) -> impl Iterator<Item = Pointer> {
    std::iter::successors(Some(pointer.clone()), Pointer::parent)
}
