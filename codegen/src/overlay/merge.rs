//! What actions do to a tree: merge a value into a node, remove nodes.

use std::cmp::Reverse;

use crate::pointer::Pointer;
use crate::tree::Tree;

/// Updates a node that an action targets: an array takes an array's items, and anything else as
/// one item more; an object or a scalar takes what is of its kind.
pub(super) fn update(node: &mut Tree, value: &Tree) {
    match (node, value) {
        (Tree::Array(items), Tree::Array(more)) => items.extend_from_slice(more),
        (Tree::Array(items), item) => items.push(item.clone()),
        (node, value) => merge(node, value),
    }
}

/// Merges a value into a member: objects member by member, arrays one after the other. Everything
/// else is replaced, also by a value of another kind, as `type: string` by
/// `type: [string, 'null']`: 1.0 leaves that open, and 1.1 would have it removed first.
fn merge(node: &mut Tree, value: &Tree) {
    match (node, value) {
        (Tree::Object(members), Tree::Object(more)) => {
            for (key, value) in more.iter() {
                match members.get_mut(key) {
                    Some(member) => merge(member, value),
                    None => {
                        members.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (Tree::Array(items), Tree::Array(more)) => items.extend_from_slice(more),
        (node, value) => *node = value.clone(),
    }
}

/// Removes nodes from the arrays and objects they stand in. The root stands in none, and stays.
pub(super) fn remove(tree: &mut Tree, mut nodes: Vec<Pointer>) {
    // What is removed moves only what comes after it in the same array, so the last go first.
    nodes.sort_by_cached_key(|node| Reverse((node.segments().count(), index(node))));
    for node in nodes {
        let Some((parent, last)) = node.parent().zip(node.last()) else {
            continue;
        };
        match tree.at_mut(&parent) {
            Some(Tree::Object(members)) => {
                members.shift_remove(last.as_ref());
            }
            Some(Tree::Array(items)) => {
                index(&node)
                    .filter(|index| *index < items.len())
                    .map(|index| items.remove(index));
            }
            _ => {}
        }
    }
}

/// The index of an array's item.
fn index(node: &Pointer) -> Option<usize> {
    node.last()?.parse().ok()
}

/// How many nodes a tree has, and how many levels.
pub(super) fn measure(tree: &Tree) -> (usize, usize) {
    let children: Vec<&Tree> = match tree {
        Tree::Array(items) => items.iter().collect(),
        Tree::Object(members) => members.values().collect(),
        _ => Vec::new(),
    };
    let (nodes, levels) = children
        .into_iter()
        .map(measure)
        .fold((0, 0), |total, child| {
            (total.0 + child.0, total.1.max(child.1))
        });
    (nodes + 1, levels + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removes_from_the_last_to_the_first() {
        let items = |numbers: &[i64]| {
            Tree::from(numbers.iter().map(|n| Tree::from(*n)).collect::<Vec<_>>())
        };
        let nodes = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| Pointer::parse(text).unwrap())
                .collect()
        };
        let mut tree = Tree::from((0..12).map(Tree::from).collect::<Vec<_>>());
        remove(&mut tree, nodes(&["/1", "/10", "/9", "/2"]));
        assert_eq!(tree, items(&[0, 3, 4, 5, 6, 7, 8, 11]));

        let mut tree = Tree::from(vec![items(&[0, 1]), items(&[2, 3])]);
        remove(&mut tree, nodes(&["/0", "/0/1", "/1/0"]));
        assert_eq!(tree, Tree::from(vec![items(&[3])]));
    }
}
