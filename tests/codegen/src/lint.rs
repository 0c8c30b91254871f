//! `codegen::lint`, on the documents of this repository and on published ones.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use codegen::diagnostic::Diagnostics;
use codegen::lint::lint_document;
use codegen::overlay::Overlaid;
use codegen::source::Sources;
use codegen::{Input, overlaid};

use crate::corpus::documents;
use crate::run::{compare, repository, shared};

/// The findings of each rule in a document; empty if the document cannot be read.
fn count_findings(path: &Path, overlay: Option<&Path>) -> BTreeMap<&'static str, usize> {
    let mut sources = Sources::default();
    let mut add = |path: &Path| {
        let text = fs::read_to_string(path).expect("the file can be read");
        sources.add(path.to_string_lossy(), text)
    };
    let input = Input {
        overlays: overlay.into_iter().map(&mut add).collect(),
        ..Input::alone(add(path), "api")
    };
    let Some(overlaid) = overlaid(&input, &sources, &mut Diagnostics::default()) else {
        return BTreeMap::new();
    };
    let Overlaid {
        tree, provenance, ..
    } = &overlaid;
    let mut diagnostics = Diagnostics::default();
    lint_document(
        tree,
        &sources.get(input.document).name,
        provenance,
        &mut diagnostics,
    );
    let mut counts = BTreeMap::new();
    for diagnostic in diagnostics.iter() {
        assert!(diagnostic.help.is_some(), "{}", diagnostic.message);
        *counts.entry(diagnostic.code.name).or_default() += 1;
    }
    counts
}

#[test]
fn the_documents_of_this_repository_have_few_findings() {
    let specs = repository().join("specs");
    let count = |name: &str| {
        let overlay = specs.join(format!("{name}.overlay.yml"));
        count_findings(&specs.join(format!("{name}.yml")), Some(&overlay))
    };
    assert_eq!(
        count("conferences"),
        BTreeMap::from([("enum-value-type", 1)])
    );
    assert_eq!(count("texml"), BTreeMap::from([("enum-value-type", 2)]));
    assert_eq!(
        count("calls"),
        BTreeMap::from([("component-unused", 1), ("enum-value-type", 1)])
    );
}

/// Bearable: what comes often is a note, and findings that come by the dozen are one.
#[test]
fn findings_in_published_documents_are_those_of_the_snapshot() {
    let Some(folder) = shared("corpus/openapi", 1) else {
        return;
    };
    let mut totals = BTreeMap::<&str, usize>::new();
    let mut lines = String::new();
    for document in documents(&folder) {
        let counts = count_findings(&folder.join(&document), None);
        let counted = counts.iter().map(|(code, count)| format!("{code} {count}"));
        let counted: Vec<String> = counted.collect();
        if !counted.is_empty() {
            let _ = writeln!(lines, "{document}: {}", counted.join(", "));
        }
        for (code, count) in counts {
            *totals.entry(code).or_default() += count;
        }
    }
    let totals: Vec<String> = totals
        .iter()
        .map(|(code, count)| format!("{code} {count}"))
        .collect();
    compare(
        "",
        "lint_counts",
        &format!("all: {}\n{lines}", totals.join(", ")),
    );
}
