//! One feature each: a short document in, the Rust made from it out.

use std::path::Path;

use crate::layout;
use crate::run::{compare, fixture, is_overlay, sections};

/// The documents whose `mod.rs` says something that the other files do not.
const WITH_INDEX: [&str; 11] = [
    "webhooks",
    "webhooks_told_by_their_bodies",
    "webhooks_untold",
    "x_event_names",
    "error_examples",
    "file_names",
    "security",
    "security_combinations",
    "security_unsaid",
    "servers",
    "tags",
];

#[test]
fn features() {
    insta::glob!("../fixtures", "*.yml", |path| {
        if !is_overlay(path) {
            feature(path);
        }
    });
}

fn feature(path: &Path) {
    let mut run = fixture(path);
    let said = run.said();
    let api = run.api();
    let has_more = !api.operations.is_empty() || !api.webhooks.is_empty() || !api.errors.is_empty();
    let listing = if has_more {
        run.listing()
    } else {
        String::new()
    };
    let name = path.file_stem().and_then(|name| name.to_str());
    let name = name.expect("fixtures have plain names");

    let files = run.files();
    assert_eq!(layout::check(&files), Ok(()), "{name}");
    let shown = files.iter().filter_map(|file| {
        // `lib.rs` is in no folder.
        let (_, base) = file.path.split_once('/')?;
        let shown = base != "mod.rs" || WITH_INDEX.contains(&name);
        shown.then_some((base, file.text.as_str()))
    });
    let parts = [("diagnostics", said.as_str())].into_iter().chain(shown);
    let parts = parts.chain([("listing", listing.as_str())]);
    compare("fixtures", name, &sections(parts));
}
