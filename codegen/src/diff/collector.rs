//! What all comparisons share: both APIs, which types are the same, and the changes found.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::ir::{Api, Doc, TypeId};
use crate::pointer::Address;

use super::alias::alias_target;
use super::change::{Change, Finding, Impact, Subject};
use super::kind::ChangeKind;
use super::listed::Listed;
use super::pairs::{Pairs, TypeIdOf, pair_types};
use super::reach::Reach;
use super::shift::Directions;

pub(super) struct Collector<'a> {
    pub(super) old: &'a Api,
    pub(super) new: &'a Api,
    pub(super) types: Pairs<TypeIdOf>,
    /// The new type for each old one.
    same: FxHashMap<TypeId, TypeId>,
    old_reach: Reach<'a>,
    new_reach: Reach<'a>,
    changes: Vec<Change>,
}

/// What a change is about, and where it is.
#[derive(Clone, Debug)]
pub(super) struct Site {
    pub(super) subject: Subject,
    pub(super) item: String,
    pub(super) old: Option<Address>,
    pub(super) new: Option<Address>,
    /// Who uses it.
    pub(super) users: Users,
    /// The directions in which its values go.
    pub(super) directions: Directions,
}

/// The operations and webhooks that use an item. Those of types are looked up when a change is reported.
#[derive(Clone, Debug)]
pub(super) enum Users {
    Named(Option<String>),
    OfTypes(Option<TypeId>, Option<TypeId>),
}

impl Site {
    /// A part of it: `Pet.name`, at `properties/name` below it.
    pub(super) fn member(&self, name: &str, segments: &[&str]) -> Self {
        let below = |address: &Option<Address>| {
            let address = address.as_ref();
            address.map(|it| it.join_all(segments.iter().copied()))
        };
        Self {
            item: format!("{}.{name}", self.item),
            old: below(&self.old),
            new: below(&self.new),
            subject: self.subject,
            users: self.users.clone(),
            directions: self.directions,
        }
    }
}

impl<'a> Collector<'a> {
    pub(super) fn new(old: &'a Api, new: &'a Api) -> Self {
        let types = pair_types(old, new);
        let added: FxHashSet<TypeId> = types.added.iter().map(|it| it.id).collect();
        let same = types.both.iter().map(|(before, after)| {
            // Its callers do not see that its name is an alias now.
            let target = alias_target(new, after.id).filter(|it| added.contains(it));
            (before.id, target.unwrap_or(after.id))
        });
        Self {
            old,
            new,
            same: same.collect(),
            types,
            old_reach: Reach::new(old),
            new_reach: Reach::new(new),
            changes: Vec::new(),
        }
    }

    /// Whether a type of the new API is what a type of the old one has become.
    pub(super) fn is_same_type(&self, old: TypeId, new: TypeId) -> bool {
        self.same.get(&old) == Some(&new)
    }

    pub(super) fn directions(&self, old: Option<TypeId>, new: Option<TypeId>) -> Directions {
        let old = old
            .map(|id| self.old_reach.directions(id))
            .unwrap_or_default();
        let new = new
            .map(|id| self.new_reach.directions(id))
            .unwrap_or_default();
        Directions {
            sent: old.sent || new.sent,
            received: old.received || new.received,
        }
    }

    /// Who uses a type, before or now.
    fn users(&self, old: Option<TypeId>, new: Option<TypeId>) -> Vec<String> {
        let old = old.into_iter().flat_map(|id| self.old_reach.users(id));
        let new = new.into_iter().flat_map(|id| self.new_reach.users(id));
        let users: BTreeSet<&str> = old.chain(new).collect();
        users.into_iter().map(str::to_owned).collect()
    }

    pub(super) fn report(&mut self, site: &Site, finding: Finding) {
        self.push(site, finding, false);
    }

    /// Reports that callers compile and pass their arguments in another order.
    pub(super) fn report_swap(&mut self, site: &Site, finding: Finding) {
        self.push(site, finding, true);
    }

    fn push(&mut self, site: &Site, finding: Finding, is_swap: bool) {
        let Site {
            subject,
            item,
            old,
            new,
            users,
            directions: _,
        } = site.clone();
        let reaches = match users {
            Users::Named(name) => name.into_iter().collect(),
            Users::OfTypes(old, new) => self.users(old, new),
        };
        self.changes.push(Change {
            is_swap,
            reaches,
            ..Change::of_item((subject, item), finding, [old, new])
        });
    }

    /// Reports that the prose of an item is different.
    pub(super) fn diff_docs(&mut self, site: &Site, old: &Doc, new: &Doc) {
        if old.text == new.text {
            return;
        }
        let text = match (&old.text, &new.text) {
            (None, _) => "is documented now",
            (_, None) => "is no longer documented",
            _ => "is described in other words",
        };
        let prose = |doc: &Doc| doc.text.clone().unwrap_or_default();
        let finding = Finding::new(ChangeKind::Docs, text)
            .spelled(prose(old), prose(new))
            .impact(Impact::Docs, Impact::Docs);
        self.report(site, finding);
    }

    /// Reports that an item is deprecated, or no longer.
    pub(super) fn diff_deprecated(&mut self, site: &Site, old: bool, new: bool) {
        let text = match (old, new) {
            (false, true) => "is deprecated now; callers see a warning",
            (true, false) => "is no longer deprecated",
            _ => return,
        };
        let finding = Finding::new(ChangeKind::Deprecated, text);
        self.report(site, finding.impact(Impact::Additive, Impact::Docs));
    }

    /// Returns the changes, those that several operations share as one.
    pub(super) fn finish(mut self) -> Vec<Change> {
        self.changes.sort_by(Change::order);
        let mut changes: Vec<Change> = Vec::new();
        for change in self.changes {
            match changes.last_mut().filter(|it| it.says_the_same(&change)) {
                Some(known) => {
                    known.reaches.extend(change.reaches);
                    known.reaches.sort();
                    known.reaches.dedup();
                }
                None => changes.push(change),
            }
        }
        let listed = Listed::new(self.old, self.new, &self.types);
        for change in &mut changes {
            change.lines = listed.lines(change);
        }
        changes
    }
}
