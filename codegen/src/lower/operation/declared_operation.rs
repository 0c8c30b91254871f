//! An Operation Object and its address.

use openapiv3::{Operation, PathItem};

use crate::name::TypeName;
use crate::pointer::Address;

use super::path_template::PathTemplate;

/// An operation of the document, with its parsed path and its names.
pub(super) struct DeclaredOperation<'d> {
    pub(super) path: &'d str,
    pub(super) template: PathTemplate,
    pub(super) item: &'d PathItem,
    /// The address of the path item.
    pub(super) item_address: Address,
    /// Its method, as it is sent.
    pub(super) method: String,
    pub(super) declared: &'d Operation,
    pub(super) address: Address,
    /// Its id, unique.
    pub(super) id: String,
    /// The name from `x-rust-name`.
    pub(super) chosen: Option<TypeName>,
    /// The name that it had.
    pub(super) recorded: Option<TypeName>,
}

impl DeclaredOperation<'_> {
    /// The name that it has unless something else of the module has it.
    pub(super) fn name(&self) -> TypeName {
        let name = self.chosen.as_ref().or(self.recorded.as_ref());
        name.cloned()
            .unwrap_or_else(|| TypeName::from_spelling(&self.id))
    }
}
