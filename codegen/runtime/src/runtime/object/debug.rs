//! Formatting of objects for debugging, under the names that members have in JSON.

use std::fmt::{Debug, DebugStruct, Formatter, Result};

use serde::Serialize;

use super::VisitMembers;
use crate::runtime::{Decode, Map};

/// Formats an object like a derived `Debug`.
pub fn debug_object<T: Decode>(name: &str, object: &T, f: &mut Formatter<'_>) -> Result {
    let mut members = DebugMembers(f.debug_struct(name));
    object.visit_members(object, &mut members);
    members.0.finish()
}

struct DebugMembers<'a, 'f>(DebugStruct<'a, 'f>);

impl VisitMembers for DebugMembers<'_, '_> {
    fn required<T: Serialize + PartialEq + Debug>(&mut self, key: &'static str, value: &T, _: &T) {
        self.0.field(key, value);
    }

    fn optional<T: Serialize + PartialEq + Debug>(
        &mut self,
        key: &'static str,
        value: &Option<T>,
        _: &Option<T>,
    ) {
        self.0.field(key, value);
    }

    fn constant(&mut self, _: &'static str, _: &'static str) {}

    fn others<T: Serialize + PartialEq + Debug>(&mut self, value: &Map<T>, _: &Map<T>) {
        self.0.field("additional_properties", value);
    }
}
