//! The webhooks of two APIs in, their changes out.

use crate::ir::{Event, Events, Signature, Webhook};
use crate::layout;

use super::change::{Finding, Impact, Subject};
use super::collector::{Collector, Site, Users};
use super::kind::ChangeKind;
use super::pairs::pair_by;
use super::shift::Directions;

pub(super) fn diff(collector: &mut Collector<'_>) {
    diff_events(collector);
    let (old, new) = (&collector.old.webhooks, &collector.new.webhooks);
    let pairs = pair_by(old, new, |it| (it.key.as_str(), it.method.as_str()));
    for webhook in pairs.removed {
        let finding = Finding::new(ChangeKind::WebhookRemoved, "is no longer sent");
        collector.report(
            &site(Some(webhook), None),
            finding.impact(Impact::None, Impact::Changes),
        );
    }
    for webhook in pairs.added {
        let finding = Finding::new(ChangeKind::WebhookAdded, "is sent as well");
        collector.report(
            &site(None, Some(webhook)),
            finding.impact(Impact::None, Impact::Changes),
        );
    }
    for (old, new) in pairs.both {
        let site = site(Some(old), Some(new));
        if old.encoding != new.encoding {
            let finding = Finding::new(ChangeKind::EncodingChanged, "is encoded in another way");
            collector.report(&site, finding.impact(Impact::Changes, Impact::Breaks));
        }
        match (&old.ty, &new.ty) {
            (Some(old), Some(new)) => collector.diff_types(&site, (old, true), (new, true)),
            (None, None) => {}
            _ => {
                let finding = Finding::new(ChangeKind::TypeChanged, "has a body on one side only");
                collector.report(&site, finding.impact(Impact::Changes, Impact::Changes));
            }
        }
    }
}

fn site(old: Option<&Webhook>, new: Option<&Webhook>) -> Site {
    let key = new.or(old).map(|it| it.key.clone()).unwrap_or_default();
    Site {
        subject: Subject::Webhook,
        users: Users::Named(Some(key.clone())),
        item: key,
        old: old.map(|it| it.address.clone()),
        new: new.map(|it| it.address.clone()),
        directions: Directions::RECEIVED,
    }
}

/// Compares the enum of events.
fn diff_events(collector: &mut Collector<'_>) {
    let (old, new) = match (&collector.old.events, &collector.new.events) {
        (None, None) => return,
        (Some(events), None) => {
            let finding = Finding::new(ChangeKind::EventsRemoved, "is the removed enum of events");
            let site = enum_site(collector, events);
            return collector.report(&site, finding.impact(Impact::Breaks, Impact::None));
        }
        (None, Some(events)) => {
            let finding = Finding::new(ChangeKind::EventsAdded, "is the new enum of events");
            let site = enum_site(collector, events);
            return collector.report(&site, finding.impact(Impact::Additive, Impact::None));
        }
        (Some(old), Some(new)) => (old, new),
    };
    let site = enum_site(collector, new);
    if old.name != new.name {
        let text = format!("is called `{}`, was `{}`", new.name, old.name);
        let finding = Finding::new(ChangeKind::TypeRenamed, text);
        collector.report(&site, finding.impact(Impact::Breaks, Impact::None));
    }
    if old.tags != new.tags {
        let [before, after] = [old, new].map(|it| it.tags.join(" or "));
        let text = format!("is told apart by {after}, was {before}");
        let finding = Finding::new(ChangeKind::TagChanged, text).spelled(before, after);
        collector.report(&site, finding.impact(Impact::Changes, Impact::Breaks));
    }
    diff_delivery(collector, &site, old, new);
    diff_state(collector, &site, old, new);
    diff_variants(collector, &site, old, new);
}

/// Compares how events are delivered: in an envelope, and signed.
fn diff_delivery(collector: &mut Collector<'_>, site: &Site, old: &Events, new: &Events) {
    let apis = [collector.old, collector.new];
    let [was_there, is_there] = apis.map(layout::has_webhook);
    if old.envelope != new.envelope {
        let spell = |it: &Events| match &it.envelope {
            Some(member) => format!("in the member {member}"),
            None => "without an envelope".to_owned(),
        };
        let (before, after) = (spell(old), spell(new));
        let krate = match (&old.envelope, &new.envelope) {
            (Some(_), None) => Impact::Breaks,
            // What is verified is of another type.
            (None, Some(_)) if was_there && is_there => Impact::Breaks,
            (None, Some(_)) => Impact::Additive,
            _ => Impact::Changes,
        };
        let text = format!("is delivered {after}, was {before}");
        let finding = Finding::new(ChangeKind::EnvelopeChanged, text).spelled(before, after);
        collector.report(site, finding.impact(krate, Impact::Breaks));
    }
    if old.signature != new.signature {
        let spell = |it: &Events| {
            it.signature
                .as_ref()
                .map_or(String::new(), |it| format!("{it:?}"))
        };
        let variable = |it: &Signature| it.public_key_variable.is_some();
        let (text, krate) = match (&old.signature, &new.signature) {
            (Some(_), None) => ("is no longer signed", Impact::Breaks),
            (None, Some(_)) => ("is signed now", Impact::Additive),
            // Its constant is gone.
            (Some(old), Some(new)) if variable(old) && !variable(new) => {
                ("names no variable for its key any more", Impact::Breaks)
            }
            _ => ("is signed in another way", Impact::Changes),
        };
        let finding = Finding::new(ChangeKind::SignatureChanged, text);
        let finding = finding.spelled(spell(old), spell(new));
        collector.report(site, finding.impact(krate, Impact::Breaks));
    } else if was_there && !is_there {
        let text = "has no module `webhook` any more, for no webhook is a form";
        let finding = Finding::new(ChangeKind::EncodingChanged, text);
        collector.report(site, finding.impact(Impact::Breaks, Impact::None));
    }
}

