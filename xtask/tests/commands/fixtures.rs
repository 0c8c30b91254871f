use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::folder::Folder;

/// The bindings in the snapshots compile without warnings, and so do the examples in their docs.
#[test]
fn the_bindings_of_all_fixtures_compile() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let entries = fs::read_dir(workspace.join("tests/codegen/fixtures")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let is_document = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.ends_with(".yml") && !name.ends_with(".overlay.yml")
    };
    let mut documents: Vec<PathBuf> = paths.filter(is_document).collect();
    documents.sort();
    assert!(documents.len() > 100, "they are there");
    let mut arguments: Vec<OsString> = vec!["generate".into()];
    for document in documents {
        let overlay = document.with_extension("overlay.yml");
        arguments.push(document.into());
        if overlay.is_file() {
            arguments.extend(["--overlay".into(), overlay.into()]);
        }
    }
    let folder = Folder::empty();
    arguments.extend(["--out".into(), "fixtures".into()]);
    let arguments: Vec<&str> = arguments.iter().map(|it| it.to_str().unwrap()).collect();
    folder.run(&arguments).succeeds();
    let manifest = folder.read("fixtures/Cargo.toml");
    let tags = if manifest.contains("\nall-tags = ") {
        ",all-tags"
    } else {
        ""
    };
    let features = format!("client,webhook,pattern{tags}");
    folder.cargo("fixtures", &["test", "--doc"], &features);
}
