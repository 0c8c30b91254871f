//! The types of two APIs in, their changes out.

use std::collections::BTreeSet;

use crate::ir::{
    Alternative, Api, StringEnum, Tagged, TaggedVariant, TupleItem, Type, TypeDef, TypeId, TypeKind,
};
use crate::listing::type_lines;

use super::alias::alias_target;
use super::change::{Finding, Impact, Subject};
use super::collector::{Collector, Site, Users};
use super::kind::ChangeKind;
use super::pairs::pair_by;
use super::rule::shift_of_values;
use super::shift::Shift;
use super::wire::are_disjoint;

pub(super) fn diff_all(collector: &mut Collector<'_>) {
    let (old, new) = (collector.old, collector.new);
    let types = &collector.types;
    let removed: Vec<TypeId> = types.removed.iter().map(|it| it.id).collect();
    let added: Vec<TypeId> = types.added.iter().map(|it| it.id).collect();
    let both: Vec<_> = types.both.iter().map(|it| (it.0.id, it.1.id)).collect();
    for id in outermost(old, &removed) {
        collector.removed_type(id);
    }
    for id in outermost(new, &added) {
        collector.added_type(id);
    }
    for (old, new) in both {
        collector.diff_type(old, new);
    }
}

/// What another name of a variant means: if another variant has the old one now, callers compile.
fn renamed(is_taken: bool) -> Impact {
    if is_taken {
        Impact::Changes
    } else {
        Impact::Breaks
    }
}

/// Those that no other type of the list leads to: a type that is new brings its parts along.
fn outermost(api: &Api, list: &[TypeId]) -> Vec<TypeId> {
    let listed: BTreeSet<TypeId> = list.iter().copied().collect();
    let mut inner = BTreeSet::new();
    for id in list {
        let parts = api.type_def(*id).kind.types();
        let parts = parts.into_iter().filter_map(Type::named);
        inner.extend(parts.filter(|part| part != id && listed.contains(part)));
    }
    let outer = list.iter().filter(|id| !inner.contains(id)).copied();
    let outer: Vec<TypeId> = outer.collect();
    // Types that lead to each other have no outermost.
    if outer.is_empty() {
        list.to_vec()
    } else {
        outer
    }
}

impl<'a> Collector<'a> {
    fn type_site(&self, old: Option<TypeId>, new: Option<TypeId>) -> Site {
        let (before, after) = (
            old.map(|id| self.old.type_def(id)),
            new.map(|id| self.new.type_def(id)),
        );
        let name = after.or(before).map(|def| def.name.to_string());
        Site {
            subject: Subject::Type,
            item: name.unwrap_or_default(),
            old: before.map(|def| def.address.clone()),
            new: after.map(|def| def.address.clone()),
            users: Users::OfTypes(old, new),
            directions: self.directions(old, new),
        }
    }

    fn removed_type(&mut self, id: TypeId) {
        let site = self.type_site(Some(id), None);
        let spelled = type_lines(self.old, self.old.type_def(id));
        let finding =
            Finding::new(ChangeKind::TypeRemoved, "is a removed type").spelled(spelled, "");
        // What it means on the wire is said where it was used.
        self.report(&site, finding.impact(Impact::Breaks, Impact::Docs));
    }

    fn added_type(&mut self, id: TypeId) {
        let site = self.type_site(None, Some(id));
        let spelled = type_lines(self.new, self.new.type_def(id));
        let finding = Finding::new(ChangeKind::TypeAdded, "is a new type").spelled("", spelled);
        self.report(&site, finding.impact(Impact::Additive, Impact::Docs));
    }

    fn diff_type(&mut self, old_id: TypeId, new_id: TypeId) {
        let site = self.type_site(Some(old_id), Some(new_id));
        let (old, new): (&TypeDef, &TypeDef) =
            (self.old.type_def(old_id), self.new.type_def(new_id));
        if old.name != new.name {
            let text = format!("is called `{}`, was `{}`", new.name, old.name);
            let finding = Finding::new(ChangeKind::TypeRenamed, text);
            let finding = finding.spelled(old.name.as_str(), new.name.as_str());
            self.report(&site, finding.impact(Impact::Breaks, Impact::None));
        }
        self.diff_kinds(&site, old, self.type_behind(old_id, new_id));
        self.diff_rules(&site, &old.rules, &new.rules);
        let has_lost = old.derives.iter().any(|it| !new.derives.contains(it));
        if has_lost || (old.traits.eq && !new.traits.eq) || (old.traits.ord && !new.traits.ord) {
            let finding = Finding::new(ChangeKind::TraitsRemoved, "implements fewer traits");
            self.report(&site, finding.impact(Impact::Breaks, Impact::None));
        } else if old.traits != new.traits || old.derives.len() != new.derives.len() {
            let finding = Finding::new(ChangeKind::TraitsAdded, "implements more traits");
            self.report(&site, finding.impact(Impact::Additive, Impact::None));
        }
        self.diff_deprecated(&site, old.deprecated, new.deprecated);
        self.diff_docs(&site, &old.doc, &new.doc);
    }

