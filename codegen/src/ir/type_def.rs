//! Named types.

use crate::name::{FieldName, ModuleName, RustPath, TypeName, VariantName};
use crate::pointer::Address;
use crate::tree::Tree;

use super::doc::Doc;
use super::feature::Presence;
use super::rule::{ObjectRule, Rule};
use super::traits::Traits;
use super::value::{Type, Value};

/// A named type.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Its name, unique in the module.
    pub name: TypeName,
    /// Where its schema stands.
    pub address: Address,
    /// Where the schemas stand that were merged into it: targets of `$ref`, and items of `allOf`.
    pub parts: Vec<Address>,
    /// References to its schema and to those that became the same type, with names in place of the
    /// indices of parameters.
    pub origins: Vec<String>,
    /// The file that it is in, named after the outermost type there.
    pub file: ModuleName,
    /// Whether `x-rust-name` names it.
    pub is_named: bool,
    /// Its documentation.
    pub doc: Doc,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// The features with which it is compiled.
    pub presence: Presence,
    /// What it is.
    pub kind: TypeKind,
    /// The rules for its values as a whole; empty for a newtype, which has its own.
    pub rules: Vec<Rule>,
    /// The traits that it implements beside those of all types.
    pub traits: Traits,
    /// The derive macros of other crates.
    pub derives: Vec<RustPath>,
}

/// What a type is.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// A struct.
    Object(ObjectDef),
    /// An open enum of strings.
    StringEnum(StringEnum),
    /// A union whose variant the value of a member picks.
    Tagged(Tagged),
    /// A union whose variant is the one that fits.
    Union(Vec<Alternative>),
    /// A tuple struct: an array with a fixed number of items.
    Tuple(Vec<TupleItem>),
    /// A wrapper around a type with rules of its own.
    Newtype(Value),
    /// Another name for a type.
    Alias(Type),
}

impl TypeKind {
    /// Returns the types that a type refers to.
    #[must_use]
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Object(object) => {
                let fields = object.fields.iter().map(|field| &field.value.ty);
                let others = object.others.iter().map(|others| &others.value.ty);
                fields.chain(others).collect()
            }
            Self::StringEnum(_) => Vec::new(),
            Self::Tagged(tagged) => tagged.variants.iter().map(|variant| &variant.ty).collect(),
            Self::Union(alternatives) => alternatives.iter().map(|it| &it.value.ty).collect(),
            Self::Tuple(items) => items.iter().map(|item| &item.value.ty).collect(),
            Self::Newtype(value) => vec![&value.ty],
            Self::Alias(ty) => vec![ty],
        }
    }

    /// Returns the types that need `Eq` and `Hash` for the type to have them. That of undeclared members is not
    /// among them: JSON values are equal to themselves, and hashes leave such members out.
    #[must_use]
    pub fn hashed_types(&self) -> Vec<&Type> {
        match self {
            Self::Object(ObjectDef {
                fields,
                others: Some(Others {
                    undeclared: true, ..
                }),
                ..
            }) => fields.iter().map(|field| &field.value.ty).collect(),
            kind => kind.types(),
        }
    }

    /// Returns the types that a type refers to, to be changed.
    pub fn types_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Object(object) => {
                let fields = object.fields.iter_mut().map(|field| &mut field.value.ty);
                let others = object.others.iter_mut().map(|it| &mut it.value.ty);
                fields.chain(others).collect()
            }
            Self::StringEnum(_) => Vec::new(),
            Self::Tagged(tagged) => tagged.variants.iter_mut().map(|it| &mut it.ty).collect(),
            Self::Union(list) => list.iter_mut().map(|it| &mut it.value.ty).collect(),
            Self::Tuple(items) => items.iter_mut().map(|it| &mut it.value.ty).collect(),
            Self::Newtype(value) => vec![&mut value.ty],
            Self::Alias(ty) => vec![ty],
        }
    }
}

/// A struct.
#[derive(Clone, Debug, Default)]
pub struct ObjectDef {
    /// The fields, in the order of the properties.
    pub fields: Vec<Field>,
    /// Members whose value is fixed: the tag of a tagged union. Wire name and text.
    pub constants: Vec<(String, String)>,
    /// The field for additional properties, if the schema says anything about them or they are kept.
    pub others: Option<Others>,
    /// Rules about several members.
    pub rules: Vec<ObjectRule>,
}

/// A field of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: FieldName,
    /// The member's name in JSON.
    pub wire: String,
    /// Type and rules.
    pub value: Value,
    /// Whether it is required; otherwise it is an `Option`.
    pub required: bool,
    /// Its recorded place among the arguments of the constructor.
    pub argument: Option<u32>,
    /// The variant that `new` sets, of a required member that has a single value, or of an optional tag
    /// of a union with a discriminator.
    pub initial: Option<VariantName>,
    /// The only direction in which it goes, if there is one.
    pub direction: Option<Direction>,
    /// Its documentation.
    pub doc: Doc,
    /// `deprecated: true`.
    pub deprecated: bool,
    /// `default`, for the listing; it is documentation only.
    pub default: Option<Tree>,
}

/// The only direction in which a member goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To whoever serves the API: `writeOnly`.
    Sent,
    /// From whoever serves the API: `readOnly`.
    Received,
}

/// The field for additional properties.
#[derive(Clone, Debug)]
pub struct Others {
    /// The field's name.
    pub name: FieldName,
    /// The type and rules of each.
    pub value: Value,
    /// Whether the schema forbids them.
    pub forbidden: bool,
    /// Whether the schema says nothing about them, and they are kept because `x-keep-additional-properties`
    /// says so.
    pub undeclared: bool,
    /// Rules about the map as a whole.
    pub rules: Vec<Rule>,
}

/// An enum of strings.
#[derive(Clone, Debug)]
pub struct StringEnum {
    /// The values, in document order.
    pub variants: Vec<(VariantName, String)>,
    /// The API's own error code for any other value.
    pub code: Option<String>,
    /// Whether the document allows other values too.
    pub open: bool,
}

/// A union whose alternatives a member tells apart.
#[derive(Clone, Debug)]
pub struct Tagged {
    /// The member's wire name.
    pub tag: String,
    /// Whether the member is optional in some alternative.
    pub is_optional: bool,
    /// The alternatives, in document order.
    pub variants: Vec<TaggedVariant>,
    /// The alternative of objects without the member or with another value of it.
    pub default: Option<VariantName>,
    /// The API's own error code for any other value of the tag.
    pub code: Option<String>,
}

/// An alternative of a tagged union.
#[derive(Clone, Debug)]
pub struct TaggedVariant {
    /// Its name.
    pub name: VariantName,
    /// The tag's value.
    pub value: String,
    /// Further values of the tag for it, which its own type tells apart.
    pub also: Vec<String>,
    /// What it holds.
    pub ty: Type,
}

impl TaggedVariant {
    /// All values of the tag that stand for it.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        let also = self.also.iter().map(String::as_str);
        std::iter::once(&*self.value).chain(also)
    }
}

/// An alternative of a union without a tag.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// Its name.
    pub name: VariantName,
    /// What it holds.
    pub value: Value,
}

/// An item of a tuple struct.
#[derive(Clone, Debug, PartialEq)]
pub struct TupleItem {
    /// Type and rules.
    pub value: Value,
    /// Whether it is required; otherwise it is an `Option`, and so are all items after it.
    pub required: bool,
}
