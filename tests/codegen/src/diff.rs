//! Pairs of documents, each with what the change from one to the other means.

use std::fs;

use codegen::diagnostic::Diagnostics;
use codegen::diff::{Change, Verdict, diff_apis};
use codegen::pointer::Pointer;
use codegen::source::{self, Sources};
use codegen::tree::Tree;
use codegen::{Absent, Input};

use crate::run::package;

/// A document with its sources.
struct Side(Tree);

/// A pair of documents with what is expected.
struct Pair {
    name: String,
    old: Tree,
    new: Tree,
    krate: String,
    wire: String,
}

fn read(name: &str) -> Tree {
    let path = package().join("../diff").join(name);
    let text = fs::read_to_string(&path).expect("the file is there");
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    source::parse(&sources, file, &mut Diagnostics::default()).expect("it is YAML")
}

fn text(row: &Tree, key: &str) -> String {
    let text = row.get(key).and_then(Tree::as_str);
    text.unwrap_or_else(|| panic!("{} has no `{key}`", row.to_json()))
        .to_owned()
}

fn pairs() -> Vec<Pair> {
    let base = read("base.yml");
    let rows = read("pairs.yml");
    let rows = rows.as_array().expect("it is a list");
    rows.iter()
        .map(|row| {
            let edits = row.get("edits").and_then(Tree::as_array);
            let edits = edits.unwrap_or(std::slice::from_ref(row));
            let side = |key: &str| {
                let mut side = Side(base.clone());
                for edit in edits {
                    side.apply(edit, key);
                }
                side.0
            };
            Pair {
                name: text(row, "name"),
                old: side("old"),
                new: side("new"),
                krate: text(row, "crate"),
                wire: text(row, "wire"),
            }
        })
        .collect()
}

impl Side {
    fn apply(&mut self, edit: &Tree, key: &str) {
        let Some(value) = edit.get(key) else { return };
        let pointer = Pointer::parse(&text(edit, "at")).expect("it is a pointer");
        let parent = pointer.parent().expect("the root stays");
        let last = pointer.last().expect("the root stays").into_owned();
        let is_absent = value.as_str() == Some("absent");
        match self.0.at_mut(&parent) {
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

fn changes(old: &Tree, new: &Tree, sources: &mut Sources) -> Vec<Change> {
    let [old, new] = [("old.json", old), ("new.json", new)].map(|(name, tree)| {
        let file = sources.add(name, tree.to_json());
        let mut diagnostics = Diagnostics::default();
        let mut load = |_: &mut Sources, path: &str| Err(Absent::from_folder(path));
        let input = Input::alone(file, "shop");
        codegen::api(&input, sources, &mut load, &mut diagnostics)
            .unwrap_or_else(|| panic!("{name} is refused: {diagnostics:?}"))
    });
    diff_apis(&old, &new)
}

#[test]
fn every_pair_has_the_impact_that_the_table_names() {
    let mut wrong = Vec::new();
    for pair in pairs() {
        let mut sources = Sources::default();
        let changes = changes(&pair.old, &pair.new, &mut sources);
        let verdict = Verdict::new(&changes);
        let found = (verdict.krate.name(), verdict.wire.name());
        let is_as_expected = |expected: &str, found: &str| expected == "any" || expected == found;
        if !is_as_expected(&pair.krate, found.0) || !is_as_expected(&pair.wire, found.1) {
            let changes = changes.iter().map(|it| {
                let (krate, wire) = (it.krate.name(), it.wire.name());
                format!("\n    {krate} / {wire}: {} {}", it.item, it.text)
            });
            let changes: String = changes.collect();
            let Pair {
                name, krate, wire, ..
            } = pair;
            wrong.push(format!(
                "{name}: {krate} / {wire}, found {found:?}{changes}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_document_has_no_changes_from_itself() {
    let base = read("base.yml");
    let mut sources = Sources::default();
    assert_eq!(changes(&base, &base, &mut sources), []);
}
