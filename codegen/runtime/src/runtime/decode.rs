//! Reading values: what a JSON value may be, and how each basic type takes it.

mod container;
mod scalar;

use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer};
use serde_json::Value;

use super::object::{VisitFields, decode_object};

pub(super) use self::container::{DUPLICATE, insert};

/// A type that can be read from JSON (or any other format that describes itself).
///
/// It is serde's `Deserialize` with three differences: integers may be written `5.0` or `1e3`, an
/// error says where in the document it is, and a required member is never taken from a null.
pub trait Decode: Sized {
    /// The kinds of value that can decode; a union does not try the others.
    const ACCEPTS: JsonTypes = JsonTypes::OBJECT;

    /// Whether null is a value of the type; as an optional member of another type it is absence.
    const ACCEPTS_NULL: bool = Self::ACCEPTS.meets(JsonTypes::NULL);

    /// A value to start from while the members of an object come in. It holds nothing that could
    /// be mistaken for data, because every required member is replaced before anyone sees it.
    fn empty() -> Self;

    /// Shows its members to a walk, if it is an object.
    fn visit_fields<V: VisitFields>(&mut self, visitor: &mut V) {
        let _ = visitor;
    }

    /// Reads a value. Without a word of its own, that is an object.
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        decode_object(from)
    }
}

/// A set of JSON's kinds of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonTypes(u8);

impl JsonTypes {
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
    /// All of them.
    pub const ANY: Self = Self(63);

    /// What is in either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether they have a kind in common.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The kind of a value.
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

/// Hands [`Decode`] to serde's accessors.
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
