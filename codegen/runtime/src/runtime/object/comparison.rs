//! Comparison of objects, member by member.

use std::fmt::Debug;

use serde::Serialize;

use super::VisitMembers;
use crate::runtime::{Decode, Map};

/// Returns whether all members of two objects are equal.
#[inline]
pub fn equal_objects<T: Decode>(object: &T, other: &T) -> bool {
    let mut comparison = Comparison(true);
    object.visit_members(other, &mut comparison);
    comparison.0
}

/// Whether all members so far are equal.
struct Comparison(bool);

impl VisitMembers for Comparison {
    #[inline]
    fn required<T: Serialize + PartialEq + Debug>(
        &mut self,
        _: &'static str,
        value: &T,
        other: &T,
    ) {
        self.0 = self.0 && value == other;
    }

    #[inline]
    fn optional<T: Serialize + PartialEq + Debug>(
        &mut self,
        _: &'static str,
        value: &Option<T>,
        other: &Option<T>,
    ) {
        self.0 = self.0 && value == other;
    }

    #[inline]
    fn constant(&mut self, _: &'static str, _: &'static str) {}

    #[inline]
    fn others<T: Serialize + PartialEq + Debug>(&mut self, value: &Map<T>, other: &Map<T>) {
        self.0 = self.0 && value == other;
    }
}
