//! A document with its overlays in, the items that they add to it out.

use indexmap::IndexMap;

use super::provenance::Provenance;
use crate::pointer::{FileId, Pointer};
use crate::tree::Tree;

/// Objects and arrays of items, each with the noun for an item.
const ITEMS: [(&str, &str); 9] = [
    ("schemas", "schema"),
    ("properties", "member"),
    ("parameters", "parameter"),
    ("responses", "response"),
    ("examples", "example"),
    ("webhooks", "webhook"),
    ("oneOf", "alternative"),
    ("anyOf", "alternative"),
    ("enum", "enum value"),
];

/// Those that restrict a schema, so that only single items are additions.
const RESTRICTING: [&str; 3] = ["oneOf", "anyOf", "enum"];

/// Counts the items that overlays add to a document, by overlay and noun. The items within another are
/// not counted.
#[must_use]
pub fn count_additions(
    tree: &Tree,
    provenance: &Provenance,
) -> IndexMap<(FileId, &'static str), usize> {
    let mut counts = IndexMap::new();
    for (pointer, address) in provenance.overlaid() {
        let around = pointer.parent().unwrap_or_default();
        if provenance.is_overlaid(&around) {
            continue;
        }
        if let Some((noun, count)) = count_items(tree, pointer) {
            *counts.entry((address.file, noun)).or_default() += count;
        }
    }
    counts.sort_by_key(|(file, noun), _| (*file, ITEMS.iter().position(|(_, it)| it == noun)));
    counts
}

/// The noun for what an overlay has written at a pointer, and the number of items.
fn count_items(tree: &Tree, pointer: &Pointer) -> Option<(&'static str, usize)> {
    let noun_of = |key: &str| {
        ITEMS
            .iter()
            .find(|(it, _)| *it == key)
            .map(|(_, noun)| *noun)
    };
    let last = pointer.last().filter(|it| !it.starts_with("x-"))?;
    let around = pointer.parent()?;
    if let Some(noun) = around.last().and_then(|key| noun_of(&key)) {
        return Some((noun, 1));
    }
    let noun = noun_of(&last).filter(|_| !RESTRICTING.contains(&&*last))?;
    let items = tree.at(pointer)?.as_object()?;
    Some((noun, items.len()))
}
