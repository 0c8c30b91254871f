use std::fs;
use std::path::Path;
use std::process::Command;

use crate::folder::Folder;

/// Runs cargo on the crate in `made`; none of its warnings is let through.
#[track_caller]
fn cargo(folder: &Folder, arguments: &[&str], features: &str) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("standalone");
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--offline", "--quiet", "--no-default-features"])
        .args(["--features", features])
        .current_dir(folder.path("made"))
        .env("CARGO_TARGET_DIR", target)
        .env("RUSTFLAGS", "-Dwarnings")
        .env("RUSTDOCFLAGS", "-Dwarnings")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?} {features}: {said}");
}

#[test]
fn bindings_compile_with_each_tag_and_with_none() {
    let folder = Folder::empty();
    folder.write("tags.yml", include_str!("tags.yml"));
    let made = folder
        .run(&["generate", "tags.yml", "--out", "made"])
        .succeeds();
    assert!(!made.stderr.contains("warning["), "{}", made.stderr);
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, folder.path("made/Cargo.lock")).unwrap();

    for features in ["", "pets", "shops", "toys", "pets,toys", "all-tags"] {
        cargo(&folder, &["check"], features);
    }
    for (features, names) in [
        ("", "errors, Event, Health, GetHealth, Place"),
        ("toys", "Ball, Kind, Toy, Trouble, WatchToys"),
        ("all-tags", "AddPetBody, Leftover, ListPets, Shop"),
    ] {
        let program = format!("#![allow(unused)]\nuse made::tags::{{{names}}};\nfn main() {{}}\n");
        folder.write("made/examples/uses.rs", program);
        cargo(&folder, &["check", "--example", "uses"], features);
        cargo(&folder, &["doc", "--no-deps"], features);
    }
    let manifest = folder.read("made/Cargo.toml");
    let default = manifest.lines().find(|line| line.starts_with("default = "));
    assert!(
        default.is_some_and(|it| it.contains("all-tags")),
        "{manifest}"
    );
}
