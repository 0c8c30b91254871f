//! Drafts of types: the shape may not be known yet, and a hint stands in for the name.

use rustc_hash::FxHashMap;

use crate::document::schema::SchemaId;
use crate::ir::{Doc, Rule, Type, TypeId, TypeKind};
use crate::pointer::Address;

/// What a type is named after.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Hint {
    /// The key of a component, or the id of an operation and a word such as `Request`.
    Own(String),
    /// The type that contains it, and the property that leads to it.
    Child(TypeId, String),
    /// The name itself, from `x-rust-name`.
    Fixed(String),
}

impl Hint {
    /// The hint for the items of an array.
    pub(super) fn item(&self) -> Self {
        self.suffixed("Item")
    }

    /// The hint with another word.
    pub(super) fn suffixed(&self, word: &str) -> Self {
        match self {
            Self::Own(spelling) => Self::Own(format!("{spelling} {word}")),
            Self::Child(parent, part) => Self::Child(*parent, format!("{part} {word}")),
            Self::Fixed(name) => Self::Own(format!("{name} {word}")),
        }
    }
}

/// A type before it is named.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) schema: SchemaId,
    pub(super) address: Address,
    /// The schemas that were merged into its own: targets of `$ref`, and items of `allOf`.
    pub(super) parts: Vec<SchemaId>,
    pub(super) hint: Hint,
    /// The type that contains it; `None` for a type that several share, or that stands alone.
    pub(super) parent: Option<TypeId>,
    pub(super) doc: Doc,
    pub(super) deprecated: bool,
    /// The shape; `None` while its schema is being lowered.
    pub(super) kind: Option<TypeKind>,
    /// Rules about its values as a whole.
    pub(super) rules: Vec<Rule>,
}

/// All drafts of a document.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    pub(super) list: Vec<Draft>,
    by_schema: FxHashMap<SchemaId, TypeId>,
}

impl Drafts {
    /// Adds a draft, so that others can refer to the type before its shape is known.
    pub(super) fn reserve(&mut self, draft: Draft) -> TypeId {
        let id = TypeId(self.list.len());
        self.by_schema.insert(draft.schema, id);
        self.list.push(draft);
        id
    }

    /// Makes the type of a part of a schema the type of the whole schema.
    pub(super) fn adopt(&mut self, id: TypeId, whole: Draft) {
        self.by_schema.insert(whole.schema, id);
        let part = &mut self.list[id.0];
        let own = std::mem::replace(&mut part.schema, whole.schema);
        part.parts.insert(0, own);
        part.address = whole.address;
        part.hint = whole.hint;
        part.deprecated |= whole.deprecated;
        if whole.doc.text.is_some() {
            part.doc = whole.doc;
        }
    }

    /// Sets the shape of a type.
    pub(super) fn finish(&mut self, id: TypeId, kind: TypeKind) {
        self.list[id.0].kind = Some(kind);
    }

    /// The type that a schema became.
    pub(super) fn of_schema(&self, schema: SchemaId) -> Option<TypeId> {
        self.by_schema.get(&schema).copied()
    }

    /// The shape of a type, if it is known.
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
