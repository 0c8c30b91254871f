//! An Operation Object where it stands.

use openapiv3::{Operation, PathItem};

use crate::name::TypeName;
use crate::pointer::Address;

use super::path_template::PathTemplate;

/// An operation of the document, and what was read of its path and names.
pub(super) struct DeclaredOperation<'d> {
    pub(super) path: &'d str,
    pub(super) template: PathTemplate,
    pub(super) item: &'d PathItem,
    pub(super) method: &'d str,
    pub(super) declared: &'d Operation,
    pub(super) address: Address,
    /// Its id, unique.
    pub(super) id: String,
    /// The name that a person gave it.
    pub(super) chosen: Option<TypeName>,
}
