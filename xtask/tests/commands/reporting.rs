use crate::folder::{Folder, PETS};

/// The commands that report diagnostics, with arguments to read `pets.yml`.
const COMMANDS: [&[&str]; 3] = [
    &["regen"],
    &["generate", "specs/pets.yml", "--out", "out"],
    &["listing", "specs/pets.yml"],
];

fn folder(pets: &str) -> Folder {
    let folder = Folder::workspace();
    folder.write("specs/pets.yml", pets);
    folder
}

#[test]
fn every_command_treats_warnings_as_errors_if_asked() {
    let folder = folder(&PETS.replace("type: object", "type: object\n      typo: 1"));
    let before = folder.tree();
    for command in COMMANDS {
        let outcome = folder
            .run(&[command, &["--deny", "warnings"]].concat())
            .fails();
        let said = &outcome.stderr;
        assert!(said.contains("warning[unknown-keyword]"), "{said}");
        assert!(said.ends_with("0 errors, 1 warning (denied)\n"), "{said}");
        assert_eq!(folder.tree(), before, "{command:?}");
    }
    // Otherwise they succeed.
    for command in COMMANDS {
        folder.run(command).succeeds();
    }
}

#[test]
fn every_command_reports_as_json_if_asked() {
    let folder = folder("openapi: [3.1.0\n");
    let before = folder.tree();
    for command in COMMANDS {
        let outcome = folder
            .run(&[command, &["--format", "json"]].concat())
            .fails();
        let is_object = |line: &str| {
            line.starts_with(r#"{"severity":"error","code":"syntax","#) && line.ends_with('}')
        };
        let said = &outcome.stdout;
        assert!(said.lines().count() == 1, "{command:?}: {said}");
        assert!(said.lines().all(is_object), "{command:?}: {said}");
        assert_eq!(outcome.stderr, "", "{command:?}");
        assert_eq!(folder.tree(), before, "{command:?}");
    }
}

#[test]
fn errors_without_a_document_are_reported_as_json_too() {
    let folder = folder(PETS);
    folder.write("mine/notes.txt", "");
    let generate = ["generate", "specs/pets.yml", "--out", "mine"];
    let outcome = folder
        .run(&[&generate[..], &["--format", "json"]].concat())
        .fails();
    let expected = r#"{"severity":"error","code":null,"message":"mine is neither empty nor a crate written by this command: choose another directory","file":null,"line":null,"column":null,"pointer":null,"help":null,"related":[]}"#;
    assert_eq!(outcome.stdout, format!("{expected}\n"));
    assert_eq!(outcome.stderr, "");
}
