//! What lowering schemas remembers between one schema and the next.

use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::schema::{SchemaId, Type as JsonType};
use crate::ir::Type;
use crate::pointer::Address;

use super::rule_codes::RuleCodes;

/// The state of the wing.
pub(in crate::lower) struct State {
    pub(super) codes: RuleCodes,
    /// The children that parents with a discriminator have by `allOf`.
    pub(super) children: FxHashMap<SchemaId, Vec<SchemaId>>,
    /// The schemas of files.
    pub(super) files: FxHashSet<SchemaId>,
    pub(super) intersections: Intersections,
    /// Components whose own schema is being lowered.
    pub(super) open_components: FxHashSet<SchemaId>,
    /// Other schemas that are, the innermost last.
    pub(super) open: Vec<SchemaId>,
    /// How many are, components among them.
    pub(super) depth: usize,
    /// The types that rules look into which validate what a value encodes to.
    pub(super) retained: Vec<Retained>,
    /// How many bytes of schemas may still go into generated code.
    pub(super) residual_bytes_left: usize,
}

impl State {
    /// The state before any schema is lowered.
    pub(in crate::lower) fn new(
        codes: RuleCodes,
        children: FxHashMap<SchemaId, Vec<SchemaId>>,
    ) -> Self {
        Self {
            codes,
            children,
            files: FxHashSet::default(),
            intersections: Intersections::default(),
            open_components: FxHashSet::default(),
            open: Vec::new(),
            depth: 0,
            retained: Vec::new(),
            residual_bytes_left: LONGEST_TOGETHER,
        }
    }
}

/// How many bytes of schemas go into generated code at the most.
const LONGEST_TOGETHER: usize = 16 << 20;

/// The schemas that were made of several others.
#[derive(Default)]
pub(super) struct Intersections {
    pub(super) known: FxHashMap<Vec<SchemaId>, SchemaId>,
    /// What each asks for: the schema behind a reference, and what leads to it.
    pub(super) parts: FxHashMap<SchemaId, IndexMap<SchemaId, SchemaId>>,
    pub(super) bases: FxHashMap<Base, SchemaId>,
    /// How many unions an alternative lies in, whose surroundings it was put on top of.
    pub(super) layers: FxHashMap<SchemaId, u8>,
}

/// What stands beside a union.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Base {
    pub(super) address: Address,
    pub(super) types: Option<Vec<JsonType>>,
    pub(super) properties: Vec<(String, SchemaId)>,
    pub(super) required: Vec<String>,
    pub(super) additional: Option<SchemaId>,
    pub(super) items: Option<SchemaId>,
}

/// A type whose values have to keep every member that these schemas look at.
#[derive(Debug)]
pub(super) struct Retained {
    pub(super) ty: Type,
    pub(super) schemas: Vec<SchemaId>,
}
