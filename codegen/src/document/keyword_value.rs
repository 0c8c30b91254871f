//! Values of keywords in the model: schemas, types and data, with their subschemas and their JSON.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::pointer::Address;
use crate::tree::{Number, Object, Tree};

/// The largest double. It replaces greater numbers, which JSON parsers reject.
const LARGEST: &str = "1.7976931348623157e308";

/// The index of a schema in an arena of [`Schemas`](super::schema::Schemas).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(pub(crate) u32);

impl SchemaId {
    /// The bit that marks ids of derived schemas, which sort after those of the document.
    pub(super) const DERIVED: u32 = 1 << 31;

    pub(super) fn new(index: usize) -> Self {
        let index = u32::try_from(index).ok();
        let index = index.filter(|index| index & Self::DERIVED == 0);
        Self(index.expect("fewer than 2^31 schemas"))
    }

    /// Returns the index among the derived schemas, if it is one of them.
    pub(super) fn derived(self) -> Option<usize> {
        (self.0 & Self::DERIVED != 0).then_some((self.0 & !Self::DERIVED) as usize)
    }
}

/// Values by name, in document order.
pub type Map<V> = IndexMap<String, V, FxBuildHasher>;

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
    /// Whether a value has the type.
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

    /// Returns its name in `type`.
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

/// OpenAPI's `discriminator`: the property that selects the alternative of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Discriminator {
    /// `propertyName`.
    pub property: String,
    /// `mapping`: the schema for each value of the property, in document order. Bare names and
    /// `$ref`s are resolved.
    pub mapping: Map<SchemaId>,
    /// `defaultMapping`: the schema for values that are absent or not mapped.
    pub default: Option<SchemaId>,
}

/// The field of a keyword.
pub trait KeywordValue {
    /// Whether the schema does not have the keyword.
    fn is_absent(&self) -> bool;

    /// Returns its subschemas.
    fn subschemas(&self) -> Vec<SchemaId> {
        Vec::new()
    }

    /// Returns the ids of its subschemas, to replace them.
    fn subschemas_mut(&mut self) -> Vec<&mut SchemaId> {
        Vec::new()
    }

    /// Returns its JSON, given that of its subschemas; `None` if the keyword has no effect.
    fn to_json(&self, schema: &mut dyn FnMut(SchemaId) -> Tree) -> Option<Tree>;

    /// Stores schemas by name, if the keyword has them.
    fn set_map(&mut self, _map: Map<SchemaId>) {}

    /// Stores an array of schemas, if the keyword has one.
    fn set_list(&mut self, _list: Vec<SchemaId>) {}
}

impl KeywordValue for Option<SchemaId> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn subschemas(&self) -> Vec<SchemaId> {
        self.iter().copied().collect()
    }

    fn subschemas_mut(&mut self) -> Vec<&mut SchemaId> {
        self.iter_mut().collect()
    }

    fn to_json(&self, schema: &mut dyn FnMut(SchemaId) -> Tree) -> Option<Tree> {
        self.map(schema)
    }
}

impl KeywordValue for Vec<SchemaId> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn subschemas(&self) -> Vec<SchemaId> {
        self.clone()
    }

    fn subschemas_mut(&mut self) -> Vec<&mut SchemaId> {
        self.iter_mut().collect()
    }

    fn to_json(&self, schema: &mut dyn FnMut(SchemaId) -> Tree) -> Option<Tree> {
        let items = self.iter().map(|&id| schema(id));
        (!self.is_empty()).then(|| Tree::Array(items.collect()))
    }

    fn set_list(&mut self, list: Vec<SchemaId>) {
        *self = list;
    }
}

impl KeywordValue for Option<Vec<SchemaId>> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn subschemas(&self) -> Vec<SchemaId> {
        self.clone().unwrap_or_default()
    }

    fn subschemas_mut(&mut self) -> Vec<&mut SchemaId> {
        self.iter_mut().flatten().collect()
    }

    fn to_json(&self, schema: &mut dyn FnMut(SchemaId) -> Tree) -> Option<Tree> {
        self.as_ref()?.to_json(schema)
    }

    fn set_list(&mut self, list: Vec<SchemaId>) {
        *self = Some(list);
    }
}

