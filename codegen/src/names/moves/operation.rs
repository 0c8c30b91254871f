//! The operations of two locks in, those that moved out.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::anonymous_path;
use crate::names::escape::ABSENT;
use crate::names::lock::Lock;

use super::{Kept, Matching};

/// An operation in a lock.
#[derive(Clone, Copy)]
struct Operation<'l> {
    key: &'l str,
    name: &'l str,
    line: u32,
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
                line: entry.line,
                method: words.next()?,
                path: words.next()?,
                id: (id != ABSENT).then_some(id),
            })
        });
        operations.collect()
    }
}

impl<'l> Matching<'l> {
    /// Pairs operations: by method and path, or else by method and `operationId`, or else by method and
    /// path without the names of its parameters.
    pub(super) fn match_operations(&mut self) {
        let (mut gone, mut open) = (Operation::collect(self.old), Operation::collect(self.new));
        let keys: [OperationKey<'l>; 3] = [
            |it| Some((it.method, it.path.to_owned())),
            |it| Some((it.method, it.id?.to_owned())),
            |it| Some((it.method, anonymous_path(it.path))),
        ];
        for key in keys {
            let before = group_by_key(&gone, key);
            for (key, operations) in group_by_key(&open, key) {
                if let ([operation], Some([before])) =
                    (&operations[..], before.get(&key).map(|it| &it[..]))
                {
                    self.operations.insert(operation.name, before.name);
                }
            }
            let kept: BTreeSet<&str> = self.operations.values().copied().collect();
            gone.retain(|it| !kept.contains(it.name));
            open.retain(|it| !self.operations.contains_key(it.name));
        }
    }

    /// Lists the operations that are recorded at other paths.
    pub(super) fn moved_operations(&self) -> Vec<MovedOperation<'l>> {
        let open = Operation::collect(self.new).into_iter();
        let open = open.filter(|it| !self.old.entries.contains_key(it.key));
        let open: Vec<(Operation<'l>, &str)> = open
            .filter_map(|it| Some((it, *self.operations.get(it.name)?)))
            .collect();
        if open.is_empty() {
            return Vec::new();
        }
        let mut before: BTreeMap<&str, Vec<Operation<'l>>> = BTreeMap::new();
        for operation in Operation::collect(self.old) {
            before.entry(operation.name).or_default().push(operation);
        }
        let moved = open.into_iter().filter_map(|(new, name)| {
            let [old] = before.get(name)?[..] else {
                return None;
            };
            Some(MovedOperation { old, new })
        });
        moved.collect()
    }
}

fn group_by_key<'l>(
    operations: &[Operation<'l>],
    key: OperationKey<'l>,
) -> BTreeMap<(&'l str, String), Vec<Operation<'l>>> {
    let mut groups: BTreeMap<_, Vec<Operation<'l>>> = BTreeMap::new();
    for operation in operations {
        if let Some(key) = key(operation) {
            groups.entry(key).or_default().push(*operation);
        }
    }
    groups
}

/// An operation that keeps its name at another path.
pub(super) struct MovedOperation<'l> {
    old: Operation<'l>,
    new: Operation<'l>,
}

impl MovedOperation<'_> {
    pub(super) fn kept(&self) -> Kept {
        Kept {
            name: self.old.name.to_owned(),
            line: self.old.line,
            instead_of: vec![self.new.name.to_owned()],
        }
    }

    /// Moves the lines of the operation and of the parameters of its path that have other names.
    pub(super) fn move_lines(self, lock: &mut Lock) {
        let Self { old, new } = self;
        if let Some(entry) = lock.entries.remove(old.key) {
            lock.entries.insert(new.key.to_owned(), entry);
        }
        let key = |wire: &str| format!("parameter {} path {wire}", old.name);
        let (old, new) = (path_parameters(old.path), path_parameters(new.path));
        for (before, after) in old.clone().zip(new.clone()) {
            // What both paths have is the same parameter, wherever it is.
            let is_renamed =
                !new.clone().any(|it| it == before) && !old.clone().any(|it| it == after);
            if is_renamed && let Some(entry) = lock.entries.remove(&key(before)) {
                lock.entries.entry(key(after)).or_insert(entry);
            }
        }
    }
}

/// The names of the parameters in a path.
fn path_parameters(path: &str) -> impl Iterator<Item = &str> + Clone {
    let parts = path.split('{').skip(1);
    parts.filter_map(|part| Some(part.split_once('}')?.0))
}
