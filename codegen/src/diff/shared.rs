//! The types that modules of two crates share in, their changes out.

use std::collections::BTreeSet;

use crate::ir::{Api, SharedType, TypeDef, TypeId};
use crate::layout;
use crate::pointer::Address;
use crate::share::named_string;

use super::change::{Change, Finding, Impact, Subject};
use super::crates::{Crates, list_modules};
use super::kind::ChangeKind;
use super::pairs::pair_by;
use super::reach::Reach;

/// A type in one of the modules, by the index of its module.
type Member = (usize, TypeId);

/// Why a type is no longer shared: in words, and where it was and is.
struct Cause {
    text: String,
    places: [Option<Address>; 2],
}

pub(super) fn diff_types(crates: &Crates<'_>) -> Vec<Change> {
    let (old, new) = (&crates.old.shared().types, &crates.new.shared().types);
    let mut pairs = pair_by(old, new, |it| it.name.as_str());
    // What is called otherwise now has the same schemas.
    let mut removed = Vec::new();
    for before in pairs.removed {
        let is_same = |after: &&SharedType| {
            let mut members = before.members.iter();
            members
                .any(|it| matches!(crates.successor(*it), Some(it) if after.members.contains(&it)))
        };
        match pairs.added.iter().position(is_same) {
            Some(place) => pairs.both.push((before, pairs.added.remove(place))),
            None => removed.push(before),
        }
    }
    let both = pairs.both.iter();
    let both = both.flat_map(|(before, after)| crates.diff_shared_type(before, after));
    let removed = removed.into_iter().map(|it| crates.removed_type(it));
    let added = pairs.added.iter().map(|it| crates.added_type(it));
    both.chain(removed).chain(added).collect()
}

