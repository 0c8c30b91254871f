//! Unions without a tag: the alternative is picked by what fits.

use serde::de::Deserializer;
use serde_json::Value;

use super::checker::fits;
use super::{Decode, Kinds, Rule, Validate};

/// Gives a union both directions of serde, validation, and a conversion from each alternative.
///
/// `without From` after an alternative leaves its conversion out: two alternatives of one type
/// cannot both have one.
#[allow(unused_macros)]
macro_rules! union {
    ($name:ident {
        $($variant:ident ( $($inner:tt)* ) $(without $from:ident)? rules $rules:expr),* $(,)?
    }) => {
        $(crate::runtime::from_variant! { $name $variant ($($inner)*) $($from)? })*

        impl crate::runtime::Union for $name {
            fn pick(value: &crate::runtime::Value, strictly: bool) -> Option<Self> {
                $(
                    if let Some(value) = crate::runtime::attempt(value, strictly, $rules) {
                        return Some(Self::$variant(value));
                    }
                )*
                None
            }

            fn other(value: crate::runtime::Value) -> Self {
                Self::Other(value)
            }
        }

        impl crate::runtime::Decode for $name {
            const ACCEPTS: crate::runtime::Kinds = crate::runtime::Kinds::ANY;

            fn blank() -> Self {
                Self::Other(crate::runtime::Value::Null)
            }

            fn decode<'de, D: crate::runtime::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                crate::runtime::decode_union(from)
            }
        }

        impl<'de> crate::runtime::Deserialize<'de> for $name {
            fn deserialize<D: crate::runtime::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                crate::runtime::decode_union(from)
            }
        }

        impl crate::runtime::Serialize for $name {
            fn serialize<S: crate::runtime::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => crate::runtime::Serialize::serialize(value, to),)*
                    Self::Other(value) => crate::runtime::Serialize::serialize(value, to),
                }
            }
        }

        impl crate::runtime::Validate for $name {
            fn check(&self, at: &mut crate::runtime::Checker<'_>) {
                match self {
                    $(Self::$variant(value) => at.value(value, $rules),)*
                    Self::Other(_) => at.no_alternative(),
                }
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use union;

/// The conversion from an alternative to its union; a boxed one is boxed on the way.
#[allow(unused_macros)]
macro_rules! from_variant {
    ($name:ident $variant:ident (Box<$inner:ty>)) => {
        impl From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self::$variant(Box::new(value))
            }
        }
    };
    ($name:ident $variant:ident ($inner:ty)) => {
        impl From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self::$variant(value)
            }
        }
    };
    ($name:ident $variant:ident ($inner:ty) From) => {};
}
#[allow(unused_imports)]
pub(crate) use from_variant;

/// A union whose alternatives are tried one by one.
pub trait Union: Sized {
    /// The first alternative that decodes and, `strictly`, keeps its own rules.
    fn pick(value: &Value, strictly: bool) -> Option<Self>;

    /// What is none of them.
    fn other(value: Value) -> Self;
}

/// Reads a union: the first alternative that fits, else the first that at least decodes, for what
/// a server sends is accepted as sent; else the JSON as it is.
pub fn decode_union<'de, T: Union, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let value = Value::decode(from)?;
    let picked = T::pick(&value, true).or_else(|| T::pick(&value, false));
    Ok(picked.unwrap_or_else(|| T::other(value)))
}

/// Tries one alternative.
#[must_use]
pub fn attempt<T: Decode + Validate>(
    value: &Value,
    strictly: bool,
    rules: &'static [Rule],
) -> Option<T> {
    if !T::ACCEPTS.meets(Kinds::of(value)) {
        return None;
    }
    let decoded = T::decode(value).ok()?;
    (!strictly || fits(&decoded, rules)).then_some(decoded)
}
