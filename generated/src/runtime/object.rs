//! Objects: decoding member by member into a blank value, encoding in the order of the schema.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::decode::{DUPLICATE, Seed, insert};
use super::decode_error::within;
use super::{Decode, Map};

/// Gives a struct `new`, a setter for each optional member, `validate`, and both directions of
/// serde.
///
/// It expands once for each of thousands of structs, so each member costs a single line wherever it
/// occurs, and everything else is shared: functions in this module, not code in the expansion.
#[allow(unused_macros)]
macro_rules! object {
    (
        $name:ident
        $(required { $($required:ident $required_key:literal : $required_type:ty),* $(,)? })?
        $(optional { $($optional:ident $optional_key:literal : $optional_type:ty),* $(,)? })?
        $(constant { $($constant_key:literal = $constant:literal),* $(,)? })?
        $(others { $others:ident : $others_type:ty })?
    ) => {
        impl $name {
            /// All required members; optional ones are absent.
            #[must_use]
            pub fn new($($($required: $required_type),*)?) -> Self {
                Self {
                    $($($required: $required.into(),)*)?
                    $($($optional: None,)*)?
                    $($others: crate::runtime::Map::new(),)?
                }
            }

            $($(
                #[doc = concat!("Sets `", $optional_key, "`.")]
                #[must_use]
                pub fn $optional(mut self, value: $optional_type) -> Self {
                    self.$optional = Some(value.into());
                    self
                }
            )*)?

            /// Checks it against the rules of its schema; says everything that is wrong.
            pub fn validate(&self) -> Result<(), crate::runtime::Violations> {
                crate::runtime::Validate::validate(self)
            }
        }

        impl crate::runtime::Object for $name {
            const REQUIRED: &'static [&'static str] =
                &[$($($required_key,)*)? $($($constant_key,)*)?];

            fn put<'de, A: crate::runtime::MapAccess<'de>>(
                &mut self,
                member: crate::runtime::Member<'_, A>,
            ) -> Result<(), A::Error> {
                match member.key {
                    $($($required_key => member.required(&mut self.$required),)*)?
                    $($($optional_key => member.optional(&mut self.$optional),)*)?
                    $($($constant_key => member.constant($constant),)*)?
                    $(_ => member.other(&mut self.$others),)?
                    #[allow(unreachable_patterns)]
                    _ => member.ignore(),
                }
            }

            fn write<S: crate::runtime::Serializer>(
                &self,
                to: &mut crate::runtime::Members<S>,
            ) {
                $($(to.required($required_key, &self.$required);)*)?
                $($(to.optional($optional_key, &self.$optional);)*)?
                $($(to.required($constant_key, $constant);)*)?
                $(to.others(&self.$others);)?
            }
        }

        impl crate::runtime::Decode for $name {
            fn blank() -> Self {
                Self {
                    $($($required: crate::runtime::Decode::blank(),)*)?
                    $($($optional: None,)*)?
                    $($others: crate::runtime::Map::new(),)?
                }
            }

            fn decode<'de, D: crate::runtime::Deserializer<'de>>(
                from: D,
            ) -> Result<Self, D::Error> {
                crate::runtime::decode_object(from)
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
                crate::runtime::encode_object(self, to)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use object;

/// A struct that stands for an object.
pub trait Object: Decode {
    /// The members that must be there.
    const REQUIRED: &'static [&'static str];

    /// Takes a member that was read.
    fn put<'de, A: MapAccess<'de>>(&mut self, member: Member<'_, A>) -> Result<(), A::Error>;

    /// Writes all members.
    fn write<S: Serializer>(&self, to: &mut Members<S>);
}

/// Reads an object.
pub fn decode_object<'de, T: Object, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<T, A::Error> {
        let mut object = T::blank();
        let mut seen = Seen::new(T::REQUIRED);
        while let Some(key) = from.next_key_seed(Key)? {
            let (key, from, seen) = (&*key, &mut from, &mut seen);
            object.put(Member { key, from, seen })?;
        }
        seen.finish()?;
        Ok(object)
    }
}

/// A member whose name was read and whose value comes next.
pub struct Member<'m, A> {
    /// Its name.
    pub key: &'m str,
    from: &'m mut A,
    seen: &'m mut Seen,
}

