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

        impl crate::runtime::Decode for $name {
            fn blank() -> Self {
                Self {
                    $($($required: crate::runtime::Decode::blank(),)*)?
                    $($($optional: None,)*)?
                    $($others: crate::runtime::Map::new(),)?
                }
            }

            #[allow(unused_variables)] // In an object without members.
            fn members<W: crate::runtime::Walk>(&mut self, walk: &mut W) {
                $($(walk.required($required_key, &mut self.$required);)*)?
                $($(walk.optional($optional_key, &mut self.$optional);)*)?
                $($(walk.constant($constant_key, $constant);)*)?
                $(walk.others(&mut self.$others);)?
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
                let mut to = crate::runtime::Members::<S>::new(to);
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
pub trait Walk {
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
pub(super) fn decode_object<'de, T: Decode, D: Deserializer<'de>>(
    from: D,
) -> Result<T, D::Error> {
    from.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Decode> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<T, A::Error> {
        let mut object = T::blank();
        let mut seen = Seen::default();
        while let Some(key) = from.next_key_seed(Key)? {
            let mut incoming = Incoming {
                key: &key,
                from: &mut from,
                seen: &mut seen,
                index: 0,
                outcome: None,
            };
            object.members(&mut incoming);
            match incoming.outcome {
                Some(outcome) => outcome?,
                None => from.next_value::<IgnoredAny>().map(drop)?,
            }
        }
        let mut missing = Missing {
            seen: &seen,
            index: 0,
            names: Vec::new(),
        };
        object.members(&mut missing);
        if missing.names.is_empty() {
            return Ok(object);
        }
        Err(missing.error())
    }
}

/// A member whose name was read and whose value comes next. The member of that name takes it.
struct Incoming<'w, A, E> {
    key: &'w str,
    from: &'w mut A,
    seen: &'w mut Seen,
    /// How many required members the walk has passed.
    index: usize,
    /// How it went, once a member has taken it.
    outcome: Option<Result<(), E>>,
}

impl<'de, A: MapAccess<'de>> Walk for Incoming<'_, A, A::Error> {
    fn required<T: Decode>(&mut self, key: &'static str, into: &mut T) {
        if self.key == key {
            self.outcome = Some(if self.seen.insert(self.index) {
                self.value().map(|value| *into = value)
            } else {
                Err(self.duplicate())
            });
        }
        self.index += 1;
    }

    fn optional<T: Decode>(&mut self, key: &'static str, into: &mut Option<T>) {
        if self.key == key {
            self.outcome = Some(if into.is_none() {
                self.value().map(|value| *into = Some(value))
            } else {
                Err(self.duplicate())
            });
        }
    }

    fn constant(&mut self, key: &'static str, expected: &'static str) {
        let mut found = String::new();
        self.required(key, &mut found);
        if self.key == key && matches!(self.outcome, Some(Ok(()))) && found != expected {
            let message = format_args!("`{found}` instead of `{expected}`");
            self.outcome = Some(Err(within(key, A::Error::custom(message))));
        }
    }

    fn others<T: Decode>(&mut self, into: &mut Map<T>) {
        if self.outcome.is_none() {
            self.outcome = Some(insert(into, self.key.to_owned(), self.from));
        }
    }
}

impl<'de, A: MapAccess<'de>> Incoming<'_, A, A::Error> {
    fn value<T: Decode>(&mut self) -> Result<T, A::Error> {
        self.from
            .next_value_seed(Seed::new())
            .map_err(|error| within(self.key, error))
    }

    #[cold]
    fn duplicate(&self) -> A::Error {
        within(self.key, A::Error::custom(DUPLICATE))
    }
}

/// Collects the names of the required members that were not seen.
struct Missing<'w> {
    seen: &'w Seen,
    index: usize,
    names: Vec<&'static str>,
}

impl Walk for Missing<'_> {
    fn required<T: Decode>(&mut self, key: &'static str, _: &mut T) {
        if !self.seen.contains(self.index) {
            self.names.push(key);
        }
        self.index += 1;
    }

    fn optional<T: Decode>(&mut self, _: &'static str, _: &mut Option<T>) {}

    fn constant(&mut self, key: &'static str, _: &'static str) {
        self.required(key, &mut false);
    }

    fn others<T: Decode>(&mut self, _: &mut Map<T>) {}
}

impl Missing<'_> {
    #[cold]
    fn error<E: Error>(&self) -> E {
        let plural = if self.names.len() == 1 { "" } else { "s" };
        let names = self.names.join("`, `");
        E::custom(format_args!("missing member{plural} `{names}`"))
    }
}

/// Which of the required members were seen, by their place among them.
#[derive(Default)]
struct Seen {
    /// A bit for each of the first 64.
    first: u64,
    /// Bits for those behind; most objects never need it.
    rest: Vec<u64>,
}

impl Seen {
    /// Marks a member; false if it was marked before.
    fn insert(&mut self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => &mut self.first,
            Some(behind) => {
                if self.rest.len() <= behind {
                    self.rest.resize(behind + 1, 0);
                }
                &mut self.rest[behind]
            }
        };
        let bit = 1 << (index % 64);
        let fresh = *word & bit == 0;
        *word |= bit;
        fresh
    }

    fn contains(&self, index: usize) -> bool {
        let word = match (index / 64).checked_sub(1) {
            None => Some(&self.first),
            Some(behind) => self.rest.get(behind),
        };
        word.is_some_and(|word| word & (1 << (index % 64)) != 0)
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

/// An object that is being written. The first failure is kept, and nothing written after it.
pub struct Members<S: Serializer>(Result<S::SerializeMap, S::Error>);

impl<S: Serializer> Members<S> {
    /// Begins the object.
    pub fn new(to: S) -> Self {
        Self(to.serialize_map(None))
    }

    /// Writes a member that is always there.
    pub fn required<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        if let Ok(map) = &mut self.0
            && let Err(error) = map.serialize_entry(key, value)
        {
            self.0 = Err(error);
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

    /// Ends the object.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.0?.end()
    }
}
