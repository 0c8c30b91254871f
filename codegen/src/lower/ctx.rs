//! What every wing of lowering needs.

use openapiv3::ReferenceOr;
use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::document::schema::{SchemaId, Schemas};
use crate::ir::Value;

use super::draft::Drafts;
use super::{naming, schema};

/// The state of lowering a document.
pub(super) struct Ctx<'a> {
    /// What is read, all but its schemas.
    pub(super) document: &'a Document,
    pub(super) schemas: Schemas,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) drafts: Drafts,
    /// What each schema became, as far as it is known.
    pub(super) lowered: FxHashMap<SchemaId, Value>,
    /// Whether a limit was reached: there will be no API.
    pub(super) is_exhausted: bool,
    pub(super) schema: schema::state::State,
    pub(super) naming: naming::state::State,
}

impl Ctx<'_> {
    /// The schema that a reference in the envelope stands for.
    pub(super) fn lifted_schema(
        &self,
        schema: &ReferenceOr<openapiv3::Schema>,
    ) -> Option<SchemaId> {
        match schema {
            ReferenceOr::Reference { reference } => {
                let address = self.document.schema_address(reference)?;
                self.schemas.find(&address)
            }
            ReferenceOr::Item(_) => unreachable!("every schema was lifted out of the envelope"),
        }
    }
}
