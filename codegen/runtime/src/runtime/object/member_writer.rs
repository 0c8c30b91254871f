//! Encoding of members in the order of the schema.

use std::cell::Cell;
use std::fmt::Debug;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::VisitMembers;
use crate::runtime::{Decode, Map, Value};

thread_local! {
    /// Whether undeclared members are omitted on this thread.
    static OMITS_UNDECLARED: Cell<bool> = const { Cell::new(false) };
}

/// Omits undeclared members until the guard is dropped: to hash a value, and to compare alternatives of a union
/// by the members that their schemas declare.
#[must_use]
pub(in crate::runtime) fn omit_undeclared() -> UndeclaredOmitted {
    UndeclaredOmitted {
        before: OMITS_UNDECLARED.replace(true),
    }
}

/// Restores the former behavior when dropped, even after a panic.
pub(in crate::runtime) struct UndeclaredOmitted {
    before: bool,
}

impl Drop for UndeclaredOmitted {
    fn drop(&mut self) {
        OMITS_UNDECLARED.set(self.before);
    }
}

/// Serializes an object as a map of its members.
#[inline]
pub fn serialize_object<T: Decode, S: Serializer>(object: &T, to: S) -> Result<S::Ok, S::Error> {
    let mut members = MemberWriter::<S>(to.serialize_map(None));
    object.visit_members(object, &mut members);
    members.0?.end()
}

/// An object that is being serialized. After the first error, which is kept, nothing is written.
struct MemberWriter<S: Serializer>(Result<S::SerializeMap, S::Error>);

impl<S: Serializer> MemberWriter<S> {
    fn write<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        if let Ok(map) = &mut self.0
            && let Err(error) = map.serialize_entry(key, value)
        {
            self.0 = Err(error);
        }
    }
}

impl<S: Serializer> VisitMembers for MemberWriter<S> {
    fn required<T: Serialize + PartialEq + Debug>(&mut self, key: &'static str, value: &T, _: &T) {
        self.write(key, value);
    }

    fn optional<T: Serialize + PartialEq + Debug>(
        &mut self,
        key: &'static str,
        value: &Option<T>,
        _: &Option<T>,
    ) {
        if let Some(value) = value {
            self.write(key, value);
        }
    }

    fn constant(&mut self, key: &'static str, value: &'static str) {
        self.write(key, value);
    }

    fn others<T: Serialize + PartialEq + Debug>(&mut self, value: &Map<T>, _: &Map<T>) {
        for (key, value) in value {
            self.write(key, value);
        }
    }

    fn undeclared(&mut self, value: &Map<Value>, other: &Map<Value>) {
        if !OMITS_UNDECLARED.get() {
            self.others(value, other);
        }
    }
}
