//! Objects: decoded member by member into an empty value, and encoded in the order of the schema.

mod comparison;
mod debug;
mod member_reader;
mod member_writer;
mod required;

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::{Decode, Map, Value};

pub use self::comparison::equal_objects;
pub use self::debug::debug_object;
pub(super) use self::member_writer::omit_undeclared;
pub use self::member_writer::serialize_object;

/// Defines a struct, and implements `new`, a setter for each optional member, `Default` if no member
/// is required, cloning, comparison, formatting, validation and serde for it. `: Eq + Hash` is for structs that
/// contain no float, map or JSON value at any depth, undeclared members aside.
///
/// A line of `required` or `optional` is a member: its field, its name in JSON, and its type after `:`,
/// or after `into` if `new` and its setter take anything that converts into the type. `[into ..]` is
/// a list whose items are converted. `where [..]` are the rules of the member, and `where valid` means
/// that its type has rules of its own. `set` has the required members that are no arguments of `new`, and
/// what it sets them to; `= ..` is what it sets an optional member to. `check` has the rules about several
/// members.
///
/// The macro is expanded for thousands of structs, so each member takes a single line wherever it
/// occurs, and all else is in functions of this module. All methods are generic or `inline`, so
/// that they are compiled only where they are called.
#[allow(unused_macros)]
macro_rules! object {
    (
        $(#[$attribute:meta])*
        pub struct $name:ident $(: $eq:ident + $hash:ident)?
        $(new($($argument:ident : $argument_type:ty),* $(,)?))?
        $(set($($set:ident = $value:path),* $(,)?))?
        $(required {
            $(
                $(#[$required_attribute:meta])*
                $required:ident $required_key:literal
                $(into $required_into:ty)? $([into $required_each:ty])? $(: $required_type:ty)?
                $(where $([$($required_rule:expr),* $(,)?])? $($required_check:ident)?)?
            ),* $(,)?
        })?
        $(optional {
            $(
                $(#[$optional_attribute:meta])*
                $optional:ident $optional_key:literal
                $(into $optional_into:ty)? $([into $optional_each:ty])? $(: $optional_type:ty)?
                $(= $initial:path)?
                $(where $([$($optional_rule:expr),* $(,)?])? $($optional_check:ident)?)?
            ),* $(,)?
        })?
        $(constant { $($constant_key:literal = $constant:literal),* $(,)? })?
        $(others { $(#[$others_attribute:meta])* $others:ident : $others_type:ty $(,)? })?
        $(undeclared { $(#[$undeclared_attribute:meta])* $undeclared:ident $(,)? })?
        $(check($object:ident, $at:ident) $check:block)?
    ) => {
        $(#[$attribute])*
        #[non_exhaustive]
        pub struct $name {
            $($(
                $(#[$required_attribute])*
                pub $required: $($required_type)? $($required_into)? $(Vec<$required_each>)?,
            )*)?
            $($(
                $(#[$optional_attribute])*
                pub $optional: Option<
                    $($optional_type)? $($optional_into)? $(Vec<$optional_each>)?
                >,
            )*)?
            $($(#[$others_attribute])* pub $others: crate::runtime::Map<$others_type>,)?
            $(
                $(#[$undeclared_attribute])*
                pub $undeclared: crate::runtime::Map<crate::runtime::Value>,
            )?
        }

        impl $name {
            /// Creates a value from its required members, in alphabetical order, except those with a
            /// single value. Optional members are absent, except those that identify the type.
            #[inline]
            #[must_use]
            pub fn new($($($argument: $argument_type),*)?) -> Self {
                $($(let $set = $value;)*)?
                Self {
                    $($(
                        $required: $(std::convert::Into::<$required_into>::into)?
                            $(crate::runtime::collect_items::<$required_each>)?
                            ($required),
                    )*)?
                    $($($optional: None $(.or(Some($initial)))?,)*)?
                    $($others: crate::runtime::Map::new(),)?
                    $($undeclared: crate::runtime::Map::new(),)?
                }
            }

            $($(
                #[doc = concat!("Sets `", $optional_key, "`.\n")]
                $(#[$optional_attribute])*
                #[inline]
                #[must_use]
                pub fn $optional(
                    mut self,
                    value: $($optional_type)? $(impl Into<$optional_into>)?
                        $(impl IntoIterator<Item = impl Into<$optional_each>>)?,
                ) -> Self {
                    crate::runtime::set_optional(
                        &mut self.$optional,
                        $(std::convert::Into::<$optional_into>::into)?
                        $(crate::runtime::collect_items::<$optional_each>)?
                        (value),
                    );
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
            #[allow(unused_variables)] // In an object without rules.
            #[inline]
            fn check(&self, at: &mut crate::runtime::Checker<'_>) {
                $($($(
                    $(at.$required_check().member($required_key, &self.$required, &[]);)?
                    $(at.member(
                        $required_key,
                        &self.$required,
                        const { &[$($required_rule),*] },
                    );)?
                )?)*)?
                $($($(
                    $(at.$optional_check().member($optional_key, &self.$optional, &[]);)?
                    $(at.member(
                        $optional_key,
                        &self.$optional,
                        const { &[$($optional_rule),*] },
                    );)?
                )?)*)?
                $(
                    let ($object, $at) = (self, at);
                    $check
                )?
            }
        }

        impl Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                Self {
                    $($($required: Clone::clone(&self.$required),)*)?
                    $($($optional: Clone::clone(&self.$optional),)*)?
                    $($others: Clone::clone(&self.$others),)?
                    $($undeclared: Clone::clone(&self.$undeclared),)?
                }
            }
        }

        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                crate::runtime::equal_objects(self, other)
            }
        }

        $(
            impl std::cmp::$eq for $name {}

            impl std::hash::$hash for $name {
                fn hash<H: std::hash::Hasher>(&self, to: &mut H) {
                    crate::runtime::hash_json(self, to);
                }
            }
        )?

        impl std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                crate::runtime::debug_object(stringify!($name), self, f)
            }
        }

        impl crate::runtime::Decode for $name {
            #[inline]
            fn empty() -> Self {
                Self {
                    $($($required: crate::runtime::Decode::empty(),)*)?
                    $($($optional: None,)*)?
                    $($others: crate::runtime::Map::new(),)?
                    $($undeclared: crate::runtime::Map::new(),)?
                }
            }

            #[allow(unused_variables)] // In an object without members.
            fn visit_fields<V: crate::runtime::VisitFields>(&mut self, visitor: &mut V) {
                $($(visitor.required($required_key, &mut self.$required);)*)?
                $($(visitor.optional($optional_key, &mut self.$optional);)*)?
                $($(visitor.constant($constant_key, $constant);)*)?
                $(visitor.others(&mut self.$others);)?
                $(visitor.others(&mut self.$undeclared);)?
            }

            #[allow(unused_variables)] // In an object without members.
            #[inline]
            fn visit_members<V: crate::runtime::VisitMembers>(&self, other: &Self, visitor: &mut V) {
                $($(visitor.required($required_key, &self.$required, &other.$required);)*)?
                $($(visitor.optional($optional_key, &self.$optional, &other.$optional);)*)?
                $($(visitor.constant($constant_key, $constant);)*)?
                $(visitor.others(&self.$others, &other.$others);)?
                $(visitor.undeclared(&self.$undeclared, &other.$undeclared);)?
            }
        }

        impl<'de> crate::runtime::Deserialize<'de> for $name {
            fn deserialize<D: crate::runtime::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                crate::runtime::decode_object(from)
            }
        }

        impl crate::runtime::Serialize for $name {
            fn serialize<S: crate::runtime::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                crate::runtime::serialize_object(self, to)
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
pub fn set_optional<T>(member: &mut Option<T>, value: T) {
    *member = Some(value);
}

/// Collects a list, converting its items.
#[inline]
pub fn collect_items<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// A visitor of the members of two objects.
pub trait VisitMembers {
    /// Visits a required member.
    fn required<T: Serialize + PartialEq + fmt::Debug>(
        &mut self,
        key: &'static str,
        value: &T,
        other: &T,
    );

    /// Visits an optional member.
    fn optional<T: Serialize + PartialEq + fmt::Debug>(
        &mut self,
        key: &'static str,
        value: &Option<T>,
        other: &Option<T>,
    );

    /// Visits a member that always has the same value.
    fn constant(&mut self, key: &'static str, value: &'static str);

    /// Visits the members that the schema does not name.
    fn others<T: Serialize + PartialEq + fmt::Debug>(&mut self, value: &Map<T>, other: &Map<T>);

    /// Visits the members that the schema does not name, and says nothing about.
    fn undeclared(&mut self, value: &Map<Value>, other: &Map<Value>) {
        self.others(value, other);
    }
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
pub fn decode_object<'de, T: Decode, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let is_text = !from.is_human_readable();
    from.deserialize_map(ObjectVisitor {
        is_text,
        object: PhantomData,
    })
}

struct ObjectVisitor<T> {
    /// Whether the members are those of a form or of a multipart body.
    is_text: bool,
    object: PhantomData<T>,
}

impl<'de, T: Decode> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, from: A) -> Result<T, A::Error> {
        let mut object = T::empty();
        member_reader::read_members(from, self.is_text, &mut object)?;
        Ok(object)
    }
}
