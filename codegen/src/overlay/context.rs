//! The state that an overlay is applied with.

use rustc_hash::FxHashMap;

use super::provenance::Provenance;
use crate::diagnostic::Diagnostics;
use crate::pointer::{Address, FileId, Pointer};
use crate::tree::Tree;

/// The schemas of a document that overlays give an `x-rust-name`, with the address of the name.
pub type GivenNames = FxHashMap<Pointer, Address>;

/// A document to which overlays were applied.
#[derive(Debug)]
pub struct Overlaid {
    /// The document.
    pub tree: Tree,
    /// The addresses where its nodes are written.
    pub provenance: Provenance,
    /// The schemas that overlays name.
    pub given: GivenNames,
    /// Whether the words of `x-because` are kept beside the keywords that rest on them.
    pub keeps_words: bool,
}

impl Overlaid {
    /// Creates a document without overlays.
    #[must_use]
    pub fn new(document: FileId, tree: Tree) -> Self {
        Self {
            tree,
            provenance: Provenance::new(document),
            given: GivenNames::default(),
            keeps_words: true,
        }
    }
}

/// The maximum number of nodes that an overlay may add to a document. Otherwise, a short overlay
/// could double a document until it exhausts the memory.
pub(super) const ADDED_NODES: usize = 1_000_000;

/// A document while an overlay is being applied to it.
pub(super) struct Context<'a> {
    pub(super) tree: &'a mut Tree,
    pub(super) given: &'a mut GivenNames,
    pub(super) provenance: &'a mut Provenance,
    pub(super) partial: bool,
    pub(super) keeps_words: bool,
    /// The number of nodes that may still be added.
    pub(super) room: usize,
    pub(super) diagnostics: &'a mut Diagnostics,
}

impl Context<'_> {
    /// Returns the address where a node of the document is written.
    pub(super) fn place(&self, pointer: &Pointer) -> Address {
        self.provenance.origin(pointer)
    }
}
