//! Objects: decoding member by member into a blank value, encoding in the order of the schema.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::mem;

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
            #[allow(clippy::new_without_default)] // Few objects may be empty.
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
        let mut object = T::blank();
        let mut incoming = Incoming::new(from)?;
        while incoming.open {
            incoming.begin();
            object.members(&mut incoming);
            incoming.finish()?;
        }
        let mut missing = Missing {
            seen: &incoming.seen,
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

/// The members that come in.
///
/// A walk compares the name at hand with each member's. Where they agree the member takes its value
/// and the next name is read, so that one walk takes all members that come in the order of the
/// schema; the next walk goes on where the order was left.
struct Incoming<'de, A: MapAccess<'de>> {
    from: A,
    /// Whether there is a name at hand whose value comes next.
    open: bool,
    key: Cow<'de, str>,
    /// Whether this walk has taken any member.
    took: bool,
    /// How many required members this walk has passed.
    index: usize,
    seen: Seen,
    /// What went wrong; nothing is open any more then.
    error: Option<A::Error>,
}

impl<'de, A: MapAccess<'de>> Incoming<'de, A> {
    fn new(mut from: A) -> Result<Self, A::Error> {
        let mut key = Cow::Borrowed("");
        Ok(Self {
            open: from.next_key_seed(Text(&mut key))?.is_some(),
            from,
            key,
            took: false,
            index: 0,
            seen: Seen::default(),
            error: None,
        })
    }

    fn begin(&mut self) {
        self.took = false;
        self.index = 0;
    }

    fn finish(&mut self) -> Result<(), A::Error> {
        if self.open && !self.took {
            self.from.next_value::<IgnoredAny>()?;
            self.next();
        }
        self.error.take().map_or(Ok(()), Err)
    }

    #[inline]
    fn is_at(&self, key: &'static str) -> bool {
        self.key == key && self.open
    }

    /// Takes the value at hand, and the next name.
    #[inline]
    fn take<T: DeserializeSeed<'de>>(&mut self, first: bool, seed: T, keep: impl FnOnce(T::Value)) {
        self.took = true;
        if !first {
            return self.fail(&A::Error::custom(DUPLICATE));
        }
        match self.from.next_value_seed(seed) {
            Ok(value) => {
                keep(value);
                self.next();
            }
            Err(error) => self.fail(&error),
        }
    }

    #[inline(never)] // One copy for each type of member, and not one for each member.
    fn take_required<T: Decode>(&mut self, into: &mut T) {
        let first = self.seen.insert(self.index);
        self.take(first, Seed::new(), |value| *into = value);
    }

    #[inline(never)]
    fn take_optional<T: Decode>(&mut self, into: &mut Option<T>) {
        let first = into.is_none();
        self.take(first, Seed::new(), |value| *into = Some(value));
    }

    fn next(&mut self) {
        match self.from.next_key_seed(Text(&mut self.key)) {
            Ok(key) => self.open = key.is_some(),
            Err(error) => {
                self.open = false;
                self.error = Some(error);
            }
        }
    }

    #[cold]
    fn fail(&mut self, error: &A::Error) {
        self.open = false;
        self.error = Some(within(&self.key, error));
    }
}

impl<'de, A: MapAccess<'de>> Walk for Incoming<'de, A> {
    #[inline]
    fn required<T: Decode>(&mut self, key: &'static str, into: &mut T) {
        if self.is_at(key) {
            self.take_required(into);
        }
        self.index += 1;
    }

    #[inline]
    fn optional<T: Decode>(&mut self, key: &'static str, into: &mut Option<T>) {
        if self.is_at(key) {
            self.take_optional(into);
        }
    }

    fn constant(&mut self, key: &'static str, expected: &'static str) {
        if self.is_at(key) {
            let first = self.seen.insert(self.index);
            let mut found = Cow::Borrowed(expected);
            self.take(first, Text(&mut found), drop);
            if found != expected {
                let message = format_args!("`{found}` instead of `{expected}`");
                self.open = false;
                self.error = Some(within(key, &A::Error::custom(message)));
            }
        }
        self.index += 1;
    }

    fn others<T: Decode>(&mut self, into: &mut Map<T>) {
        if self.open && !self.took {
            self.took = true;
            let key = mem::take(&mut self.key).into_owned();
            match insert(into, key, &mut self.from) {
                Ok(()) => self.next(),
                Err(error) => {
                    self.open = false;
                    self.error = Some(error);
                }
            }
        }
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

/// Reads a text into its place, borrowing it where the document has it without escapes.
pub(super) struct Text<'k, 'de>(pub(super) &'k mut Cow<'de, str>);

impl<'de> DeserializeSeed<'de> for Text<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Text<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<(), E> {
        *self.0 = Cow::Borrowed(text);
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        *self.0 = Cow::Owned(text.to_owned());
        Ok(())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<(), E> {
        *self.0 = Cow::Owned(text);
        Ok(())
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
