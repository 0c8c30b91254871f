//! The table of pairs, which two packages read.

use std::fs;
use std::path::Path;

use codegen::diagnostic::Diagnostics;
use codegen::pointer::Pointer;
use codegen::source::{self, Sources};
use codegen::tree::Tree;

/// A row of the table, or a part of one: what a document has at a pointer.
pub(crate) struct Edit<'t>(pub(crate) &'t Tree);

/// A pair of documents with what is expected.
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) old: Tree,
    pub(crate) new: Tree,
    pub(crate) krate: String,
    pub(crate) wire: String,
}

/// Reads a file in the folder of the table.
pub(crate) fn read_table(folder: &Path, name: &str) -> Tree {
    let path = folder.join(name);
    let text = fs::read_to_string(&path).expect("the file is there");
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    source::parse(&sources, file, &mut Diagnostics::default()).expect("it is YAML")
}

/// The text of a cell.
pub(crate) fn read_text(row: &Tree, key: &str) -> String {
    let text = row.get(key).and_then(Tree::as_str);
    text.unwrap_or_else(|| panic!("{} has no `{key}`", row.to_json()))
        .to_owned()
}

/// Reads all pairs.
pub(crate) fn read_pairs(folder: &Path) -> Vec<Pair> {
    let base = read_table(folder, "base.yml");
    let rows = read_table(folder, "pairs.yml");
    let rows = rows.as_array().expect("it is a list");
    rows.iter()
        .map(|row| {
            let edits = row.get("edits").and_then(Tree::as_array);
            let edits = edits.unwrap_or(std::slice::from_ref(row));
            let side = |key: &str| {
                let mut side = base.clone();
                for edit in edits {
                    Edit(edit).apply(&mut side, key);
                }
                side
            };
            Pair {
                name: read_text(row, "name"),
                old: side("old"),
                new: side("new"),
                krate: read_text(row, "crate"),
                wire: read_text(row, "wire"),
            }
        })
        .collect()
}

impl Edit<'_> {
    /// Makes a document that of one side.
    pub(crate) fn apply(&self, document: &mut Tree, key: &str) {
        let Some(value) = self.0.get(key) else { return };
        let pointer = Pointer::parse(&read_text(self.0, "at")).expect("it is a pointer");
        let parent = pointer.parent().expect("the root stays");
        let last = pointer.last().expect("the root stays").into_owned();
        let is_absent = value.as_str() == Some("absent");
        match document.at_mut(&parent) {
            Some(Tree::Object(members)) if is_absent => drop(members.shift_remove(&last)),
            Some(Tree::Object(members)) => drop(members.insert(last, value.clone())),
            Some(Tree::Array(items)) => {
                let index: usize = last.parse().expect("it is an index");
                if is_absent {
                    items.remove(index);
                } else if index == items.len() {
                    items.push(value.clone());
                } else {
                    items[index] = value.clone();
                }
            }
            _ => panic!("{pointer} leads nowhere"),
        }
    }
}
