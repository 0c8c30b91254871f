//! The webhooks of two APIs in, their changes out.

use crate::ir::{Event, Events, Webhook};

use super::change::{Impact, Subject};
use super::collector::{Collector, Finding, Site, Users};
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
    if (&old.tags, &old.envelope) != (&new.tags, &new.envelope) {
        let [before, after] = [old, new].map(|it| it.tags.join(" or "));
        let text = format!("is told apart by {after}, was {before}");
        let finding = Finding::new(ChangeKind::TagChanged, text).spelled(before, after);
        collector.report(&site, finding.impact(Impact::Changes, Impact::Breaks));
    }
    if old.signature != new.signature {
        let spell = |it: &Events| {
            it.signature
                .as_ref()
                .map_or(String::new(), |it| format!("{it:?}"))
        };
        let finding = Finding::new(ChangeKind::SignatureChanged, "is signed in another way");
        let finding = finding.spelled(spell(old), spell(new));
        collector.report(&site, finding.impact(Impact::Changes, Impact::Breaks));
    }
    if old.state != new.state {
        let finding = Finding::new(
            ChangeKind::StateChanged,
            "has the state of a command elsewhere",
        );
        collector.report(&site, finding.impact(Impact::Changes, Impact::Changes));
    }
    diff_variants(collector, &site, old, new);
}

/// Compares the variants of the enum of events.
fn diff_variants(collector: &mut Collector<'_>, site: &Site, old: &Events, new: &Events) {
    let pairs = pair_by(&old.variants, &new.variants, |it| it.value.as_str());
    let pairs = pairs.then_by(|it| it.name.as_str());
    for event in pairs.removed {
        let text = format!("no longer has the variant `{}`", event.name);
        let finding = Finding::new(ChangeKind::EventRemoved, text).spelled(&*event.value, "");
        collector.report(
            &event_site(site, event),
            finding.impact(Impact::Breaks, Impact::None),
        );
    }
    for event in pairs.added {
        let text = format!("has a new variant `{}`", event.name);
        let finding = Finding::new(ChangeKind::EventAdded, text).spelled("", &*event.value);
        collector.report(
            &event_site(site, event),
            finding.impact(Impact::Additive, Impact::None),
        );
    }
    for (old, new) in pairs.both {
        diff_event(collector, &event_site(site, new), old, new);
    }
}

fn diff_event(collector: &mut Collector<'_>, site: &Site, old: &Event, new: &Event) {
    if old.value != new.value {
        let text = format!("is the event {:?}, was {:?}", new.value, old.value);
        let finding = Finding::new(ChangeKind::ValueChanged, text);
        let finding = finding.spelled(&*old.value, &*new.value);
        collector.report(site, finding.impact(Impact::Changes, Impact::None));
    }
    if old.name != new.name {
        let text = format!("is called `{}`, was `{}`", new.name, old.name);
        let finding = Finding::new(ChangeKind::VariantRenamed, text);
        collector.report(site, finding.impact(Impact::Breaks, Impact::None));
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

fn event_site(site: &Site, event: &Event) -> Site {
    Site {
        item: format!("{}::{}", site.item, event.name),
        old: Some(event.address.clone()),
        new: Some(event.address.clone()),
        ..site.clone()
    }
}