impl<'de, A: MapAccess<'de>> Member<'_, A> {
    /// Reads a member that must be there.
    pub fn required<T: Decode>(self, into: &mut T) -> Result<(), A::Error> {
        if !self.seen.insert(self.key) {
            return Err(self.duplicate());
        }
        *into = self.value()?;
        Ok(())
    }

    /// Reads a member that may be absent.
    pub fn optional<T: Decode>(self, into: &mut Option<T>) -> Result<(), A::Error> {
        if into.is_some() {
            return Err(self.duplicate());
        }
        *into = Some(self.value()?);
        Ok(())
    }

    /// Reads a member that has the same value always.
    pub fn constant(self, expected: &'static str) -> Result<(), A::Error> {
        let key = self.key;
        let mut found = String::new();
        self.required(&mut found)?;
        if found == expected {
            return Ok(());
        }
        let message = format_args!("`{found}` instead of `{expected}`");
        Err(within(key, A::Error::custom(message)))
    }

    /// Keeps a member that the schema does not name.
    pub fn other<T: Decode>(self, into: &mut Map<T>) -> Result<(), A::Error> {
        insert(into, self.key.to_owned(), self.from)
    }

    /// Skips a member.
    pub fn ignore(self) -> Result<(), A::Error> {
        self.from.next_value::<IgnoredAny>().map(drop)
    }

    fn value<T: Decode>(self) -> Result<T, A::Error> {
        self.from
            .next_value_seed(Seed::new())
            .map_err(|error| within(self.key, error))
    }

    #[cold]
    fn duplicate(self) -> A::Error {
        within(self.key, A::Error::custom(DUPLICATE))
    }
}

/// Which of the required members were seen.
struct Seen {
    required: &'static [&'static str],
    /// Where the next one is looked for first: members mostly come in the order of the schema.
    next: usize,
    /// A bit for each of the first 64.
    first: u64,
    /// Bits for those behind; most objects never need it.
    rest: Vec<u64>,
}

impl Seen {
    fn new(required: &'static [&'static str]) -> Self {
        Self {
            required,
            next: 0,
            first: 0,
            rest: Vec::new(),
        }
    }

    /// Marks a required member; false if it was marked before.
    fn insert(&mut self, key: &str) -> bool {
        let is_next = self.required.get(self.next) == Some(&key);
        let found = if is_next {
            Some(self.next)
        } else {
            self.required.iter().position(|name| *name == key)
        };
        let index = found.expect("a required member is one of its object's `REQUIRED`");
        self.next = index + 1;
        let word = self.word(index / 64);
        let bit = 1 << (index % 64);
        let fresh = *word & bit == 0;
        *word |= bit;
        fresh
    }

    fn word(&mut self, index: usize) -> &mut u64 {
        if index == 0 {
            return &mut self.first;
        }
        if self.rest.len() < index {
            self.rest.resize(index, 0);
        }
        &mut self.rest[index - 1]
    }

    fn contains(&self, index: usize) -> bool {
        let word = match index / 64 {
            0 => Some(&self.first),
            behind => self.rest.get(behind - 1),
        };
        word.is_some_and(|word| word & (1 << (index % 64)) != 0)
    }

    fn finish<E: Error>(&self) -> Result<(), E> {
        if (0..self.required.len()).all(|index| self.contains(index)) {
            return Ok(());
        }
        Err(self.missing())
    }

    #[cold]
    fn missing<E: Error>(&self) -> E {
        let names = (0..self.required.len()).filter(|index| !self.contains(*index));
        let names: Vec<_> = names
            .map(|index| format!("`{}`", self.required[index]))
            .collect();
        let plural = if names.len() == 1 { "" } else { "s" };
        E::custom(format_args!("missing member{plural} {}", names.join(", ")))
    }
}

/// Reads a member's name, borrowing it where the document has it without escapes.
pub(super) struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Cow<'de, str>, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text))
    }
}

/// Writes an object.
pub fn encode_object<T: Object, S: Serializer>(object: &T, to: S) -> Result<S::Ok, S::Error> {
    let mut members = Members::<S> {
        map: to.serialize_map(None)?,
        outcome: Ok(()),
    };
    object.write(&mut members);
    members.outcome?;
    members.map.end()
}

/// An object that is being written. The first failure is kept, and nothing written after it.
pub struct Members<S: Serializer> {
    map: S::SerializeMap,
    outcome: Result<(), S::Error>,
}

impl<S: Serializer> Members<S> {
    /// Writes a member that is always there.
    pub fn required<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        if self.outcome.is_ok() {
            self.outcome = self.map.serialize_entry(key, value);
        }
    }

    /// Writes a member unless it is absent.
    pub fn optional<T: Serialize>(&mut self, key: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(key, value);
        }
    }

    /// Writes the members that the schema does not name.
    pub fn others<T: Serialize>(&mut self, others: &Map<T>) {
        for (key, value) in others {
            self.required(key, value);
        }
    }
}
