//! Types on the way: their shape may still be open, and they have a hint instead of a name.

use rustc_hash::FxHashMap;

use crate::document::schema::SchemaId;
use crate::ir::{Doc, Rule, Type, TypeId, TypeKind};
use crate::pointer::Address;

/// What a type is to be called.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Hint {
    /// By the spelling of a component's key, or of an operation and `Request` or `Response`.
    Own(String),
    /// By the type it stands in and the property that leads to it.
    Child(TypeId, String),
    /// Exactly so: `x-rust-name`.
    Fixed(String),
}

impl Hint {
    /// The hint for what an array or a map holds.
    pub(super) fn item(&self) -> Self {
        self.suffixed("Item")
    }

    /// The hint with a word more.
    pub(super) fn suffixed(&self, word: &str) -> Self {
        match self {
            Self::Own(spelling) => Self::Own(format!("{spelling} {word}")),
            Self::Child(parent, part) => Self::Child(*parent, format!("{part} {word}")),
            Self::Fixed(name) => Self::Own(format!("{name} {word}")),
        }
    }
}

/// A type on the way.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) schema: SchemaId,
    pub(super) address: Address,
    pub(super) hint: Hint,
    /// The type it stands in; `None` for what is shared or stands by itself.
    pub(super) parent: Option<TypeId>,
    pub(super) doc: Doc,
    pub(super) deprecated: bool,
    /// `None` while its own schema is being looked at.
    pub(super) kind: Option<TypeKind>,
    /// Rules about its values as a whole.
    pub(super) rules: Vec<Rule>,
}

/// All types on the way.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    pub(super) list: Vec<Draft>,
    by_schema: FxHashMap<SchemaId, TypeId>,
}

impl Drafts {
    /// Reserves a place, so that the type can be referred to while its shape is found out.
    pub(super) fn reserve(&mut self, draft: Draft) -> TypeId {
        let id = TypeId(self.list.len());
        self.by_schema.insert(draft.schema, id);
        self.list.push(draft);
        id
    }

    /// Has the type that was made for a part of a schema be that of the schema as a whole.
    pub(super) fn adopt(&mut self, id: TypeId, whole: Draft) {
        self.by_schema.insert(whole.schema, id);
        let part = &mut self.list[id.0];
        part.schema = whole.schema;
        part.address = whole.address;
        part.hint = whole.hint;
        part.deprecated |= whole.deprecated;
        if whole.doc.text.is_some() {
            part.doc = whole.doc;
        }
    }

    /// Fills a reserved place.
    pub(super) fn finish(&mut self, id: TypeId, kind: TypeKind) {
        self.list[id.0].kind = Some(kind);
    }

    /// The type made from a schema.
    pub(super) fn of_schema(&self, schema: SchemaId) -> Option<TypeId> {
        self.by_schema.get(&schema).copied()
    }

    /// The shape of a type, if it is known already.
    pub(super) fn kind(&self, id: TypeId) -> Option<&TypeKind> {
        self.list[id.0].kind.as_ref()
    }

    /// The type behind aliases.
    pub(super) fn resolve<'a>(&'a self, mut ty: &'a Type) -> &'a Type {
        let mut hops = 0;
        while let Type::Named(id) = ty
            && let Some(TypeKind::Alias(target)) = self.kind(*id)
            && hops < self.list.len()
        {
            ty = target;
            hops += 1;
        }
        ty
    }
}
