//! Schemas that require members that no schema declares.

use super::{Document, list_strings};
use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::REQUIRED_UNDECLARED;
use crate::diagnostic::spelling::closest_name;
use crate::pointer::Pointer;
use crate::tree::{Object, Tree};
use crate::walk::{Visited, collect_parts, list_types};

/// Keywords whose subschemas apply to the same value as the schema that has them.
const IN_PLACE: &[&str] = &[
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
];

/// Reports names in `required` that neither the schema declares nor a schema that it is a part of.
pub(super) fn check_required(
    document: Document<'_>,
    visited: &Visited<'_, '_>,
    diagnostics: &mut Diagnostics,
) {
    let Visited { node, members, .. } = *visited;
    let types = list_types(members);
    if !types.is_empty() && !types.contains(&"object") {
        return;
    }
    let required = list_strings(members, "required");
    let own = members.get("properties").and_then(Tree::as_object);
    let is_own = |name: &str| own.is_some_and(|it| it.contains_key(name));
    if required.iter().all(|name| is_own(name)) {
        return;
    }
    let applied = collect_applied(document.tree, node, members);
    // A map has any member.
    let is_map = applied.iter().any(|it| {
        let schema = it.get("additionalProperties");
        it.contains_key("patternProperties") || schema.is_some_and(|it| it.as_bool() != Some(false))
    });
    if is_map {
        return;
    }
    let declared: Vec<&str> = applied
        .iter()
        .filter_map(|it| it.get("properties")?.as_object())
        .flat_map(|it| it.keys().map(String::as_str))
        .collect();
    for (index, name) in required.iter().enumerate() {
        if declared.contains(name) {
            continue;
        }
        let place = node.join_all(["required", &index.to_string()]);
        let message = format!("`{name}` is required, but no schema declares it");
        let meant = closest_name(name, declared.iter().copied());
        let help = match meant {
            Some(meant) => format!(
                "there is a member `{meant}`; correct the name, or declare it in `properties`"
            ),
            None => "declare the member in `properties`, so that it gets a type".to_owned(),
        };
        let place = document.provenance.origin(&place);
        diagnostics
            .report(&REQUIRED_UNDECLARED, place, message)
            .help(help);
    }
}

/// Returns the schemas that apply to the same value: the parts of a schema, and those of the schemas that
/// it is a part of.
fn collect_applied<'t>(root: &'t Tree, node: &Pointer, members: &'t Object) -> Vec<&'t Object> {
    let mut applied = collect_parts(root, members);
    let mut at = node.clone();
    while let Some(parent) = at.parent() {
        let key = at.last().unwrap_or_default().into_owned();
        let grandparent = parent.last().unwrap_or_default().into_owned();
        at = if IN_PLACE.contains(&grandparent.as_str()) {
            parent.parent().unwrap_or_default()
        } else if IN_PLACE.contains(&key.as_str()) {
            parent
        } else {
            break;
        };
        applied.extend(
            root.at(&at)
                .and_then(Tree::as_object)
                .into_iter()
                .flat_map(|it| collect_parts(root, it)),
        );
    }
    applied
}
