//! Decoding of strings, booleans and numbers.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

use super::{Decode, JsonTypes};

impl Decode for String {
    const ACCEPTS: JsonTypes = JsonTypes::STRING;

    fn empty() -> Self {
        Self::new()
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

impl Decode for bool {
    const ACCEPTS: JsonTypes = JsonTypes::BOOLEAN;

    fn empty() -> Self {
        false
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

impl Decode for f64 {
    const ACCEPTS: JsonTypes = JsonTypes::NUMBER;

    fn empty() -> Self {
        0.0
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::deserialize(from)
    }
}

impl Decode for i64 {
    const ACCEPTS: JsonTypes = JsonTypes::NUMBER;

    fn empty() -> Self {
        0
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_i64(Integer(PhantomData))
    }
}

impl Decode for u64 {
    const ACCEPTS: JsonTypes = JsonTypes::NUMBER;

    fn empty() -> Self {
        0
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_u64(Integer(PhantomData))
    }
}

impl Decode for i128 {
    const ACCEPTS: JsonTypes = JsonTypes::NUMBER;

    fn empty() -> Self {
        0
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_i128(Integer(PhantomData))
    }
}

impl Decode for u128 {
    const ACCEPTS: JsonTypes = JsonTypes::NUMBER;

    fn empty() -> Self {
        0
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_u128(Integer(PhantomData))
    }
}

/// A visitor of integers in any notation: in JSON Schema, `5.0` is an integer.
///
/// `serde_json` keeps numbers in memory as 64-bit integers or doubles, so a 128-bit integer that
/// fits neither cannot be decoded as an alternative of a union.
struct Integer<T>(PhantomData<T>);

impl<T: TryFrom<i64> + TryFrom<u64> + TryFrom<i128> + TryFrom<u128>> Visitor<'_> for Integer<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if T::try_from(-1_i64).is_ok() {
            "a"
        } else {
            "a non-negative"
        };
        write!(f, "{sign} {}-bit integer", 8 * size_of::<T>())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        T::try_from(value).map_err(|_| E::invalid_value(Unexpected::Signed(value), &self))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        T::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<T, E> {
        T::try_from(value).map_err(|_| E::invalid_value(Unexpected::Other("a large number"), &self))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<T, E> {
        T::try_from(value).map_err(|_| E::invalid_value(Unexpected::Other("a large number"), &self))
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
