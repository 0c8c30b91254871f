//! Pairs of documents, each with what the change from one to the other means.

mod crates;
mod pairs;
mod real_steps;
mod schema;

use std::path::PathBuf;

use codegen::diagnostic::Diagnostics;
use codegen::diff::report::Report;
use codegen::diff::{Change, Impact, Verdict, diff_crates, diff_modules, pair_modules};
use codegen::share::ApiSet;
use codegen::source::Sources;
use codegen::tree::Tree;
use codegen::{Absent, Input};

use crate::run::package;
use crates::{CratePair, Documents, read_crate_pairs};
use pairs::{Pair, read_pairs, read_table};

/// The folder of the table.
fn folder() -> PathBuf {
    package().join("../diff")
}

/// Compares two crates, as the command does: what belongs to no module, and each module.
fn compare(old: &Documents, new: &Documents, sources: &mut Sources) -> Compared {
    let [old, new] = [old, new].map(|documents| build(documents, sources));
    let names = |set: &ApiSet| set.iter().map(|it| it.module.to_string()).collect();
    let [before, after]: [Vec<String>; 2] = [names(&old), names(&new)];
    let [before, after] = [&before, &after].map(|it| it.iter().map(String::as_str).collect());
    let (before, after): (Vec<&str>, Vec<&str>) = (before, after);
    let pairs = pair_modules(&before, &after);
    let modules = pairs.iter().map(|pair| {
        let sides = (pair.old.map(|it| &*old[it]), pair.new.map(|it| &*new[it]));
        let name = sides.1.or(sides.0).map(|it| it.module.to_string());
        (name.expect("one has it"), diff_modules(sides.0, sides.1))
    });
    Compared {
        modules: modules.collect(),
        root: diff_crates(&old, &new, &pairs),
    }
}

/// What has changed between two crates.
struct Compared {
    root: Vec<Change>,
    modules: Vec<(String, Vec<Change>)>,
}

impl Compared {
    fn verdict(&self) -> Verdict {
        Verdict::new(&self.changes().cloned().collect::<Vec<_>>())
    }

    fn changes(&self) -> impl Iterator<Item = &Change> {
        let of_modules = self.modules.iter().flat_map(|it| &it.1);
        self.root.iter().chain(of_modules)
    }

    fn into_report(self, sources: &Sources) -> Report {
        Report::new(self.root, self.modules, sources)
    }

    /// All changes in lines, for messages.
    fn list(&self) -> String {
        let lines = self.changes().map(|it| {
            let (krate, wire) = (it.krate.name(), it.wire.name());
            format!("\n    {krate} / {wire}: {} {}", it.item, it.text)
        });
        lines.collect()
    }
}

fn build(documents: &Documents, sources: &mut Sources) -> ApiSet {
    let apis = documents.iter().map(|(name, tree)| {
        let file = sources.add(format!("{name}.json"), tree.to_json());
        let mut diagnostics = Diagnostics::default();
        let mut load = |_: &mut Sources, path: &str| Err(Absent::from_folder(path));
        let input = Input::alone(file, name);
        codegen::api(&input, sources, &mut load, &mut diagnostics)
            .unwrap_or_else(|| panic!("{name} is refused: {diagnostics:?}"))
    });
    let apis = apis.collect();
    ApiSet::new(apis, &mut Diagnostics::default())
}

/// A crate of one document.
fn alone(document: &Tree) -> Documents {
    vec![("shop".to_owned(), document.clone())]
}

fn is_as_expected(expected: &str, found: Impact) -> bool {
    ["any", found.name()].contains(&expected)
}

#[test]
fn every_pair_has_the_impact_that_the_table_names() {
    let mut wrong = Vec::new();
    for pair in read_pairs(&folder()) {
        let (old, new) = (alone(&pair.old), alone(&pair.new));
        let compared = compare(&old, &new, &mut Sources::default());
        let Verdict { krate, wire, .. } = compared.verdict();
        if !is_as_expected(&pair.krate, krate) || !is_as_expected(&pair.wire, wire) {
            let Pair {
                name, krate, wire, ..
            } = pair;
            wrong.push(format!(
                "{name}: {krate} / {wire}, found{}",
                compared.list()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_pair_of_crates_has_the_impact_that_the_table_names() {
    let mut wrong = Vec::new();
    for pair in read_crate_pairs(&folder()) {
        let compared = compare(&pair.old, &pair.new, &mut Sources::default());
        let Verdict { krate, wire, .. } = compared.verdict();
        let part = Verdict::new(&compared.root).krate;
        let impacts = [(&pair.krate, krate), (&pair.wire, wire), (&pair.part, part)];
        let kinds = compared.root.iter().map(|it| it.kind.name());
        let has_kind = match &*pair.kind {
            "none" => compared.root.is_empty(),
            kind => { kinds }.any(|it| it == kind),
        };
        // The server is the same.
        let is_silent = compared.root.iter().all(|it| it.wire == Impact::None);
        let has_places = compared
            .changes()
            .all(|it| it.old.is_some() || it.new.is_some());
        if !impacts.iter().all(|it| is_as_expected(it.0, it.1))
            || !has_kind
            || !is_silent
            || !has_places
        {
            let CratePair {
                name,
                krate,
                wire,
                part,
                kind,
                ..
            } = pair;
            let expected = format!("{krate} / {wire}, {part} by {kind}");
            wrong.push(format!("{name}: {expected}, found{}", compared.list()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_document_has_no_changes_from_itself() {
    let base = read_table(&folder(), "base.yml");
    let base = alone(&base);
    let compared = compare(&base, &base, &mut Sources::default());
    assert_eq!(compared.list(), "");
}
