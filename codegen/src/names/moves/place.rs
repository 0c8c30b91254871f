//! The places that types are used at in, the names that they keep out.

use std::collections::{BTreeMap, BTreeSet};

use super::Matching;
use super::line::{OwnerKind, find_target, owner_kind};

impl<'l> Matching<'l> {
    /// Pairs types that are used at the same places, until there are no more.
    pub(super) fn match_places(&mut self) {
        let known = self.unclear.len();
        loop {
            // What is unclear may become clear when others have their names.
            self.unclear.truncate(known);
            let before = self.types.len();
            self.match_siblings();
            let votes = self.collect_votes();
            let mut wanted: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for (ty, names) in votes {
                let names: Vec<&str> = names.into_iter().collect();
                match names[..] {
                    [name] => wanted.entry(name).or_default().push(ty),
                    _ => self.choose_name(ty, &names),
                }
            }
            for (name, types) in wanted {
                self.choose_types(name, &types);
            }
            if self.types.len() == before {
                return;
            }
        }
    }

    /// The recorded types at the places of each new type that has no recorded name yet.
    fn collect_votes(&self) -> BTreeMap<&'l str, BTreeSet<&'l str>> {
        let mut votes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (key, entry) in &self.new.entries {
            let Some(target) = find_target(key, entry) else {
                continue;
            };
            let Some((target, _)) = self.new_types.get_key_value(target) else {
                continue;
            };
            if self.types.contains_key(target) {
                continue;
            }
            let recorded = self.old_key(key).and_then(|key| {
                let (key, entry) = self.old.entries.get_key_value(&key)?;
                find_target(key, entry)
            });
            let recorded = recorded.filter(|it| self.old_types.contains_key(it));
            let votes = votes.entry(target).or_default();
            match recorded {
                Some(name) => drop(votes.insert(name)),
                None => votes.extend(self.gone_alternatives(key)),
            }
        }
        votes.retain(|_, names| !names.is_empty());
        votes
    }

    /// The types of the recorded alternatives of a union that it has no more, given the line of a new
    /// one. Their names may have been those of their types.
    fn gone_alternatives(&self, key: &str) -> Vec<&'l str> {
        let mut words = key.split(' ');
        let (Some(kind @ ("alternative" | "variant")), Some(owner)) = (words.next(), words.next())
        else {
            return Vec::new();
        };
        let Some(owner) = self.types.get(owner) else {
            return Vec::new();
        };
        let start = format!("{kind} {owner} ");
        let lines = self.old.entries.range(start.clone()..);
        let lines = lines.take_while(|(key, _)| key.starts_with(&start));
        let targets = lines.filter_map(|(key, entry)| find_target(key, entry));
        let is_gone = |it: &&str| self.old_types.contains_key(it) && self.holder(it).is_none();
        targets.filter(is_gone).collect()
    }

    /// The line of the older lock that a line of the new one corresponds to.
    fn old_key(&self, key: &str) -> Option<String> {
        let (kind, rest) = key.split_once(' ')?;
        let (owner, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        let owner = match owner_kind(kind) {
            OwnerKind::None => owner,
            OwnerKind::Operation => self.operations.get(owner)?,
            OwnerKind::Type => self.types.get(owner)?,
        };
        Some(format!("{kind} {owner} {rest}").trim_end().to_owned())
    }

    /// Chooses one of several names for a type: its own, or the only one that had its shape.
    fn choose_name(&mut self, ty: &'l str, names: &[&'l str]) {
        let digest = self.new_types[ty].digest;
        let free = names.iter().copied().filter(|it| self.holder(it).is_none());
        let free: Vec<&str> = free.collect();
        let same = free
            .iter()
            .copied()
            .filter(|it| self.old_types[it].digest == digest);
        let same: Vec<&str> = same.collect();
        let is_own = |it: &&str| {
            let holder = self.holder(it);
            *it == ty && holder.is_none_or(|it| self.new_types[it].digest == digest)
        };
        let own = names.iter().copied().find(is_own);
        let chosen = own.or(match same[..] {
            [only] => Some(only),
            _ => None,
        });
        match chosen {
            Some(name) => self.pair(ty, name),
            None if free.len() > 1 => self.report(&free, &[ty]),
            None => {}
        }
    }

    /// Chooses the types that keep a name: all that have the shape of the type that has it now, or had
    /// it before, or all if they have one shape.
    fn choose_types(&mut self, name: &'l str, types: &[&'l str]) {
        let holder = self.holder(name);
        let expected = match holder {
            Some(holder) => self.new_types[holder].digest,
            None => self.old_types[name].digest,
        };
        let digest = |ty: &str| self.new_types[ty].digest;
        let same = types.iter().copied().filter(|ty| digest(ty) == expected);
        let same: Vec<&str> = same.collect();
        let is_one_shape = types.iter().all(|ty| digest(ty) == digest(types[0]));
        let chosen = match (holder, &same[..]) {
            (Some(_), _) | (None, [_, ..]) => same,
            (None, []) if is_one_shape => types.to_vec(),
            (None, []) => return self.report(&[name], types),
        };
        for ty in chosen {
            self.pair(ty, name);
        }
    }
}
