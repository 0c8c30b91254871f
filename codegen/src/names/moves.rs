//! An older lock and the names of a new version in, what only moved out.
//!
//! What has no recorded name at its place may have had one elsewhere: a schema that was renamed, moved
//! to a component, out of one or to another file, or an operation at another path. It is recognized by
//! what uses it: the same member of the same type, the same body of the same operation; or, if nothing
//! uses it, by its shape alone.

mod line;
mod operation;
mod place;
mod shape;
mod type_lines;

use std::collections::{BTreeMap, BTreeSet};

use super::lock::{Entry, Lock};
use type_lines::{TypeLines, collect_types, generalize_reference, recorded_type};

/// What moved from one version of a document to the next.
#[derive(Debug, Default)]
pub struct Moves {
    /// The older lock, with the names at their new places.
    pub lock: Lock,
    /// The items that keep a name at another place.
    pub kept: Vec<Kept>,
    /// Names that several new types could keep, or types that could keep several names.
    pub unclear: Vec<Unclear>,
}

/// An item that keeps its name at another place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The name.
    pub name: String,
    /// The line of the older lock.
    pub line: u32,
    /// The names that the items at its places would have in the new version.
    pub instead_of: Vec<String>,
}

/// Types that nothing tells apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// The recorded names, with their lines.
    pub names: Vec<(String, u32)>,
    /// The names of the types in the new version.
    pub types: Vec<String>,
}

/// Finds what moved from `old` to `new`, which is recorded of an API that was named by `old`. Returns
/// `None` if nothing did.
#[must_use]
pub fn find_moves(old: &Lock, new: &Lock) -> Option<Moves> {
    let mut matching = Matching::new(old, new);
    matching.match_operations();
    if !matching.is_complete() {
        matching.match_places();
        matching.match_unused();
        matching.match_references();
    }
    matching.finish()
}

/// The names of types and operations in the new version, as they are paired with recorded ones.
struct Matching<'l> {
    old: &'l Lock,
    new: &'l Lock,
    old_types: BTreeMap<&'l str, TypeLines<'l>>,
    new_types: BTreeMap<&'l str, TypeLines<'l>>,
    /// The recorded name of each new type.
    types: BTreeMap<&'l str, &'l str>,
    /// The first new type that has each recorded name.
    holders: BTreeMap<&'l str, &'l str>,
    /// The recorded name of each new operation.
    operations: BTreeMap<&'l str, &'l str>,
    unclear: Vec<Unclear>,
}

impl<'l> Matching<'l> {
    /// Pairs what is at the same place, as far as the place identifies it.
    fn new(old: &'l Lock, new: &'l Lock) -> Self {
        let (old_types, new_types) = (collect_types(old), collect_types(new));
        let mut pairs = Vec::new();
        for (name, lines) in &new_types {
            // Of several schemas that are one type now, the one that had the name.
            let all = || lines.origins.iter().filter_map(|it| recorded_type(old, it));
            let recorded = all().find(|it| it == name).or_else(|| all().next());
            let Some(recorded) = recorded else { continue };
            let is_stable = |it: &&str| generalize_reference(it).is_none();
            if old_types[recorded].digest == lines.digest || lines.origins.iter().any(is_stable) {
                pairs.push((*name, recorded));
            }
        }
        let mut matching = Self {
            old,
            new,
            old_types,
            new_types,
            types: BTreeMap::new(),
            holders: BTreeMap::new(),
            operations: BTreeMap::new(),
            unclear: Vec::new(),
        };
        for (ty, name) in pairs {
            matching.pair(ty, name);
        }
        matching
    }

    /// Whether each new type has a recorded name.
    fn is_complete(&self) -> bool {
        self.types.len() == self.new_types.len()
    }

    /// Gives a new type a recorded name.
    fn pair(&mut self, ty: &'l str, name: &'l str) {
        self.types.insert(ty, name);
        let holder = self.holders.entry(name).or_insert(ty);
        *holder = ty.min(holder);
    }

    /// Returns the first new type that has a recorded name.
    fn holder(&self, name: &str) -> Option<&'l str> {
        self.holders.get(name).copied()
    }

    fn report(&mut self, names: &[&str], types: &[&str]) {
        let names = names
            .iter()
            .map(|it| ((*it).to_owned(), self.old_types[it].line));
        let unclear = Unclear {
            names: names.collect(),
            types: types.iter().map(|it| (*it).to_owned()).collect(),
        };
        if !self.unclear.contains(&unclear) {
            self.unclear.push(unclear);
        }
    }

    /// Moves the lines of the older lock.
    fn finish(self) -> Option<Moves> {
        let moved: Vec<(&String, Option<&&str>)> = self.moved_types().collect();
        let operations = self.moved_operations();
        let mut kept = self.kept_types();
        if moved.is_empty() && operations.is_empty() && kept.is_empty() && self.unclear.is_empty() {
            return None;
        }
        let mut lock = self.old.clone();
        for (key, name) in moved {
            match name {
                Some(name) => {
                    let TypeLines { digest, line, .. } = self.old_types[name];
                    let values = vec![(*name).to_owned(), digest.to_owned()];
                    lock.entries.insert(key.clone(), Entry { values, line });
                }
                None => drop(lock.entries.remove(key)),
            }
        }
        for operation in operations {
            kept.push(operation.kept());
            operation.move_lines(&mut lock);
        }
        Some(Moves {
            lock,
            kept,
            unclear: self.unclear,
        })
    }

    /// The lines of types that have another name than is recorded at their places, each with that name.
    fn moved_types(&self) -> impl Iterator<Item = (&'l String, Option<&&'l str>)> {
        self.new.of_kind("type").filter_map(|(key, entry)| {
            let wanted = self.types.get(&*entry.values[0]);
            let recorded = self.old.entries.get(key).map(|it| &*it.values[0]);
            (recorded != wanted.copied()).then_some((key, wanted))
        })
    }

    /// The types that keep a name at a place where it is not recorded.
    fn kept_types(&self) -> Vec<Kept> {
        let mut kept: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (ty, name) in &self.types {
            if !is_at_same_place(&self.old_types[name].origins, &self.new_types[ty].origins) {
                kept.entry(name).or_default().push((*ty).to_owned());
            }
        }
        let kept = kept.into_iter().map(|(name, instead_of)| Kept {
            name: name.to_owned(),
            line: self.old_types[name].line,
            instead_of,
        });
        kept.collect()
    }
}

/// Whether two types have a place in common, or were and are alternatives of one list.
fn is_at_same_place(before: &[&str], after: &[&str]) -> bool {
    if after.iter().any(|it| before.contains(it)) {
        return true;
    }
    let place =
        |origin: &&str| generalize_reference(origin).unwrap_or_else(|| (*origin).to_owned());
    let before: BTreeSet<String> = before.iter().map(place).collect();
    after.iter().any(|it| before.contains(&place(it)))
}
