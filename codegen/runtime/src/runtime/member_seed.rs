//! Seeds that decode the values of members in place. Null for an optional member whose schema does
//! not allow null is absence, because many servers write it for values that are not set.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, Unexpected, Visitor};

use super::Decode;
use super::value_deserializer::ValueDeserializer;

thread_local! {
    /// Whether such a null is an error on this thread.
    static IS_STRICT: Cell<bool> = const { Cell::new(false) };
}

/// Makes such a null an error, as in JSON Schema, until the guard is dropped: to count the
/// alternatives of a union that a value is valid against.
#[must_use]
pub(super) fn refuse_null() -> NullRefused {
    NullRefused {
        before: IS_STRICT.replace(true),
    }
}

/// Restores the former behavior when dropped, even after a panic.
pub(super) struct NullRefused {
    before: bool,
}

impl Drop for NullRefused {
    fn drop(&mut self) {
        IS_STRICT.set(self.before);
    }
}

/// A seed that stores the value of a required member.
pub(super) struct RequiredSeed<'m, T>(pub(super) &'m mut T);

impl<'de, T: Decode> DeserializeSeed<'de> for RequiredSeed<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        match T::decode(from) {
            Ok(value) => {
                *self.0 = value;
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}

/// A seed that stores the value of an optional member, or leaves it absent.
pub(super) struct OptionalSeed<'m, T>(pub(super) &'m mut Option<T>);

impl<'de, T: Decode> DeserializeSeed<'de> for OptionalSeed<'_, T> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        if const { T::ACCEPTS_NULL } {
            self.visit_some(from)
        } else {
            from.deserialize_option(self)
        }
    }
}

impl<'de, T: Decode> Visitor<'de> for OptionalSeed<'_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        accept_null()
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        accept_null()
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        match T::decode(from) {
            Ok(value) => {
                *self.0 = Some(value);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// An empty text in a form is absence unless it is a valid value.
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        *self.0 = T::decode(ValueDeserializer::text(&text.into())).ok();
        Ok(())
    }
}

/// Returns what a null is. It is compiled once for all types.
fn accept_null<E: Error>() -> Result<(), E> {
    if IS_STRICT.get() {
        return Err(E::invalid_type(Unexpected::Unit, &"a value"));
    }
    Ok(())
}
