//! Whether a schema states a rule already.

use super::described::Described;
use super::finding::{Finding, Kind};
use crate::tree::{Object, Tree};
use crate::walk::Owner;

/// Keywords that state what the first of each row states.
const ALIKE: [&[&str]; 9] = [
    &["minimum", "exclusiveMinimum"],
    &["maximum", "exclusiveMaximum"],
    &["exclusiveMinimum", "minimum"],
    &["exclusiveMaximum", "maximum"],
    &["contentEncoding", "format"],
    &["pattern", "format", "enum", "const"],
    &["enum", "const"],
    &["maxLength", "const"],
    &["minLength", "const"],
];

/// Whether the schema has the keywords of a finding, or others in their place.
pub(super) fn is_stated(finding: &Finding, described: &Described<'_>) -> bool {
    if let Some(parent) = described
        .parent
        .as_ref()
        .filter(|_| finding.kind.is_of_parent())
    {
        return is_stated_by_parent(finding, parent);
    }
    let mut keys = finding.update.keys();
    !keys.any(|key| is_missing(key, described))
}

/// Removes the keywords that the schema has, in one form or another.
pub(super) fn missing_keywords(finding: &Finding, described: &Described<'_>) -> Object {
    if finding.kind.is_of_parent() {
        return finding.update.clone();
    }
    let members = finding.update.iter();
    let members = members.filter(|(key, _)| is_missing(key, described));
    members
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// Whether the schema has neither a keyword nor another that states the same.
fn is_missing(key: &str, described: &Described<'_>) -> bool {
    let alike = ALIKE.iter().find(|it| it[0] == key);
    let own = [key];
    let alike = alike.map_or(&own[..], |it| it);
    alike.iter().all(|it| described.keyword(it).is_none())
}

fn is_stated_by_parent(finding: &Finding, parent: &Owner<'_>) -> bool {
    let all_of = parent
        .schema
        .get("allOf")
        .and_then(Tree::as_array)
        .unwrap_or_default();
    let all_of = all_of.iter().filter_map(Tree::as_object);
    let mut parts = std::iter::once(parent.schema).chain(all_of);
    match finding.kind {
        Kind::Exclusive => {
            let names = required_names(finding.update.get("not"));
            parts.any(|part| excludes(part, &names))
        }
        _ => parts.any(|part| requires(part, &finding.update)),
    }
}

/// Whether a schema excludes two members: by `not`, or by alternatives that require one of them each.
fn excludes(part: &Object, names: &[&str]) -> bool {
    let excluded = required_names(part.get("not"));
    let is_not = excluded.len() == names.len() && names.iter().all(|it| excluded.contains(it));
    let unions = ["oneOf", "anyOf"]
        .into_iter()
        .filter_map(|it| part.get(it)?.as_array());
    let mut alternatives = unions.flatten();
    is_not || alternatives.any(|it| required_names(Some(it)).iter().any(|it| names.contains(it)))
}

/// Whether a schema has the condition of an update, or always requires the member.
fn requires(part: &Object, update: &Object) -> bool {
    let target = required_names(update.get("then"));
    let own = part
        .get("required")
        .and_then(Tree::as_array)
        .unwrap_or_default();
    let is_always = own
        .iter()
        .filter_map(Tree::as_str)
        .any(|it| target.contains(&it));
    let has_condition = ["if", "then", "dependentRequired", "dependentSchemas"];
    is_always
        || has_condition.iter().any(|key| {
            let value = part.get(*key);
            value.is_some() && (value == update.get(*key) || *key == "dependentSchemas")
        })
}

fn required_names(schema: Option<&Tree>) -> Vec<&str> {
    let list = schema
        .and_then(|it| it.get("required"))
        .and_then(Tree::as_array);
    list.unwrap_or_default()
        .iter()
        .filter_map(Tree::as_str)
        .collect()
}
