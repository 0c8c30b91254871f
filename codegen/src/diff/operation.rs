//! The operations of two APIs in, their changes out.

use crate::ir::{Operation, Parameter, ParameterPlace, Retry, anonymous_path};
use crate::listing::{json_line, operation_lines, place_name, spell_security, style_name};

use super::change::{Finding, Impact, Subject};
use super::collector::{Collector, Site, Users};
use super::kind::ChangeKind;
use super::pairs::{pair_by, pair_operations};
use super::shift::Directions;

pub(super) fn diff_all(collector: &mut Collector<'_>) {
    let pairs = pair_operations(collector.old, collector.new);
    for operation in pairs.removed {
        let site = site(Some(operation), None);
        let spelled = operation_lines(collector.old, operation);
        let finding = Finding::new(ChangeKind::OperationRemoved, "is a removed operation")
            .spelled(spelled, "");
        collector.report(&site, finding.impact(Impact::Breaks, Impact::Breaks));
    }
    for operation in pairs.added {
        let site = site(None, Some(operation));
        let spelled = operation_lines(collector.new, operation);
        let finding =
            Finding::new(ChangeKind::OperationAdded, "is a new operation").spelled("", spelled);
        collector.report(&site, finding.impact(Impact::Additive, Impact::Additive));
    }
    for (old, new) in pairs.both {
        collector.diff_operation(old, new);
    }
}

fn site(old: Option<&Operation>, new: Option<&Operation>) -> Site {
    let name = new.or(old).map(|it| it.name.to_string());
    let name = name.unwrap_or_default();
    Site {
        subject: Subject::Operation,
        users: Users::Named(Some(name.clone())),
        item: name,
        old: old.map(|it| it.address.clone()),
        new: new.map(|it| it.address.clone()),
        directions: Directions::SENT,
    }
}

