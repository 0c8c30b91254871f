//! The state that an overlay is applied with.

use rustc_hash::FxHashMap;

use super::provenance::Provenance;
use crate::diagnostic::Diagnostics;
use crate::pointer::{Address, FileId, Pointer};
use crate::tree::Tree;

/// The schemas of a document that overlays give an `x-rust-name`, and where they do.
pub type GivenNames = FxHashMap<Pointer, Address>;

/// A document, as the overlays that were applied to it have left it.
#[derive(Debug)]
pub struct Overlaid {
    /// The document.
    pub tree: Tree,
    /// Where its nodes are written.
    pub provenance: Provenance,
    /// Where its schemas are given names.
    pub given: GivenNames,
}

impl Overlaid {
    /// A document that no overlay was applied to.
    #[must_use]
    pub fn new(document: FileId, tree: Tree) -> Self {
        Self {
            tree,
            provenance: Provenance::new(document),
            given: GivenNames::default(),
        }
    }
}

/// The most nodes that an overlay may add to a document. Actions build on each other, so a short
/// overlay could otherwise double a document until no memory is left.
pub(super) const ADDED_NODES: usize = 1_000_000;

/// A document while an overlay is being applied to it.
pub(super) struct Context<'a> {
    pub(super) tree: &'a mut Tree,
    pub(super) given: &'a mut GivenNames,
    pub(super) provenance: &'a mut Provenance,
    pub(super) partial: bool,
    /// How many nodes may still be added.
    pub(super) room: usize,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Context<'_> {
    /// Where a node of the document is written.
    pub(super) fn place(&self, pointer: &Pointer) -> Address {
        self.provenance.origin(pointer)
    }
}
