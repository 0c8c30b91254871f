//! What the steps of lowering share.

use openapiv3::ReferenceOr;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::document::schema::{Schema, SchemaId, Schemas};
use crate::ir::{SchemeKind, Value};
use crate::pointer::{Address, Pointer};

use super::draft::{Draft, Drafts, Hint};
use super::extension;
use super::naming::{external, hint};
use super::schema::intersection::Conjunctions;
use super::schema::merged::Facts;
use super::schema::residual::{self, Watched};
use super::schema::rules::Codes;
use super::schema::{doc, inheritance};

/// The state of lowering a document.
pub(super) struct Ctx<'a> {
    /// What is read, all but its schemas.
    pub(super) document: &'a Document,
    pub(super) schemas: Schemas,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) codes: Codes,
    pub(super) drafts: Drafts,
    /// What each schema became, as far as it is known.
    pub(super) lowered: FxHashMap<SchemaId, Value>,
    pub(super) conjunctions: Conjunctions,
    /// The keys of components, and of schemas in other files that are called by theirs.
    pub(super) component_names: FxHashMap<SchemaId, String>,
    /// How well the hints fit that the schemas were lowered with.
    pub(in crate::lower) ranks: FxHashMap<SchemaId, hint::Rank>,
    /// The schemas that have their hints from another's, and what their hints add to it.
    pub(super) handed_on: FxHashMap<SchemaId, Vec<(SchemaId, String)>>,
    /// The schemas that are being looked at, the innermost last.
    pub(super) visits: Vec<(SchemaId, Hint)>,
    /// The operation that is being looked at.
    pub(super) visitor: Option<Pointer>,
    /// The security schemes that are defined, by name.
    pub(super) schemes: FxHashMap<String, SchemeKind>,
    /// How the document spells each operation, in their order.
    pub(super) operation_spellings: Vec<String>,
    /// The children that parents with a discriminator have by `allOf`.
    pub(super) children: FxHashMap<SchemaId, Vec<SchemaId>>,
    /// Components whose own schema is being looked at.
    pub(super) open_components: FxHashSet<SchemaId>,
    /// Other schemas that are, the innermost last.
    pub(super) open: Vec<SchemaId>,
    /// How many are, components among them.
    pub(super) depth: usize,
    /// Whether a limit was reached: there will be no API.
    pub(super) is_exhausted: bool,
    /// What rules look at that judge what a value encodes to.
    pub(super) watched: Vec<Watched>,
    /// How many bytes of schemas may still go into generated code.
    pub(super) conform_left: usize,
    /// The schemas of files.
    pub(super) files: FxHashSet<SchemaId>,
}

impl<'a> Ctx<'a> {
    /// The state before anything was looked at; `schemas` are those of the document.
    pub(super) fn new(
        document: &'a Document,
        schemas: Schemas,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let root = Address::new(document.file, Pointer::root());
        let codes = Codes::read(&document.tree, &root, diagnostics);
        let names = schemas.components.iter();
        let names = names.map(|(name, &id)| (id, name.clone()));
        let component_names = external::names(document, &schemas).into_iter().chain(names);
        let component_names = component_names.collect();
        Self {
            document,
            component_names,
            children: inheritance::children(&schemas),
            schemas,
            diagnostics,
            codes,
            operation_spellings: Vec::new(),
            drafts: Drafts::default(),
            ranks: FxHashMap::default(),
            handed_on: FxHashMap::default(),
            visits: Vec::new(),
            visitor: None,
            schemes: FxHashMap::default(),
            lowered: FxHashMap::default(),
            conjunctions: Conjunctions::default(),
            open_components: FxHashSet::default(),
            open: Vec::new(),
            depth: 0,
            is_exhausted: false,
            watched: Vec::new(),
            conform_left: residual::LONGEST_TOGETHER,
            files: FxHashSet::default(),
        }
    }
}

impl Ctx<'_> {
    /// The schema that a reference in the frame stands for.
    pub(super) fn lifted_schema(
        &self,
        schema: &ReferenceOr<openapiv3::Schema>,
    ) -> Option<SchemaId> {
        match schema {
            ReferenceOr::Reference { reference } => {
                let address = self.document.schema_address(reference)?;
                self.schemas.find(&address)
            }
            ReferenceOr::Item(_) => unreachable!("every schema was lifted out of the frame"),
        }
    }

    /// Adds a schema that stands nowhere in the document by itself.
    pub(super) fn add(&mut self, schema: Schema, address: Address) -> SchemaId {
        self.schemas.add(schema, address)
    }

    /// The key of a component, or that which a schema has in another file.
    pub(super) fn key(&self, id: SchemaId) -> Option<String> {
        let name = self.component_names.get(&id).cloned();
        name.or_else(|| external::key(self.document, &self.schemas, id))
    }

    /// A type to be made from a schema.
    pub(super) fn draft(&mut self, id: SchemaId, hint: &Hint) -> Draft {
        let schema = &self.schemas[id];
        let (doc, deprecated) = (doc::schema_doc(schema), schema.deprecated);
        let parent = match hint {
            Hint::Child(parent, _) => Some(*parent),
            Hint::Own(_) | Hint::Fixed(_) => None,
        };
        let hint = extension::rust_name(self, id).map_or_else(|| hint.clone(), Hint::Fixed);
        let address = self.schemas.address(id).clone();
        Draft {
            schema: id,
            address,
            hint,
            parent,
            doc,
            deprecated,
            kind: None,
            rules: Vec::new(),
        }
    }

    /// The same, with what the schema's parts say where it is silent.
    pub(super) fn draft_of(&mut self, id: SchemaId, facts: &Facts, hint: &Hint) -> Draft {
        let deprecated = facts.deprecated;
        Draft {
            doc: facts.doc.clone(),
            deprecated,
            ..self.draft(id, hint)
        }
    }
}
