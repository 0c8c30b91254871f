//! The options that all commands share which read documents.

use std::fs;
use std::process::{Command, Output};

use tempfile::TempDir;

/// The commands that report diagnostics, with arguments to read `pets.yml`.
const COMMANDS: [&[&str]; 3] = [
    &["cost", "openapi/pets.yml"],
    &["suite", "openapi/pets.yml", "cases.json"],
    &["instances", "."],
];

/// Creates a workspace with a document and what the commands need beside it.
fn create_folder(pets: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    for (path, text) in [
        ("specs/README.md", ""),
        ("generated/README.md", ""),
        ("openapi/pets.yml", pets),
        ("instances/pets.jsonl", ""),
        ("cases.json", "[]"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it is below a folder")).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn run_in(folder: &TempDir, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_measure"))
        .args(arguments)
        .current_dir(folder.path())
        .output()
        .expect("the binary was built")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn every_command_treats_warnings_as_errors_if_asked() {
    let folder = create_folder(
        "openapi: 3.1.0\ninfo: { title: Pets, version: 1.0.0 }\npaths: {}\n\
         components: { schemas: { Pet: { type: object, typo: 1 } } }\n",
    );
    for command in COMMANDS {
        let output = run_in(&folder, &[command, &["--deny", "warnings"]].concat());
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{command:?}: {said}");
        assert!(said.contains("warning[unknown-keyword]"), "{said}");
        assert!(said.ends_with("0 errors, 1 warning (denied)\n"), "{said}");
    }
}

#[test]
fn every_command_reports_as_json_if_asked() {
    let folder = create_folder("openapi: [3.1.0\n");
    for command in COMMANDS {
        let output = run_in(&folder, &[command, &["--format", "json"]].concat());
        let said = text(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{command:?}: {said}");
        let is_object = |line: &str| {
            line.starts_with(r#"{"severity":"error","code":"syntax","#) && line.ends_with('}')
        };
        assert!(said.lines().count() == 1, "{command:?}: {said}");
        assert!(said.lines().all(is_object), "{command:?}: {said}");
        assert_eq!(text(&output.stderr), "", "{command:?}");
    }
}

#[test]
fn every_command_can_be_told_where_references_lead() {
    let folder = create_folder(
        "openapi: 3.1.0\ninfo: { title: Pets, version: 1.0.0 }\npaths: {}\n\
         components: { schemas: { Pet: { $ref: '../shared.yml#/Pet' } } }\n",
    );
    fs::write(folder.path().join("shared.yml"), "Pet: { type: object }\n").unwrap();
    let rejected = run_in(&folder, &["corpus", "openapi"]);
    assert_eq!(rejected.status.code(), Some(1));
    let said = text(&rejected.stdout);
    assert!(said.contains("dangling-ref"), "{said}");
    let accepted = run_in(&folder, &["corpus", "openapi", "--root-folder", "."]);
    assert!(accepted.status.success(), "{}", text(&accepted.stdout));
    for command in ["corpus", "cost", "instances", "suite"] {
        let help = text(&run_in(&folder, &[command, "--help"]).stdout);
        assert!(help.contains("--root-folder <DIR>"), "{command}: {help}");
        assert!(help.contains("--map <URL=DIR>"), "{command}: {help}");
    }
}
