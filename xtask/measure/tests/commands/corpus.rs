use std::fs;

use tempfile::TempDir;

use crate::run;

/// A document without untyped schemas.
const PETS: &str = "\
openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
paths: {}
components: { schemas: { Pet: { type: object, properties: { name: { type: string } } } } }
";

/// A document with an untyped schema and a reference to a missing file.
const UNTYPED: &str = "\
openapi: 3.1.0
info: { title: Other, version: 1.0.0 }
paths: {}
components: { schemas: { A: { enum: [1, a] }, B: { $ref: gone.yml } } }
";

/// Creates a temporary folder with these files.
fn create_folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("the folder is ours");
    }
    folder
}

/// Runs `corpus` on a folder, which fails; returns its output.
fn corpus_fails(folder: &str) -> String {
    let output = run(&["corpus", folder, "--verbose"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stdout).expect("a table is text")
}

#[test]
fn every_document_has_a_line_in_the_table() {
    let folder = create_folder(&[
        ("pets.yml", PETS),
        ("untyped.yml", UNTYPED),
        ("broken.json", "{"),
        ("notes.txt", "no document"),
    ]);
    let table = corpus_fails(folder.path().to_str().expect("it is UTF-8"));

    let lines: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let line = |name: &str| {
        let found = lines.iter().find(|line| line.first() == Some(&name));
        found.unwrap_or_else(|| panic!("{name} has no line: {table}"))
    };
    // Untyped schemas and warnings are the last columns.
    assert_eq!(line("pets.yml").iter().rev().nth(1), Some(&"0"));
    assert!(line("untyped.yml").ends_with(&["1", "1"]), "{table}");
    assert!(line("broken.json").contains(&"rejected,"), "{table}");
    assert!(line("2").starts_with(&["2", "of", "3", "generate"]));
    let place = "untyped.yml#/components/schemas/A: values of several types";
    assert!(table.contains(place), "{table}");
}

#[test]
fn a_folder_without_documents_is_an_error() {
    let folder = create_folder(&[("notes.txt", "no document")]);
    for folder in [folder.path(), &folder.path().join("gone")] {
        assert_eq!(corpus_fails(folder.to_str().expect("it is UTF-8")), "");
    }
}
