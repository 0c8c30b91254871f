//! The documents of this repository: their listings, and a few generated files.

use std::fs;

use crate::run::{Document, Run, package, repository};

/// Runs the generator on a document of `specs/` with its overlay.
pub(crate) fn spec(name: &str) -> Run {
    let module = name.replace('-', "_");
    Document {
        root: &repository(),
        path: &format!("specs/{name}.yml"),
        overlays: &[&format!("specs/{name}.overlay.yml")],
        lock: Some(&format!("specs/{module}.names.lock")),
        module: &module,
        partial: false,
        allow_missing_files: false,
    }
    .run()
}

/// `regen` writes these files.
#[test]
fn listings_are_those_that_regen_wrote() {
    for name in ["calls", "conferences", "texml", "texml-callbacks"] {
        let module = name.replace('-', "_");
        let path = package().join(format!("snapshots/{module}.listing"));
        let written = fs::read_to_string(&path).unwrap_or_default();
        let hint = "run `cargo xtask regen` and commit the changes";
        assert!(
            written == spec(name).listing(),
            "{}: {hint}",
            path.display()
        );
    }
}

#[test]
fn generated_files_are_those_of_the_crate() {
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
        let written = fs::read_to_string(repository().join("generated/src").join(&path));
        assert!(written.expect("it is checked in") == *text, "{path}");
    }
}
