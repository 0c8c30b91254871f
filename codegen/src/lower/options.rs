//! What bindings have beyond what is usual, in a whole document.

use crate::diagnostic::Diagnostics;
use crate::extension::{KEEP_ADDITIONAL_PROPERTIES, read_flag};
use crate::pointer::Address;
use crate::tree::Tree;

/// What bindings have beyond what is usual. Extensions of the document and of its schemas override it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether objects keep members that their schemas do not declare; see `x-keep-additional-properties`.
    pub keep_additional_properties: bool,
}

impl Options {
    /// Overrides the options with the extensions of a document.
    pub(super) fn extend(
        &self,
        tree: &Tree,
        root: &Address,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let keep = &KEEP_ADDITIONAL_PROPERTIES;
        let kept = read_flag(diagnostics, keep, keep.value(Some(tree)), root);
        Self {
            keep_additional_properties: kept.unwrap_or(self.keep_additional_properties),
        }
    }
}
