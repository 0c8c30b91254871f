//! A short document with one feature in, the generated Rust out.

use std::path::Path;

use crate::layout;
use crate::run::{check_each, compare, fixture, sections};

/// The documents whose `mod.rs` is part of the snapshot.
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
fn features_give_the_code_of_the_snapshots() {
    check_each("fixtures", check_feature);
}

fn check_feature(path: &Path) {
    let run = fixture(path);
    let said = run.rendered_diagnostics();
    let api = run.api();
    let has_more = !api.operations.is_empty() || !api.webhooks.is_empty() || !api.errors.is_empty();
    let listing = if has_more {
        run.listing()
    } else {
        String::new()
    };
    let name = path.file_stem().and_then(|name| name.to_str());
    let name = name.expect("names of fixtures are UTF-8");

    let files = run.files();
    assert_eq!(layout::check(&files), Ok(()), "{name}");
    let included = files.iter().filter_map(|file| {
        // Leaves out `lib.rs`, the only file outside of a folder.
        let (_, base) = file.path.split_once('/')?;
        let is_included = base != "mod.rs" || WITH_INDEX.contains(&name);
        is_included.then_some((base, file.text.as_str()))
    });
    let parts = [("diagnostics", said.as_str())].into_iter().chain(included);
    let parts = parts.chain([("listing", listing.as_str())]);
    compare("fixtures", name, &sections(parts));
}
