//! The addresses where the nodes of a document are written, after overlays have added or moved
//! nodes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostics, Place};
use crate::pointer::{Address, FileId, Pointer};

/// The addresses of nodes that are written elsewhere than their pointers say.
#[derive(Debug)]
pub struct Provenance {
    document: FileId,
    /// The outermost such nodes. A node below one is written below its address.
    moved: BTreeMap<Pointer, Address>,
    /// What the actions have changed, in order.
    edits: Vec<Edit>,
}

/// A node that an action has written or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The node.
    pub node: Pointer,
    /// The action.
    pub action: Address,
    /// Whether the action has removed it.
    pub is_removed: bool,
}

impl Provenance {
    /// Creates the provenance of a document without overlays.
    #[must_use]
    pub fn new(document: FileId) -> Self {
        Self {
            document,
            moved: BTreeMap::new(),
            edits: Vec::new(),
        }
    }

    /// Returns what the actions of overlays have changed, in order.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Records that an action has changed a node.
    pub(super) fn record_edit(&mut self, edit: Edit) {
        self.edits.push(edit);
    }

    /// Returns the document.
    pub(super) fn document(&self) -> FileId {
        self.document
    }

    /// Returns the address where a node is written.
    #[must_use]
    pub fn origin(&self, pointer: &Pointer) -> Address {
        let mut above = Some(pointer.clone());
        while let Some(at) = above.filter(|_| !self.moved.is_empty()) {
            if let Some(address) = self.moved.get(&at) {
                let below = pointer.segments().skip(at.segments().count());
                return below.fold(address.clone(), |address, segment| address.join(&segment));
            }
            above = at.parent();
        }
        Address::new(self.document, pointer.clone())
    }

    /// Whether an overlay has written a node.
    pub(super) fn is_overlaid(&self, pointer: &Pointer) -> bool {
        self.origin(pointer).file != self.document
    }

    /// Returns the outermost nodes that overlays have written, with their addresses in the
    /// overlays.
    pub(super) fn overlaid(&self) -> impl Iterator<Item = (&Pointer, &Address)> {
        self.moved
            .iter()
            .filter(|(_, address)| address.file != self.document)
    }

    /// Records that a node is written elsewhere.
    pub(super) fn write(&mut self, pointer: &Pointer, from: Address) {
        self.forget(pointer);
        self.moved.insert(pointer.clone(), from);
    }

    /// Records the removal of an item from an array of this length; later items move up.
    pub(super) fn remove_item(&mut self, array: &Pointer, index: usize, length: usize) {
        self.move_edits(array, index);
        for index in index..length {
            let at = array.join(&index.to_string());
            let next = array.join(&(index + 1).to_string());
            let within = self.below(&next);
            let origin = self.origin(&next);
            self.forget(&at);
            if index + 1 == length {
                return;
            }
            for (pointer, address) in within {
                let rest = &pointer.as_str()[next.as_str().len()..];
                let moved = Pointer::parse(&format!("{at}{rest}"));
                self.moved.extend(moved.map(|pointer| (pointer, address)));
            }
            self.moved.insert(at, origin);
        }
    }

    /// Moves the edits of the items after a removed one.
    fn move_edits(&mut self, array: &Pointer, removed: usize) {
        for edit in self.edits.iter_mut().filter(|edit| !edit.is_removed) {
            let mut path = edit.node.clone();
            let mut below = Vec::new();
            while path.parent().is_some_and(|it| it != *array) {
                below.extend(path.last().map(Cow::into_owned));
                path = path.parent().unwrap_or_default();
            }
            let index = path.last().and_then(|it| it.parse::<usize>().ok());
            if let Some(index) = index.filter(|it| *it > removed) {
                let item = array.join(&(index - 1).to_string());
                edit.node = item.join_all(below.iter().rev().map(String::as_str));
            }
        }
    }

    /// Forgets a removed node and all nodes below it.
    pub(super) fn forget(&mut self, pointer: &Pointer) {
        for (below, _) in self.below(pointer) {
            self.moved.remove(&below);
        }
    }

    /// Returns the recorded nodes at a pointer and below it.
    fn below(&self, pointer: &Pointer) -> Vec<(Pointer, Address)> {
        let all = self.moved.range(pointer.clone()..);
        let starts = all.take_while(|(it, _)| it.as_str().starts_with(pointer.as_str()));
        let is_below = |(it, _): &(&Pointer, &Address)| {
            let rest = &it.as_str()[pointer.as_str().len()..];
            rest.is_empty() || rest.starts_with('/')
        };
        starts
            .filter(is_below)
            .map(|(it, address)| (it.clone(), address.clone()))
            .collect()
    }

    /// Moves diagnostics about nodes to the addresses where these are written.
    pub fn relocate(&self, diagnostics: &mut Diagnostics) {
        if self.moved.is_empty() {
            return;
        }
        diagnostics.relocate(|place| match place {
            Place::Node(address) | Place::Key(address) if address.file == self.document => {
                *address = self.origin(&address.pointer);
            }
            Place::File(_) | Place::Node(_) | Place::Key(_) | Place::Position { .. } => {}
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_move_up_with_what_was_written_in_them() {
        let (document, overlay) = (FileId(0), FileId(1));
        let at = |text: &str| Pointer::parse(text).expect("it is a pointer");
        let mut provenance = Provenance::new(document);
        provenance.write(&at("/a/2/b"), Address::new(overlay, at("/x")));
        provenance.write(&at("/a1"), Address::new(overlay, at("/y")));
        provenance.remove_item(&at("/a"), 0, 4);
        let origin = |text: &str| {
            let Address { file, pointer } = provenance.origin(&at(text));
            format!("{}{pointer}", file.0)
        };
        assert_eq!(origin("/a/0/c"), "0/a/1/c");
        assert_eq!(origin("/a/1/b/c"), "1/x/c");
        assert_eq!(origin("/a/1/c"), "0/a/2/c");
        assert_eq!(origin("/a/2"), "0/a/3");
        assert_eq!(origin("/a1"), "1/y");
        assert_eq!(origin("/b"), "0/b");
    }
}
