use crate::folder::{Folder, OVERLAY, PETS};

/// A folder with a document and its overlay.
fn pets() -> Folder {
    let folder = Folder::empty();
    folder.write("pets.yml", PETS);
    folder.write("pets.overlay.yml", OVERLAY);
    folder
}

#[test]
fn overlay_prints_the_document_as_any_tool_applies_it() {
    let folder = pets();
    let run = |more: &[&str]| {
        let arguments = ["overlay", "pets.yml", "pets.overlay.yml"];
        folder.run(&[&arguments, more].concat()).succeeds().stdout
    };
    let yaml = run(&[]);
    assert_eq!(run(&["--output", "yaml"]), yaml);
    insta::assert_snapshot!(format!("{yaml}----\n{}", run(&["--output", "json"])));
    // What is printed is a document that needs no overlay.
    folder.write("whole.yml", yaml);
    let listing = folder.run(&["listing", "whole.yml"]).succeeds().stdout;
    assert!(listing.contains("len ..=40"), "{listing}");
}

#[test]
fn overlay_prints_nothing_after_an_error() {
    let folder = pets();
    folder.write("pets.yml", PETS.replace("40 characters", "50 characters"));
    let outcome = folder
        .run(&["overlay", "pets.yml", "pets.overlay.yml"])
        .fails();
    assert_eq!(outcome.stdout, "");
    assert!(
        outcome.stderr.contains("error[evidence-broken]"),
        "{}",
        outcome.stderr
    );
    let outcome = folder
        .run(&["overlay", "none.yml", "pets.overlay.yml"])
        .fails();
    assert!(
        outcome.stderr.contains("error[unreadable]"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn overlay_skips_what_a_part_of_a_document_does_not_have() {
    let folder = pets();
    folder.write("pets.yml", PETS.replace("Pet:", "Dog:"));
    let arguments = ["overlay", "pets.yml", "pets.overlay.yml"];
    folder.run(&arguments).fails();
    let partial = folder.run(&[&arguments[..], &["--partial"]].concat());
    assert!(partial.succeeds().stdout.contains("Dog:"));
}
