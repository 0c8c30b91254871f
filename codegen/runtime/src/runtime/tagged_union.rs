//! Unions whose alternatives are told apart by the value of one member.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::mem;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor, value,
};
use serde_json::Value;

use super::buffered_map::BufferedMap;
use super::cow_str::CowStrSeed;
use super::decode_error::prefix_pointer;
use super::value_deserializer::ValueDeserializer;
use super::{Validate, attempt_budget, checker};

/// Implements serde, validation and a conversion from each alternative for a tagged union.
///
/// `without From` omits the conversion, for alternatives of the same type. `or absent` marks a union
/// with an alternative whose tag is optional, and `else` names the alternative of objects whose tag
/// is absent or has another value.
#[allow(unused_macros)]
macro_rules! tagged_union {
    (@otherwise $from:ident) => {
        crate::runtime::Decode::decode($from).map(Self::Other)
    };
    (@otherwise $from:ident $default:ident) => {
        crate::runtime::Decode::decode($from).map(Self::$default)
    };
    ($name:ident by $tag:literal $(or $absent:ident)? $(else $default:ident)? $(code $code:literal)? {
        $($($text:literal)|+ => $variant:ident ( $($inner:tt)* ) $(without $from:ident)?),* $(,)?
    } $(rules $whole:expr)?) => {
        $(crate::runtime::from_variant! { $name $variant ($($inner)*) $($from)? })*

        impl crate::runtime::Tagged for $name {
            const TAG: &'static str = $tag;
            /// The declared values of the member.
            const TAGS: &'static [&'static str] = &[$($($text),+),*];

            fn decode_as<'de, D: crate::runtime::Deserializer<'de>>(
                tag: Option<&str>,
                from: D,
            ) -> Result<Self, D::Error> {
                match tag {
                    $(Some($($text)|+) => {
                        crate::runtime::Decode::decode(from).map(Self::$variant)
                    })*
                    _ => crate::runtime::tagged_union!(@otherwise from $($default)?),
                }
            }
        }

        impl crate::runtime::Decode for $name {
            #[inline]
            fn empty() -> Self {
                Self::Other(crate::runtime::Value::Null)
            }

            fn decode<'de, D: crate::runtime::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                crate::runtime::decode_tagged(from)
            }
        }

        impl<'de> crate::runtime::Deserialize<'de> for $name {
            fn deserialize<D: crate::runtime::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                crate::runtime::decode_tagged(from)
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
            #[inline]
            fn check(&self, at: &mut crate::runtime::Checker<'_>) {
                match self {
                    $(Self::$variant(value) => crate::runtime::Validate::check(value, at),)*
                    Self::Other(value) => {
                        let code: &[&'static str] = &[$($code)?];
                        let tags = <Self as crate::runtime::Tagged>::TAGS;
                        let fits = false $(|| crate::runtime::fits_untagged::<Self>(
                            value,
                            stringify!($absent),
                        ))?;
                        if !fits {
                            at.untagged(value, $tag, tags, code.first().copied());
                        }
                    }
                }
                $(at.whole(self, $whole);)?
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use tagged_union;

/// A union told apart by the member [`TAG`](Self::TAG).
pub trait Tagged: Sized {
    /// The name of the member.
    const TAG: &'static str;

    /// The values that the document lists for it.
    const TAGS: &'static [&'static str];

    /// Decodes the alternative for a value of the member.
    fn decode_as<'de, D: Deserializer<'de>>(tag: Option<&str>, from: D) -> Result<Self, D::Error>;
}

/// Decodes a union. Only the members before the tag are buffered; usually the tag comes first.
pub fn decode_tagged<'de, T: Tagged, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let is_text = !from.is_human_readable();
    from.deserialize_map(TaggedVisitor(is_text, PhantomData))
}

/// Returns whether a value without a tag is valid against an alternative whose tag is optional. It
/// stays JSON, because the alternative is ambiguous. `absent` marks unions with such alternatives.
#[must_use]
pub fn fits_untagged<T: Tagged + Validate>(value: &Value, absent: &str) -> bool {
    debug_assert_eq!(absent, "absent");
    let _budget = attempt_budget::start(value);
    let fits = |tag: &&str| {
        let alternative = T::decode_as(Some(tag), ValueDeserializer::json(value));
        alternative.is_ok_and(|alternative| checker::is_valid(&alternative, &[]))
    };
    value.get(T::TAG).is_none_or(Value::is_null) && T::TAGS.iter().any(fits)
}

struct TaggedVisitor<T>(bool, PhantomData<T>);

impl<'de, T: Tagged> Visitor<'de> for TaggedVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, from: A) -> Result<T, A::Error> {
        let (tag, whole) = read_until_tag(T::TAG, from, self.0)?;
        T::decode_as(tag.as_deref(), whole)
    }
}

/// The value of the tag, and all members.
type Found<'de, A> = (Option<Cow<'de, str>>, BufferedMap<'de, A>);

/// Reads members up to the tag.
#[inline(never)] // One copy for all unions that are read from the same.
fn read_until_tag<'de, A: MapAccess<'de>>(
    name: &'static str,
    mut from: A,
    is_text: bool,
) -> Result<Found<'de, A>, A::Error> {
    let mut before = Vec::new();
    let mut tag = None;
    let mut key = Cow::Borrowed("");
    while from.next_key_seed(CowStrSeed(&mut key))?.is_some() {
        if key != name {
            let value = from
                .next_value()
                .map_err(|error| prefix_pointer(&key, &error))?;
            before.push((mem::take(&mut key), value));
            continue;
        }
        match from.next_value_seed(TagVisitor) {
            Ok(Tag::String(tag)) => {
                let whole = BufferedMap::new(Some((name, tag.clone())), before, from, is_text);
                return Ok((Some(tag), whole));
            }
            Ok(Tag::NotString(value)) => {
                tag = scalar_text(&value);
                before.push((key, value));
                break;
            }
            Err(error) => return Err(prefix_pointer(&key, &error)),
        }
    }
    let whole = BufferedMap::new(None, before, from, is_text);
    Ok((tag.map(Cow::Owned), whole))
}

/// Returns a tag that is not a string as the document lists it, such as `1` or `true`.
fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        _ => None,
    }
}

/// The value of a tag.
enum Tag<'de> {
    String(Cow<'de, str>),
    NotString(Value),
}

struct TagVisitor;

impl<'de> DeserializeSeed<'de> for TagVisitor {
    type Value = Tag<'de>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Tag<'de>, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TagVisitor {
    type Value = Tag<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Tag<'de>, E> {
        Ok(Tag::String(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Tag<'de>, E> {
        Ok(Tag::String(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Tag<'de>, E> {
        Ok(Tag::String(Cow::Owned(text)))
    }

    fn visit_unit<E: Error>(self) -> Result<Tag<'de>, E> {
        Ok(Tag::NotString(Value::Null))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Tag<'de>, E> {
        Ok(Tag::NotString(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Tag<'de>, E> {
        Ok(Tag::NotString(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Tag<'de>, E> {
        Ok(Tag::NotString(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Tag<'de>, E> {
        Ok(Tag::NotString(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Tag<'de>, A::Error> {
        Value::deserialize(value::SeqAccessDeserializer::new(items)).map(Tag::NotString)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Tag<'de>, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(members)).map(Tag::NotString)
    }
}
