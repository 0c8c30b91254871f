//! Addresses of schemas in, an arena of all schemas out, with references resolved.

use std::collections::VecDeque;
use std::rc::Rc;

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::context::Context;
use super::schema::{Schema, SchemaId, Schemas};
use super::version::Version;
use crate::diagnostic::Place;
use crate::diagnostic::catalogue::REPAIRED;
use crate::pointer::{Address, FileId, Pointer, resolve_uri};
use crate::tree::Tree;

/// The schemas found so far.
///
/// A schema gets its id when it is first mentioned, and is read later. So references may point
/// forwards, cycles end by themselves, and depth needs no stack.
pub(super) struct SchemaArena<'a> {
    /// Files and diagnostics.
    pub(super) context: Context<'a>,
    /// The OpenAPI version, which decides the dialect of the schemas.
    pub(super) version: Version,
    pub(super) schemas: Schemas,
    waiting: VecDeque<Waiting>,
    unresolved: Vec<Unresolved>,
    /// The targets of references that were resolved before, by file and text.
    pub(super) resolved: FxHashMap<(FileId, String), SchemaId>,
    /// Schemas by `$anchor` and `$dynamicAnchor`, in the order in which they were read.
    anchors: FxHashMap<(FileId, String), Vec<SchemaId>>,
    /// The `$anchor`s of a file, for files in which an anchor was not found among the schemas.
    pub(super) texts: FxHashMap<FileId, FxHashMap<String, Pointer>>,
    /// Schemas by their `$id`, resolved and as written.
    pub(super) ids: FxHashMap<String, SchemaId>,
    /// The resolved `$id`s of schemas.
    resources: FxHashMap<SchemaId, String>,
    /// The schemas with a `$dynamicAnchor`, with its name.
    pub(super) dynamic_anchors: Vec<(String, SchemaId)>,
    /// The schemas with a `$dynamicRef` to such an anchor, with its name.
    pub(super) dynamic_references: IndexMap<SchemaId, String, FxBuildHasher>,
    /// Schemas with a `$recursiveAnchor`.
    recursive: FxHashSet<SchemaId>,
    /// Schemas with `nullable: true` and no other keyword.
    pub(super) null_alone: FxHashSet<SchemaId>,
}

/// A schema with an id that has not been read.
pub(super) struct Waiting {
    pub(super) id: SchemaId,
    /// The node to read instead of that at the address of the schema.
    made: Option<Rc<Tree>>,
}

/// A `$ref` that has not been resolved.
pub(super) struct Unresolved {
    /// The schema that contains it.
    pub(super) from: SchemaId,
    /// Its role.
    pub(super) role: Role,
    /// Its text.
    pub(super) text: String,
    /// The address of its text.
    pub(super) place: Address,
}

/// The role of a reference in its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// `$ref`.
    Reference,
    /// `$dynamicRef`.
    DynamicReference,
    /// A value in the discriminator's `mapping`.
    Mapping(String),
    /// The discriminator's `defaultMapping`.
    DefaultMapping,
}

impl<'a> SchemaArena<'a> {
    /// Creates an empty arena.
    pub(super) fn new(context: Context<'a>, version: Version) -> Self {
        Self {
            context,
            version,
            schemas: Schemas::default(),
            waiting: VecDeque::new(),
            unresolved: Vec::new(),
            resolved: FxHashMap::default(),
            anchors: FxHashMap::default(),
            texts: FxHashMap::default(),
            ids: FxHashMap::default(),
            resources: FxHashMap::default(),
            dynamic_anchors: Vec::new(),
            dynamic_references: IndexMap::default(),
            recursive: FxHashSet::default(),
            null_alone: FxHashSet::default(),
        }
    }

    /// Returns the id of the schema at the address of a node; it is read later.
    pub(super) fn place(&mut self, address: Address) -> SchemaId {
        let (id, new) = self.claim(address);
        if new {
            self.waiting.push_back(Waiting { id, made: None });
        }
        id
    }

    /// Returns the id of a schema that is read from `tree` instead of the document.
    pub(super) fn place_made(&mut self, address: Address, tree: Tree) -> SchemaId {
        let (id, new) = self.claim(address);
        if new {
            self.waiting.push_back(Waiting {
                id,
                made: Some(Rc::new(tree)),
            });
        }
        id
    }

    /// Adds a component schema of the main document.
    pub(super) fn place_component(&mut self, name: &str, address: Address) {
        let id = self.place(address);
        self.schemas.components.insert(name.to_owned(), id);
    }

    /// Returns the id of an address, and whether it is new; then the caller has to read the schema.
    pub(super) fn claim(&mut self, address: Address) -> (SchemaId, bool) {
        if let Some(&id) = self.schemas.by_address.get(&address) {
            return (id, false);
        }
        let id = SchemaId::new(self.schemas.list.len());
        self.schemas.list.push(Box::default());
        self.schemas.addresses.push(address.clone());
        self.schemas.by_address.insert(address, id);
        (id, true)
    }

    /// Returns the address of a schema.
    pub(super) fn address(&self, id: SchemaId) -> &Address {
        self.schemas.address(id)
    }

    /// Stores a schema that was read.
    pub(super) fn fill(&mut self, id: SchemaId, schema: Schema) {
        *self.schemas.list[id.0 as usize] = schema;
    }

