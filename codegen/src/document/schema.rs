//! The schema model: JSON Schema 2020-12 as OpenAPI 3.1 uses it. OpenAPI 3.0's dialect is folded
//! into it while reading, so nothing behind this module knows which version a document has.

use std::ops::Index;

use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxHashMap;

use crate::extension::BECAUSE;
use crate::pointer::{Address, Pointer};
use crate::tree::{Number, Tree};

/// A schema's place in an arena of [`Schemas`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(pub(crate) u32);

impl SchemaId {
    /// The bit of ids that stand for derived schemas. They sort behind those of the document.
    const DERIVED: u32 = 1 << 31;

    pub(super) fn new(index: usize) -> Self {
        let index = u32::try_from(index).ok();
        let index = index.filter(|index| index & Self::DERIVED == 0);
        Self(index.expect("fewer than 2^31 schemas"))
    }

    /// The place among the derived schemas, if it is one of them.
    fn derived(self) -> Option<usize> {
        (self.0 & Self::DERIVED != 0).then_some((self.0 & !Self::DERIVED) as usize)
    }
}

/// Every schema of a document, nested ones too, each with its address.
#[derive(Debug, Default)]
pub struct Schemas {
    pub(crate) list: Vec<Schema>,
    pub(crate) addresses: Vec<Address>,
    pub(crate) by_address: FxHashMap<Address, SchemaId>,
    /// Schemas that are made of those of the document. They have an arena of their own, so that
    /// what looks at every schema of the document does not meet them.
    derived: Vec<(Schema, Address)>,
    /// `components.schemas` of the main document, in its order.
    pub components: IndexMap<String, SchemaId>,
}

impl Schemas {
    /// The schema that stands at an address.
    #[must_use]
    pub fn find(&self, address: &Address) -> Option<SchemaId> {
        self.by_address.get(address).copied()
    }

    /// Adds a part of a schema of the document, which shares its address.
    pub(super) fn add_part(&mut self, schema: Schema, address: Address) -> SchemaId {
        let id = SchemaId::new(self.list.len());
        self.list.push(schema);
        self.addresses.push(address);
        id
    }

    /// Adds a schema that is made of schemas of the document, and reported at `address`.
    pub fn derive(&mut self, schema: Schema, address: Address) -> SchemaId {
        let SchemaId(index) = SchemaId::new(self.derived.len());
        self.derived.push((schema, address));
        SchemaId(index | SchemaId::DERIVED)
    }

    /// Gives a property of a schema another schema.
    pub(crate) fn set_property(&mut self, of: SchemaId, name: &str, schema: SchemaId) {
        let properties = &mut self.list[of.0 as usize].properties;
        properties.insert(name.to_owned(), schema);
    }

    /// Where a schema stands.
    #[must_use]
    pub fn address(&self, id: SchemaId) -> &Address {
        match id.derived() {
            Some(index) => &self.derived[index].1,
            None => &self.addresses[id.0 as usize],
        }
    }

    /// A schema and all that hold wherever it does, the targets of `$ref` and what `allOf` lists,
    /// each once, in the order in which they are met.
    pub(crate) fn conjuncts(&self, id: SchemaId) -> Vec<SchemaId> {
        let mut found = IndexSet::new();
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

    /// All schemas of the document, parents before their children.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        (0..).map(SchemaId).zip(&self.list)
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

/// JSON Schema's types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// `null`.
    Null,
    /// `boolean`.
    Boolean,
    /// `integer`: a number without a fraction, however it is written.
    Integer,
    /// `number`.
    Number,
    /// `string`.
    String,
    /// `array`.
    Array,
    /// `object`.
    Object,
}

impl Type {
    /// Whether a value is of the type.
    #[must_use]
    pub fn has(self, value: &Tree) -> bool {
        match (self, value) {
            (Self::Null, Tree::Null)
            | (Self::Boolean, Tree::Bool(_))
            | (Self::Number, Tree::Number(_))
            | (Self::String, Tree::String(_))
            | (Self::Array, Tree::Array(_))
            | (Self::Object, Tree::Object(_)) => true,
            (Self::Integer, Tree::Number(number)) => number.is_integer(),
            _ => false,
        }
    }

    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Null,
        Self::Boolean,
        Self::Integer,
        Self::Number,
        Self::String,
        Self::Array,
        Self::Object,
    ];

    /// The name that `type` has for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// One schema: every keyword the model knows, as written. An absent keyword is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a keyword that is a boolean"
)]
pub struct Schema {
    /// `true` and `false` as schemas.
    pub boolean: Option<bool>,
    /// `$ref`, resolved. In 3.1 its siblings count; in 3.0 they were dropped while reading.
    pub reference: Option<SchemaId>,

