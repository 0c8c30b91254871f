//! A line of a lock in, what it refers to and belongs to out.

use std::collections::BTreeSet;

use crate::names::escape::ABSENT;
use crate::names::item::{LAYOUTS, Value};
use crate::names::lock::{Entry, Lock};

/// The type that a line refers to.
pub(super) fn find_target<'l>(key: &str, entry: &'l Entry) -> Option<&'l str> {
    let kind = key.split(' ').next()?;
    let layout = LAYOUTS.iter().find(|it| it.kind == kind)?;
    let index = layout.values.iter().position(|it| *it == Value::Target)?;
    let target: &str = entry.values.get(index)?;
    (target != ABSENT).then_some(target)
}

/// The types that something in a lock refers to, if a condition on its kind and owner holds.
pub(super) fn used_types(lock: &Lock, is_user: impl Fn(&str, &str) -> bool) -> BTreeSet<&str> {
    let entries = lock.entries.iter();
    let used = entries.filter_map(|(key, entry)| {
        let mut words = key.split(' ');
        let (kind, owner) = (words.next()?, words.next()?);
        find_target(key, entry).filter(|_| is_user(kind, owner))
    });
    used.collect()
}

/// What the lines of a kind belong to.
pub(super) enum OwnerKind {
    None,
    Operation,
    Type,
}

pub(super) fn owner_kind(kind: &str) -> OwnerKind {
    match kind {
        "event" | "webhook" => OwnerKind::None,
        "parameter" | "request" | "response" => OwnerKind::Operation,
        _ => OwnerKind::Type,
    }
}