impl Crates<'_> {
    fn old_def(&self, (module, id): Member) -> &TypeDef {
        self.old[module].type_def(id)
    }

    fn new_def(&self, (module, id): Member) -> &TypeDef {
        self.new[module].type_def(id)
    }

    /// What a type of the old crate has become: the type of its name, or else that of its schema.
    fn successor(&self, (module, id): Member) -> Option<Member> {
        let index = self.new_module(module)?;
        let (old, new): (&Api, &Api) = (&self.old[module], &self.new[index]);
        let def = old.type_def(id);
        let find = |is_it: &dyn Fn(&TypeDef) -> bool| new.types.iter().position(is_it);
        let by_name = || find(&|it| it.name == def.name);
        let is_new = |it: &TypeDef| old.types.iter().all(|old| old.name != it.name);
        let by_place = || find(&|it| it.address.pointer == def.address.pointer && is_new(it));
        let id = by_name().or_else(by_place)?;
        Some((index, TypeId(id)))
    }

    /// Callers of two types that become one can no longer implement a trait of their own for each of them. That
    /// counts as additive, as it does where a crate re-exports the types of its next version.
    fn added_type(&self, shared: &SharedType) -> Change {
        let modules = list_modules(self.new, modules_of(shared));
        let text = format!("is one type now in {modules}");
        let finding = Finding::new(ChangeKind::SharedTypeAdded, text);
        let finding = finding.spelled("", format!("shared by {modules}"));
        let first = shared.members[0];
        let place = Some(self.new_def(first).address.clone());
        let finding = finding.impact(Impact::Additive, Impact::None);
        self.change(shared, finding, [None, place])
    }

    fn removed_type(&self, shared: &SharedType) -> Change {
        let modules = list_modules(self.old, modules_of(shared));
        let Cause { text, places } = self.find_cause(shared);
        let text = format!("is no longer one type in {modules}: {text}");
        let finding = Finding::new(ChangeKind::SharedTypeRemoved, text);
        let finding = finding.spelled(format!("shared by {modules}"), "");
        self.change(shared, finding.impact(Impact::Breaks, Impact::None), places)
    }

    /// Compares the modules that share a type, and its name.
    fn diff_shared_type(&self, old: &SharedType, new: &SharedType) -> Vec<Change> {
        let mut changes = Vec::new();
        if old.name != new.name {
            let text = format!("is called `{}`, was `{}`", new.name, old.name);
            let finding = Finding::new(ChangeKind::TypeRenamed, text);
            let finding = finding.spelled(old.name.as_str(), new.name.as_str());
            let finding = finding.impact(Impact::Breaks, Impact::None);
            let places = [
                self.old_def(old.members[0]).address.clone(),
                self.new_def(new.members[0]).address.clone(),
            ];
            changes.push(self.change(new, finding, places.map(Some)));
        }
        let spelled = [
            list_modules(self.old, modules_of(old)),
            list_modules(self.new, modules_of(new)),
        ];
        let spelled = spelled.map(|it| format!("shared by {it}"));
        let report = |finding: Finding, impact, places| {
            let finding = finding.spelled(&*spelled[0], &*spelled[1]);
            self.change(new, finding.impact(impact, Impact::None), places)
        };
        for member in &old.members {
            let after = self.successor(*member);
            if !after.is_some_and(|it| new.members.contains(&it)) {
                let Cause { text, places } = self.describe_split(*member, after);
                let module = &self.old[member.0].module;
                let text = format!("is no longer that of `{module}`: {text}");
                let finding = Finding::new(ChangeKind::SharedTypeChanged, text);
                changes.push(report(finding, Impact::Breaks, places));
            }
        }
        for member in &new.members {
            let is_known = old
                .members
                .iter()
                .any(|it| self.successor(*it) == Some(*member));
            if !is_known {
                let text = format!("is also that of `{}`", self.new[member.0].module);
                let finding = Finding::new(ChangeKind::SharedTypeChanged, text);
                let place = Some(self.new_def(*member).address.clone());
                changes.push(report(finding, Impact::Additive, [None, place]));
            }
        }
        changes
    }

    /// Finds the first module whose type is another one now.
    fn find_cause(&self, shared: &SharedType) -> Cause {
        let mut members = shared.members.clone();
        members.sort_unstable();
        let states = members.iter().map(|it| (*it, self.successor(*it)));
        let changed = states.clone().find(|(old, new)| match new {
            Some(new) => !is_alike(self.old_def(*old), self.new_def(*new)),
            None => true,
        });
        if let Some((old, new)) = changed {
            return self.describe_split(old, new);
        }
        // All of them are as they were, so that a type of another module is in the way.
        let is_other = |(module, api): (usize, &Api)| {
            let mut types = api.types.iter();
            let def = types.find(|it| it.is_named && it.name == shared.name)?;
            let is_known = self
                .old_module(module)
                .is_some_and(|old| members.iter().any(|it| it.0 == old));
            (!is_known).then(|| (module, def.address.clone()))
        };
        let apis = self.new.iter().map(|api| &**api).enumerate();
        let other = { apis }.find_map(is_other);
        let old = Some(self.old_def(members[0]).address.clone());
        match other {
            Some((module, address)) => Cause {
                text: format!("that of `{}` has other rules", self.new[module].module),
                places: [old, Some(address)],
            },
            None => Cause {
                text: "no other module has it".to_owned(),
                places: [old, None],
            },
        }
    }

    /// Says what has become of a type that is no longer the one that it was with others.
    fn describe_split(&self, old: Member, new: Option<Member>) -> Cause {
        let before = self.old_def(old);
        let place = Some(before.address.clone());
        let module = &self.old[old.0].module;
        let Some(new) = new else {
            let text = if self.new_module(old.0).is_none() {
                format!("the module `{module}` is gone")
            } else {
                format!("`{module}` no longer has it")
            };
            let places = [place, None];
            return Cause { text, places };
        };
        let after = self.new_def(new);
        let module = &self.new[new.0].module;
        let text = if before.name != after.name {
            format!("it is called `{}` in `{module}`", after.name)
        } else if !after.is_named {
            format!("`{module}` has its own")
        } else if before.deprecated != after.deprecated {
            let not = if after.deprecated { "" } else { "not " };
            format!("only that of `{module}` is {not}deprecated")
        } else {
            format!("that of `{module}` has other rules")
        };
        let places = [place, Some(after.address.clone())];
        Cause { text, places }
    }

    fn change(
        &self,
        shared: &SharedType,
        finding: Finding,
        places: [Option<Address>; 2],
    ) -> Change {
        let item = format!("{}::{}", layout::SHARED, shared.name);
        let mut users = BTreeSet::new();
        for set in [self.old, self.new] {
            for api in set.iter() {
                let types = api.types.iter().enumerate();
                let ours = types.filter(|(_, def)| def.is_named && def.name == shared.name);
                let ours: Vec<TypeId> = ours.map(|(id, _)| TypeId(id)).collect();
                if !ours.is_empty() {
                    let reach = Reach::new(api);
                    users.extend(
                        ours.iter()
                            .flat_map(|id| reach.users(*id))
                            .map(str::to_owned),
                    );
                }
            }
        }
        Change {
            reaches: users.into_iter().collect(),
            ..Change::of_item((Subject::Type, item), finding, places)
        }
    }
}

/// Whether a type is as it was in all that decides whether it is shared.
fn is_alike(old: &TypeDef, new: &TypeDef) -> bool {
    let parts = |def: &TypeDef| (def.is_named, def.name.clone(), def.deprecated);
    parts(old) == parts(new) && named_string(old) == named_string(new)
}

fn modules_of(shared: &SharedType) -> impl Iterator<Item = usize> {
    shared.members.iter().map(|it| it.0)
}