    /// `type`, as a list; 3.0's `nullable: true` adds `null`.
    pub types: Option<Vec<Type>>,
    /// `enum`.
    pub enumeration: Option<Vec<Tree>>,
    /// `const`.
    pub constant: Option<Tree>,

    /// `allOf`.
    pub all_of: Vec<SchemaId>,
    /// `anyOf`; `None` when absent, for an empty one means something else.
    pub any_of: Option<Vec<SchemaId>>,
    /// `oneOf`.
    pub one_of: Option<Vec<SchemaId>>,
    /// `not`.
    pub not: Option<SchemaId>,
    /// `if`.
    pub if_: Option<SchemaId>,
    /// `then`.
    pub then: Option<SchemaId>,
    /// `else`.
    pub else_: Option<SchemaId>,
    /// OpenAPI's `discriminator`.
    pub discriminator: Option<Discriminator>,

    /// `properties`, in document order.
    pub properties: IndexMap<String, SchemaId>,
    /// `patternProperties`.
    pub pattern_properties: IndexMap<String, SchemaId>,
    /// `additionalProperties`.
    pub additional_properties: Option<SchemaId>,
    /// `unevaluatedProperties`.
    pub unevaluated_properties: Option<SchemaId>,
    /// `propertyNames`.
    pub property_names: Option<SchemaId>,
    /// `required`, each name once.
    pub required: Vec<String>,
    /// `dependentRequired`.
    pub dependent_required: IndexMap<String, Vec<String>>,
    /// `dependentSchemas`.
    pub dependent_schemas: IndexMap<String, SchemaId>,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,

    /// `items`.
    pub items: Option<SchemaId>,
    /// `prefixItems`.
    pub prefix_items: Vec<SchemaId>,
    /// `unevaluatedItems`.
    pub unevaluated_items: Option<SchemaId>,
    /// `contains`.
    pub contains: Option<SchemaId>,
    /// `minContains`.
    pub min_contains: Option<u64>,
    /// `maxContains`.
    pub max_contains: Option<u64>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems: true`.
    pub unique_items: bool,

    /// `minimum`.
    pub minimum: Option<Number>,
    /// `maximum`.
    pub maximum: Option<Number>,
    /// `exclusiveMinimum`; 3.0's boolean form turns `minimum` into it.
    pub exclusive_minimum: Option<Number>,
    /// `exclusiveMaximum`.
    pub exclusive_maximum: Option<Number>,
    /// `multipleOf`.
    pub multiple_of: Option<Number>,

    /// `minLength`, in characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    pub max_length: Option<u64>,
    /// `pattern`, ECMA-262.
    pub pattern: Option<String>,
    /// `format`; 3.0's `byte` becomes `contentEncoding: base64`, its `binary` stays.
    pub format: Option<String>,
    /// `contentEncoding`.
    pub content_encoding: Option<String>,
    /// `contentMediaType`.
    pub content_media_type: Option<String>,
    /// `contentSchema`.
    pub content_schema: Option<SchemaId>,

    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `default`.
    pub default: Option<Tree>,
    /// `examples`, and 3.0's `example` as the first of them. Each with its own address.
    pub examples: Vec<(Address, Tree)>,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// `readOnly: true`.
    pub read_only: bool,
    /// `writeOnly: true`.
    pub write_only: bool,

    /// Members that start with `x-`.
    pub extensions: IndexMap<String, Tree>,
}

/// OpenAPI's `discriminator`: which property tells the alternatives of a union apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Discriminator {
    /// `propertyName`.
    pub property: String,
    /// `mapping`: a value of the property to the schema it stands for, bare names and `$ref`
    /// texts resolved alike; in document order.
    pub mapping: IndexMap<String, SchemaId>,
}

impl Schema {
    /// Adds null to the types and values that the schema lists by itself; what it lists none of stays
    /// open.
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

    /// The schemas that are held against the same value as this one.
    pub fn in_place(&self) -> impl Iterator<Item = SchemaId> {
        let single = [self.reference, self.not, self.if_, self.then, self.else_];
        let alternatives = self.any_of.iter().chain(&self.one_of).flatten();
        let listed = self.all_of.iter().chain(alternatives);
        let listed = listed.chain(self.dependent_schemas.values());
        single.into_iter().flatten().chain(listed.copied())
    }

    /// The words in the prose that a keyword rests on, if an overlay added it with `x-because`.
    #[must_use]
    pub fn because(&self, keyword: &str) -> Option<&str> {
        self.extensions.get(BECAUSE.key)?.get(keyword)?.as_str()
    }
}

/// The pointer of a component schema.
#[must_use]
pub fn component_pointer(name: &str) -> Pointer {
    Pointer::root().join_all(["components", "schemas", name])
}
