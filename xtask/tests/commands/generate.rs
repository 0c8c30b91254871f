use std::fs;
use std::path::Path;
use std::process::Command;

use crate::folder::{Folder, HEAD, OVERLAY, PETS};

#[test]
fn the_crate_builds_by_itself() {
    let folder = Folder::empty();
    folder.write("pets.yml", PETS);
    folder.write("my shops.yml", HEAD);
    folder.write("pets.overlay.yml", OVERLAY);
    folder.write("every.yml", include_str!("every.yml"));
    folder.write("traps.yml", include_str!("traps.yml"));
    folder
        .run(&[
            "generate",
            "pets.yml",
            "--overlay",
            "pets.overlay.yml",
            "my shops.yml",
            "every.yml",
            "traps.yml",
            "--out",
            "made/bindings",
        ])
        .succeeds();

    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    // The versions that are at hand.
    fs::copy(
        workspace.join("Cargo.lock"),
        folder.path("made/bindings/Cargo.lock"),
    )
    .unwrap();
    folder.write("made/bindings/examples/traps.rs", include_str!("traps.rs"));
    // The example on the page of each operation is compiled too.
    for command in [&["test", "--doc"][..], &["run", "--example", "traps"]] {
        let output = Command::new(env!("CARGO"))
            .args(command)
            .args(["--offline", "--quiet", "--no-default-features"])
            .args(["--features", "client,webhook,pattern"])
            .current_dir(folder.path("made/bindings"))
            .env(
                "CARGO_TARGET_DIR",
                Path::new(env!("CARGO_TARGET_TMPDIR")).join("standalone"),
            )
            .env("RUSTFLAGS", "-Dwarnings")
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn headers_show_the_path_as_it_was_given() {
    let folder = Folder::empty();
    folder.write("some/where/pets.yml", PETS);
    let header = |argument: &str, expected: &str| {
        folder
            .run(&["generate", argument, "--out", "out"])
            .succeeds();
        let all: String = folder
            .tree()
            .into_values()
            .map(|bytes| String::from_utf8(bytes).unwrap())
            .collect();
        assert!(
            all.contains(&format!("from {expected}#/components/schemas/Pet.")),
            "{expected}"
        );
    };
    header("./some/where/pets.yml", "some/where/pets.yml");
    header(
        &folder.path("some/where/pets.yml").to_string_lossy(),
        "pets.yml",
    );
}

#[test]
fn only_its_own_crates_are_written_again() {
    let folder = Folder::empty();
    folder.write("pets.yml", PETS);
    let generate = |out: &str| folder.run(&["generate", "pets.yml", "--out", out]);
    generate("out").succeeds();
    folder.write("out/target/x", "");
    folder.write("out/Cargo.lock", "");
    let clean = folder.tree();
    folder.write("out/src/old.rs", "");
    let again = generate("out").succeeds();
    assert!(
        again.stdout.contains("removed out/src/old.rs"),
        "{}",
        again.stdout
    );
    assert!(again.stdout.contains("(0 changed)"), "{}", again.stdout);
    assert_eq!(folder.tree(), clean);

    folder.write("mine/src/lib.rs", "");
    folder.write("mine/Cargo.toml", "[package]\nname = \"mine\"\n");
    let before = folder.tree();
    let refused = generate("mine").fails();
    assert!(
        refused.stderr.contains("mine is not empty"),
        "{}",
        refused.stderr
    );
    generate("pets.yml").fails();
    assert_eq!(folder.tree(), before);
}

#[test]
fn the_manifest_is_as_it_was_asked_for() {
    let folder = Folder::empty();
    folder.write("pets.yml", PETS);
    folder
        .run(&["generate", "pets.yml", "--out", "the crate"])
        .succeeds();
    let own = folder.read("the crate/Cargo.toml");
    assert!(
        own.contains("name = \"the_crate\"") && own.contains("[workspace]"),
        "{own}"
    );

    folder
        .run(&[
            "generate", "pets.yml", "--out", "b", "--name", "pets-api", "--member",
        ])
        .succeeds();
    let member = folder.read("b/Cargo.toml");
    assert!(
        member.contains("name = \"pets-api\"") && !member.contains("[workspace]"),
        "{member}"
    );
}

#[test]
fn after_an_error_there_is_no_crate() {
    let folder = Folder::empty();
    folder.write("pets.yml", PETS);
    folder.write("bad.yml", "openapi: [3.1.0\n");
    let before = folder.tree();
    folder
        .run(&["generate", "pets.yml", "bad.yml", "--out", "out"])
        .fails();
    assert_eq!(folder.tree(), before);
}
