//! The named errors of two APIs in, their changes out.

use crate::ir::NamedError;
use crate::listing::json_line;

use super::change::{Finding, Impact, Subject};
use super::collector::{Collector, Site, Users};
use super::kind::ChangeKind;
use super::pairs::pair_by;
use super::shift::Directions;

pub(super) fn diff(collector: &mut Collector<'_>) {
    let (old, new) = (&collector.old.errors, &collector.new.errors);
    let pairs = pair_by(old, new, |it| it.constant.as_str());
    let pairs = pairs.then_by(|it| (it.status, it.code.as_deref(), &it.pointer, &it.parameter));
    for error in pairs.removed {
        let finding = Finding::new(
            ChangeKind::ErrorRemoved,
            "is no longer documented as an error",
        );
        let finding = finding.spelled(spell(error), "");
        collector.report(
            &site(Some(error), None),
            finding.impact(Impact::Breaks, Impact::Additive),
        );
    }
    for error in pairs.added {
        let text = format!("is a new error: {}", spell(error));
        let finding = Finding::new(ChangeKind::ErrorAdded, text).spelled("", spell(error));
        let wire = Impact::Changes;
        collector.report(
            &site(None, Some(error)),
            finding.impact(Impact::Additive, wire),
        );
    }
    for (old, new) in pairs.both {
        diff_error(collector, old, new);
    }
    diff_error_body(collector);
}

fn diff_error(collector: &mut Collector<'_>, old: &NamedError, new: &NamedError) {
    let site = site(Some(old), Some(new));
    if old.constant != new.constant {
        let text = format!("is called `{}`, was `{}`", new.constant, old.constant);
        let finding = Finding::new(ChangeKind::ErrorRenamed, text);
        collector.report(&site, finding.impact(Impact::Breaks, Impact::None));
    }
    let (before, after) = (spell(old), spell(new));
    if before != after {
        let text = format!("is {after}, was {before}");
        let finding = Finding::new(ChangeKind::ErrorChanged, text).spelled(before, after);
        collector.report(&site, finding.impact(Impact::Changes, Impact::Changes));
        return;
    }
    if json_line(&old.json) != json_line(&new.json) {
        let finding = Finding::new(ChangeKind::ErrorWords, "has another text");
        let finding = finding.spelled(json_line(&old.json), json_line(&new.json));
        collector.report(&site, finding.impact(Impact::Docs, Impact::Docs));
    }
}

/// Status, code and place: what an error is told by.
fn spell(error: &NamedError) -> String {
    let code = error.code.as_deref().map(|code| format!(" {code}"));
    let pointer = error.pointer.as_deref().map(|it| format!(" at {it}"));
    let parameter = error
        .parameter
        .as_deref()
        .map(|it| format!(" at parameter {it}"));
    let parts = [code, pointer, parameter].into_iter().flatten();
    format!("{}{}", error.status, parts.collect::<String>())
}

fn site(old: Option<&NamedError>, new: Option<&NamedError>) -> Site {
    let name = new.or(old).map(|it| it.constant.to_string());
    Site {
        subject: Subject::Error,
        item: name.unwrap_or_default(),
        old: old.map(|it| it.address.clone()),
        new: new.map(|it| it.address.clone()),
        users: Users::Named(None),
        directions: Directions::RECEIVED,
    }
}

/// Compares where the parts of an error are found in its body.
fn diff_error_body(collector: &mut Collector<'_>) {
    let (old, new) = (&collector.old.error_body, &collector.new.error_body);
    let paths = |it: &crate::ir::ErrorBody| {
        let crate::ir::ErrorBody {
            ty: _, // Compared with the other types.
            list,
            code,
            title,
            detail,
            pointer,
            parameter,
        } = it;
        format!("{:?}", (list, code, title, detail, pointer, parameter))
    };
    let text = match (old, new) {
        (Some(old), Some(new)) if paths(old) != paths(new) => {
            "are elsewhere in the body of a response"
        }
        (Some(_), None) => "no longer have a body of a known form",
        (None, Some(_)) => "have a body of a known form now",
        _ => return,
    };
    // The type of a body is compared with the other types; without known parts, it has no entries.
    let krate = match old {
        None => Impact::Additive,
        Some(_) => Impact::Changes,
    };
    let site = Site {
        subject: Subject::Error,
        item: "errors".to_owned(),
        old: Some(collector.old.source.clone()),
        new: Some(collector.new.source.clone()),
        users: Users::Named(None),
        directions: Directions::RECEIVED,
    };
    let finding = Finding::new(ChangeKind::ErrorBodyChanged, text);
    collector.report(&site, finding.impact(krate, Impact::None));
}
