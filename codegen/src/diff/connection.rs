//! Servers, credentials and the client of two APIs in, their changes out.

use crate::ir::{Api, Server};
use crate::listing::{spell_scheme, spell_security, spell_server};

use super::change::{Finding, Impact, Subject};
use super::collector::{Collector, Site, Users};
use super::kind::ChangeKind;
use super::pairs::pair_by;
use super::shift::Directions;

pub(super) fn diff(collector: &mut Collector<'_>) {
    let (old, new) = (collector.old, collector.new);
    let site = &Site {
        subject: Subject::Api,
        item: new.module.to_string(),
        old: Some(old.source.clone()),
        new: Some(new.source.clone()),
        users: Users::Named(None),
        directions: Directions::SENT,
    };
    diff_servers(collector, site);
    diff_security(collector, site);
    diff_client(collector, site);
    let title = (&old.title, &new.title);
    if title.0 != title.1 {
        let finding = Finding::new(
            ChangeKind::Title,
            format!("is titled {:?}, was {:?}", title.1, title.0),
        );
        collector.report(site, finding.impact(Impact::Docs, Impact::Docs));
    }
    collector.diff_docs(site, &old.doc, &new.doc);
}

fn diff_servers(collector: &mut Collector<'_>, site: &Site) {
    let (old, new) = (&collector.old.servers, &collector.new.servers);
    let site = below(site, "servers");
    if old.first() != new.first() {
        let first = |servers: &[Server]| servers.first().map_or("nowhere".to_owned(), spell_server);
        let (before, after) = (first(old), first(new));
        let wire = if old.first().is_none_or(|it| new.contains(it)) {
            Impact::Docs
        } else {
            Impact::Breaks
        };
        let text = format!("sends requests to {after}, was {before}");
        let finding = Finding::new(ChangeKind::ServerChanged, text).spelled(before, after);
        collector.report(&site, finding.impact(Impact::Changes, wire));
    }
    let pairs = pair_by(old.iter().skip(1), new.iter().skip(1), |it| &it.url);
    for server in pairs.removed.into_iter().filter(|it| !new.contains(it)) {
        let text = format!("is no longer at the server {}", server.url);
        let finding = Finding::new(ChangeKind::ServerRemoved, text);
        collector.report(&site, finding.impact(Impact::Docs, Impact::Breaks));
    }
    for server in pairs.added.into_iter().filter(|it| !old.contains(it)) {
        let text = format!("is also at the server {}", server.url);
        let finding = Finding::new(ChangeKind::ServerAdded, text);
        collector.report(&site, finding.impact(Impact::Docs, Impact::Additive));
    }
}

/// The URLs of servers in one line.
pub(super) fn urls(servers: &[Server]) -> String {
    let urls: Vec<String> = servers.iter().map(spell_server).collect();
    urls.join(", ")
}

fn diff_security(collector: &mut Collector<'_>, site: &Site) {
    let (old, new): (&Api, &Api) = (collector.old, collector.new);
    let pairs = pair_by(&old.schemes, &new.schemes, |it| it.name.as_str());
    let at = |name: &str| Site {
        item: format!("{}.{name}", site.item),
        ..below(site, "components")
    };
    for scheme in pairs.removed {
        let finding = Finding::new(ChangeKind::SchemeRemoved, "is no longer a security scheme");
        let finding = finding.spelled(spell_scheme(&scheme.kind), "");
        collector.report(
            &at(&scheme.name),
            finding.impact(Impact::Changes, Impact::Breaks),
        );
    }
    for scheme in pairs.added {
        let finding = Finding::new(ChangeKind::SchemeAdded, "is a new security scheme");
        let finding = finding.spelled("", spell_scheme(&scheme.kind));
        collector.report(
            &at(&scheme.name),
            finding.impact(Impact::Additive, Impact::Additive),
        );
    }
    for (before, after) in pairs.both {
        if before.kind != after.kind {
            let (before, spelled) = (spell_scheme(&before.kind), spell_scheme(&after.kind));
            let text = format!("takes {spelled}, was {before}");
            let finding = Finding::new(ChangeKind::SchemeChanged, text).spelled(before, spelled);
            collector.report(
                &at(&after.name),
                finding.impact(Impact::Changes, Impact::Breaks),
            );
        }
    }
    if old.security != new.security {
        let (before, after) = (spell_security(&old.security), spell_security(&new.security));
        let text = format!("needs credentials: {after}, was {before}");
        let finding = Finding::new(ChangeKind::SecurityChanged, text).spelled(before, after);
        collector.report(
            &below(site, "security"),
            finding.impact(Impact::Changes, Impact::Breaks),
        );
    }
}

fn diff_client(collector: &mut Collector<'_>, site: &Site) {
    let (old, new) = (&collector.old.variables, &collector.new.variables);
    if old != new {
        let text = "reads other environment variables";
        let (before, after) = (format!("{old:?}"), format!("{new:?}"));
        let finding = Finding::new(ChangeKind::VariablesChanged, text).spelled(before, after);
        collector.report(site, finding.impact(Impact::Changes, Impact::None));
    }
}

/// A part of the document.
fn below(site: &Site, key: &str) -> Site {
    let part = |address: &Option<crate::pointer::Address>| address.as_ref().map(|it| it.join(key));
    Site {
        old: part(&site.old),
        new: part(&site.new),
        ..site.clone()
    }
}
