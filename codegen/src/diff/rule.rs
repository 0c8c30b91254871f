//! Two lists of rules in, how the values that they allow have changed out.

use std::cmp::Ordering;

use crate::ir::{ObjectRule, Rule, RuleKind};
use crate::listing::{list_rules, rule_rank, spell_object_rule};
use crate::tree::Number;

use super::change::{Finding, Impact};
use super::collector::{Collector, Site};
use super::kind::ChangeKind;
use super::pairs::pair_by;
use super::shift::Shift;

impl Collector<'_> {
    /// Compares the rules of a value.
    pub(super) fn diff_rules(&mut self, site: &Site, old: &[Rule], new: &[Rule]) {
        let (before, after) = (list_rules(old), list_rules(new));
        if before == after {
            return;
        }
        let shift = shift_of_rules(old, new);
        let (before, after) = if shift == Shift::Same {
            (before, after)
        } else {
            (list_without_evidence(old), list_without_evidence(new))
        };
        let text = match (&*before, &*after) {
            ("", after) => format!("has a new rule: `{after}`"),
            (before, "") => format!("no longer has the rule: `{before}`"),
            (before, after) => format!("has the rule `{after}`, was `{before}`"),
        };
        let krate = match shift {
            Shift::Same if has_same_codes(old, new) => Impact::Docs,
            Shift::Same => Impact::Changes,
            shift => shift.of_rules(),
        };
        let wire = match site.directions.judge_shift(shift) {
            Impact::None => Impact::Docs,
            wire => wire,
        };
        let kind = match shift {
            Shift::Same => ChangeKind::RuleWords,
            Shift::Wider => ChangeKind::RuleWider,
            Shift::Narrower => ChangeKind::RuleNarrower,
            Shift::Other => ChangeKind::RuleChanged,
        };
        let finding = Finding::new(kind, text).spelled(before, after);
        self.report(site, finding.impact(krate, wire));
    }

    /// Compares the rules about several members of an object.
    pub(super) fn diff_object_rules(
        &mut self,
        site: &Site,
        old: &[ObjectRule],
        new: &[ObjectRule],
    ) {
        let pairs = pair_by(old, new, spell_object_rule);
        let pairs = pairs.then_by(|rule| format!("{:?}", rule.kind));
        for (old, new) in pairs.both {
            if (&old.because, &old.code) != (&new.because, &new.code) {
                let krate = if old.code == new.code {
                    Impact::Docs
                } else {
                    Impact::Changes
                };
                let (before, after) = (spell_object_rule(old), spell_object_rule(new));
                let finding = Finding::new(
                    ChangeKind::RuleWords,
                    format!("has the rule `{after}`, was `{before}`"),
                );
                self.report(
                    site,
                    finding.spelled(before, after).impact(krate, Impact::Docs),
                );
            }
        }
        for rule in pairs.removed {
            let rule = spell_object_rule(rule);
            let finding = Finding::new(
                ChangeKind::RuleWider,
                format!("no longer has the rule: `{rule}`"),
            );
            let wire = site.directions.judge_shift(Shift::Wider).max(Impact::Docs);
            self.report(
                site,
                finding.spelled(rule, "").impact(Impact::Additive, wire),
            );
        }
        for rule in pairs.added {
            let rule = spell_object_rule(rule);
            let finding = Finding::new(
                ChangeKind::RuleNarrower,
                format!("has a new rule: `{rule}`"),
            );
            let wire = site
                .directions
                .judge_shift(Shift::Narrower)
                .max(Impact::Docs);
            self.report(
                site,
                finding.spelled("", rule).impact(Impact::Changes, wire),
            );
        }
    }
}

/// Rules without the words that they come from, which are often the same on both sides.
fn list_without_evidence(rules: &[Rule]) -> String {
    let rules = rules.iter().map(|rule| Rule {
        because: None,
        ..rule.clone()
    });
    list_rules(&rules.collect::<Vec<_>>())
}

fn has_same_codes(old: &[Rule], new: &[Rule]) -> bool {
    fn codes(rules: &[Rule]) -> Vec<(usize, Option<&str>)> {
        let codes = rules
            .iter()
            .map(|it| (rule_rank(&it.kind), it.code.as_deref()));
        let mut codes: Vec<_> = codes.collect();
        codes.sort_unstable();
        codes
    }
    codes(old) == codes(new)
}