impl KeywordValue for Map<SchemaId> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn subschemas(&self) -> Vec<SchemaId> {
        self.values().copied().collect()
    }

    fn subschemas_mut(&mut self) -> Vec<&mut SchemaId> {
        self.values_mut().collect()
    }

    fn to_json(&self, schema: &mut dyn FnMut(SchemaId) -> Tree) -> Option<Tree> {
        let members = self.iter().map(|(name, &id)| (name.clone(), schema(id)));
        (!self.is_empty()).then(|| Tree::Object(Box::new(members.collect())))
    }

    fn set_map(&mut self, map: Map<SchemaId>) {
        *self = map;
    }
}

impl KeywordValue for Option<Box<Discriminator>> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn subschemas(&self) -> Vec<SchemaId> {
        let targets = |it: &Discriminator| {
            let targets = it.mapping.values().chain(&it.default);
            targets.copied().collect()
        };
        self.as_deref().map(targets).unwrap_or_default()
    }

    fn subschemas_mut(&mut self) -> Vec<&mut SchemaId> {
        let Some(discriminator) = self else {
            return Vec::new();
        };
        let Discriminator {
            property: _,
            mapping,
            default,
        } = &mut **discriminator;
        mapping.values_mut().chain(default).collect()
    }

    fn to_json(&self, _: &mut dyn FnMut(SchemaId) -> Tree) -> Option<Tree> {
        None
    }
}

/// Implements the trait for values without subschemas.
macro_rules! data {
    ($($ty:ty, $is_absent:expr, $to_json:expr;)*) => {$(
        impl KeywordValue for $ty {
            fn is_absent(&self) -> bool {
                let is_absent: fn(&Self) -> bool = $is_absent;
                is_absent(self)
            }

            fn to_json(&self, _: &mut dyn FnMut(SchemaId) -> Tree) -> Option<Tree> {
                let to_json: fn(&Self) -> Option<Tree> = $to_json;
                to_json(self)
            }
        }
    )*};
}

data! {
    bool, |it| !it, |it| it.then_some(true.into());
    Option<u64>, Option::is_none, |it| Number::parse(&(*it)?.to_string()).map(Tree::Number);
    Option<Number>, Option::is_none, |it| it.as_ref().map(finite_number);
    Option<String>, Option::is_none, |it| it.as_deref().map(text);
    Option<Tree>, Option::is_none, |it| it.as_ref().map(finite);
    Option<Vec<Tree>>, Option::is_none,
        |it| Some(Tree::Array(it.as_ref()?.iter().map(finite).collect()));
    Option<Vec<Type>>, Option::is_none, |it| it.as_deref().map(type_names);
    Vec<String>, Vec::is_empty, |it| (!it.is_empty()).then(|| texts(it));
    Vec<(Address, Tree)>, Vec::is_empty, |_| None;
    Map<Vec<String>>, Map::is_empty, |it| {
        let members = it.iter().map(|(name, needed)| (name.clone(), texts(needed)));
        (!it.is_empty()).then(|| Tree::Object(Box::new(members.collect())))
    };
}

/// Returns the value with numbers that JSON parsers accept.
fn finite(value: &Tree) -> Tree {
    match value {
        Tree::Null | Tree::Bool(_) | Tree::String(_) => value.clone(),
        Tree::Number(number) => finite_number(number),
        Tree::Array(items) => Tree::Array(items.iter().map(finite).collect()),
        Tree::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, member)| (name.clone(), finite(member)));
            Tree::Object(Box::new(members.collect::<Object>()))
        }
    }
}

fn finite_number(number: &Number) -> Tree {
    let value = number.as_f64();
    let sign = if value < 0.0 { "-" } else { "" };
    let largest = || Number::parse(&format!("{sign}{LARGEST}")).expect("it is a number");
    Tree::Number(if value.is_finite() {
        number.clone()
    } else {
        largest()
    })
}

fn text(text: &str) -> Tree {
    Tree::String(text.to_owned())
}

fn texts(list: &[String]) -> Tree {
    Tree::Array(list.iter().map(|it| text(it)).collect())
}

fn type_names(types: &[Type]) -> Tree {
    match types {
        [only] => text(only.name()),
        several => Tree::Array(several.iter().map(|it| text(it.name())).collect()),
    }
}
