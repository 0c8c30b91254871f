//! Changes in, the lines about their items in both listings out.

use rustc_hash::FxHashMap;

use crate::ir::{Api, Operation, TypeId};
use crate::listing::{operation_lines, type_lines};

use super::change::{Change, Subject};
use super::pairs::{Pairs, TypeIdOf, pair_operations};

/// The lines about an item in the listings of the old and the new API; empty where it is not there.
pub(super) type Lines = [String; 2];

/// The types and operations of both APIs, by the name that changes give them.
pub(super) struct Listed<'a> {
    apis: [&'a Api; 2],
    types: FxHashMap<&'a str, [Option<TypeId>; 2]>,
    operations: FxHashMap<&'a str, [Option<&'a Operation>; 2]>,
}

impl<'a> Listed<'a> {
    pub(super) fn new(old: &'a Api, new: &'a Api, types: &Pairs<TypeIdOf>) -> Self {
        let mut listed = Self {
            apis: [old, new],
            types: FxHashMap::default(),
            operations: FxHashMap::default(),
        };
        for (before, after) in types.sides() {
            let (old_id, new_id) = (before.map(|it| it.id), after.map(|it| it.id));
            let name = match (new_id, old_id) {
                (Some(id), _) => &new.type_def(id).name,
                (None, Some(id)) => &old.type_def(id).name,
                (None, None) => continue,
            };
            listed.types.insert(name.as_str(), [old_id, new_id]);
        }
        for (before, after) in pair_operations(old, new).sides() {
            if let Some(operation) = after.or(before) {
                let name = operation.name.as_str();
                listed.operations.insert(name, [before, after]);
            }
        }
        listed
    }

    /// Returns the head of the item and the lines about its member, or all lines where the change is not
    /// about a member of its own line.
    pub(super) fn lines(&self, change: &Change) -> Lines {
        let mut parts = change.item.split('.');
        let (holder, member) = (parts.next().unwrap_or_default(), parts.next());
        let whole = match change.subject {
            Subject::Type => self.types.get(holder).map(|ids| {
                [0, 1].map(|side| {
                    let api = self.apis[side];
                    ids[side].map(|id| type_lines(api, api.type_def(id)))
                })
            }),
            Subject::Operation => self.operations.get(holder).map(|operations| {
                [0, 1].map(|side| operations[side].map(|it| operation_lines(self.apis[side], it)))
            }),
            Subject::Api | Subject::Webhook | Subject::Error => None,
        };
        let whole = whole.unwrap_or_default().map(Option::unwrap_or_default);
        let is_listed = |member: &&str| {
            let mut lines = whole.iter().flat_map(|it| it.lines().skip(1));
            lines.any(|line| is_about(line, member))
        };
        match member.filter(is_listed) {
            Some(member) => whole.map(|text| select_lines(&text, member)),
            None => whole,
        }
    }
}

/// The first line, and those about a member.
fn select_lines(text: &str, member: &str) -> String {
    let lines = text.split_inclusive('\n').enumerate();
    let kept = lines.filter(|(index, line)| *index == 0 || is_about(line, member));
    kept.map(|(_, line)| line).collect()
}

/// Whether a line starts with a name, or with `wire as name`.
fn is_about(line: &str, member: &str) -> bool {
    line.split_whitespace().take(3).any(|word| word == member)
}
