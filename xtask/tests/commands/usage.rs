use std::process::Command;

use crate::folder::{Folder, OVERLAY, PETS};

#[test]
fn every_command_has_help() {
    let folder = Folder::empty();
    let help: Vec<_> = [
        &["-h"][..],
        &["regen", "-h"],
        &["generate", "-h"],
        &["listing", "-h"],
        &["diff", "-h"],
        &["why", "-h"],
        &["import", "-h"],
        &["overlay", "-h"],
        &["lint", "-h"],
        &["mine", "-h"],
        &["explain", "-h"],
    ]
    .iter()
    .map(|arguments| folder.run(arguments).succeeds().stdout)
    .collect();
    insta::assert_snapshot!(help.join("\n----\n\n"));
}

#[test]
fn an_invalid_command_line_exits_with_2() {
    let folder = Folder::empty();
    for arguments in [
        &[][..],
        &["regenerate"],
        &["regen", "--deny", "everything"],
        &["generate", "a.yml"],
        &["generate", "--out", "b"],
        &["generate", "a.yml", "--out", "b", "--name", "1 b"],
        &["generate", "a.yml", "--out", "b", "--name", "std"],
        &[
            "generate",
            "a.yml",
            "--out",
            "b",
            "--format-type",
            "uuid=Uuid",
        ],
        &["generate", "a.yml", "--out", "b", "--format-type", "uuid"],
        &["generate", "a.yml", "--out", "b", "--derive", ""],
        &["listing", "--overlay", "a.overlay.yml"],
        &["import", "a.yml", "--out", "b.yml"],
        &["listing", "a.yml", "--partial"],
    ] {
        let outcome = folder.run(arguments).ends_with_code(2);
        assert!(!outcome.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn version_prints_the_version() {
    let told = Folder::empty().run(&["--version"]).succeeds().stdout;
    assert!(
        told.starts_with("openapi-bindings ") && told.lines().count() == 1,
        "{told}"
    );
}

/// As `cargo install` installs it, it has a name of its own and nothing of this workspace.
#[test]
fn outside_of_the_workspace_the_binary_has_its_own_name() {
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_openapi-bindings"))
            .args(arguments)
            .env_remove("CARGO_MANIFEST_DIR")
            .output();
        let output = output.expect("the binary was built");
        String::from_utf8(output.stdout).expect("help is UTF-8")
    };
    let help = run(&["-h"]);
    assert!(help.contains("Usage: openapi-bindings <COMMAND>"), "{help}");
    for hidden in ["regen", "cargo xtask", "cargo measure"] {
        assert!(!help.contains(hidden), "{hidden}: {help}");
    }
    let commands = [
        "generate", "listing", "diff", "why", "mine", "lint", "overlay", "import", "explain",
    ];
    for command in commands {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
        let own = run(&[command, "-h"]);
        let usage = format!("Usage: openapi-bindings {command}");
        assert!(own.contains(&usage), "{own}");
    }
    let list = run(&["explain"]);
    assert!(
        list.contains("try `openapi-bindings explain <CODE>`"),
        "{list}"
    );
}

#[test]
fn what_is_given_files_needs_no_workspace() {
    let folder = Folder::empty();
    folder.write("old.yml", PETS);
    folder.write("new.yml", PETS);
    folder.write("old.overlay.yml", OVERLAY);
    let zoo = "openapi: 3.1.0\ninfo: { title: Zoo, version: '1' }\npaths:\n  /a: {}\n";
    folder.write("zoo.yml", zoo);
    let overlay = ["--overlay", "old.overlay.yml"];
    let commands: &[&[&str]] = &[
        &["diff", "old.yml", "new.yml"],
        &["listing", "old.yml", "new.yml"],
        &["generate", "old.yml", "--out", "made"],
        &["mine", "old.yml"],
        &["lint", "old.yml"],
        &["overlay", "old.yml", "old.overlay.yml"],
        &["import", "zoo.yml", "--out", "cut.yml", "--path", "*"],
        &["explain"],
        &["why", "Pet", "old.yml"],
        &["why", "Pet", "old.yml", overlay[0], overlay[1]],
        &[
            "diff", "old.yml", "new.yml", overlay[0], overlay[1], "--format", "html",
        ],
    ];
    for command in commands {
        let outcome = folder.run_alone(command);
        assert_eq!(outcome.code, 0, "{command:?}: {}", outcome.stderr);
    }
    for command in [
        &["regen"][..],
        &["diff"],
        &["listing"],
        &["diff", "v1.0", "new.yml"],
    ] {
        let said = folder.run_alone(command).fails().stderr;
        assert!(
            said.contains("contains `specs` and `generated`"),
            "{command:?}: {said}"
        );
    }
}
