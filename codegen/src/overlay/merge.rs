//! The changes of actions to a tree: merging a value into a node, and removing nodes.

use std::cmp::Reverse;

use super::provenance::Provenance;
use crate::pointer::{Address, Pointer};
use crate::tree::Tree;

/// The changes of a merge.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Whether anything has changed.
    pub(super) any: bool,
    /// The values of the document that were replaced: the pointer, the old value, the new value,
    /// and the address of the new value.
    pub(super) replaced: Vec<(Pointer, Tree, Tree, Address)>,
    /// The nodes that were written.
    pub(super) written: Vec<Pointer>,
}

/// A merge, with the provenance of the document and the changes.
pub(super) struct Merge<'a> {
    pub(super) provenance: &'a mut Provenance,
    pub(super) changes: &'a mut Changes,
}

impl Merge<'_> {
    /// Updates the target of an action. The items of an array are appended to an array, any other
    /// value is appended as an item; a value of the same type is merged into an object, or replaces
    /// a scalar.
    pub(super) fn update(&mut self, node: &mut Tree, value: &Tree, at: &Pointer, from: &Address) {
        match (node, value) {
            (Tree::Array(items), Tree::Array(more)) => self.append(items, more, at, from),
            (Tree::Array(items), item) => {
                self.changes.any |= !items.contains(item);
                let place = at.join(&items.len().to_string());
                self.write(&place, from.clone());
                items.push(item.clone());
            }
            (node, value) => self.merge(node, value, at, from),
        }
    }

    /// Merges a value into a member: objects member by member, and arrays by concatenation.
    /// Anything else is replaced, even by another type, such as `type: string` by `type: [string,
    /// 'null']`: Overlay 1.0 does not define that, and 1.1 requires removing it first.
    fn merge(&mut self, node: &mut Tree, value: &Tree, at: &Pointer, from: &Address) {
        match (node, value) {
            (Tree::Object(members), Tree::Object(more)) => {
                for (key, value) in more.iter() {
                    let (at, from) = (at.join(key), from.join(key));
                    if let Some(member) = members.get_mut(key) {
                        self.merge(member, value, &at, &from);
                    } else {
                        self.changes.any = true;
                        self.write(&at, from);
                        members.insert(key.clone(), value.clone());
                    }
                }
            }
            (Tree::Array(items), Tree::Array(more)) => self.append(items, more, at, from),
            (node, value) if node == value => {}
            (node, value) => {
                self.changes.any = true;
                let old = std::mem::replace(node, value.clone());
                if !self.provenance.is_overlaid(at) {
                    let replaced = (at.clone(), old, value.clone(), from.clone());
                    self.changes.replaced.push(replaced);
                }
                self.write(at, from.clone());
            }
        }
    }

    fn write(&mut self, at: &Pointer, from: Address) {
        self.provenance.write(at, from);
        self.changes.written.push(at.clone());
    }

    fn append(&mut self, items: &mut Vec<Tree>, more: &[Tree], at: &Pointer, from: &Address) {
        self.changes.any |= more.iter().any(|item| !items.contains(item));
        for index in 0..more.len() {
            let place = at.join(&(items.len() + index).to_string());
            self.write(&place, from.join(&index.to_string()));
        }
        items.extend_from_slice(more);
    }
}

/// Removes nodes from their arrays and objects. The root cannot be removed.
pub(super) fn remove(tree: &mut Tree, mut nodes: Vec<Pointer>, provenance: &mut Provenance) {
    // What is removed moves only what comes after it in the same array, so the last go first.
    nodes.sort_by_cached_key(|node| Reverse((node.segments().count(), index(node))));
    for node in nodes {
        let Some((parent, last)) = node.parent().zip(node.last()) else {
            continue;
        };
        match tree.at_mut(&parent) {
            Some(Tree::Object(members)) => {
                members.shift_remove(last.as_ref());
                provenance.forget(&node);
            }
            Some(Tree::Array(items)) => {
                if let Some(index) = index(&node).filter(|index| *index < items.len()) {
                    provenance.remove_item(&parent, index, items.len());
                    items.remove(index);
                }
            }
            _ => {}
        }
    }
}

/// Returns the index of an array item.
fn index(node: &Pointer) -> Option<usize> {
    node.last()?.parse().ok()
}

/// Returns the number of nodes and levels of a tree.
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
    use crate::pointer::FileId;

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
        let provenance = &mut Provenance::new(FileId(0));
        remove(&mut tree, nodes(&["/1", "/10", "/9", "/2"]), provenance);
        assert_eq!(tree, items(&[0, 3, 4, 5, 6, 7, 8, 11]));
        let origins =
            ["/0", "/1", "/6", "/7"].map(|at| provenance.origin(&Pointer::parse(at).unwrap()));
        let origins = origins.map(|it| it.pointer.to_string());
        assert_eq!(origins, ["/0", "/3", "/8", "/11"]);

        let mut tree = Tree::from(vec![items(&[0, 1]), items(&[2, 3])]);
        let provenance = &mut Provenance::new(FileId(0));
        remove(&mut tree, nodes(&["/0", "/0/1", "/1/0"]), provenance);
        assert_eq!(tree, Tree::from(vec![items(&[3])]));
    }
}