    /// Records a reference, which is resolved once all waiting schemas have been read.
    pub(super) fn refer(&mut self, from: SchemaId, role: Role, text: &str, place: Address) {
        self.unresolved.push(Unresolved {
            from,
            role,
            text: text.to_owned(),
            place,
        });
    }

    /// Moves the `$ref` of `from` to another schema.
    pub(super) fn hand_over_reference(&mut self, from: SchemaId, to: SchemaId) {
        let newest = self.unresolved.iter_mut().rev();
        for reference in newest.take_while(|reference| reference.from == from) {
            if matches!(reference.role, Role::Reference | Role::DynamicReference) {
                reference.from = to;
            }
        }
    }

    /// Records the `$anchor` of a schema.
    pub(super) fn name_anchor(&mut self, id: SchemaId, anchor: &str) {
        let file = self.address(id).file;
        let named = self.anchors.entry((file, anchor.to_owned()));
        named.or_default().push(id);
    }

    /// Returns the schemas of a file with this anchor.
    pub(super) fn anchored(&self, file: FileId, anchor: &str) -> &[SchemaId] {
        let named = self.anchors.get(&(file, anchor.to_owned()));
        named.map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the outermost schema that contains a schema, but none outside of one with an `$id`.
    pub(super) fn root(&self, id: SchemaId) -> SchemaId {
        let mut root = id;
        let mut around = Some(self.address(id).clone());
        while let Some(at) = around {
            root = self.schemas.find(&at).unwrap_or(root);
            if self.resources.contains_key(&root) {
                break;
            }
            around = at.pointer.parent().map(|it| Address::new(at.file, it));
        }
        root
    }

    /// Returns the root of the innermost schema that contains an address.
    pub(super) fn root_around(&self, address: &Address) -> Option<SchemaId> {
        let schema = address.ancestors().find_map(|it| self.schemas.find(&it));
        schema.map(|it| self.root(it))
    }

    /// Records the `$id` of a schema, whose container was read before.
    pub(super) fn name_id(&mut self, id: SchemaId, text: &str) {
        let text = text.trim_end_matches('#');
        let base = self.base(self.address(id));
        let resolved = resolve_uri(&base, text).unwrap_or_else(|| text.to_owned());
        self.ids.entry(text.to_owned()).or_insert(id);
        self.ids.insert(resolved.clone(), id);
        self.resources.insert(id, resolved);
    }

    /// Returns the innermost schema with an `$id` that contains an address, or is at it.
    pub(super) fn resource(&self, address: &Address) -> Option<SchemaId> {
        let mut around = Some(address.clone()).filter(|_| !self.resources.is_empty());
        while let Some(at) = around {
            if let Some(id) = self.schemas.find(&at)
                && self.resources.contains_key(&id)
            {
                return Some(id);
            }
            around = at.pointer.parent().map(|it| Address::new(at.file, it));
        }
        None
    }

    /// Returns the URI that references at an address are relative to.
    pub(super) fn base(&self, address: &Address) -> String {
        match self.resource(address) {
            Some(id) => self.resources[&id].clone(),
            None => self.context.files.base(address.file).to_owned(),
        }
    }

    /// Records that a schema has a `$recursiveAnchor`.
    pub(super) fn name_recursive(&mut self, id: SchemaId) {
        self.recursive.insert(id);
    }

    /// Returns the innermost schema with a `$recursiveAnchor` that contains `address`.
    pub(super) fn recursive_around(&self, address: &Address) -> Option<Pointer> {
        let mut around = Some(address.pointer.clone()).filter(|_| !self.recursive.is_empty());
        while let Some(pointer) = around {
            let above = pointer.parent();
            let address = Address::new(address.file, pointer);
            if self
                .schemas
                .find(&address)
                .is_some_and(|id| self.recursive.contains(&id))
            {
                return Some(address.pointer);
            }
            around = above;
        }
        None
    }

    /// Warns that a document uses what only later versions of OpenAPI have.
    pub(super) fn report_early(&mut self, what: &str, at: Address) {
        if self.version >= Version::V32 {
            return;
        }
        let number = self.version.number();
        let message = format!("{what} is from OpenAPI 3.2, not {number}; read as in 3.2");
        let warnings = &mut self.context.warnings;
        if let Some(help) = warnings.add(&REPAIRED, Place::Key(at), message) {
            *help = Some("a document that uses it starts with `openapi: 3.2.0`".to_owned());
        }
    }

    /// Returns the schema to read next.
    pub(super) fn next_waiting(&mut self) -> Option<Waiting> {
        self.waiting.pop_front()
    }

    /// Takes the references that were recorded since the last call.
    pub(super) fn take_unresolved(&mut self) -> Vec<Unresolved> {
        std::mem::take(&mut self.unresolved)
    }

    /// Returns the tree of a waiting schema, and its pointer in that tree.
    pub(super) fn text(&self, Waiting { id, made }: Waiting) -> (Rc<Tree>, Pointer) {
        let address = self.address(id);
        match made {
            Some(tree) => (tree, Pointer::root()),
            None => (
                self.context.files.tree(address.file),
                address.pointer.clone(),
            ),
        }
    }
}