    /// Returns the type that callers of an old type get by its name: if the name is an alias now, the new
    /// type that it stands for. The constructor of a tuple or a newtype has no alias.
    fn type_behind(&self, old: TypeId, new: TypeId) -> &'a TypeDef {
        let has_named_members = match &self.old.type_def(old).kind {
            TypeKind::Object(_)
            | TypeKind::StringEnum(_)
            | TypeKind::Tagged(_)
            | TypeKind::Union(_) => true,
            TypeKind::Tuple(_) | TypeKind::Newtype(_) | TypeKind::Alias(_) => false,
        };
        let target = alias_target(self.new, new);
        let target = target.filter(|it| has_named_members && self.is_same_type(old, *it));
        self.new.type_def(target.unwrap_or(new))
    }

    fn diff_kinds(&mut self, site: &Site, old: &TypeDef, new: &TypeDef) {
        match (&old.kind, &new.kind) {
            (TypeKind::Object(old), TypeKind::Object(new)) => self.diff_objects(site, old, new),
            (TypeKind::StringEnum(old), TypeKind::StringEnum(new)) => {
                self.diff_enums(site, old, new);
            }
            (TypeKind::Tagged(old), TypeKind::Tagged(new)) => self.diff_tagged(site, old, new),
            (TypeKind::Union(old), TypeKind::Union(new)) => self.diff_unions(site, old, new),
            (TypeKind::Tuple(old), TypeKind::Tuple(new)) => self.diff_tuples(site, old, new),
            (TypeKind::Newtype(old), TypeKind::Newtype(new)) => {
                self.diff_types(site, (&old.ty, true), (&new.ty, true));
                self.diff_rules(site, &old.rules, &new.rules);
            }
            (TypeKind::Alias(old), TypeKind::Alias(new)) => {
                self.diff_types(site, (old, true), (new, true));
            }
            _ => {
                let (before, after) = (type_lines(self.old, old), type_lines(self.new, new));
                let text = format!(
                    "is {}, was {}",
                    kind_in_words(&new.kind),
                    kind_in_words(&old.kind)
                );
                let finding = Finding::new(ChangeKind::KindChanged, text).spelled(before, after);
                let wire = site.directions.judge_shift(Shift::Other).max(Impact::Docs);
                self.report(site, finding.impact(Impact::Breaks, wire));
            }
        }
    }

    fn diff_enums(&mut self, site: &Site, old: &StringEnum, new: &StringEnum) {
        let pairs = pair_by(&old.variants, &new.variants, |(_, value)| value);
        let pairs = pairs.then_by(|(name, _)| name.as_str());
        for (name, value) in pairs.removed {
            let wire = site
                .directions
                .judge_shift(Shift::Narrower)
                .max(Impact::Docs);
            let finding = Finding::new(
                ChangeKind::ValueRemoved,
                format!("no longer has the value {value:?}"),
            );
            let finding = finding.spelled(format!("{name} = {value:?}"), "");
            self.report(site, finding.impact(Impact::Breaks, wire));
        }
        for (name, value) in pairs.added {
            let wire = site.directions.judge_shift(Shift::Wider).max(Impact::Docs);
            let finding =
                Finding::new(ChangeKind::ValueAdded, format!("has a new value {value:?}"));
            let finding = finding.spelled("", format!("{name} = {value:?}"));
            self.report(site, finding.impact(Impact::Additive, wire));
        }
        for ((before, was), (after, value)) in pairs.both {
            if was != value {
                self.value_changed(site, after.as_str(), (was, value));
            }
            if before != after {
                let text = format!("has the variant `{after}` for {value:?}, was `{before}`");
                let finding = Finding::new(ChangeKind::VariantRenamed, text);
                let finding = finding.spelled(before.as_str(), after.as_str());
                let is_taken = new.variants.iter().any(|(name, _)| name == before);
                self.report(site, finding.impact(renamed(is_taken), Impact::None));
            }
        }
        if old.open != new.open {
            let (shift, text) = if new.open {
                (Shift::Wider, "allows other values as well")
            } else {
                (Shift::Narrower, "allows its values only")
            };
            let finding = Finding::new(ChangeKind::EnumOpenness, text);
            let wire = site.directions.judge_shift(shift).max(Impact::Docs);
            self.report(site, finding.impact(shift.of_rules(), wire));
        }
        self.diff_code(site, old.code.as_deref(), new.code.as_deref());
    }

    /// Reports a variant that stands for another value: its callers compile.
    fn value_changed(&mut self, site: &Site, name: &str, (before, after): (&str, &str)) {
        let text = format!("has the value {after:?} for the variant `{name}`, was {before:?}");
        let finding = Finding::new(ChangeKind::ValueChanged, text);
        let finding = finding.spelled(
            format!("{name} = {before:?}"),
            format!("{name} = {after:?}"),
        );
        let wire = site.directions.judge_shift(Shift::Other).max(Impact::Docs);
        self.report(site, finding.impact(Impact::Changes, wire));
    }

    /// Compares the error codes that violations have.
    fn diff_code(&mut self, site: &Site, old: Option<&str>, new: Option<&str>) {
        if old != new {
            let word = |code: Option<&str>| code.unwrap_or("none").to_owned();
            let text = format!(
                "reports violations with the code {}, was {}",
                word(new),
                word(old)
            );
            let finding = Finding::new(ChangeKind::CodeChanged, text).spelled(word(old), word(new));
            self.report(site, finding.impact(Impact::Changes, Impact::Docs));
        }
    }

    fn diff_tagged(&mut self, site: &Site, old: &Tagged, new: &Tagged) {
        if old.tag != new.tag {
            let text = format!("is told apart by {}, was {}", new.tag, old.tag);
            let wire = site.directions.judge(Impact::Breaks, Impact::Breaks);
            let finding = Finding::new(ChangeKind::TagChanged, text).spelled(&*old.tag, &*new.tag);
            self.report(
                site,
                finding.impact(Impact::Changes, wire.max(Impact::Docs)),
            );
        }
        if old.default != new.default {
            let spell = |it: &Tagged| {
                let default = it.default.as_ref().map(ToString::to_string);
                default.unwrap_or_else(|| "none".to_owned())
            };
            let (before, after) = (spell(old), spell(new));
            let text = format!("reads other values as {after}, was {before}");
            let finding = Finding::new(ChangeKind::TagValues, text).spelled(before, after);
            self.report(site, finding.impact(Impact::Changes, Impact::Docs));
        }
        let pairs = pair_by(&old.variants, &new.variants, |it| it.value.as_str());
        let pairs = pairs.then_by(|it| it.name.as_str());
        for variant in pairs.removed {
            self.removed_variant(site, variant.name.as_str(), &variant.value);
        }
        for variant in pairs.added {
            self.added_variant(site, variant.name.as_str(), &variant.value);
        }
        for (old, variant) in pairs.both {
            let is_taken = new
                .variants
                .iter()
                .any(|it| it.name == old.name && self.is_same_rust(&old.ty, &it.ty));
            self.diff_tagged_variant(site, (old, variant), is_taken);
        }
        self.diff_code(site, old.code.as_deref(), new.code.as_deref());
    }

    /// Compares two alternatives. `is_taken` says whether another one has the old name and its type, if
    /// the name has changed.
    fn diff_tagged_variant(
        &mut self,
        site: &Site,
        (old, new): (&TaggedVariant, &TaggedVariant),
        is_taken: bool,
    ) {
        if old.value != new.value {
            self.value_changed(site, new.name.as_str(), (&old.value, &new.value));
        }
        let member = site.member(new.name.as_str(), &[]);
        if old.name != new.name {
            let text = format!("is called `{}`, was `{}`", new.name, old.name);
            let finding = Finding::new(ChangeKind::VariantRenamed, text);
            self.report(&member, finding.impact(renamed(is_taken), Impact::None));
        }
        self.diff_types(&member, (&old.ty, true), (&new.ty, true));
        let shift = shift_of_values(&old.also, &new.also);
        if shift != Shift::Same {
            let (before, after) = (old.also.join(", "), new.also.join(", "));
            let text = format!("is also selected by {after}, was {before}");
            let finding = Finding::new(ChangeKind::TagValues, text).spelled(before, after);
            let wire = site.directions.judge_shift(shift).max(Impact::Docs);
            self.report(&member, finding.impact(shift.of_rules(), wire));
        }
    }

    fn removed_variant(&mut self, site: &Site, name: &str, what: &str) {
        let wire = site
            .directions
            .judge_shift(Shift::Narrower)
            .max(Impact::Docs);
        let finding = Finding::new(
            ChangeKind::VariantRemoved,
            format!("no longer has the alternative `{name}`"),
        );
        let finding = finding.spelled(format!("{name}: {what}"), "");
        self.report(site, finding.impact(Impact::Breaks, wire));
    }

    fn added_variant(&mut self, site: &Site, name: &str, what: &str) {
        let wire = site.directions.judge_shift(Shift::Wider).max(Impact::Docs);
        let finding = Finding::new(
            ChangeKind::VariantAdded,
            format!("has a new alternative `{name}`"),
        );
        let finding = finding.spelled("", format!("{name}: {what}"));
        self.report(site, finding.impact(Impact::Additive, wire));
    }

    fn diff_unions(&mut self, site: &Site, old: &[Alternative], new: &[Alternative]) {
        let pairs = pair_by(old, new, |it| it.name.as_str());
        for alternative in pairs.removed {
            let what = self.spell_old(&alternative.value.ty, true);
            self.removed_variant(site, alternative.name.as_str(), &what);
        }
        for alternative in pairs.added {
            let what = self.spell_new(&alternative.value.ty, true);
            self.added_variant(site, alternative.name.as_str(), &what);
        }
        if self.is_reordered(&pairs.both, new) {
            let finding = Finding::new(
                ChangeKind::AlternativesReordered,
                "tries its alternatives in another order",
            );
            let names = |list: &[Alternative]| {
                let names: Vec<&str> = list.iter().map(|it| it.name.as_str()).collect();
                names.join(" | ")
            };
            let finding = finding.spelled(names(old), names(new));
            self.report(site, finding.impact(Impact::Changes, Impact::Docs));
        }
        for (old, new) in &pairs.both {
            let member = site.member(new.name.as_str(), &[]);
            self.diff_types(&member, (&old.value.ty, true), (&new.value.ty, true));
            self.diff_rules(&member, &old.value.rules, &new.value.rules);
        }
    }

    /// Whether two alternatives that a value may both match are tried in another order. The pairs are in
    /// the old order.
    fn is_reordered(&self, pairs: &[(&Alternative, &Alternative)], new: &[Alternative]) -> bool {
        let place = |it: &Alternative| new.iter().position(|other| other.name == it.name);
        let mut places = pairs.iter().enumerate();
        places.any(|(index, (_, first))| {
            pairs[index + 1..].iter().any(|(_, second)| {
                place(first) > place(second)
                    && !are_disjoint(self.new, &first.value.ty, &second.value.ty)
            })
        })
    }

    fn diff_tuples(&mut self, site: &Site, old: &[TupleItem], new: &[TupleItem]) {
        if old.len() != new.len() {
            let text = format!("has {} items, was {}", new.len(), old.len());
            let shift = if new.len() > old.len() {
                Shift::Wider
            } else {
                Shift::Narrower
            };
            let wire = site.directions.judge_shift(shift).max(Impact::Docs);
            let finding = Finding::new(ChangeKind::ItemsChanged, text);
            self.report(site, finding.impact(Impact::Breaks, wire));
        }
        for (index, (old, new)) in old.iter().zip(new).enumerate() {
            let index = index.to_string();
            let member = site.member(&index, &["prefixItems", &index]);
            let (before, after) = ((&old.value.ty, old.required), (&new.value.ty, new.required));
            self.diff_types(&member, before, after);
            self.diff_rules(&member, &old.value.rules, &new.value.rules);
        }
    }
}

fn kind_in_words(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Object(_) => "a struct",
        TypeKind::StringEnum(_) => "an enum of strings",
        TypeKind::Tagged(_) => "a union told apart by a member",
        TypeKind::Union(_) => "a union",
        TypeKind::Tuple(_) => "a tuple",
        TypeKind::Newtype(_) => "a newtype",
        TypeKind::Alias(_) => "an alias",
    }
}
