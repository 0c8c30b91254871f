//! The state of naming.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::document::schema::SchemaId;
use crate::lower::draft::Hint;
use crate::name::TypeName;
use crate::names::Lock;
use crate::pointer::Pointer;

/// What naming remembers while schemas and operations are lowered.
pub(in crate::lower) struct State<'a> {
    /// The names of an earlier version of the document.
    pub(in crate::lower) lock: &'a Lock,
    /// The names of components, and of schemas in other files.
    pub(in crate::lower) component_names: FxHashMap<SchemaId, String>,
    /// The id of each operation, in order.
    pub(in crate::lower) operation_spellings: Vec<String>,
    /// The operation that is being lowered.
    pub(in crate::lower) operation: Option<Pointer>,
    /// The schemas that are being lowered, the innermost last.
    pub(in crate::lower) visits: Vec<(SchemaId, Hint)>,
    /// The rank of the hint that each schema was lowered with.
    pub(super) ranks: FxHashMap<SchemaId, HintRank>,
    /// The recorded name of each draft, as far as it can keep it. Empty until all are lowered.
    pub(super) recorded: Vec<Option<TypeName>>,
    /// A reference to the schema of each draft. Empty until all are lowered.
    pub(super) origins: Vec<String>,
    /// Schemas whose hint derives from that of another, with the words it adds.
    pub(super) derived_hints: FxHashMap<SchemaId, Vec<(SchemaId, String)>>,
}

impl<'a> State<'a> {
    /// Creates the state.
    pub(in crate::lower) fn new(
        lock: &'a Lock,
        component_names: FxHashMap<SchemaId, String>,
    ) -> Self {
        Self {
            lock,
            component_names,
            operation_spellings: Vec::new(),
            operation: None,
            visits: Vec::new(),
            ranks: FxHashMap::default(),
            recorded: Vec::new(),
            origins: Vec::new(),
            derived_hints: FxHashMap::default(),
        }
    }
}

/// How well a hint fits a schema; the least rank is best. Containers rank before others, the
/// nearest first; the rest rank by spelling.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HintRank {
    pub(super) is_foreign: bool,
    pub(super) depth: Reverse<usize>,
    pub(super) spelling: String,
}
