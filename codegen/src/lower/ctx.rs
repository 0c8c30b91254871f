//! The context of lowering: what every wing needs.

use openapiv3::ReferenceOr;
use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::document::schema::{SchemaId, Schemas};
use crate::ir::Value;

use super::draft::Drafts;
use super::{naming, schema};

/// The context of lowering one document.
pub(super) struct Ctx<'a> {
    /// The document, without its schemas.
    pub(super) document: &'a Document,
    pub(super) schemas: Schemas,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) drafts: Drafts,
    /// The type and rules of each schema that is lowered already.
    pub(super) lowered: FxHashMap<SchemaId, Value>,
    /// Whether a limit is exceeded, which is an error. The rest is lowered only in part.
    pub(super) is_exhausted: bool,
    pub(super) schema: schema::state::State,
    pub(super) naming: naming::state::State<'a>,
}

impl Ctx<'_> {
    /// The schema that a reference in the envelope stands for.
    pub(super) fn resolve_schema(
        &self,
        schema: &ReferenceOr<openapiv3::Schema>,
    ) -> Option<SchemaId> {
        match schema {
            ReferenceOr::Reference { reference } => {
                let address = self.document.schema_address(reference)?;
                self.schemas.find(&address)
            }
            ReferenceOr::Item(_) => unreachable!("every schema of the envelope is a reference"),
        }
    }
}
