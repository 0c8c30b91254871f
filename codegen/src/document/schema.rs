//! The schema model: JSON Schema 2020-12 as OpenAPI 3.1 uses it. The dialect of OpenAPI 3.0 is
//! converted while reading, so that later stages do not depend on the version of a document.

use std::ops::{Index, Range};

use indexmap::{IndexMap, IndexSet};
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::keyword::KeywordKind::{Annotation, Applicator, Assertion, Representation};
use super::keyword::Target::{InPlace, Items, Members, Names};
use super::keyword::{EnforcedBy, Form, Keyword, Target, keyword_table};
use super::keyword_value::KeywordValue;
use crate::extension::BECAUSE;
use crate::pointer::{Address, Pointer};
use crate::tree::{Number, Tree};

pub use super::keyword_value::{Discriminator, Map, SchemaId, Type};

/// All schemas of a document, including nested ones, with their addresses.
#[derive(Debug, Default)]
pub struct Schemas {
    #[expect(
        clippy::vec_box,
        reason = "a schema has about a kilobyte, which a growing vector would copy and reserve"
    )]
    pub(crate) list: Vec<Box<Schema>>,
    pub(crate) addresses: Vec<Address>,
    pub(crate) by_address: FxHashMap<Address, SchemaId>,
    /// Schemas that are derived from those of the document. They have an arena of their own, so
    /// that they are not among the schemas of the document.
    derived: Vec<(Schema, Address)>,
    /// The part of the list with copies of schemas for bindings of their anchors.
    pub(super) copies: Range<usize>,
    /// The places of copies as if they were written where the template is referred to.
    pub(super) instances: FxHashMap<SchemaId, Address>,
    /// `components.schemas` of the main document, in its order.
    pub components: IndexMap<String, SchemaId>,
}

impl Schemas {
    /// Returns the schema at an address.
    #[must_use]
    pub fn find(&self, address: &Address) -> Option<SchemaId> {
        self.by_address.get(address).copied()
    }

    /// Adds a part of a schema of the document, which shares its address.
    pub(super) fn add_part(&mut self, schema: Schema, address: Address) -> SchemaId {
        let id = SchemaId::new(self.list.len());
        self.list.push(Box::new(schema));
        self.addresses.push(address);
        id
    }

    /// Adds a schema that is derived from schemas of the document, and reported at `address`.
    pub fn derive(&mut self, schema: Schema, address: Address) -> SchemaId {
        let SchemaId(index) = SchemaId::new(self.derived.len());
        self.derived.push((schema, address));
        SchemaId(index | SchemaId::DERIVED)
    }

    /// Makes the `format` of a schema one that is checked.
    pub(crate) fn check_format(&mut self, id: SchemaId) {
        let schema = &mut self.list[id.0 as usize];
        schema.checked_format.clone_from(&schema.format);
    }

    /// Replaces the schema of a property.
    pub(crate) fn set_property(&mut self, of: SchemaId, name: &str, schema: SchemaId) {
        let properties = &mut self.list[of.0 as usize].properties;
        properties.insert(name.to_owned(), schema);
    }

    /// Returns the address of a schema.
    #[must_use]
    pub fn address(&self, id: SchemaId) -> &Address {
        match id.derived() {
            Some(index) => &self.derived[index].1,
            None => &self.addresses[id.0 as usize],
        }
    }

    /// Returns a schema and all schemas that apply wherever it does (targets of `$ref` and items of
    /// `allOf`), each once, in the order of discovery.
    pub(crate) fn conjuncts(&self, id: SchemaId) -> Vec<SchemaId> {
        if self[id].reference.is_none() && self[id].all_of.is_empty() {
            return vec![id];
        }
        let mut found: IndexSet<SchemaId, FxBuildHasher> = IndexSet::default();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if found.insert(id) {
                let schema = &self[id];
                let parts = schema.reference.iter().chain(&schema.all_of);
                open.extend(parts.rev());
            }
        }
        found.into_iter().collect()
    }

    /// Whether a schema is a copy of another one for a binding of its anchors.
    pub(super) fn is_copy(&self, id: SchemaId) -> bool {
        self.copies.contains(&(id.0 as usize))
    }

    /// Returns the place after which the type of a schema is named: its address, or for a copy of a part of
    /// a template, what it would be if the template were written where it is referred to.
    pub(crate) fn naming_address(&self, id: SchemaId) -> &Address {
        self.instances.get(&id).unwrap_or_else(|| self.address(id))
    }

    /// Returns all schemas of the document, parents before their children, without copies.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        let all = (0..).map(SchemaId).zip(self.list.iter().map(Box::as_ref));
        all.filter(|(id, _)| !self.is_copy(*id))
    }
}

impl Index<SchemaId> for Schemas {
    type Output = Schema;

