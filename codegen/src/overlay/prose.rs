//! A document with its overlays in, notes out for prose that reads like a rule without a keyword.
//!
//! Only documents with overlays are searched, because a new member may have a sentence that no
//! overlay covers.

use super::provenance::Provenance;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::PROSE_RULE;
use crate::extension;
use crate::pointer::Pointer;
use crate::prose::{Prose, find_bounds};
use crate::tree::{Object, Tree};

/// Keywords that may express the sentence, or show that it was read.
const COVERS: [&str; 24] = [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "enum",
    "const",
    "$ref",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "dependentRequired",
    extension::BECAUSE.key,
    extension::NOTE.key,
    extension::UNIT.key,
];

/// Reports members and parameters whose descriptions state a bound that no keyword states.
pub(super) fn check_prose_rules(
    tree: &Tree,
    provenance: &Provenance,
    diagnostics: &mut Diagnostics,
) {
    let mut open = vec![(Pointer::root(), tree)];
    while let Some((at, node)) = open.pop() {
        let others = open.len();
        match node {
            Tree::Object(members) => {
                if let Some(words) = uncovered(members) {
                    let place = provenance.origin(&at.join("description"));
                    let message = format!("“{words}” reads like a rule, but no keyword states it");
                    diagnostics.report(&PROSE_RULE, place, message).help(
                        "add the keyword in an overlay with `x-because` (the command `mine` may find it), or \
                         explain the sentence with `x-note`",
                    );
                }
                let members = members.iter().filter(|(key, _)| !is_data(key));
                open.extend(members.map(|(key, member)| (at.join(key), member)));
            }
            Tree::Array(items) => {
                let items = items.iter().enumerate();
                open.extend(items.map(|(index, item)| (at.join(&index.to_string()), item)));
            }
            _ => {}
        }
        open[others..].reverse();
    }
}

fn is_data(key: &str) -> bool {
    matches!(key, "example" | "examples" | "default" | "enum" | "const") || key.starts_with("x-")
}

/// Returns the words of a schema or a parameter that read like a rule, if no keyword states one.
fn uncovered(members: &Object) -> Option<String> {
    let text = members.get("description")?.as_str()?;
    let schema = members.get("schema").and_then(Tree::as_object);
    let is_parameter = schema.is_some() && members.contains_key("in");
    if !is_parameter && !members.contains_key("type") {
        return None;
    }
    let items = [Some(members), schema].into_iter().flatten();
    let items = items.filter_map(|it| it.get("items")?.as_object());
    let places = [Some(members), schema].into_iter().flatten().chain(items);
    let mut places = places.flat_map(|it| it.keys());
    if places.any(|key| COVERS.contains(&key.as_str())) {
        return None;
    }
    let schema = schema.filter(|_| is_parameter).unwrap_or(members);
    let types = ["integer", "number", "string", "array"];
    let is_bounded = match schema.get("type") {
        Some(Tree::String(name)) => types.contains(&name.as_str()),
        Some(Tree::Array(names)) => names
            .iter()
            .any(|it| it.as_str().is_some_and(|it| types.contains(&it))),
        _ => false,
    };
    if !is_bounded {
        return None;
    }
    let prose = Prose::new(text);
    let mut bounds = prose
        .sentences()
        .iter()
        .flat_map(|it| find_bounds(&prose, it));
    let bound = bounds.find(|it| !it.is_bare)?;
    Some(prose.slice(bound.tokens).to_owned())
}
