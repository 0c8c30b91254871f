//! The shapes of types in, the names that they keep out, where no place tells.

use std::collections::{BTreeMap, BTreeSet};

use super::Matching;
use super::line::{OwnerKind, owner_kind, used_types};
use super::type_lines::{generalize_reference, recorded_type};

impl<'l> Matching<'l> {
    /// Pairs alternatives that have changed their places in a list, by their shapes.
    pub(super) fn match_siblings(&mut self) {
        let mut gone: BTreeMap<(String, &str), Vec<&'l str>> = BTreeMap::new();
        for (name, lines) in &self.old_types {
            if self.holder(name).is_none() {
                for place in lines
                    .origins
                    .iter()
                    .filter_map(|it| generalize_reference(it))
                {
                    gone.entry((place, lines.digest)).or_default().push(name);
                }
            }
        }
        let mut found = Vec::new();
        for (ty, lines) in &self.new_types {
            if self.types.contains_key(ty) {
                continue;
            }
            let mut places = lines
                .origins
                .iter()
                .filter_map(|it| generalize_reference(it));
            let same = places.find_map(|place| gone.get(&(place, lines.digest)));
            if let Some([only]) = same.map(|it| &it[..]) {
                found.push((*ty, *only));
            }
        }
        for (ty, name) in found {
            if self.holder(name).is_none() {
                self.pair(ty, name);
            }
        }
    }

    /// Pairs types that nothing uses which is in both versions, if only one of each has a shape.
    pub(super) fn match_unused(&mut self) {
        let types: BTreeSet<&str> = self.types.values().copied().collect();
        let operations: BTreeSet<&str> = self.operations.values().copied().collect();
        let was_used = used_types(self.old, |kind, owner| match owner_kind(kind) {
            OwnerKind::None => true,
            OwnerKind::Operation => operations.contains(owner),
            OwnerKind::Type => types.contains(owner),
        });
        let used = used_types(self.new, |kind, owner| match owner_kind(kind) {
            OwnerKind::None => true,
            OwnerKind::Operation => self.operations.contains_key(owner),
            OwnerKind::Type => self.types.contains_key(owner),
        });
        let mut shapes: BTreeMap<&str, (Vec<&'l str>, Vec<&'l str>)> = BTreeMap::new();
        for (name, lines) in &self.old_types {
            if !was_used.contains(name) && self.holder(name).is_none() {
                shapes.entry(lines.digest).or_default().0.push(name);
            }
        }
        for (ty, lines) in &self.new_types {
            if !used.contains(ty) && !self.types.contains_key(ty) {
                shapes.entry(lines.digest).or_default().1.push(ty);
            }
        }
        for (names, types) in shapes.into_values() {
            match (&names[..], &types[..]) {
                ([], _) | (_, []) => {}
                ([name], [ty]) => self.pair(ty, name),
                _ => self.report(&names, &types),
            }
        }
        self.match_places();
    }

    /// Pairs what is left by its place, though an index in it may mean another schema now.
    pub(super) fn match_references(&mut self) {
        let new_types: Vec<&'l str> = self.new_types.keys().copied().collect();
        for ty in new_types {
            if self.types.contains_key(ty) {
                continue;
            }
            let mut origins = self.new_types[ty].origins.iter();
            let recorded = origins.find_map(|it| recorded_type(self.old, it));
            if let Some(recorded) = recorded.filter(|it| self.holder(it).is_none()) {
                self.pair(ty, recorded);
            }
        }
    }
}
