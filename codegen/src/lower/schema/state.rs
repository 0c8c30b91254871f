//! The state of lowering schemas.

use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::schema::{SchemaId, Type as JsonType};
use crate::ir::{ForeignTypes, Type, TypeId};
use crate::lower::options::Options;
use crate::pointer::Address;

use super::foreign_reference::ForeignReference;
use super::format_table::FormatTable;
use super::rule_codes::RuleCodes;

/// What lowering remembers between one schema and the next.
pub(in crate::lower) struct State {
    pub(super) codes: RuleCodes,
    /// What the document or the caller asks for.
    pub(in crate::lower) options: Options,
    /// The types of formats.
    pub(super) formats: FormatTable,
    /// The `x-rust-type` of each schema.
    pub(super) rust_types: FxHashMap<SchemaId, ForeignReference>,
    /// The types of other crates so far.
    pub(super) foreign: ForeignTypes,
    /// The children that extend each parent with a discriminator.
    pub(super) children: FxHashMap<SchemaId, Vec<SchemaId>>,
    /// The schemas of files.
    pub(super) files: FxHashSet<SchemaId>,
    pub(super) intersections: Intersections,
    /// The components that are being lowered.
    pub(super) open_components: FxHashSet<SchemaId>,
    /// The other schemas that are being lowered, the innermost last.
    pub(super) open: Vec<SchemaId>,
    /// How many schemas and components are being lowered.
    pub(super) depth: usize,
    /// The types whose members residual rules inspect.
    pub(super) retained: Vec<Retained>,
    /// The objects that keep undeclared members.
    pub(super) keeping: Vec<TypeId>,
    /// How many more bytes of schemas may go into generated code.
    pub(super) residual_bytes_left: usize,
}

impl State {
    /// Creates the state.
    pub(in crate::lower) fn new(
        codes: RuleCodes,
        options: Options,
        formats: FormatTable,
        children: FxHashMap<SchemaId, Vec<SchemaId>>,
    ) -> Self {
        Self {
            codes,
            options,
            formats,
            rust_types: FxHashMap::default(),
            foreign: ForeignTypes::default(),
            children,
            files: FxHashSet::default(),
            intersections: Intersections::default(),
            open_components: FxHashSet::default(),
            open: Vec::new(),
            depth: 0,
            retained: Vec::new(),
            keeping: Vec::new(),
            residual_bytes_left: MAX_TOTAL_LENGTH,
        }
    }
}

/// The maximal length of all schemas in generated code together, in bytes.
const MAX_TOTAL_LENGTH: usize = 16 << 20;

/// The schemas that combine others.
#[derive(Default)]
pub(super) struct Intersections {
    pub(super) known: FxHashMap<Vec<SchemaId>, SchemaId>,
    /// The parts of each: the schema behind references, and the one that was combined.
    pub(super) parts: FxHashMap<SchemaId, IndexMap<SchemaId, SchemaId>>,
    pub(super) adjacent: FxHashMap<AdjacentKeywords, SchemaId>,
    /// How many unions an alternative is within, each with adjacent keywords.
    pub(super) layers: FxHashMap<SchemaId, u8>,
}

/// The keywords adjacent to a union.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct AdjacentKeywords {
    pub(super) address: Address,
    pub(super) types: Option<Vec<JsonType>>,
    pub(super) properties: Vec<(String, SchemaId)>,
    pub(super) required: Vec<String>,
    pub(super) additional: Option<SchemaId>,
    pub(super) items: Option<SchemaId>,
}

/// A type that must keep every member that these schemas inspect.
#[derive(Debug)]
pub(super) struct Retained {
    pub(super) ty: Type,
    pub(super) schemas: Vec<SchemaId>,
}
