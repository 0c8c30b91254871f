//! A report as JSON for programs.

use serde_json::{Value, json};

use super::{ApiReport, LocatedChange, Location, Report};
use crate::diff::verdict::Verdict;

/// Writes one JSON object: the verdict, and the verdict and the changes of the crate's root and of each API.
#[must_use]
pub fn render_json(report: &Report) -> String {
    let list = |part: &ApiReport| part.changes.iter().map(change).collect::<Vec<_>>();
    let apis = report.apis.iter().map(|api| {
        json!({
            "module": api.module,
            "verdict": verdict(&api.verdict),
            "changes": list(api),
        })
    });
    let apis: Vec<Value> = apis.collect();
    let root = json!({
        "verdict": verdict(&report.root.verdict),
        "changes": list(&report.root),
    });
    let report = json!({ "verdict": verdict(&report.verdict), "crateRoot": root, "apis": apis });
    format!("{report:#}\n")
}

fn verdict(verdict: &Verdict) -> Value {
    json!({
        "crate": verdict.krate.name(),
        "wire": verdict.wire.name(),
        "step": verdict.step.name(),
        "reason": verdict.reason,
    })
}

fn change(located: &LocatedChange) -> Value {
    let LocatedChange { change, old, new } = located;
    json!({
        "kind": change.kind.name(),
        "item": change.item,
        "text": change.text,
        "crate": change.krate.name(),
        "wire": change.wire.name(),
        "swapsArguments": change.is_swap,
        "before": change.before,
        "after": change.after,
        "old": old.as_ref().map(location),
        "new": new.as_ref().map(location),
        "reaches": change.reaches,
    })
}

fn location(location: &Location) -> Value {
    json!({ "file": location.file, "line": location.line, "pointer": location.pointer })
}
