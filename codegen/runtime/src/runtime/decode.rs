//! Decoding of values: the JSON types that a type accepts, and the basic types.

mod container;
mod scalar;

use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer};
use serde_json::Value;

use super::object::{VisitFields, VisitMembers, decode_object};

pub(super) use self::container::{DUPLICATE, decode_entry};

/// A type that can be decoded from JSON, or from any other self-describing format.
///
/// It differs from serde's `Deserialize` in three ways: integers may be written `5.0` or `1e3`,
/// errors tell the place in the document, and null is never a value of a required member.
pub trait Decode: Sized {
    /// The JSON types that the type can be decoded from. A union does not try it for others.
    const ACCEPTS: JsonTypes = JsonTypes::OBJECT;

    /// Whether null is a value of the type. Otherwise null for an optional member is absence.
    const ACCEPTS_NULL: bool = Self::ACCEPTS.meets(JsonTypes::NULL);

    /// The JSON types that tell how text is read: those of the alternatives, for a union.
    #[cfg(feature = "server")]
    const READS: JsonTypes = Self::ACCEPTS;

    /// Returns a value to start from while the members of an object are decoded. All of its
    /// required members are replaced before the value is returned.
    fn empty() -> Self;

    /// Passes the members to `visitor`, if the type is an object.
    fn visit_fields<V: VisitFields>(&mut self, visitor: &mut V) {
        let _ = visitor;
    }

    /// Passes each member of two values to `visitor`, in the order of the schema, if the type is an
    /// object. For visitors that need only one value, both are the same.
    ///
    /// Comparison, formatting and encoding share this function, since each one that names all members
    /// takes the compiler about as long as the others.
    fn visit_members<V: VisitMembers>(&self, other: &Self, visitor: &mut V) {
        let _ = (other, visitor);
    }

    /// Decodes a value; by default, an object.
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        decode_object(from)
    }
}

/// A set of JSON types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonTypes(u8);

impl JsonTypes {
    /// No type.
    #[cfg(feature = "server")]
    pub const NONE: Self = Self(0);
    /// `null`.
    pub const NULL: Self = Self(1);
    /// `true` and `false`.
    pub const BOOLEAN: Self = Self(2);
    /// Numbers.
    pub const NUMBER: Self = Self(4);
    /// Strings.
    pub const STRING: Self = Self(8);
    /// Arrays.
    pub const ARRAY: Self = Self(16);
    /// Objects.
    pub const OBJECT: Self = Self(32);
    /// All types.
    pub const ANY: Self = Self(63);

    /// Returns the union of both sets.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether the sets have a type in common.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns whether the set is that of arrays.
    pub(super) const fn is_array(self) -> bool {
        self.0 == Self::ARRAY.0
    }

    /// Returns the type of a value.
    #[must_use]
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Number(_) => Self::NUMBER,
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }
}

/// A seed that decodes a `T`.
pub(super) struct DecodeSeed<T>(PhantomData<T>);

impl<T> DecodeSeed<T> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Decode> DeserializeSeed<'de> for DecodeSeed<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        T::decode(from)
    }
}
