//! Decoding of JSON values, boxes, arrays and maps.

use std::collections::btree_map::Entry;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{Decode, DecodeSeed, JsonTypes};
use crate::runtime::Map;
use crate::runtime::decode_error::prefix_pointer;

impl Decode for Value {
    const ACCEPTS: JsonTypes = JsonTypes::ANY;

    fn empty() -> Self {
        Self::Null
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

impl<T: Decode> Decode for Box<T> {
    const ACCEPTS: JsonTypes = T::ACCEPTS;

    #[cfg(feature = "server")]
    const READS: JsonTypes = T::READS;

    fn empty() -> Self {
        Self::new(T::empty())
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::decode(from).map(Self::new)
    }
}

impl<T: Decode> Decode for Vec<T> {
    const ACCEPTS: JsonTypes = JsonTypes::ARRAY;

    fn empty() -> Self {
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
            match from.next_element_seed(DecodeSeed::new()) {
                Ok(Some(item)) => items.push(item),
                Ok(None) => return Ok(items),
                Err(error) => return Err(prefix_pointer(&items.len().to_string(), &error)),
            }
        }
    }
}

impl<T: Decode> Decode for Map<T> {
    const ACCEPTS: JsonTypes = JsonTypes::OBJECT;

    fn empty() -> Self {
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
            decode_entry(&mut entries, key, &mut from)?;
        }
        Ok(entries)
    }
}

/// Decodes the value of the member `key` and inserts it.
pub(in crate::runtime) fn decode_entry<'de, T: Decode, A: MapAccess<'de>>(
    entries: &mut Map<T>,
    key: String,
    from: &mut A,
) -> Result<(), A::Error> {
    let value = from.next_value_seed(DecodeSeed::new());
    let value = value.map_err(|error| prefix_pointer(&key, &error))?;
    match entries.entry(key) {
        Entry::Occupied(entry) => Err(prefix_pointer(entry.key(), &A::Error::custom(DUPLICATE))),
        Entry::Vacant(entry) => {
            entry.insert(value);
            Ok(())
        }
    }
}

/// The message for a member that occurs twice.
pub(in crate::runtime) const DUPLICATE: &str = "duplicate member";