/// Compares where events have the state of a command.
fn diff_state(collector: &mut Collector<'_>, site: &Site, old: &Events, new: &Events) {
    let has_state = |it: &Events| it.variants.iter().any(|event| event.state.is_some());
    let (text, krate) = match (has_state(old), has_state(new)) {
        (true, false) => ("no longer has the state of a command", Impact::Breaks),
        (false, true) => ("has the state of a command", Impact::Additive),
        _ if old.state == new.state => return,
        _ => ("has the state of a command elsewhere", Impact::Changes),
    };
    let finding = Finding::new(ChangeKind::StateChanged, text);
    let wire = krate.min(Impact::Changes);
    collector.report(site, finding.impact(krate, wire));
}

/// Compares the variants of the enum of events.
fn diff_variants(collector: &mut Collector<'_>, site: &Site, old: &Events, new: &Events) {
    let pairs = pair_by(&old.variants, &new.variants, |it| it.value.as_str());
    let pairs = pairs.then_by(|it| it.name.as_str());
    for event in pairs.removed {
        let text = format!("no longer has the variant `{}`", event.name);
        let finding = Finding::new(ChangeKind::EventRemoved, text).spelled(&*event.value, "");
        let krate = without_name(collector, event, &new.variants);
        collector.report(
            &event_site(site, [Some(event), None]),
            finding.impact(krate, Impact::None),
        );
    }
    for event in pairs.added {
        let text = format!("has a new variant `{}`", event.name);
        let finding = Finding::new(ChangeKind::EventAdded, text).spelled("", &*event.value);
        collector.report(
            &event_site(site, [None, Some(event)]),
            finding.impact(Impact::Additive, Impact::None),
        );
    }
    for (event, after) in pairs.both {
        if event.name != after.name {
            let text = format!("is called `{}`, was `{}`", after.name, event.name);
            let finding = Finding::new(ChangeKind::VariantRenamed, text);
            let krate = without_name(collector, event, &new.variants);
            let site = event_site(site, [Some(event), Some(after)]);
            collector.report(&site, finding.impact(krate, Impact::None));
        }
        diff_event(collector, site, event, after);
    }
}

/// What it means to callers that an event no longer has its name: they compile if another one has it now, and
/// holds the same type.
fn without_name(collector: &Collector<'_>, event: &Event, new: &[Event]) -> Impact {
    let other = new.iter().find(|it| it.name == event.name);
    match other {
        Some(other) if collector.is_same_rust(&event.ty, &other.ty) => Impact::Changes,
        _ => Impact::Breaks,
    }
}

fn diff_event(collector: &mut Collector<'_>, site: &Site, old: &Event, new: &Event) {
    let site = &event_site(site, [Some(old), Some(new)]);
    if old.value != new.value {
        let text = format!("is the event {:?}, was {:?}", new.value, old.value);
        let finding = Finding::new(ChangeKind::ValueChanged, text);
        let finding = finding.spelled(&*old.value, &*new.value);
        collector.report(site, finding.impact(Impact::Changes, Impact::None));
    }
    if !collector.is_same_rust(&old.ty, &new.ty) {
        let (before, after) = (
            collector.spell_old(&old.ty, true),
            collector.spell_new(&new.ty, true),
        );
        let finding = Finding::new(
            ChangeKind::EventTypeChanged,
            format!("holds {after}, was {before}"),
        );
        // The wire is judged by the webhook.
        collector.report(
            site,
            finding
                .spelled(before, after)
                .impact(Impact::Breaks, Impact::None),
        );
    }
    collector.diff_docs(site, &old.doc, &new.doc);
}

fn enum_site(collector: &Collector<'_>, events: &Events) -> Site {
    let part = |address: &crate::pointer::Address| Some(address.join("webhooks"));
    Site {
        subject: Subject::Webhook,
        item: events.name.to_string(),
        old: part(&collector.old.source),
        new: part(&collector.new.source),
        users: Users::Named(None),
        directions: Directions::RECEIVED,
    }
}

fn event_site(site: &Site, [old, new]: [Option<&Event>; 2]) -> Site {
    let name = new.or(old).map(|it| it.name.to_string());
    let address = |it: &Event| it.address.clone();
    Site {
        item: format!("{}::{}", site.item, name.unwrap_or_default()),
        old: old.map(address),
        new: new.map(address),
        ..site.clone()
    }
}
