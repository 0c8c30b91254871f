//! Reading values: what a JSON value may be, and how each basic type takes it.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_json::Value;

use super::Map;
use super::decode_error::within;
use super::object::{Walk, decode_object};

/// A type that can be read from JSON (or any other format that describes itself).
///
/// It is serde's `Deserialize` with three differences: integers may be written `5.0` or `1e3`, an
/// error says where in the document it is, and an absent member is never taken from a null.
pub trait Decode: Sized {
    /// The kinds of value that can decode; a union does not try the others.
    const ACCEPTS: Kinds = Kinds::OBJECT;

    /// A value to start from while the members of an object come in. It holds nothing that could
    /// be mistaken for data, because every required member is replaced before anyone sees it.
    fn blank() -> Self;

    /// Shows its members to a walk, if it is an object.
    fn members<W: Walk>(&mut self, walk: &mut W) {
        let _ = walk;
    }

    /// Reads a value. Without a word of its own, that is an object.
    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        decode_object(from)
    }
}

/// A set of JSON's kinds of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
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
pub(super) struct Seed<T>(PhantomData<T>);

impl<T> Seed<T> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: Decode> DeserializeSeed<'de> for Seed<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        T::decode(from)
    }
}

impl Decode for String {
    const ACCEPTS: Kinds = Kinds::STRING;

    fn blank() -> Self {
        Self::new()
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

impl Decode for bool {
    const ACCEPTS: Kinds = Kinds::BOOLEAN;

    fn blank() -> Self {
        false
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

impl Decode for f64 {
    const ACCEPTS: Kinds = Kinds::NUMBER;

    fn blank() -> Self {
        0.0
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

impl Decode for i64 {
    const ACCEPTS: Kinds = Kinds::NUMBER;

    fn blank() -> Self {
        0
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_i64(Integer(PhantomData))
    }
}

impl Decode for u64 {
    const ACCEPTS: Kinds = Kinds::NUMBER;

    fn blank() -> Self {
        0
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_u64(Integer(PhantomData))
    }
}

/// Takes whole numbers however they are written: to JSON Schema `5.0` is an integer.
struct Integer<T>(PhantomData<T>);

impl<T: TryFrom<i64> + TryFrom<u64> + TryFrom<i128>> Visitor<'_> for Integer<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if T::try_from(-1_i64).is_ok() {
            "a"
        } else {
            "a non-negative"
        };
        write!(f, "{sign} whole number of 64 bits")
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        T::try_from(value).map_err(|_| E::invalid_value(Unexpected::Signed(value), &self))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        T::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        // Every whole double below 2^64 fits an i128, so that the cast is exact.
        #[allow(clippy::cast_possible_truncation)]
        let whole = (value.fract() == 0.0 && value.abs() < 2_f64.powi(64)).then_some(value as i128);
        whole
            .and_then(|whole| T::try_from(whole).ok())
            .ok_or_else(|| E::invalid_value(Unexpected::Float(value), &self))
    }
}

impl Decode for Value {
    const ACCEPTS: Kinds = Kinds::ANY;

    fn blank() -> Self {
        Self::Null
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

impl<T: Decode> Decode for Box<T> {
    const ACCEPTS: Kinds = T::ACCEPTS;

    fn blank() -> Self {
        Self::new(T::blank())
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::decode(from).map(Self::new)
    }
}

impl<T: Decode> Decode for Vec<T> {
    const ACCEPTS: Kinds = Kinds::ARRAY;

    fn blank() -> Self {
        Self::new()
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(Items(PhantomData))
    }
}

struct Items<T>(PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for Items<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        loop {
            match from.next_element_seed(Seed::new()) {
                Ok(Some(item)) => items.push(item),
                Ok(None) => return Ok(items),
                Err(error) => return Err(within(&items.len().to_string(), &error)),
            }
        }
    }
}

impl<T: Decode> Decode for Map<T> {
    const ACCEPTS: Kinds = Kinds::OBJECT;

    fn blank() -> Self {
        Self::new()
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Entries(PhantomData))
    }
}

struct Entries<T>(PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for Entries<T> {
    type Value = Map<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Map<T>, A::Error> {
        let mut entries = Map::new();
        while let Some(key) = from.next_key::<String>()? {
            insert(&mut entries, key, &mut from)?;
        }
        Ok(entries)
    }
}

/// Reads the value of the member `key` and keeps it.
pub(super) fn insert<'de, T: Decode, A: MapAccess<'de>>(
    entries: &mut Map<T>,
    key: String,
    from: &mut A,
) -> Result<(), A::Error> {
    match from.next_value_seed(Seed::new()) {
        Err(error) => Err(within(&key, &error)),
        Ok(_) if entries.contains_key(&key) => Err(within(&key, &A::Error::custom(DUPLICATE))),
        Ok(value) => {
            entries.insert(key, value);
            Ok(())
        }
    }
}

/// What is wrong with a member that comes twice.
pub(super) const DUPLICATE: &str = "duplicate member";
