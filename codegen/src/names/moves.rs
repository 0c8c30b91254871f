//! An older lock and the names of a new version in, what only moved out.
//!
//! What has no recorded name at its place may have had one elsewhere: a schema that was renamed, moved
//! to a component, out of one or to another file, or an operation at another path. It is recognized by
//! what uses it: the same member of the same type, the same body of the same operation; or, if nothing
//! uses it, by its shape alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::anonymous_path;

use super::escape::ABSENT;
use super::item::{LAYOUTS, Value};
use super::lock::{Entry, Lock};

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
    matching.match_places();
    matching.match_unused();
    matching.fall_back();
    matching.finish()
}

/// A type in one of the locks.
#[derive(Debug, Default)]
struct TypeLines<'l> {
    digest: &'l str,
    line: u32,
    origins: Vec<&'l str>,
}

/// The types of a lock, by name.
fn collect_types(lock: &Lock) -> BTreeMap<&str, TypeLines<'_>> {
    let mut types: BTreeMap<&str, TypeLines<'_>> = BTreeMap::new();
    for (key, entry) in lock.of_kind("type") {
        let origin = key.split(' ').nth(1).unwrap_or_default();
        let [name, digest] = &entry.values[..] else {
            continue;
        };
        let lines = types.entry(name).or_default();
        if lines.origins.is_empty() {
            (lines.digest, lines.line) = (digest, entry.line);
        }
        lines.origins.push(origin);
    }
    types
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
            let is_stable = lines.origins.iter().any(|it| generalize(it).is_none());
            if is_stable || old_types[recorded].digest == lines.digest {
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

    /// Gives a new type a recorded name.
    fn pair(&mut self, ty: &'l str, name: &'l str) {
        self.types.insert(ty, name);
        let holder = self.holders.entry(name).or_insert(ty);
        *holder = ty.min(holder);
    }

    /// Pairs operations: by method and path, or else by method and `operationId`, or else by method and
    /// path without the names of its parameters.
    fn match_operations(&mut self) {
        let (old, new) = (Operation::collect(self.old), Operation::collect(self.new));
        let keys: [OperationKey<'l>; 3] = [
            |it| Some((it.method, it.path.to_owned())),
            |it| Some((it.method, it.id?.to_owned())),
            |it| Some((it.method, anonymous_path(it.path))),
        ];
        for key in keys {
            let open = new
                .iter()
                .filter(|it| !self.operations.contains_key(it.name));
            let open: Vec<_> = open.collect();
            let kept: BTreeSet<&str> = self.operations.values().copied().collect();
            let gone: Vec<_> = old.iter().filter(|it| !kept.contains(it.name)).collect();
            for operation in &open {
                let Some(wanted) = key(operation) else {
                    continue;
                };
                let is_it = |it: &&&Operation<'l>| key(it).as_ref() == Some(&wanted);
                let mut before = gone.iter().filter(is_it);
                let only = open.iter().filter(is_it).count() == 1;
                if let (true, Some(first), None) = (only, before.next(), before.next()) {
                    self.operations.insert(operation.name, first.name);
                }
            }
        }
    }

    /// Pairs types that are used at the same places, until there are no more.
    fn match_places(&mut self) {
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

    /// Returns the first new type that has a recorded name.
    fn holder(&self, name: &str) -> Option<&'l str> {
        self.holders.get(name).copied()
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

    /// Pairs alternatives that have changed their places in a list, by their shapes.
    fn match_siblings(&mut self) {
        let mut gone: BTreeMap<(String, &str), Vec<&'l str>> = BTreeMap::new();
        for (name, lines) in &self.old_types {
            if self.holder(name).is_none() {
                for place in lines.origins.iter().filter_map(|it| generalize(it)) {
                    gone.entry((place, lines.digest)).or_default().push(name);
                }
            }
        }
        let mut found = Vec::new();
        for (ty, lines) in &self.new_types {
            if self.types.contains_key(ty) {
                continue;
            }
            let mut places = lines.origins.iter().filter_map(|it| generalize(it));
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
    fn match_unused(&mut self) {
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
    fn fall_back(&mut self) {
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
        let mut lock = self.old.clone();
        let mut has_changed = !self.unclear.is_empty();
        for (key, entry) in self.new.of_kind("type") {
            let wanted = self.types.get(&*entry.values[0]);
            let recorded = lock.entries.get(key).map(|it| &*it.values[0]);
            if recorded == wanted.copied() {
                continue;
            }
            has_changed = true;
            match wanted {
                Some(name) => {
                    let TypeLines { digest, line, .. } = self.old_types[name];
                    let values = vec![(*name).to_owned(), digest.to_owned()];
                    lock.entries.insert(key.clone(), Entry { values, line });
                }
                None => drop(lock.entries.remove(key)),
            }
        }
        let mut kept = self.kept_types();
        self.move_operations(&mut lock, &mut kept);
        let has_changed = has_changed || !kept.is_empty();
        has_changed.then_some(Moves {
            lock,
            kept,
            unclear: self.unclear,
        })
    }

    /// The types that keep a name at a place where it is not recorded.
    fn kept_types(&self) -> Vec<Kept> {
        let mut kept: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (ty, name) in &self.types {
            let before = &self.old_types[name].origins;
            let place = |origin: &str| generalize(origin).unwrap_or_else(|| origin.to_owned());
            let before: BTreeSet<String> = before.iter().map(|it| place(it)).collect();
            let mut origins = self.new_types[ty].origins.iter();
            if !origins.any(|it| before.contains(&place(it))) {
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

    fn move_operations(&self, lock: &mut Lock, kept: &mut Vec<Kept>) {
        for new in Operation::collect(self.new) {
            let Some(name) = self.operations.get(new.name) else {
                continue;
            };
            if self.old.entries.contains_key(new.key) {
                continue;
            }
            let mut before = Operation::collect(self.old);
            before.retain(|it| it.name == *name);
            let [old] = &before[..] else { continue };
            let entry = self.old.entries[old.key].clone();
            kept.push(Kept {
                name: (*name).to_owned(),
                line: entry.line,
                instead_of: vec![new.name.to_owned()],
            });
            lock.entries.remove(old.key);
            lock.entries.insert(new.key.to_owned(), entry);
            for (before, after) in path_parameters(old.path).zip(path_parameters(new.path)) {
                let key = |wire: &str| format!("parameter {name} path {wire}");
                if before != after
                    && let Some(entry) = lock.entries.remove(&key(before))
                {
                    lock.entries.entry(key(after)).or_insert(entry);
                }
            }
        }
    }
}

/// An operation in a lock.
struct Operation<'l> {
    key: &'l str,
    name: &'l str,
    method: &'l str,
    path: &'l str,
    id: Option<&'l str>,
}

/// What two operations have in common if they are the same.
type OperationKey<'l> = fn(&Operation<'l>) -> Option<(&'l str, String)>;

impl<'l> Operation<'l> {
    fn collect(lock: &'l Lock) -> Vec<Self> {
        let lines = lock.of_kind("operation");
        let operations = lines.filter_map(|(key, entry)| {
            let mut words = key.split(' ').skip(1);
            let [name, id] = &entry.values[..] else {
                return None;
            };
            Some(Self {
                key,
                name,
                method: words.next()?,
                path: words.next()?,
                id: (id != ABSENT).then_some(id),
            })
        });
        operations.collect()
    }
}

/// The name that is recorded for a type at a place.
fn recorded_type<'l>(lock: &'l Lock, origin: &str) -> Option<&'l str> {
    let entry = lock.entries.get(&format!("type {origin}"))?;
    Some(&entry.values[0])
}

/// A reference with a star in place of the last index of a list of schemas, if it has one, or of the
/// number that tells it from others.
fn generalize(origin: &str) -> Option<String> {
    if let Some((reference, number)) = origin.rsplit_once("%20")
        && number.bytes().all(|it| it.is_ascii_digit())
    {
        return Some(format!("{reference}%20*"));
    }
    let lists = ["/oneOf/", "/anyOf/", "/allOf/", "/prefixItems/"];
    let starts = lists
        .iter()
        .filter_map(|it| Some(origin.rfind(it)? + it.len()));
    let start = starts.max()?;
    let rest = origin[start..].trim_start_matches(|it: char| it.is_ascii_digit());
    Some(format!("{}*{rest}", &origin[..start]))
}

/// The names of the parameters in a path.
fn path_parameters(path: &str) -> impl Iterator<Item = &str> {
    let parts = path.split('{').skip(1);
    parts.filter_map(|part| Some(part.split_once('}')?.0))
}

/// The type that a line refers to.
fn find_target<'l>(key: &str, entry: &'l Entry) -> Option<&'l str> {
    let kind = key.split(' ').next()?;
    let layout = LAYOUTS.iter().find(|it| it.kind == kind)?;
    let index = layout.values.iter().position(|it| *it == Value::Target)?;
    let target: &str = entry.values.get(index)?;
    (target != ABSENT).then_some(target)
}

/// The types that something in a lock refers to, if a condition on its kind and owner holds.
fn used_types(lock: &Lock, is_user: impl Fn(&str, &str) -> bool) -> BTreeSet<&str> {
    let entries = lock.entries.iter();
    let used = entries.filter_map(|(key, entry)| {
        let mut words = key.split(' ');
        let (kind, owner) = (words.next()?, words.next()?);
        find_target(key, entry).filter(|_| is_user(kind, owner))
    });
    used.collect()
}

/// What the lines of a kind belong to.
enum OwnerKind {
    None,
    Operation,
    Type,
}

fn owner_kind(kind: &str) -> OwnerKind {
    match kind {
        "event" | "webhook" => OwnerKind::None,
        "parameter" | "request" | "response" => OwnerKind::Operation,
        _ => OwnerKind::Type,
    }
}
