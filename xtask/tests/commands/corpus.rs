use crate::folder::{Folder, HEAD, PETS};

#[test]
fn every_document_has_a_line_in_the_table() {
    let folder = Folder::empty();
    folder.write("all/pets.yml", PETS);
    let untyped = "components:\n  schemas:\n    A: { enum: [1, a] }\n    B: { $ref: gone.yml }\n";
    folder.write("all/untyped.yml", format!("{HEAD}{untyped}"));
    folder.write("all/broken.json", "{");
    folder.write("all/notes.txt", "no document");
    let outcome = folder.run(&["corpus", "all", "--verbose"]).fails();

    let lines: Vec<Vec<&str>> = outcome
        .stdout
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let line = |name: &str| {
        let found = lines.iter().find(|line| line.first() == Some(&name));
        found.unwrap_or_else(|| panic!("{name} has no line: {}", outcome.stdout))
    };
    // Untyped schemas and warnings are the last columns.
    assert_eq!(line("pets.yml").iter().rev().nth(1), Some(&"0"));
    assert!(
        line("untyped.yml").ends_with(&["1", "1"]),
        "{}",
        outcome.stdout
    );
    assert!(
        line("broken.json").contains(&"rejected,"),
        "{}",
        outcome.stdout
    );
    assert!(line("2").starts_with(&["2", "of", "3", "generate"]));
    let place = "untyped.yml#/components/schemas/A: values of several types";
    assert!(outcome.stdout.contains(place), "{}", outcome.stdout);
}

#[test]
fn a_folder_without_documents_is_an_error() {
    let folder = Folder::empty();
    folder.write("all/notes.txt", "no document");
    folder.run(&["corpus", "all"]).fails();
    folder.run(&["corpus", "gone"]).fails();
}

#[test]
fn missing_files_can_be_allowed() {
    let folder = Folder::empty();
    let missing = "components:\n  schemas:\n    B: { $ref: gone.yml }\n";
    folder.write("api.yml", format!("{HEAD}{missing}"));
    folder
        .run(&["generate", "api.yml", "--out", "made"])
        .fails();
    let outcome = folder
        .run(&[
            "generate",
            "api.yml",
            "--out",
            "made",
            "--allow-missing-files",
        ])
        .succeeds();
    assert!(
        outcome.stderr.contains("warning[missing-file]"),
        "{}",
        outcome.stderr
    );
}
