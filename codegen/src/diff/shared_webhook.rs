//! The enums of all webhooks of two crates in, their changes out.

use crate::ir::{Api, Event, SharedEvents, Signature};
use crate::layout;
use crate::listing::spell_type;
use crate::name::VariantName;
use crate::pointer::Address;
use crate::share::ApiSet;

use super::change::{Change, Finding, Impact, Subject};
use super::crates::{Crates, list_modules};
use super::kind::ChangeKind;
use super::pairs::pair_by;

/// The name of the enum.
const EVENT: &str = "Event";

/// A variant of the enum.
#[derive(Clone, Copy)]
struct Variant<'a> {
    name: &'a VariantName,
    event: &'a Event,
    api: &'a Api,
    /// The index of its module among those of its crate.
    module: usize,
    /// The index of its module in the new crate, if there is one.
    new_module: Option<usize>,
}

pub(super) fn diff_events(crates: &Crates<'_>) -> Vec<Change> {
    let sides = [crates.old, crates.new].map(|set| set.shared().events.as_ref());
    let (old, new) = match sides {
        [None, None] => return Vec::new(),
        [Some(old), Some(new)] => (old, new),
        [Some(_), None] => {
            let text = "is gone: fewer than two modules have webhooks";
            let finding = Finding::new(ChangeKind::EventsRemoved, text);
            let finding = finding.impact(Impact::Breaks, Impact::None);
            return vec![crates.change_of_enum(finding)];
        }
        [None, Some(new)] => {
            let modules = new.variants.iter().map(|it| it.api);
            let modules = list_modules(crates.new, modules);
            let text = format!("is the new enum of the webhooks of {modules}");
            let finding = Finding::new(ChangeKind::EventsAdded, text);
            let finding = finding.impact(Impact::Additive, Impact::None);
            return vec![crates.change_of_enum(finding)];
        }
    };
    let mut changes = crates.diff_variants(old, new);
    changes.extend(crates.diff_verifiers(old, new));
    changes.extend(crates.diff_states());
    changes
}

impl<'a> Crates<'a> {
    fn diff_variants(&self, old: &'a SharedEvents, new: &'a SharedEvents) -> Vec<Change> {
        let old = list_variants(self.old, old, &|module| self.new_module(module));
        let new = list_variants(self.new, new, &Some);
        let pairs = pair_by(old, new.clone(), |it| {
            (it.new_module, it.event.value.as_str())
        });
        let pairs = pairs.then_by(|it| (it.new_module, it.event.name.as_str()));
        let mut changes = Vec::new();
        for it in pairs.removed {
            let finding = Finding::new(ChangeKind::EventRemoved, "is no longer a variant");
            let finding = finding.spelled(it.spell(), "");
            let finding = finding.impact(it.without_name(&new), Impact::None);
            changes.push(change(it.name, finding, [Some(it), None]));
        }
        for it in pairs.added {
            let finding = Finding::new(ChangeKind::EventAdded, "is a new variant");
            let finding = finding.spelled("", it.spell());
            let finding = finding.impact(Impact::Additive, Impact::None);
            changes.push(change(it.name, finding, [None, Some(it)]));
        }
        for (old, new_one) in pairs.both {
            // What else is different, the module reports.
            if old.name != new_one.name {
                let text = format!("is called `{}`, was `{}`", new_one.name, old.name);
                let finding = Finding::new(ChangeKind::VariantRenamed, text);
                let finding = finding.spelled(old.spell(), new_one.spell());
                let finding = finding.impact(old.without_name(&new), Impact::None);
                changes.push(change(new_one.name, finding, [Some(old), Some(new_one)]));
            }
        }
        changes
    }

    /// Compares the schemes by which the verifier of all webhooks tells them apart.
    fn diff_verifiers(&self, old: &SharedEvents, new: &SharedEvents) -> Option<Change> {
        let (before, after) = (list_schemes(self.old, old), list_schemes(self.new, new));
        let (text, impact) = match (before.is_empty(), after.is_empty()) {
            (false, true) => ("is gone: no webhook is signed", Impact::Breaks),
            (true, false) => ("is new", Impact::Additive),
            _ if before == after => return None,
            _ => ("takes the keys of other signatures", Impact::Changes),
        };
        let spell = |schemes: &[&Signature]| {
            let schemes: Vec<String> = schemes.iter().map(|it| format!("{it:?}")).collect();
            schemes.join("\n")
        };
        let finding = Finding::new(ChangeKind::SignatureChanged, text);
        let finding = finding.spelled(spell(&before), spell(&after));
        let finding = finding.impact(impact, Impact::None);
        let item = format!("{}::Verifier", layout::WEBHOOK);
        let places = self.places_of_webhooks();
        Some(Change::of_item((Subject::Webhook, item), finding, places))
    }

