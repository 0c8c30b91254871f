//! Objects: decoded member by member into an empty value, and encoded in the order of the schema.

mod member_reader;
mod member_writer;
mod required;

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, Visitor};

use super::{Decode, Map};

pub use self::member_writer::MemberWriter;

/// Implements `new`, a setter for each optional member, `Default` if no member is required,
/// validation and serde for a struct. `: Eq + Hash` is for structs that contain no float, map or
/// JSON value at any depth.
///
/// The macro is expanded for thousands of structs, so each member takes a single line wherever it
/// occurs, and all else is in functions of this module. All methods are generic or `inline`, so
/// that they are compiled only where they are called.
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
        $(check($check_self:ident, $at:ident) $check:block)?
    ) => {
        impl $name {
            /// Creates a value from its required members, in alphabetical order. Optional members
            /// are absent, except those that identify the type.
            #[inline]
            #[must_use]
            pub fn new($($($argument: $argument_type),*)?) -> Self {
                Self {
                    $($($required: std::convert::Into::into($required),)*)?
                    $($($optional: None $(.or(Some($initial)))?,)*)?
                    $($others: crate::runtime::Map::new(),)?
                }
            }

            $($(
                #[doc = concat!("Sets `", $optional_key, "`." $(, " ", $optional_doc)?)]
                #[inline]
                #[must_use]
                pub fn $optional(mut self, value: $optional_type) -> Self {
                    crate::runtime::set_optional(&mut self.$optional, value);
                    self
                }
            )*)?

            /// Validates the value against the rules of its schema.
            ///
            /// # Errors
            ///
            /// All violations, if there are any.
            #[inline]
            pub fn validate(&self) -> Result<(), crate::runtime::Violations> {
                crate::runtime::Validate::validate(self)
            }
        }

        crate::runtime::default! { $name $($($argument)*)? }

        impl crate::runtime::Validate for $name {
            $(
                #[inline]
                fn check(&$check_self, $at: &mut crate::runtime::Checker<'_>) $check
            )?
        }

        $(
            impl std::cmp::$eq for $name {}

            impl std::hash::$hash for $name {
                fn hash<H: std::hash::Hasher>(&self, to: &mut H) {
                    crate::runtime::hash_json(self, to);
                }
            }
        )?

        impl crate::runtime::Decode for $name {
            #[inline]
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

/// Sets an optional member.
///
/// A call of this function is checked in less time than what it does would be for each member.
#[inline]
pub fn set_optional<T>(member: &mut Option<T>, value: impl Into<T>) {
    *member = Some(value.into());
}

/// A visitor of the members of an object, in the order of its schema.
pub trait VisitFields {
    /// Visits a required member.
    fn required<T: Decode>(&mut self, key: &'static str, into: &mut T);

    /// Visits an optional member.
    fn optional<T: Decode>(&mut self, key: &'static str, into: &mut Option<T>);

    /// Visits a member that always has the same value.
    fn constant(&mut self, key: &'static str, expected: &'static str);

    /// Visits the members that the schema does not name, after all others.
    fn others<T: Decode>(&mut self, into: &mut Map<T>);
}

/// Decodes an object.
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
