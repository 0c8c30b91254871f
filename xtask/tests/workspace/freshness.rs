//! The crate `generated` is up to date, and generation is deterministic.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::Status;
use xtask::regen::{self, Mode};
use xtask::session::Session;

fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().expect("xtask is a member").to_owned()
}

#[test]
fn the_bindings_are_up_to_date() {
    let (mut session, mut output) = (Session::default(), Vec::new());
    let status = regen::run(&root(), Mode::Check, &mut session, &mut output);
    let output = String::from_utf8_lossy(&output);
    match status {
        Ok(Status::Success) => {}
        Ok(Status::Rejected) => panic!("run `cargo xtask regen` and read what it reports"),
        Err(error) => panic!("{output}{error:#}"),
    }
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    let first = generated_in("");
    let second = generated_in("specs");
    assert!(first.len() > 1, "there is more than `lib.rs`");
    // Compared file by file, or the message would contain the whole crate.
    assert_eq!(
        first.keys().collect::<Vec<_>>(),
        second.keys().collect::<Vec<_>>()
    );
    for (path, bytes) in &first {
        assert!(
            second[path] == *bytes,
            "{} differs from run to run",
            path.display()
        );
    }
}

/// The files that the binary generates from `specs/` when it is run in `folder` of a new workspace.
fn generated_in(folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let workspace = tempfile::tempdir().unwrap();
    let specs = workspace.path().join("specs");
    fs::create_dir(&specs).unwrap();
    for entry in fs::read_dir(root().join("specs")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), specs.join(entry.file_name())).unwrap();
    }
    fs::create_dir(workspace.path().join("generated")).unwrap();

    // Without the variable of cargo, it finds the workspace from the current directory.
    let output = Command::new(env!("CARGO_BIN_EXE_openapi-bindings"))
        .arg("regen")
        .env_remove("CARGO_MANIFEST_DIR")
        .current_dir(workspace.path().join(folder))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );

    let source = workspace.path().join("generated/src");
    let mut files = BTreeMap::new();
    let mut waiting = vec![source.clone()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                files.insert(path.strip_prefix(&source).unwrap().to_owned(), bytes);
            }
        }
    }
    files
}