/// How the values have changed that keep all of these rules.
pub(super) fn shift_of_rules(old: &[Rule], new: &[Rule]) -> Shift {
    let mut old: Vec<&RuleKind> = old.iter().map(|it| &it.kind).collect();
    let mut rest = Vec::new();
    for rule in new {
        match old.iter().position(|it| **it == rule.kind) {
            Some(same) => drop(old.swap_remove(same)),
            None => rest.push(&rule.kind),
        }
    }
    let mut shift = Shift::Same;
    for new in rest {
        let about = |it: &&RuleKind| rule_rank(it) == rule_rank(new);
        shift = shift.and(match old.iter().position(about) {
            Some(place) => shift_of_rule(old.swap_remove(place), new),
            None => Shift::Narrower,
        });
    }
    if old.is_empty() {
        shift
    } else {
        shift.and(Shift::Wider)
    }
}

/// Two rules about the same.
fn shift_of_rule(old: &RuleKind, new: &RuleKind) -> Shift {
    use RuleKind as K;
    match (old, new) {
        (K::Minimum(old), K::Minimum(new))
        | (K::ExclusiveMinimum(old), K::ExclusiveMinimum(new)) => raised(old.compare(new)),
        (K::Maximum(old), K::Maximum(new))
        | (K::ExclusiveMaximum(old), K::ExclusiveMaximum(new)) => raised(new.compare(old)),
        (K::MinLength(old), K::MinLength(new))
        | (K::MinItems(old), K::MinItems(new))
        | (K::MinProperties(old), K::MinProperties(new)) => raised(old.cmp(new)),
        (K::MaxLength(old), K::MaxLength(new))
        | (K::MaxItems(old), K::MaxItems(new))
        | (K::MaxProperties(old), K::MaxProperties(new)) => raised(new.cmp(old)),
        (K::MultipleOf(old), K::MultipleOf(new)) => multiples(old, new),
        (K::Items(old), K::Items(new)) | (K::PropertyNames(old), K::PropertyNames(new)) => {
            shift_of_rules(old, new)
        }
        (K::OneOf(old), K::OneOf(new)) => shift_of_values(old, new),
        _ => Shift::Other,
    }
}

/// A lower bound that rises allows less.
fn raised(order: Ordering) -> Shift {
    match order {
        Ordering::Less => Shift::Narrower,
        Ordering::Equal => Shift::Same,
        Ordering::Greater => Shift::Wider,
    }
}

fn multiples(old: &Number, new: &Number) -> Shift {
    match (old.as_i128(), new.as_i128()) {
        (Some(old), Some(new)) if old != 0 && new % old == 0 => Shift::Narrower,
        (Some(old), Some(new)) if new != 0 && old % new == 0 => Shift::Wider,
        _ => Shift::Other,
    }
}

/// Two lists of all values that are allowed.
pub(super) fn shift_of_values<T: PartialEq>(old: &[T], new: &[T]) -> Shift {
    let gone = old.iter().any(|it| !new.contains(it));
    let more = new.iter().any(|it| !old.contains(it));
    match (gone, more) {
        (false, false) => Shift::Same,
        (false, true) => Shift::Wider,
        (true, false) => Shift::Narrower,
        (true, true) => Shift::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::sample::{number, rule};

    fn shift(old: &[RuleKind], new: &[RuleKind]) -> Shift {
        let rules = |kinds: &[RuleKind]| kinds.iter().cloned().map(rule).collect::<Vec<_>>();
        shift_of_rules(&rules(old), &rules(new))
    }

    #[test]
    fn bounds_allow_more_or_less() {
        let minimum = |bound| RuleKind::Minimum(number(bound));
        let maximum = |bound| RuleKind::Maximum(number(bound));
        assert_eq!(shift(&[minimum("2")], &[minimum("3")]), Shift::Narrower);
        assert_eq!(shift(&[maximum("2")], &[maximum("3")]), Shift::Wider);
        assert_eq!(
            shift(
                &[minimum("2"), maximum("9")],
                &[minimum("3"), maximum("10")]
            ),
            Shift::Other
        );
        assert_eq!(shift(&[], &[RuleKind::UniqueItems]), Shift::Narrower);
        assert_eq!(shift(&[RuleKind::Base64], &[]), Shift::Wider);
        let pattern = |it: &str| RuleKind::Pattern(it.to_owned());
        assert_eq!(shift(&[pattern("a")], &[pattern("b")]), Shift::Other);
        let step = |it| RuleKind::MultipleOf(number(it));
        assert_eq!(shift(&[step("2")], &[step("4")]), Shift::Narrower);
        assert_eq!(shift(&[step("4")], &[step("6")]), Shift::Other);
    }
}
