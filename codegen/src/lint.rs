//! A document in, what is risky in it for bindings out, beside what the generator itself reports.

mod component;
mod enum_value;
mod failure;
mod format;
mod repeated_enum;
mod required;
#[cfg(test)]
mod tests;

use crate::diagnostic::Diagnostics;
use crate::overlay::Provenance;
use crate::tree::{Object, Tree};
use crate::walk::{Visited, walk_objects};

/// A document, and where its nodes are written.
#[derive(Clone, Copy, Debug)]
struct Document<'t> {
    /// The name of its file.
    name: &'t str,
    tree: &'t Tree,
    provenance: &'t Provenance,
}

/// Reports what is risky in a document with its overlays; `name` is that of its file.
pub fn lint_document(
    tree: &Tree,
    name: &str,
    provenance: &Provenance,
    diagnostics: &mut Diagnostics,
) {
    let document = Document {
        name,
        tree,
        provenance,
    };
    let mut enums = repeated_enum::Enums::default();
    walk_objects(tree, &mut |visited| {
        if is_schema(&visited) {
            required::check_required(document, &visited, diagnostics);
            format::check_format(document, &visited, diagnostics);
            enum_value::check_enum(document, &visited, diagnostics);
            enums.add(tree, &visited);
        }
    });
    enums.report(document, diagnostics);
    failure::check_operations(document, diagnostics);
    component::check_components(document, diagnostics);
}

/// Whether an object is a schema that says something about values.
fn is_schema(visited: &Visited<'_, '_>) -> bool {
    let Visited { members, node, .. } = visited;
    let keywords = ["type", "enum", "required", "properties", "format"];
    // `required: true` belongs to a parameter or a request body.
    let is_other = members.contains_key("in") || members.contains_key("content");
    !is_other && !node.as_str().is_empty() && keywords.iter().any(|it| members.contains_key(*it))
}

/// Returns the strings in a list of a schema.
fn list_strings<'t>(members: &'t Object, key: &str) -> Vec<&'t str> {
    let list = members
        .get(key)
        .and_then(Tree::as_array)
        .unwrap_or_default();
    list.iter().filter_map(Tree::as_str).collect()
}
