//! Two objects in, the changes of their members out.

use crate::ir::{Direction, Field, ObjectDef, Others, Type};
use crate::listing::json_line;
use crate::tree::Tree;

use super::change::{Finding, Impact, Subject};
use super::collector::{Collector, Site};
use super::kind::ChangeKind;
use super::pairs::pair_by;
use super::shift::{Directions, Shift};

impl Collector<'_> {
    pub(super) fn diff_objects(&mut self, site: &Site, old: &ObjectDef, new: &ObjectDef) {
        let ObjectDef {
            fields: old_fields,
            constants: old_constants,
            others: old_others,
            rules: old_rules,
        } = old;
        let ObjectDef {
            fields: new_fields,
            constants: new_constants,
            others: new_others,
            rules: new_rules,
        } = new;
        let fields = pair_by(old_fields, new_fields, |field| field.wire.as_str());
        // What only has another name in JSON keeps its field.
        let fields = fields.then_by(|field| (field.name.as_str(), field.required));
        // A constant is sent without a field.
        let is_constant = |field: &Field, constants: &[(String, String)]| {
            constants.iter().any(|(wire, _)| *wire == field.wire)
        };
        for field in &fields.removed {
            if is_constant(field, new_constants) {
                self.fixed_field(site, field);
            } else {
                self.removed_field(site, field, old_others.as_ref());
            }
        }
        for field in &fields.added {
            if is_constant(field, old_constants) {
                self.freed_field(site, field);
            } else {
                self.added_field(site, field, new_others.as_ref());
            }
        }
        for (old, new) in &fields.both {
            self.diff_fields(site, old, new);
        }
        self.diff_arguments(site, old, new);
        let constants = pair_by(old_constants, new_constants, |(wire, _)| wire);
        for ((wire, old), (_, new)) in constants.both {
            if old != new {
                let text = format!("sends {wire} as {new:?}, was {old:?}");
                let wire_impact = site.directions.judge(Impact::Breaks, Impact::Breaks);
                let finding = Finding::new(ChangeKind::ConstantChanged, text).spelled(old, new);
                self.report(site, finding.impact(Impact::Changes, wire_impact));
            }
        }
        self.diff_additional(site, old_others.as_ref(), new_others.as_ref());
        self.diff_object_rules(site, old_rules, new_rules);
    }

    fn field_site(site: &Site, field: &Field) -> Site {
        let mut member = site.member(field.name.as_str(), &["properties", &field.wire]);
        member.directions = directions_of(field, site.directions);
        member
    }

    /// Reports that a member has become a constant.
    fn fixed_field(&mut self, site: &Site, field: &Field) {
        let spelled = self.spell_old(&field.value.ty, field.required);
        let text = format!("is sent as a constant now, was {spelled}");
        let finding = Finding::new(ChangeKind::FieldRemoved, text).spelled(spelled, "");
        let member = Self::field_site(site, field);
        self.report(&member, finding.impact(Impact::Breaks, Impact::Docs));
    }

    /// Reports that a member is no longer a constant.
    fn freed_field(&mut self, site: &Site, field: &Field) {
        let spelled = self.spell_new(&field.value.ty, field.required);
        let text = format!("is no longer a constant: {spelled}");
        let krate = if field.required {
            Impact::Breaks
        } else {
            Impact::Additive
        };
        let finding = Finding::new(ChangeKind::FieldAdded, text).spelled("", spelled);
        let member = Self::field_site(site, field);
        self.report(&member, finding.impact(krate, Impact::Docs));
    }

    fn removed_field(&mut self, site: &Site, field: &Field, others: Option<&Others>) {
        let mut member = Self::field_site(site, field);
        member.new.clone_from(&site.new);
        let was_required = field.required;
        let spelled = self.spell_old(&field.value.ty, was_required);
        let sent = match others {
            Some(others) if others.forbidden => Impact::Breaks,
            _ => Impact::Changes,
        };
        let received = if was_required {
            Impact::Breaks
        } else {
            Impact::Changes
        };
        let wire = member.directions.judge(sent, received).max(Impact::Docs);
        let finding = Finding::new(ChangeKind::FieldRemoved, format!("is gone, was {spelled}"));
        self.report(
            &member,
            finding.spelled(spelled, "").impact(Impact::Breaks, wire),
        );
    }

    fn added_field(&mut self, site: &Site, field: &Field, others: Option<&Others>) {
        let mut member = Self::field_site(site, field);
        member.old.clone_from(&site.old);
        let spelled = self.spell_new(&field.value.ty, field.required);
        let (krate, sent, text) = if field.required {
            let text = format!("is new and required: {spelled}");
            (Impact::Breaks, Impact::Breaks, text)
        } else {
            (
                Impact::Additive,
                Impact::Additive,
                format!("is new: {spelled}"),
            )
        };
        let received = match others {
            Some(others) if others.forbidden => Impact::Changes,
            _ => Impact::Additive,
        };
        let wire = member.directions.judge(sent, received).max(Impact::Docs);
        let finding = Finding::new(ChangeKind::FieldAdded, text).spelled("", spelled);
        self.report(&member, finding.impact(krate, wire));
    }

    fn diff_fields(&mut self, site: &Site, old: &Field, new: &Field) {
        let Field {
            name: old_name,
            wire: old_wire,
            value: old_value,
            required: old_required,
            argument: _, // Compared with the others.
            initial: old_initial,
            direction: old_direction,
            doc: old_doc,
            deprecated: old_deprecated,
            default: old_default,
        } = old;
        let Field {
            name,
            wire,
            value,
            required,
            argument: _,
            initial,
            direction,
            doc,
            deprecated,
            default,
        } = new;
        let mut member = Self::field_site(site, new);
        if old_wire != wire {
            member.old = Self::field_site(site, old).old;
        }
        if old_wire != wire {
            let text = format!("is called {wire} in JSON, was {old_wire}");
            let finding = Finding::new(ChangeKind::WireNameChanged, text).spelled(old_wire, wire);
            let judged = site.directions.judge(Impact::Breaks, Impact::Breaks);
            self.report(
                &member,
                finding.impact(Impact::Changes, judged.max(Impact::Docs)),
            );
        }
        if old_name != name {
            let text = format!("is called `{name}` in Rust, was `{old_name}`");
            let finding = Finding::new(ChangeKind::FieldRenamed, text);
            let finding = finding.spelled(old_name.as_str(), name.as_str());
            self.report(&member, finding.impact(Impact::Breaks, Impact::None));
        }
        self.diff_types(
            &member,
            (&old_value.ty, *old_required),
            (&value.ty, *required),
        );
        self.diff_rules(&member, &old_value.rules, &value.rules);
        self.diff_directions(&member, *old_direction, *direction);
        self.diff_defaults(&member, old_default.as_ref(), default.as_ref());
        if old_initial != initial {
            let text = "is set by `new` to another value";
            let finding = Finding::new(ChangeKind::InitialChanged, text);
            self.report(&member, finding.impact(Impact::Changes, Impact::None));
        }
        self.diff_deprecated(&member, *old_deprecated, *deprecated);
        self.diff_docs(&member, old_doc, doc);
    }

    fn diff_directions(&mut self, site: &Site, old: Option<Direction>, new: Option<Direction>) {
        if old == new {
            return;
        }
        let word = |it: Option<Direction>| match it {
            None => "both ways",
            Some(Direction::Sent) => "write-only",
            Some(Direction::Received) => "read-only",
        };
        let (before, after) = (word(old), word(new));
        let text = format!("goes {after}, was {before}");
        let finding = Finding::new(ChangeKind::DirectionChanged, text).spelled(before, after);
        let wire = match (old, new) {
            (Some(_), None) => Impact::Additive,
            _ => Impact::Changes,
        };
        self.report(site, finding.impact(Impact::Docs, wire));
    }

    fn diff_defaults(&mut self, site: &Site, old: Option<&Tree>, new: Option<&Tree>) {
        if old == new {
            return;
        }
        let words = |it: Option<&Tree>| it.map_or_else(|| "nothing".to_owned(), json_line);
        let (before, after) = (words(old), words(new));
        let text = format!("defaults to {after}, was {before}");
        let finding = Finding::new(ChangeKind::DefaultChanged, text).spelled(before, after);
        self.report(site, finding.impact(Impact::Docs, Impact::Changes));
    }

    /// Compares types of a member, each with whether the member is required.
    pub(super) fn diff_types(&mut self, site: &Site, old: (&Type, bool), new: (&Type, bool)) {
        let is_same = self.is_same_rust(old.0, new.0) && old.1 == new.1;
        let shift = self.shift_of_types(old.0, new.0);
        let presence = match (old.1, new.1) {
            (true, false) => site.directions.judge(Impact::Additive, Impact::Breaks),
            (false, true) => site.directions.judge(Impact::Breaks, Impact::Additive),
            _ => Impact::None,
        };
        let received = match shift {
            Shift::Other => Impact::Breaks,
            Shift::Wider => Impact::Changes,
            Shift::Narrower => Impact::Additive,
            Shift::Same => Impact::None,
        };
        let sent = Directions::SENT.judge_shift(shift);
        let is_same_json = shift == Shift::Same && old.1 == new.1;
        if is_same && is_same_json {
            return;
        }
        let wire = if is_same_json {
            Impact::None
        } else {
            let wire = site.directions.judge(sent, received);
            wire.max(presence).max(Impact::Docs)
        };
        let (before, after) = (self.spell_old(old.0, old.1), self.spell_new(new.0, new.1));
        let kind = match (old.1, new.1) {
            (true, false) => ChangeKind::OptionalNow,
            (false, true) => ChangeKind::RequiredNow,
            _ => ChangeKind::TypeChanged,
        };
        let text = match kind {
            ChangeKind::OptionalNow => format!("is optional now: {after}, was {before}"),
            ChangeKind::RequiredNow => format!("is required now: {after}, was {before}"),
            _ => format!("is {after}, was {before}"),
        };
        let krate = match site.subject {
            _ if is_same => Impact::None,
            // No item names the body of a webhook, except the enum of events, which is compared as well.
            Subject::Webhook => Impact::Changes,
            _ => Impact::Breaks,
        };
        let finding = Finding::new(kind, text).spelled(before, after);
        self.report(site, finding.impact(krate, wire));
    }

    fn diff_arguments(&mut self, site: &Site, old: &ObjectDef, new: &ObjectDef) {
        let (old, new) = (old.arguments(), new.arguments());
        let old: Vec<_> = old
            .iter()
            .map(|it| (it.wire.as_str(), &it.value.ty))
            .collect();
        let new: Vec<_> = new
            .iter()
            .map(|it| (it.wire.as_str(), &it.value.ty))
            .collect();
        self.diff_order(site, &old, &new);
    }

    /// Compares the order in which a constructor takes its arguments, where they are the same ones.
    pub(super) fn diff_order(&mut self, site: &Site, old: &[(&str, &Type)], new: &[(&str, &Type)]) {
        let names = |list: &[(&str, &Type)]| -> Vec<String> {
            list.iter().map(|(name, _)| (*name).to_owned()).collect()
        };
        let (before, after) = (names(old), names(new));
        let mut sorted = [before.clone(), after.clone()];
        for names in &mut sorted {
            names.sort();
        }
        if before == after || sorted[0] != sorted[1] {
            return;
        }
        let (before, after) = (before.join(", "), after.join(", "));
        let text = format!("takes the arguments ({after}) in `new`, was ({before})");
        let finding = Finding::new(ChangeKind::ArgumentsSwapped, text).spelled(before, after);
        let mut types = old.iter().zip(new);
        if types.all(|((_, old), (_, new))| self.is_same_rust(old, new)) {
            self.report_swap(site, finding.impact(Impact::Changes, Impact::None));
        } else {
            self.report(site, finding.impact(Impact::Breaks, Impact::None));
        }
    }
}

/// The directions in which a member goes.
fn directions_of(field: &Field, whole: Directions) -> Directions {
    match field.direction {
        None => whole,
        Some(Direction::Sent) => Directions {
            received: false,
            ..whole
        },
        Some(Direction::Received) => Directions {
            sent: false,
            ..whole
        },
    }
}
