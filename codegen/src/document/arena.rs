//! Places of schemas in, the arena of all schemas out, nested ones and references resolved.

use std::collections::VecDeque;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::context::Context;
use super::schema::{Schema, SchemaId, Schemas};
use super::version::Version;
use crate::pointer::{Address, FileId, Pointer};
use crate::tree::Tree;

/// The schemas found so far.
///
/// A place gets its id when it is first heard of, and is read later: so a reference needs no
/// order, a cycle ends by itself, and depth costs no stack.
pub(super) struct SchemaArena<'a> {
    /// Files and diagnostics.
    pub(super) context: Context<'a>,
    /// Which dialect the schemas are written in.
    pub(super) version: Version,
    pub(super) schemas: Schemas,
    waiting: VecDeque<Waiting>,
    unresolved: Vec<Unresolved>,
    /// What the texts of references mean that were resolved before, by file.
    pub(super) resolved: FxHashMap<(FileId, String), SchemaId>,
    /// Schemas by `$anchor`.
    pub(super) anchors: FxHashMap<(FileId, String), SchemaId>,
    /// Where the text of a file has which `$anchor`, for files in which one was missed.
    pub(super) texts: FxHashMap<FileId, FxHashMap<String, Pointer>>,
    /// Schemas by `$id`.
    pub(super) ids: FxHashMap<String, SchemaId>,
    /// Schemas with a `$recursiveAnchor`.
    recursive: FxHashSet<SchemaId>,
    /// Schemas that say `nullable: true` and nothing else.
    pub(super) null_alone: FxHashSet<SchemaId>,
}

/// A schema that has an id and was not read yet.
pub(super) struct Waiting {
    pub(super) id: SchemaId,
    /// What to read, if it is not what stands at the schema's address.
    made: Option<Rc<Tree>>,
}

/// A `$ref` that was read and not yet resolved.
pub(super) struct Unresolved {
    /// The schema it stands in.
    pub(super) from: SchemaId,
    /// What for.
    pub(super) role: Role,
    /// Its text.
    pub(super) text: String,
    /// Where the text stands.
    pub(super) place: Address,
}

/// What a schema refers to another one for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// `$ref`.
    Reference,
    /// A value in the discriminator's `mapping`.
    Mapping(String),
}

impl<'a> SchemaArena<'a> {
    /// Starts without any schema.
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
            recursive: FxHashSet::default(),
            null_alone: FxHashSet::default(),
        }
    }

    /// The schema at an address where there is a node; it is read later.
    pub(super) fn place(&mut self, address: Address) -> SchemaId {
        let (id, new) = self.claim(address);
        if new {
            self.waiting.push_back(Waiting { id, made: None });
        }
        id
    }

    /// The same for a schema that the document does not have, but should.
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

    /// A component schema of the main document.
    pub(super) fn place_component(&mut self, name: &str, address: Address) {
        let id = self.place(address);
        self.schemas.components.insert(name.to_owned(), id);
    }

    /// The id of an address, and whether it is new. Who asked first must see that it is read.
    pub(super) fn claim(&mut self, address: Address) -> (SchemaId, bool) {
        if let Some(&id) = self.schemas.by_address.get(&address) {
            return (id, false);
        }
        let id = SchemaId::new(self.schemas.list.len());
        self.schemas.list.push(Schema::default());
        self.schemas.addresses.push(address.clone());
        self.schemas.by_address.insert(address, id);
        (id, true)
    }

    /// Where a schema stands.
    pub(super) fn address(&self, id: SchemaId) -> &Address {
        self.schemas.address(id)
    }

    /// What was read of a schema.
    pub(super) fn fill(&mut self, id: SchemaId, schema: Schema) {
        self.schemas.list[id.0 as usize] = schema;
    }

    /// Remembers a reference; it is resolved when all that is waiting has been read.
    pub(super) fn refer(&mut self, from: SchemaId, role: Role, text: &str, place: Address) {
        self.unresolved.push(Unresolved {
            from,
            role,
            text: text.to_owned(),
            place,
        });
    }

    /// Moves what `from` refers to by `$ref` to another schema.
    pub(super) fn hand_over_reference(&mut self, from: SchemaId, to: SchemaId) {
        let newest = self.unresolved.iter_mut().rev();
        for reference in newest.take_while(|reference| reference.from == from) {
            if reference.role == Role::Reference {
                reference.from = to;
            }
        }
    }

    /// Remembers a schema's `$anchor`.
    pub(super) fn name_anchor(&mut self, id: SchemaId, anchor: &str) {
        let file = self.address(id).file;
        self.anchors.insert((file, anchor.to_owned()), id);
    }

    /// Remembers a schema's `$id`.
    pub(super) fn name_id(&mut self, id: SchemaId, text: &str) {
        self.ids.insert(text.trim_end_matches('#').to_owned(), id);
    }

    /// Remembers that a schema has a `$recursiveAnchor`.
    pub(super) fn name_recursive(&mut self, id: SchemaId) {
        self.recursive.insert(id);
    }

    /// The nearest schema around `address`, itself included, that has a `$recursiveAnchor`.
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

    /// The schema to read next.
    pub(super) fn next_waiting(&mut self) -> Option<Waiting> {
        self.waiting.pop_front()
    }

    /// The references that were read since this was last asked.
    pub(super) fn take_unresolved(&mut self) -> Vec<Unresolved> {
        std::mem::take(&mut self.unresolved)
    }

    /// The tree that a schema is read from, and where in it.
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
