//! What naming remembers of the schemas and operations that were met.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::document::schema::SchemaId;
use crate::lower::draft::Hint;
use crate::pointer::Pointer;

/// The state of the wing.
pub(in crate::lower) struct State {
    /// The keys of components, and of schemas in other files that are called by theirs.
    pub(in crate::lower) component_names: FxHashMap<SchemaId, String>,
    /// How the document spells each operation, in their order.
    pub(in crate::lower) operation_spellings: Vec<String>,
    /// The operation that is being lowered.
    pub(in crate::lower) operation: Option<Pointer>,
    /// The schemas that are being lowered, the innermost last.
    pub(in crate::lower) visits: Vec<(SchemaId, Hint)>,
    /// How well the hints fit that the schemas were lowered with.
    pub(super) ranks: FxHashMap<SchemaId, HintRank>,
    /// The schemas that have their hints from another's, and what their hints add to it.
    pub(super) handed_on: FxHashMap<SchemaId, Vec<(SchemaId, String)>>,
}

impl State {
    /// The state before anything is lowered.
    pub(in crate::lower) fn new(component_names: FxHashMap<SchemaId, String>) -> Self {
        Self {
            component_names,
            operation_spellings: Vec::new(),
            operation: None,
            visits: Vec::new(),
            ranks: FxHashMap::default(),
            handed_on: FxHashMap::default(),
        }
    }
}

/// How well a hint fits a schema: the least is taken. What the schema stands in goes before what
/// leads to it from elsewhere, the nearest of that first; others by their spelling.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HintRank {
    pub(super) is_foreign: bool,
    pub(super) depth: Reverse<usize>,
    pub(super) spelling: String,
}
