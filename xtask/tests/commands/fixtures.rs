use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::folder::Folder;

/// What the snapshots show is Rust that compiles, without a warning, and so are the examples on its
/// pages.
#[test]
fn what_is_made_of_the_fixtures_compiles() {
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
    let made = folder.path("fixtures");
    arguments.extend(["--out".into(), made.clone().into()]);
    let arguments: Vec<&str> = arguments.iter().map(|it| it.to_str().unwrap()).collect();
    folder.run(&arguments).succeeds();
    fs::copy(workspace.join("Cargo.lock"), made.join("Cargo.lock")).unwrap();

    let manifest = fs::read_to_string(made.join("Cargo.toml")).unwrap();
    let tags = if manifest.contains("\nall-tags = ") {
        ",all-tags"
    } else {
        ""
    };
    let output = Command::new(env!("CARGO"))
        .args(["test", "--doc", "--offline", "--quiet"])
        .arg("--no-default-features")
        .args(["--features", &format!("client,webhook,pattern{tags}")])
        .current_dir(&made)
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("standalone"),
        )
        .env("RUSTFLAGS", "-Dwarnings")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let tested = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{tested}");
}
