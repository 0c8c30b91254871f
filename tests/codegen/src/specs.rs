//! The documents of this repository: their listings, and a few generated files.

use crate::run::{Document, Run, compare, repository};

/// Runs the generator on a document of `specs/` with its overlay.
pub(crate) fn spec(name: &str) -> Run {
    Document {
        root: &repository(),
        path: &format!("specs/{name}.yml"),
        overlays: &[&format!("specs/{name}.overlay.yml")],
        lock: Some(&format!("specs/{name}.names.lock")),
        module: name,
        partial: false,
        allow_missing_files: false,
    }
    .run()
}

#[test]
fn the_listing_of_conferences_is_that_of_the_snapshot() {
    compare("", "listing__conferences", &spec("conferences").listing());
}

#[test]
fn the_listing_of_texml_is_that_of_the_snapshot() {
    compare("", "listing__texml", &spec("texml").listing());
}

#[test]
fn generated_files_are_those_of_the_snapshots() {
    let files = spec("conferences").files();
    for name in [
        "join_conference_request",
        "conference_region",
        "create_conference_request",
        "errors",
    ] {
        let path = format!("conferences/{name}.rs");
        let file = files.iter().find(|file| file.path == path);
        let text = &file.expect("the document has this type").text;
        compare("", &format!("emitted__{name}"), text);
    }
}
