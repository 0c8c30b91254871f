//! One mistake each: a document in, what is said about it out.

use std::collections::BTreeSet;
use std::path::PathBuf;

use codegen::diagnostic::catalogue::{ALL, UNREADABLE};

use crate::run::{Run, compare, fixture, is_overlay, names, package};

/// What only the command can find: text reaches the generator as a string.
const BY_THE_COMMAND: [&str; 1] = [UNREADABLE.name];

#[test]
fn mistakes() {
    insta::glob!("../diagnostics", "*.{yml,json}", |path| {
        if is_overlay(path) {
            return;
        }
        let run = fixture(path);
        assert_eq!(
            run.api.is_none(),
            run.diagnostics.has_errors(),
            "an error, and nothing else, leaves no API"
        );
        let name = path.file_stem().and_then(|name| name.to_str());
        compare(
            "diagnostics",
            name.expect("fixtures have plain names"),
            &run.said(),
        );
    });
}

#[test]
fn every_entry_of_the_catalogue_is_provoked() {
    let found: BTreeSet<&str> = documents()
        .iter()
        .flat_map(|path| codes(&fixture(path)))
        .chain(BY_THE_COMMAND)
        .collect();
    let all: BTreeSet<&str> = ALL.iter().map(|code| code.name).collect();
    assert_eq!(found, all);
}

#[test]
fn every_document_here_provokes_something() {
    let silent: Vec<PathBuf> = documents()
        .into_iter()
        .filter(|path| codes(&fixture(path)).is_empty())
        .collect();
    assert!(silent.is_empty(), "{silent:?}");
}

fn codes(run: &Run) -> Vec<&'static str> {
    run.diagnostics.iter().map(|it| it.code.name).collect()
}

fn documents() -> Vec<PathBuf> {
    let paths = [".yml", ".json"].map(|end| {
        let names = names("diagnostics", end).into_iter();
        names.map(move |name| package().join(format!("diagnostics/{name}{end}")))
    });
    let paths = paths.into_iter().flatten();
    paths.filter(|path| !is_overlay(path)).collect()
}

#[test]
fn nothing_is_left_over() {
    for folder in ["diagnostics", "fixtures"] {
        let mut documents: Vec<String> = names(folder, ".yml");
        documents.extend(names(folder, ".json"));
        documents.sort();
        let overlay = |name: &String| name.ends_with(".overlay");
        let (overlays, documents): (Vec<_>, Vec<_>) = documents.into_iter().partition(overlay);
        for overlay in overlays {
            let document = overlay.trim_end_matches(".overlay").to_owned();
            assert!(documents.contains(&document), "{folder}/{overlay}.yml");
        }
        let snapshots = names(&format!("snapshots/{folder}"), ".snap");
        assert_eq!(snapshots, documents, "{folder}: a snapshot for each");
    }
}
