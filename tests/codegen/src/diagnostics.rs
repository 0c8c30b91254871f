//! One mistake each: a document in, what is said about it out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::diagnostic::catalogue::{ALL, UNREADABLE};

use crate::run::{Run, compare, fixture, is_overlay, package};

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
        compare("diagnostics", name.expect("fixtures have plain names"), &run.said());
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
    let folder = fs::read_dir(package().join("diagnostics")).expect("it is checked in");
    let paths = folder.map(|entry| entry.expect("it can be read").path());
    let is_document = |path: &PathBuf| {
        let extension = path.extension().and_then(|it| it.to_str());
        matches!(extension, Some("yml" | "json")) && !is_overlay(path)
    };
    let mut documents: Vec<PathBuf> = paths.filter(is_document).collect();
    documents.sort();
    documents
}

#[test]
fn every_overlay_has_its_document() {
    insta::glob!("..", "{fixtures,diagnostics}/*.overlay.yml", |path| {
        let overlay = path.to_str().expect("fixtures have plain names");
        let stem = overlay.trim_end_matches(".overlay.yml");
        let document = ["yml", "json"].map(|extension| format!("{stem}.{extension}"));
        assert!(document.iter().any(|it| Path::new(it).is_file()), "{overlay}");
    });
}
