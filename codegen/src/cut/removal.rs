//! What is kept in, the nodes that are left out out.

use std::collections::BTreeSet;

use crate::pointer::Pointer;
use crate::tree::Tree;
use crate::walk;

use super::reach::Kept;
use super::selection::LISTS;

/// A list of path items that every document of OpenAPI 3.0 has, even if it is empty.
pub(super) const PATHS: &str = "paths";

/// Lists the nodes that are left out, in document order. None is within another.
pub(super) fn list_removed(tree: &Tree, kept: &Kept) -> Vec<Pointer> {
    let mut removed = Vec::new();
    for list in LISTS {
        list_removed_operations(tree, kept, list, &mut removed);
    }
    let root = Pointer::root().join("components");
    let sections = tree.get("components").and_then(Tree::as_object);
    let mut left = Vec::new();
    for (section, components) in sections.into_iter().flatten() {
        let at = root.join(section);
        let Some(components) = components.as_object() else {
            continue;
        };
        let is_kept = |key: &String| {
            let component = (section.clone(), key.clone());
            section.starts_with("x-") || kept.components.contains(&component)
        };
        let keys: Vec<&String> = components.keys().filter(|key| !is_kept(key)).collect();
        if keys.len() == components.len() && !components.is_empty() {
            left.push(at);
        } else {
            left.extend(keys.into_iter().map(|key| at.join(key)));
        }
    }
    let count = sections.map_or(0, indexmap::IndexMap::len);
    let is_section = |it: &&Pointer| it.parent().as_ref() == Some(&root);
    if count > 0 && left.iter().filter(is_section).count() == count {
        removed.push(root);
    } else {
        removed.extend(left);
    }
    list_removed_tags(tree, kept, &mut removed);
    removed
}

fn list_removed_operations(
    tree: &Tree,
    kept: &Kept,
    list: &'static str,
    removed: &mut Vec<Pointer>,
) {
    let at = Pointer::root().join(list);
    let items = tree.get(list).and_then(Tree::as_object);
    let mut left = Vec::new();
    let mut has_kept = false;
    for (key, item) in items
        .into_iter()
        .flatten()
        .filter(|(key, _)| !key.starts_with("x-"))
    {
        let Some(places) = kept.operations.get(&(list, key.clone())) else {
            left.push(at.join(key));
            continue;
        };
        has_kept = true;
        let operations = walk::list_operations(item).into_iter();
        let others = operations.filter(|it| !places.contains(&it.place));
        let others = others.map(|it| at.join(key).join_pointer(&it.place));
        left.extend(merge_siblings(tree, &others.collect::<Vec<_>>()));
    }
    if !has_kept && !left.is_empty() && list != PATHS {
        left = vec![at];
    }
    removed.extend(left);
}

/// Replaces the members of a map of operations by the map if none of them is left.
fn merge_siblings(tree: &Tree, removed: &[Pointer]) -> Vec<Pointer> {
    let is_map = |at: &Pointer| at.last().as_deref() == Some("additionalOperations");
    let mut merged = Vec::new();
    for place in removed {
        let parent = place.parent().filter(is_map);
        let members = parent.as_ref().and_then(|it| tree.at(it)?.as_object());
        let siblings = removed.iter().filter(|it| it.parent() == parent).count();
        match parent {
            Some(parent) if members.is_some_and(|it| it.len() == siblings) => {
                if !merged.contains(&parent) {
                    merged.push(parent);
                }
            }
            _ => merged.push(place.clone()),
        }
    }
    merged
}

fn list_removed_tags(tree: &Tree, kept: &Kept, removed: &mut Vec<Pointer>) {
    let at = Pointer::root().join("tags");
    let tags = tree
        .get("tags")
        .and_then(Tree::as_array)
        .unwrap_or_default();
    let places = (0..tags.len()).map(|index| at.join(&index.to_string()));
    let is_left = |(place, tag): &(Pointer, &Tree)| {
        tag.get("name").is_some_and(|it| it.as_str().is_some()) && !kept.tags.contains(place)
    };
    let left = places.zip(tags).filter(is_left).map(|(place, _)| place);
    let left: Vec<Pointer> = left.collect();
    if left.len() == tags.len() && !tags.is_empty() {
        removed.push(at);
    } else {
        removed.extend(left);
    }
}

/// Removes nodes from a tree.
pub(super) fn remove_nodes(tree: &mut Tree, removed: &[Pointer]) {
    let mut parents: BTreeSet<Pointer> = BTreeSet::new();
    let all: BTreeSet<&Pointer> = removed.iter().collect();
    parents.extend(removed.iter().filter_map(Pointer::parent));
    for parent in parents {
        match tree.at_mut(&parent) {
            Some(Tree::Object(members)) => {
                members.retain(|key, _| !all.contains(&parent.join(key)));
            }
            Some(Tree::Array(items)) => {
                let mut index = 0;
                items.retain(|_| {
                    index += 1;
                    !all.contains(&parent.join(&(index - 1).to_string()))
                });
            }
            _ => {}
        }
    }
}
