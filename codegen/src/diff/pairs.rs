//! Two APIs in, which types and operations of one are those of the other out.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use crate::ir::{Api, Operation, TypeId, anonymous_path};

/// Items of two lists: those in both, those only in the old one, those only in the new one.
#[derive(Debug)]
pub(super) struct Pairs<T> {
    pub(super) both: Vec<(T, T)>,
    pub(super) removed: Vec<T>,
    pub(super) added: Vec<T>,
}

/// Pairs items by a key. Of items with the same key, the first counts.
pub(super) fn pair_by<T: Copy, K: Eq + Hash>(
    old: impl IntoIterator<Item = T>,
    new: impl IntoIterator<Item = T>,
    key: impl Fn(T) -> K,
) -> Pairs<T> {
    let mut rest: Vec<Option<T>> = Vec::new();
    let mut places: FxHashMap<K, usize> = FxHashMap::default();
    for item in new {
        places.entry(key(item)).or_insert(rest.len());
        rest.push(Some(item));
    }
    let mut pairs = Pairs {
        both: Vec::new(),
        removed: Vec::new(),
        added: Vec::new(),
    };
    for item in old {
        match places.get(&key(item)).and_then(|&place| rest[place].take()) {
            Some(other) => pairs.both.push((item, other)),
            None => pairs.removed.push(item),
        }
    }
    pairs.added.extend(rest.into_iter().flatten());
    pairs
}

impl<T: Copy> Pairs<T> {
    /// Returns every item with the one that it is paired with: old ones on the left, new ones on the right.
    pub(super) fn sides(&self) -> impl Iterator<Item = (Option<T>, Option<T>)> {
        let both = self.both.iter().map(|it| (Some(it.0), Some(it.1)));
        let removed = self.removed.iter().map(|it| (Some(*it), None));
        let added = self.added.iter().map(|it| (None, Some(*it)));
        both.chain(removed).chain(added)
    }

    /// Pairs what is left by another key.
    pub(super) fn then_by<K: Eq + Hash>(mut self, key: impl Fn(T) -> K) -> Self {
        let rest = pair_by(self.removed, self.added, key);
        self.both.extend(rest.both);
        Self {
            both: self.both,
            removed: rest.removed,
            added: rest.added,
        }
    }
}

/// Pairs types by name, then by the place of their schema.
pub(super) fn pair_types(old: &Api, new: &Api) -> Pairs<TypeIdOf> {
    let list = |api: &Api, is_new| {
        let ids = (0..api.types.len()).map(TypeId);
        ids.map(move |id| TypeIdOf { id, is_new })
            .collect::<Vec<_>>()
    };
    let def = |it: TypeIdOf| if it.is_new { new } else { old }.type_def(it.id);
    let pairs = pair_by(list(old, false), list(new, true), |it| &def(it).name);
    pairs.then_by(|it| &def(it).address.pointer)
}

/// A type of the old API or of the new one.
#[derive(Clone, Copy, Debug)]
pub(super) struct TypeIdOf {
    pub(super) id: TypeId,
    is_new: bool,
}

/// Pairs operations by method and path, whatever the names of the path's parameters, then by name.
pub(super) fn pair_operations<'a>(old: &'a Api, new: &'a Api) -> Pairs<&'a Operation> {
    let pairs = pair_by(&old.operations, &new.operations, |it| {
        (it.method.as_str(), anonymous_path(&it.path))
    });
    pairs.then_by(|it| it.name.as_str())
}
