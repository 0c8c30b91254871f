//! Pairs of documents, each with what the change from one to the other means.

mod pairs;
mod real_steps;
mod schema;

use std::path::PathBuf;

use codegen::diagnostic::Diagnostics;
use codegen::diff::{Change, Verdict, diff_apis};
use codegen::source::Sources;
use codegen::tree::Tree;
use codegen::{Absent, Input};

use crate::run::package;
use pairs::{Pair, read_pairs, read_table};

/// The folder of the table.
fn folder() -> PathBuf {
    package().join("../diff")
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
    for pair in read_pairs(&folder()) {
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
    let base = read_table(&folder(), "base.yml");
    let mut sources = Sources::default();
    assert_eq!(changes(&base, &base, &mut sources), []);
}
