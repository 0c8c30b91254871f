//! A document with its overlays in, warnings out for rules that do not apply to the type of their
//! schema.

use super::provenance::Provenance;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::catalogue::OVERLAY_NO_EFFECT;
use crate::pointer::Pointer;
use crate::tree::Tree;

/// The maximum number of references between a schema and its type.
const LONGEST: usize = 16;

/// Returns the types that a keyword applies to; none if it applies to all.
fn types(keyword: &str) -> &'static [&'static str] {
    match keyword {
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            &["number", "integer"]
        }
        "minLength" | "maxLength" | "pattern" | "contentEncoding" | "contentMediaType" => {
            &["string"]
        }
        "items" | "prefixItems" | "minItems" | "maxItems" | "uniqueItems" | "contains"
        | "minContains" | "maxContains" => &["array"],
        "required"
        | "minProperties"
        | "maxProperties"
        | "additionalProperties"
        | "patternProperties"
        | "propertyNames"
        | "dependentRequired"
        | "dependentSchemas" => &["object"],
        _ => &[],
    }
}

/// Objects whose members are named by the API.
const NAMES: [&str; 8] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
    "schemas",
    "example",
    "default",
];

/// Reports the rules of overlays that have no effect, because the schema now has another type.
pub(super) fn check_rule_types(
    tree: &Tree,
    provenance: &Provenance,
    diagnostics: &mut Diagnostics,
) {
    for (pointer, place) in provenance.overlaid() {
        let (Some(keyword), Some(parent)) = (pointer.last(), pointer.parent()) else {
            continue;
        };
        let meant = types(&keyword);
        let is_name = parent.last().is_some_and(|it| NAMES.contains(&&*it));
        if meant.is_empty() || is_name {
            continue;
        }
        let found = found(tree, &parent);
        if found.is_empty() || found.iter().any(|it| meant.contains(it)) {
            continue;
        }
        let message = format!(
            "`{keyword}` does not apply to values of type {}",
            found.join(" or ")
        );
        let at = provenance.origin(&parent.join("type"));
        let diagnostic = diagnostics.report(&OVERLAY_NO_EFFECT, place, message);
        if tree.at(&parent.join("type")).is_some() {
            diagnostic.related(at, "the type");
        }
        diagnostic.help(format!("it applies to {}", meant.join(" and ")));
    }
}

/// Returns the types of a schema, declared by itself or by its reference.
fn found<'t>(tree: &'t Tree, schema: &Pointer) -> Vec<&'t str> {
    let mut at = schema.clone();
    for _ in 0..LONGEST {
        let Some(node) = tree.at(&at) else { break };
        match node.get("type") {
            Some(Tree::String(text)) => return vec![text],
            Some(Tree::Array(list)) => return list.iter().filter_map(Tree::as_str).collect(),
            _ => {}
        }
        let reference = node.get("$ref").and_then(Tree::as_str);
        let fragment = reference.and_then(|text| text.strip_prefix('#'));
        match fragment.and_then(Pointer::from_fragment) {
            Some(next) => at = next,
            None => break,
        }
    }
    Vec::new()
}
