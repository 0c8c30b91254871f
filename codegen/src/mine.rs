//! A document in, the rules that only its descriptions state out, as actions of an overlay.
//!
//! Precision comes before recall: a sentence that may be about something else, or that holds under a
//! condition, is passed over.

mod base64;
mod characters;
mod contradiction;
mod default;
mod described;
mod error_example;
mod exclusive;
mod finding;
mod format;
mod hedge;
mod items;
mod keyword;
mod length;
mod one_of;
mod pattern;
mod place;
mod proposal;
mod range;
mod render;
mod required_when;
mod separator;
mod target;
#[cfg(test)]
mod tests;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::NOT_OPENAPI;
use crate::overlay::Provenance;
use crate::pointer::Pointer;
use crate::tree::Tree;
use described::Described;
use finding::Finding;

pub use finding::Kind;
pub use place::locate_proposals;
pub use proposal::Proposal;
pub use render::{Heading, render_json, render_overlay};

/// The finders, one for each kind of phrase.
const FINDERS: [fn(&Described<'_>) -> Vec<Finding>; 11] = [
    range::find_ranges,
    length::find_lengths,
    items::find_item_counts,
    base64::find_base64,
    characters::find_characters,
    separator::find_separated_values,
    pattern::find_patterns,
    one_of::find_values,
    format::find_formats,
    default::find_defaults,
    exclusive::find_exclusive_members,
];

/// Returns the rules that descriptions state and schemas do not, in the order of the document. Reports
/// descriptions that contradict their schema, a default or an example of an error.
#[must_use]
pub fn find_proposals(
    tree: &Tree,
    provenance: &Provenance,
    diagnostics: &mut Diagnostics,
) -> Vec<Proposal> {
    let version = match tree.get("openapi") {
        Some(Tree::String(text)) => text.as_str(),
        Some(Tree::Number(number)) => number.as_str(),
        _ => "",
    };
    let known = ["3.0", "3.1", "3.2"];
    if !known.iter().any(|it| version.starts_with(it)) {
        let root = provenance.origin(&Pointer::root());
        let message = "the file is not an OpenAPI 3.0, 3.1 or 3.2 document";
        diagnostics
            .report(&NOT_OPENAPI, root, message)
            .help("a document starts with `openapi: 3.1.0` or another 3.0, 3.1 or 3.2 version");
        return Vec::new();
    }
    let mut proposals = Vec::new();
    let mut stated = Vec::new();
    for described in described::collect_described(tree, version.starts_with("3.0")) {
        let mut findings: Vec<Finding> = FINDERS.iter().flat_map(|it| it(&described)).collect();
        findings.extend(required_when::find_requirements(&described));
        finding::drop_ambiguous(&mut findings);
        contradiction::check_findings(&described, &findings, provenance, diagnostics);
        if described.parent.is_some() {
            stated.extend(error_example::Stated::new(&described, &findings));
        }
        findings.retain(|it| !keyword::is_stated(it, &described));
        let proposed = findings.into_iter();
        proposals.extend(proposed.map(|it| Proposal::new(it, &described)));
    }
    error_example::check_examples(tree, &stated, provenance, diagnostics);
    proposal::merge_proposals(proposals, tree)
}
