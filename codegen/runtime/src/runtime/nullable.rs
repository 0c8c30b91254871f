//! Values that may be null.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::{Serialize, Serializer};

use super::validate::validate_conformance;
use super::value_deserializer::ValueDeserializer;
use super::{Checker, Decode, JsonTypes, Rule, Validate, Value};

/// A value or an explicit `null`.
///
/// An `Option<Nullable<T>>` distinguishes an absent member (`None`), which leaves the value of a
/// resource alone, from `Some(Nullable::Null)`, which clears it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nullable<T> {
    /// `null`.
    Null,
    /// A value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Returns whether the value is null.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Converts from `&Nullable<T>` to `Nullable<&T>`.
    pub const fn as_ref(&self) -> Nullable<&T> {
        match self {
            Self::Null => Nullable::Null,
            Self::Value(value) => Nullable::Value(value),
        }
    }

    /// Returns a reference to the value, or `None` if it is null.
    pub const fn as_option(&self) -> Option<&T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// Returns the value, or `None` if it is null.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Nullable<T> {
    /// `None` becomes null.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_none(),
            Self::Value(value) => to.serialize_some(value),
        }
    }
}

impl<T: Decode> Decode for Nullable<T> {
    const ACCEPTS: JsonTypes = T::ACCEPTS.or(JsonTypes::NULL);

    #[cfg(feature = "server")]
    const READS: JsonTypes = T::READS.or(JsonTypes::NULL);

    fn empty() -> Self {
        Self::Null
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_option(NullOr(PhantomData))
    }
}

impl<'de, T: Decode> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::decode(from)
    }
}

struct NullOr<T>(PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for NullOr<T> {
    type Value = Nullable<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_unit<E: Error>(self) -> Result<Nullable<T>, E> {
        Ok(Nullable::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Nullable<T>, E> {
        Ok(Nullable::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Nullable<T>, D::Error> {
        T::decode(from).map(Nullable::Value)
    }

    /// An empty text in a form is null unless it is a valid value.
    fn visit_str<E: Error>(self, text: &str) -> Result<Nullable<T>, E> {
        let value = T::decode(ValueDeserializer::text(&text.into())).ok();
        Ok(value.map_or(Nullable::Null, Nullable::Value))
    }
}

impl<T: Validate> Validate for Nullable<T> {
    fn check(&self, at: &mut Checker<'_>) {
        if let Self::Value(value) = self {
            value.check(at);
        }
    }

    fn check_rules(&self, rules: &'static [Rule], at: &mut Checker<'_>) {
        match self {
            // A list of values leaves null out where it is allowed beside them.
            Self::Null => validate_conformance(&Value::Null, rules, at),
            Self::Value(value) => value.check_rules(rules, at),
        }
    }

    #[inline]
    fn is_obviously_valid(&self, rules: &'static [Rule]) -> bool {
        match self {
            Self::Null => rules.is_empty(),
            Self::Value(value) => value.is_obviously_valid(rules),
        }
    }
}