    fn index(&self, id: SchemaId) -> &Schema {
        match id.derived() {
            Some(index) => &self.derived[index].0,
            None => &self.list[id.0 as usize],
        }
    }
}

/// Defines [`Schema`] from the table of keywords.
macro_rules! define_schema {
    (
        modelled {
            $($(#[$doc:meta])* $name:literal, $field:ident: $ty:ty, $kind:expr, $enforced_by:ident,
                $form:ident, $read:ident;)*
        }
        folded { $($($folded:literal)|+, $($rest:ident),+;)* }
    ) => {
        /// A schema with all keywords of the model, as written. An absent keyword is `None` or
        /// empty.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Schema {
            /// `true` and `false` as schemas.
            pub boolean: Option<bool>,
            /// Whether its `$ref` leads to a template whose type is that of this schema.
            pub is_instance: bool,
            $($(#[$doc])* pub $field: $ty,)*
            /// Members that start with `x-`.
            pub extensions: Map<Tree>,
        }

        /// The keywords with a field in the model.
        pub const KEYWORDS: &[Keyword] = &[$(Keyword {
            name: $name,
            kind: $kind,
            enforced_by: EnforcedBy::$enforced_by,
            form: Form::$form,
        }),*];

        /// The names of all keywords, including those of other dialects.
        pub(super) const KEYWORD_NAMES: &[&str] = &[$($name,)* $($($folded),+),*];

        impl Schema {
            /// Returns the keywords of the schema, with their values.
            pub fn keywords(&self) -> impl Iterator<Item = (&'static Keyword, &dyn KeywordValue)> {
                let values: [&dyn KeywordValue; KEYWORDS.len()] = [$(&self.$field),*];
                let keywords = KEYWORDS.iter().zip(values);
                keywords.filter(|(_, value)| !value.is_absent())
            }

            /// Returns the subschemas that apply to a target, such as members of any name.
            pub(crate) fn applied_schemas(
                &self,
                target: Target,
            ) -> impl Iterator<Item = SchemaId> + use<> {
                let mut found = Vec::new();
                $(if $kind == Applicator(target) {
                    found.extend(self.$field.subschemas());
                })*
                found.into_iter()
            }

            /// Returns the schemas that the schema refers to or contains.
            pub(super) fn parts(&self) -> Vec<SchemaId> {
                let mut parts = Vec::new();
                $(parts.extend(self.$field.subschemas());)*
                parts
            }

            /// Returns the ids of the same schemas, to replace them.
            pub(super) fn parts_mut(&mut self) -> Vec<&mut SchemaId> {
                let mut parts = Vec::new();
                $(parts.extend(self.$field.subschemas_mut());)*
                parts
            }

            /// Returns the field of a keyword.
            pub(super) fn value_mut(&mut self, name: &str) -> Option<&mut dyn KeywordValue> {
                match name {
                    $($name => Some(&mut self.$field),)*
                    _ => None,
                }
            }

            /// Returns a schema with the keywords for which `keep` returns true.
            pub(crate) fn only(&self, keep: impl Fn(&Keyword) -> bool) -> Self {
                let mut keywords = KEYWORDS.iter();
                let mut is_kept = || keywords.next().is_some_and(&keep);
                Self {
                    boolean: None,
                    is_instance: false,
                    $($field: if is_kept() { self.$field.clone() } else { Default::default() },)*
                    extensions: Map::default(),
                }
            }
        }
    };
}

keyword_table!(define_schema);

impl Schema {
    /// Adds null to `type` and `enum` of the schema itself, if it has them.
    pub(super) fn list_null(&mut self) {
        if let Some(types) = &mut self.types
            && !types.contains(&Type::Null)
        {
            types.push(Type::Null);
        }
        if let Some(constant) = self.constant.take() {
            self.enumeration = Some(vec![constant]);
        }
        if let Some(values) = &mut self.enumeration
            && !values.contains(&Tree::Null)
        {
            values.push(Tree::Null);
        }
    }

    /// Whether `allow` returns true for all keywords of the schema.
    pub(crate) fn has_only(&self, allow: impl Fn(&Keyword) -> bool) -> bool {
        self.keywords().all(|(keyword, _)| allow(keyword))
    }

    /// Returns the subschemas that apply to the same value.
    pub fn in_place(&self) -> impl Iterator<Item = SchemaId> {
        self.applied_schemas(Target::InPlace)
    }

    /// Returns the words from which a keyword was derived, if an overlay added it with `x-because`.
    #[must_use]
    pub fn because(&self, keyword: &str) -> Option<&str> {
        self.extensions.get(BECAUSE.key)?.get(keyword)?.as_str()
    }
}

/// Returns the pointer of a component schema.
#[must_use]
pub fn component_pointer(name: &str) -> Pointer {
    Pointer::root().join_all(["components", "schemas", name])
}
