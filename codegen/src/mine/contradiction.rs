//! Findings in, the keywords and defaults that contradict them out.

use std::cmp::Ordering;

use super::described::Described;
use super::finding::{Finding, Kind};
use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::PROSE_CONTRADICTION;
use crate::overlay::Provenance;
use crate::tree::{Number, Tree};

/// Keywords whose value in the schema has to be that of the description.
const COMPARED: &[&str] = &[
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "default",
    "enum",
    "format",
];

/// Reports the findings that contradict a keyword of the schema, or a default.
pub(super) fn check_findings(
    described: &Described<'_>,
    findings: &[Finding],
    provenance: &Provenance,
    diagnostics: &mut Diagnostics,
) {
    for finding in findings {
        let pairs = finding.update.iter();
        let pairs = pairs.filter(|(key, _)| COMPARED.contains(&key.as_str()));
        for (keyword, said) in pairs {
            let Some(stated) = described.parts.first().and_then(|it| it.get(keyword)) else {
                continue;
            };
            if let Some(what) = contradiction(keyword, stated, said) {
                let place = provenance.origin(&described.node.join("description"));
                let at = if described.is_parameter {
                    described.node.join("schema").join(keyword)
                } else {
                    described.node.join(keyword)
                };
                let message = format!("“{}” contradicts the schema: {what}", finding.words);
                diagnostics
                    .report(&PROSE_CONTRADICTION, place, message)
                    .related(provenance.origin(&at), format!("`{keyword}` in the schema"))
                    .help(
                        "find out which of the two is right, and correct the keyword in an overlay",
                    );
            }
        }
    }
    check_default(described, findings, provenance, diagnostics);
}

/// Describes how a keyword differs from what the description says.
fn contradiction(keyword: &str, stated: &Tree, said: &Tree) -> Option<String> {
    let differs = match (keyword, stated, said) {
        ("enum", Tree::Array(stated), Tree::Array(said)) => {
            let missing = said.iter().find(|it| !stated.contains(it))?;
            return Some(format!("its `enum` has no {}", missing.to_json()));
        }
        ("format", Tree::String(stated), Tree::String(said)) => {
            (stated == "uri" || stated == "url") && said == "uri-reference"
        }
        (_, Tree::Number(stated), Tree::Number(said)) => stated.compare(said) != Ordering::Equal,
        // A default that is written as text: "true" and `true` are one.
        ("default", stated, said) => plain(stated) != plain(said),
        _ => false,
    };
    differs.then(|| format!("its `{keyword}` is {}", stated.to_json()))
}

fn plain(value: &Tree) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_json(), str::to_owned)
}

/// Reports a default, of the schema or the description, that is outside of the range that the description
/// or the schema states.
fn check_default(
    described: &Described<'_>,
    findings: &[Finding],
    provenance: &Provenance,
    diagnostics: &mut Diagnostics,
) {
    let said = |key: &str| {
        let mut found = findings
            .iter()
            .filter_map(|it| Some((it.words.as_str(), it.update.get(key)?)));
        found.next()
    };
    let default = said("default").or_else(|| Some(("", described.keyword("default")?)));
    let Some((default_words, Tree::Number(default))) = default else {
        return;
    };
    for (key, side) in [("minimum", Ordering::Less), ("maximum", Ordering::Greater)] {
        let (words, bound) = match (said(key), described.keyword(key)) {
            (Some((words, Tree::Number(bound))), _) => (words, bound),
            (None, Some(Tree::Number(bound))) => ("", bound),
            _ => continue,
        };
        // The generator itself compares what the schema alone states.
        if (words.is_empty() && default_words.is_empty()) || default.compare(bound) != side {
            continue;
        }
        report_default(
            described,
            (default, default_words),
            (key, bound, words),
            provenance,
            diagnostics,
        );
    }
}

fn report_default(
    described: &Described<'_>,
    (default, default_words): (&Number, &str),
    (key, bound, words): (&str, &Number, &str),
    provenance: &Provenance,
    diagnostics: &mut Diagnostics,
) {
    let quote = |words: &str| match words {
        "" => String::new(),
        words => format!(" (“{words}”)"),
    };
    let message = format!(
        "the default {}{} is outside of the range: the {key} is {}{}",
        default.to_json(),
        quote(default_words),
        bound.to_json(),
        quote(words),
    );
    let place = provenance.origin(&described.node.join("description"));
    diagnostics
        .report(&PROSE_CONTRADICTION, place, message)
        .help("find out which of the two is right");
}

/// Whether a finding bounds a number.
pub(super) fn is_range(finding: &Finding) -> bool {
    matches!(finding.kind, Kind::Range)
}
