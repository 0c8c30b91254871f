//! Objects: decoding member by member into a blank value, encoding in the order of the schema.

mod member_reader;
mod member_writer;
mod required;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, Visitor};

use super::{Decode, Map};

pub use self::member_writer::MemberWriter;

/// Gives a struct `new`, `Default` if it has no required member, a setter for each optional one, `validate`,
/// and both directions of serde. `: Eq + Hash` is for one that holds no float, map or JSON, at any depth.
///
/// It expands once for each of thousands of structs, so each member costs a single line wherever it
/// occurs, and everything else is shared: functions in this module, not code in the expansion. What
/// only a user calls is `inline`, so that it is compiled where it is called and nowhere else.
#[allow(unused_macros)]
macro_rules! object {
    (
        $name:ident $(: $eq:ident + $hash:ident)?
        $(new($($argument:ident : $argument_type:ty),* $(,)?))?
        $(required { $($required:ident $required_key:literal),* $(,)? })?
        $(optional {
            $(
                $optional:ident $optional_key:literal : $optional_type:ty
                $(= $initial:expr)? $(; $optional_doc:literal)?
            ),* $(,)?
        })?
        $(constant { $($constant_key:literal = $constant:literal),* $(,)? })?
        $(others { $others:ident : $others_type:ty })?
    ) => {
        impl $name {
            /// All required members, in alphabetical order; optional ones are absent, unless they
            /// tell what this is.
            #[inline]
            #[must_use]
            pub fn new($($($argument: $argument_type),*)?) -> Self {
                Self {
                    $($($required: $required.into(),)*)?
                    $($($optional: None $(.or(Some($initial)))?,)*)?
                    $($others: crate::runtime::Map::new(),)?
                }
            }

            $($(
                #[doc = concat!("Sets `", $optional_key, "`." $(, " ", $optional_doc)?)]
                #[inline]
                #[must_use]
                pub fn $optional(mut self, value: $optional_type) -> Self {
                    self.$optional = Some(value.into());
                    self
                }
            )*)?

            /// Checks it against the rules of its schema; says everything that is wrong.
            #[inline]
            pub fn validate(&self) -> Result<(), crate::runtime::Violations> {
                crate::runtime::Validate::validate(self)
            }
        }

        crate::runtime::default! { $name $($($argument)*)? }

        $(
            impl std::cmp::$eq for $name {}

            impl std::hash::$hash for $name {
                fn hash<H: std::hash::Hasher>(&self, to: &mut H) {
                    crate::runtime::hash_json(self, to);
                }
            }
        )?

        impl crate::runtime::Decode for $name {
            fn empty() -> Self {
                Self {
                    $($($required: crate::runtime::Decode::empty(),)*)?
                    $($($optional: None,)*)?
                    $($others: crate::runtime::Map::new(),)?
                }
            }

            #[allow(unused_variables)] // In an object without members.
            fn visit_fields<V: crate::runtime::VisitFields>(&mut self, visitor: &mut V) {
                $($(visitor.required($required_key, &mut self.$required);)*)?
                $($(visitor.optional($optional_key, &mut self.$optional);)*)?
                $($(visitor.constant($constant_key, $constant);)*)?
                $(visitor.others(&mut self.$others);)?
            }
        }

        impl<'de> crate::runtime::Deserialize<'de> for $name {
            fn deserialize<D: crate::runtime::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                crate::runtime::Decode::decode(from)
            }
        }

        impl crate::runtime::Serialize for $name {
            #[allow(unused_mut)] // In an object without members.
            fn serialize<S: crate::runtime::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let mut to = crate::runtime::MemberWriter::<S>::new(to);
                $($(to.required($required_key, &self.$required);)*)?
                $($(to.optional($optional_key, &self.$optional);)*)?
                $($(to.required($constant_key, $constant);)*)?
                $(to.others(&self.$others);)?
                to.end()
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use object;

/// Goes over the members of an object, in the order of its schema.
pub trait VisitFields {
    /// A member that must be there.
    fn required<T: Decode>(&mut self, key: &'static str, into: &mut T);

    /// A member that may be absent.
    fn optional<T: Decode>(&mut self, key: &'static str, into: &mut Option<T>);

    /// A member that always has the same value.
    fn constant(&mut self, key: &'static str, expected: &'static str);

    /// The members that the schema does not name; they come last.
    fn others<T: Decode>(&mut self, into: &mut Map<T>);
}

/// Reads an object.
pub(super) fn decode_object<'de, T: Decode, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, from: A) -> Result<T, A::Error> {
        let mut object = T::empty();
        member_reader::read_members(from, &mut object)?;
        Ok(object)
    }
}