impl Collector<'_> {
    fn diff_operation(&mut self, old: &Operation, new: &Operation) {
        let site = site(Some(old), Some(new));
        if old.name != new.name {
            let text = format!("is called `{}`, was `{}`", new.name, old.name);
            let finding = Finding::new(ChangeKind::OperationRenamed, text);
            let finding = finding.spelled(old.name.as_str(), new.name.as_str());
            self.report(&site, finding.impact(Impact::Breaks, Impact::None));
        }
        self.diff_methods(&site, old, new);
        self.diff_requests(&site, old, new);
        self.diff_parameters(&site, old, new);
        self.diff_bodies(&site, old, new);
        self.diff_results(&site, old, new);
        self.diff_responses(&site, old, new);
        self.diff_policies(&site, old, new);
        self.diff_documentation(&site, old, new);
        self.diff_deprecated(&site, old.deprecated, new.deprecated);
        self.diff_docs(&site, &old.doc, &new.doc);
    }

    /// Compares the methods of the client that call it.
    fn diff_methods(&mut self, site: &Site, old: &Operation, new: &Operation) {
        let (before, after) = (self.old.method_paths(old), self.new.method_paths(new));
        if before == after {
            return;
        }
        let is_kept = before.iter().all(|it| after.contains(it));
        let krate = if is_kept {
            Impact::Additive
        } else {
            Impact::Breaks
        };
        let (before, after) = (before.join("`, `"), after.join("`, `"));
        let text = format!("is called by `{after}` of the client, was `{before}`");
        let finding = Finding::new(ChangeKind::MethodsChanged, text).spelled(before, after);
        self.report(site, finding.impact(krate, Impact::None));
    }

    /// Compares method and path.
    fn diff_requests(&mut self, site: &Site, old: &Operation, new: &Operation) {
        let line = |it: &Operation| format!("{} {}", it.method, anonymous_path(&it.template));
        if line(old) != line(new) {
            let line = |it: &Operation| format!("{} {}", it.method, it.path);
            let (before, after) = (line(old), line(new));
            let text = format!("sends {after}, was {before}");
            let finding = Finding::new(ChangeKind::PathChanged, text).spelled(before, after);
            self.report(site, finding.impact(Impact::Changes, Impact::Breaks));
        }
        if old.presence != new.presence && !new.presence.covers(&old.presence) {
            let finding = Finding::new(ChangeKind::FeatureChanged, "needs other cargo features");
            self.report(site, finding.impact(Impact::Breaks, Impact::None));
        }
    }

    fn diff_parameters(&mut self, site: &Site, old: &Operation, new: &Operation) {
        // The names of path parameters are not sent: they are paired by their position.
        let keyed = |operation: &Operation, it: &Parameter| match it.place {
            ParameterPlace::Path => {
                let before = operation.template.split(&format!("{{{}}}", it.wire)).next();
                (it.place, anonymous_path(before.unwrap_or_default()))
            }
            ParameterPlace::Header => (it.place, it.wire.to_lowercase()),
            // It has no name on the wire.
            ParameterPlace::QueryString => (it.place, String::new()),
            ParameterPlace::Query | ParameterPlace::Cookie => (it.place, it.wire.clone()),
        };
        let list = |operation, parameters: &'_ [Parameter]| {
            parameters
                .iter()
                .map(|it| keyed(operation, it))
                .collect::<Vec<_>>()
        };
        let (old_keys, new_keys) = (list(old, &old.parameters), list(new, &new.parameters));
        let old_items = old.parameters.iter().zip(&old_keys).collect::<Vec<_>>();
        let new_items = new.parameters.iter().zip(&new_keys).collect::<Vec<_>>();
        let pairs = pair_by(old_items, new_items, |(_, key)| key);
        // What only moves to another place keeps its field.
        let pairs = pairs.then_by(|(parameter, _)| (parameter.name.as_str(), parameter.required));
        for (parameter, _) in pairs.removed {
            let spelled = self.spell_old(&parameter.value.ty, parameter.required);
            let text = format!(
                "is gone, was {spelled} in the {}",
                place_name(parameter.place)
            );
            let finding = Finding::new(ChangeKind::ParameterRemoved, text).spelled(spelled, "");
            let member = parameter_site(site, parameter);
            self.report(&member, finding.impact(Impact::Breaks, Impact::Changes));
        }
        for (parameter, _) in pairs.added {
            let spelled = self.spell_new(&parameter.value.ty, parameter.required);
            let place = place_name(parameter.place);
            let (impact, text) = if parameter.required {
                let text = format!("is new and required: {spelled} in the {place}");
                (Impact::Breaks, text)
            } else {
                (
                    Impact::Additive,
                    format!("is new: {spelled} in the {place}"),
                )
            };
            let finding = Finding::new(ChangeKind::ParameterAdded, text).spelled("", spelled);
            self.report(
                &parameter_site(site, parameter),
                finding.impact(impact, impact),
            );
        }
        for ((old, _), (new, _)) in &pairs.both {
            self.diff_parameter(site, old, new);
        }
        self.diff_argument_order(site, old, new);
    }

    fn diff_parameter(&mut self, site: &Site, old: &Parameter, new: &Parameter) {
        let Parameter {
            name: old_name,
            wire: old_wire,
            place: old_place,
            value: old_value,
            required: old_required,
            argument: _, // Compared with the others.
            doc: old_doc,
            example: _, // Documentation that callers see in the example of the operation.
            style: old_style,
            styles: old_styles,
            escaping: old_escaping,
        } = old;
        let Parameter {
            name,
            wire,
            place,
            value,
            required,
            argument: _,
            doc,
            example: _,
            style,
            styles,
            escaping,
        } = new;
        let member = parameter_site(site, new);
        if old_name != name {
            let text = format!("is called `{name}` in Rust, was `{old_name}`");
            let finding = Finding::new(ChangeKind::ParameterRenamed, text);
            let finding = finding.spelled(old_name.as_str(), name.as_str());
            self.report(&member, finding.impact(Impact::Breaks, Impact::None));
        }
        self.diff_types(
            &member,
            (&old_value.ty, *old_required),
            (&value.ty, *required),
        );
        self.diff_rules(&member, &old_value.rules, &value.rules);
        let is_same_name = match place {
            ParameterPlace::Path | ParameterPlace::QueryString => true,
            ParameterPlace::Header => old_wire.eq_ignore_ascii_case(wire),
            ParameterPlace::Query | ParameterPlace::Cookie => old_wire == wire,
        };
        if old_place != place || !is_same_name {
            let spell = |wire: &str, place| format!("{wire} in the {}", place_name(place));
            let (before, after) = (spell(old_wire, *old_place), spell(wire, *place));
            let text = format!("is sent as {after}, was {before}");
            let finding = Finding::new(ChangeKind::ParameterMoved, text).spelled(before, after);
            self.report(&member, finding.impact(Impact::Changes, Impact::Breaks));
        } else if (old_style, old_styles, old_escaping) != (style, styles, escaping) {
            let (before, after) = (style_name(*old_style), style_name(*style));
            let text = format!("is written as {after}, was {before}");
            let finding = Finding::new(ChangeKind::StyleChanged, text).spelled(before, after);
            self.report(&member, finding.impact(Impact::Changes, Impact::Breaks));
        }
        self.diff_docs(&member, old_doc, doc);
    }

    fn diff_argument_order(&mut self, site: &Site, old: &Operation, new: &Operation) {
        let (old, new) = (old.arguments(), new.arguments());
        let old: Vec<_> = old
            .iter()
            .map(|it| (it.name.as_str(), &it.value.ty))
            .collect();
        let new: Vec<_> = new
            .iter()
            .map(|it| (it.name.as_str(), &it.value.ty))
            .collect();
        self.diff_order(site, &old, &new);
    }

    /// Compares how it is sent: retries, paging, security, servers.
    fn diff_policies(&mut self, site: &Site, old: &Operation, new: &Operation) {
        if old.retry != new.retry {
            let (before, after) = (retry_in_words(&old.retry), retry_in_words(&new.retry));
            let text = format!("is repeated {after}, was {before}");
            let finding = Finding::new(ChangeKind::RetryChanged, text).spelled(before, after);
            self.report(site, finding.impact(Impact::Changes, Impact::Changes));
        }
        let (before, after) = (&old.call.paging, &new.call.paging);
        let is_same_item = match (before, after) {
            (Some(before), Some(after)) => self.is_same_rust(&before.item, &after.item),
            (before, after) => before.is_none() == after.is_none(),
        };
        if old.pagination != new.pagination || !is_same_item {
            let (text, krate) = match (before, after) {
                (None, _) => ("is a list with pages now", Impact::Additive),
                (_, None) => ("is no longer a list with pages", Impact::Breaks),
                _ if is_same_item => ("asks for its pages in another way", Impact::Changes),
                _ => ("has pages of other items", Impact::Breaks),
            };
            let spell = |it: &Option<_>| it.as_ref().map_or(String::new(), |it| format!("{it:?}"));
            let finding = Finding::new(ChangeKind::PagingChanged, text)
                .spelled(spell(&old.pagination), spell(&new.pagination));
            self.report(site, finding.impact(krate, Impact::Docs));
        }
        if old.security != new.security {
            let spell = |it: &Operation| match &it.security {
                Some(security) => spell_security(security),
                None => "as all others".to_owned(),
            };
            let (before, after) = (spell(old), spell(new));
            let text = format!("needs credentials: {after}, was {before}");
            let finding = Finding::new(ChangeKind::SecurityChanged, text).spelled(before, after);
            self.report(site, finding.impact(Impact::Changes, Impact::Breaks));
        }
        if old.servers != new.servers {
            let urls = |it: &Operation| match &it.servers {
                Some(servers) => super::connection::urls(servers),
                None => "that of the API".to_owned(),
            };
            let (before, after) = (urls(old), urls(new));
            let text = format!("is sent to {after}, was {before}");
            let finding = Finding::new(ChangeKind::ServerChanged, text).spelled(before, after);
            self.report(site, finding.impact(Impact::Changes, Impact::Breaks));
        }
    }

    /// Compares what only its documentation shows: webhooks that it leads to, tags, the example.
    fn diff_documentation(&mut self, site: &Site, old: &Operation, new: &Operation) {
        if old.expected_events != new.expected_events {
            let (before, after) = (old.expected_events.join(" "), new.expected_events.join(" "));
            let text = format!("leads to the webhooks {after}, was {before}");
            let finding = Finding::new(ChangeKind::WebhooksExpected, text).spelled(before, after);
            self.report(site, finding.impact(Impact::Docs, Impact::Docs));
        }
        if old.tags != new.tags {
            let (before, after) = (old.tags.join(", "), new.tags.join(", "));
            let finding =
                Finding::new(ChangeKind::TagsChanged, "has other tags").spelled(before, after);
            self.report(site, finding.impact(Impact::Docs, Impact::Docs));
        }
        let examples = |it: &Operation| {
            it.body
                .iter()
                .find_map(|it| it.example.as_ref().map(json_line))
        };
        if examples(old) != examples(new) {
            let finding = Finding::new(ChangeKind::ExampleChanged, "has another example").spelled(
                examples(old).unwrap_or_default(),
                examples(new).unwrap_or_default(),
            );
            self.report(site, finding.impact(Impact::Docs, Impact::Docs));
        }
    }
}

fn parameter_site(site: &Site, parameter: &Parameter) -> Site {
    Site {
        item: format!("{}.{}", site.item, parameter.name),
        ..site.clone()
    }
}

fn retry_in_words(retry: &Retry) -> String {
    match retry {
        Retry::Idempotent => "freely".to_owned(),
        Retry::Key { field, seconds } => format!("within {seconds} seconds by `{field}`"),
        Retry::Unsafe => "only if it cannot have arrived".to_owned(),
    }
}
