//! Two fields for additional properties in, the changes between them out.

use crate::ir::{Others, Type};

use super::change::{Finding, Impact};
use super::collector::{Collector, Site};
use super::kind::ChangeKind;
use super::shift::Shift;

impl Collector<'_> {
    pub(super) fn diff_additional(
        &mut self,
        site: &Site,
        old: Option<&Others>,
        new: Option<&Others>,
    ) {
        let member = |others: &Others| site.member(others.name.as_str(), &["additionalProperties"]);
        match (old, new) {
            (None, None) => {}
            (Some(old), None) => {
                let text = "is gone: undeclared members are no longer kept";
                let finding = Finding::new(ChangeKind::AdditionalRemoved, text);
                let finding = finding.impact(Impact::Breaks, removal_impact(site, old));
                self.report(&member(old), finding);
            }
            (None, Some(new)) => {
                let (text, krate) = if new.undeclared {
                    ("is new: undeclared members are kept", Impact::Additive)
                } else if new.forbidden {
                    ("is new: undeclared members are forbidden", Impact::Changes)
                } else {
                    ("is new: undeclared members have a type", Impact::Additive)
                };
                let finding = Finding::new(ChangeKind::AdditionalAdded, text);
                let finding = finding.impact(krate, addition_impact(site, new));
                self.report(&member(new), finding);
            }
            (Some(old), Some(new)) => self.changed_additional(&member(new), old, new),
        }
    }

    fn changed_additional(&mut self, site: &Site, old: &Others, new: &Others) {
        if old.name != new.name {
            let text = format!("is called `{}` in Rust, was `{}`", new.name, old.name);
            let finding = Finding::new(ChangeKind::FieldRenamed, text);
            self.report(site, finding.impact(Impact::Breaks, Impact::None));
        }
        let is_same = self.is_same_rust(&old.value.ty, &new.value.ty);
        let (text, krate, wire) = if old.undeclared && !new.undeclared {
            let krate = if new.forbidden {
                Impact::Changes
            } else {
                Impact::Additive
            };
            ("is declared now", krate, addition_impact(site, new))
        } else if new.undeclared && !old.undeclared {
            let wire = removal_impact(site, old);
            ("is no longer declared", Impact::Additive, wire)
        } else if old.forbidden != new.forbidden {
            let (shift, text) = if new.forbidden {
                (Shift::Narrower, "no longer allows undeclared members")
            } else {
                (Shift::Wider, "allows undeclared members now")
            };
            (text, shift.of_rules(), site.directions.judge_shift(shift))
        } else {
            self.diff_types(site, (&old.value.ty, true), (&new.value.ty, true));
            self.diff_rules(site, &old.value.rules, &new.value.rules);
            self.diff_rules(site, &old.rules, &new.rules);
            return;
        };
        let krate = if is_same { krate } else { Impact::Breaks };
        let finding = Finding::new(ChangeKind::AdditionalChanged, text);
        self.report(site, finding.impact(krate, wire));
    }
}

/// What it means on the wire that something is said of undeclared members.
fn addition_impact(site: &Site, new: &Others) -> Impact {
    if allows_all(new) {
        Impact::None
    } else {
        site.directions.judge_shift(Shift::Narrower)
    }
}

/// What it means on the wire that nothing is said of undeclared members any more.
fn removal_impact(site: &Site, old: &Others) -> Impact {
    if allows_all(old) {
        Impact::None
    } else if old.forbidden {
        site.directions.judge_shift(Shift::Wider)
    } else {
        site.directions.judge(Impact::Additive, Impact::Changes)
    }
}

/// Whether all members of any name are allowed, as where nothing is said of them.
fn allows_all(others: &Others) -> bool {
    let has_no_rules = others.rules.is_empty() && others.value.rules.is_empty();
    !others.forbidden && others.value.ty == Type::Json && has_no_rules
}