    /// Compares whether events have the state of an earlier command.
    fn diff_states(&self) -> Option<Change> {
        let has_state = |set: &ApiSet| {
            let events = set.iter().filter_map(|api| api.events.as_ref());
            { events }.any(|events| events.variants.iter().any(|it| it.state.is_some()))
        };
        let (text, impact) = match (has_state(self.old), has_state(self.new)) {
            (true, false) => ("no longer implements `HasClientState`", Impact::Breaks),
            (false, true) => ("implements `HasClientState`", Impact::Additive),
            _ => return None,
        };
        let finding = Finding::new(ChangeKind::StateChanged, text);
        Some(self.change_of_enum(finding.impact(impact, Impact::None)))
    }

    fn change_of_enum(&self, finding: Finding) -> Change {
        let places = self.places_of_webhooks();
        Change::of_item((Subject::Webhook, EVENT), finding, places)
    }

    /// The places of the webhooks of a module that has some on one side only, or else of the first that has
    /// some.
    fn places_of_webhooks(&self) -> [Option<Address>; 2] {
        let sides = self.pairs.iter().map(|pair| {
            let old = pair.old.map(|it| &*self.old[it]);
            [old, pair.new.map(|it| &*self.new[it])]
        });
        let has_events = |api: Option<&Api>| api.is_some_and(|it| it.events.is_some());
        let is_other = |[old, new]: &[Option<&Api>; 2]| has_events(*old) != has_events(*new);
        let has_some = |sides: &[Option<&Api>; 2]| sides.iter().any(|it| has_events(*it));
        let found = { sides.clone() }.find(is_other);
        let found = found.or_else(|| { sides }.find(has_some));
        let place = |api: Option<&Api>| api.map(|it| it.source.join("webhooks"));
        found.map(|it| it.map(place)).unwrap_or_default()
    }
}

impl Variant<'_> {
    /// What its name means to callers if it has another one now, or is gone: they compile if another variant
    /// has the name and holds the same type.
    fn without_name(&self, new: &[Variant<'_>]) -> Impact {
        let other = new.iter().find(|it| it.name == self.name);
        match other {
            Some(other) if self.holds_same_type(other) => Impact::Changes,
            _ => Impact::Breaks,
        }
    }

    fn holds_same_type(&self, other: &Variant<'_>) -> bool {
        // Types of other modules have other paths.
        let is_named = self.event.ty.named().is_some();
        let is_same_module = self.new_module == Some(other.module);
        (is_same_module || !is_named)
            && spell_type(self.api, &self.event.ty) == spell_type(other.api, &other.event.ty)
    }

    /// The variant as Rust spells it.
    fn spell(&self) -> String {
        let ty = spell_type(self.api, &self.event.ty);
        format!("{}({ty})", self.name)
    }
}

/// The variants of an enum, with the module of the new crate that each belongs to.
fn list_variants<'a>(
    set: &'a ApiSet,
    events: &'a SharedEvents,
    new_module: &dyn Fn(usize) -> Option<usize>,
) -> Vec<Variant<'a>> {
    let mut variants = Vec::new();
    for (module, api) in set.iter().enumerate() {
        let names = events.variants.iter().filter(|it| it.api == module);
        let declared = api.events.iter().flat_map(|it| &it.variants);
        variants.extend(names.zip(declared).map(|(shared, event)| Variant {
            name: &shared.name,
            event,
            api,
            module,
            new_module: new_module(module),
        }));
    }
    variants
}

/// The signatures of the schemes, sorted.
fn list_schemes<'a>(set: &'a ApiSet, events: &SharedEvents) -> Vec<&'a Signature> {
    let first = events.schemes.iter().filter_map(|scheme| scheme.first());
    let signatures = first.filter_map(|api| set[*api].events.as_ref()?.signature.as_ref());
    let mut signatures: Vec<&Signature> = signatures.collect();
    signatures.sort_by_key(|it| (&it.signature_header, &it.public_key_variable));
    signatures
}

fn change(name: &VariantName, finding: Finding, sides: [Option<Variant<'_>>; 2]) -> Change {
    let places = sides.map(|it| it.map(|it| it.event.address.clone()));
    let reaches = sides.iter().flatten().map(|it| it.event.value.clone());
    let mut reaches: Vec<String> = reaches.collect();
    reaches.sort();
    reaches.dedup();
    let item = format!("{EVENT}::{name}");
    Change {
        reaches,
        ..Change::of_item((Subject::Webhook, item), finding, places)
    }
}
