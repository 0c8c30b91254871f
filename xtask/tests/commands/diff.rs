use std::process::Command;

use crate::folder::{Folder, PETS};

/// Runs git in the folder, as somebody.
fn git(folder: &Folder, arguments: &[&str]) {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder.path(""))
        .args(["-c", "user.name=A", "-c", "user.email=a@example.com"])
        .args(arguments)
        .output()
        .expect("git is there");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
}

/// The document with another member, and without the one that it had.
fn renamed() -> String {
    PETS.replace(
        "name: { type: string, description: A name of at most 40 characters. }",
        "age: { type: integer }",
    )
}

#[test]
fn diff_compares_two_files() {
    let folder = Folder::empty();
    folder.write("old.yml", PETS);
    folder.write("new.yml", renamed());
    let said = folder
        .run(&["diff", "old.yml", "new.yml"])
        .succeeds()
        .stdout;
    insta::assert_snapshot!(said);
}

#[test]
fn diff_has_a_format_for_each_reader() {
    let folder = Folder::empty();
    folder.write("old.yml", PETS);
    folder.write("new.yml", renamed());
    for format in ["markdown", "github", "json"] {
        let arguments = ["diff", "old.yml", "new.yml", "--format", format];
        let said = folder.run(&arguments).succeeds().stdout;
        insta::assert_snapshot!(format, said);
    }
}

#[test]
fn diff_fails_on_breaking_changes_if_asked() {
    let folder = Folder::empty();
    folder.write("old.yml", PETS);
    folder.write("new.yml", renamed());
    let strict = ["--fail-on", "breaking"];
    let run = |old, new| folder.run(&[&["diff", old, new], &strict[..]].concat());
    run("old.yml", "new.yml").fails();
    run("old.yml", "old.yml").succeeds();
}

#[test]
fn diff_compares_the_working_tree_with_a_revision() {
    let folder = Folder::workspace();
    git(&folder, &["init", "--quiet"]);
    git(&folder, &["add", "."]);
    git(
        &folder,
        &["commit", "--quiet", "--message", "specs: add pets"],
    );
    let said = folder.run(&["diff"]).succeeds().stdout;
    assert!(said.contains("Next version of the crate: none."), "{said}");
    // What only the overlay says changes nothing on the wire.
    let overlay = folder.read("specs/pets.overlay.yml");
    let overlay = overlay.replace("at most 40 characters", "A name of at most 40");
    folder.write(
        "specs/pets.overlay.yml",
        overlay.replace("maxLength: 40", "maxLength: 30"),
    );
    let said = folder.run(&["diff"]).succeeds().stdout;
    assert!(said.contains("Crate: changes. Wire: none."), "{said}");
    assert!(said.contains("was HEAD:specs/pets."), "{said}");
    let said = folder.run(&["regen"]).succeeds().stdout;
    assert!(said.contains("Crate: changes. Wire: none."), "{said}");
}

#[test]
fn diff_refuses_what_is_no_document() {
    let folder = Folder::workspace();
    let said = folder.run(&["diff", "v1"]).fails().stderr;
    let expected = "error: `v1` is neither a file, a directory nor a revision of this repository\n";
    assert_eq!(said, expected);
    folder.write("old.yml", PETS);
    folder.write("new.yml", "openapi: 4.0.0\n");
    let said = folder.run(&["diff", "old.yml", "new.yml"]).fails().stderr;
    assert!(said.contains("new.yml:1:1"), "{said}");
}

#[test]
fn diff_writes_a_page_that_loads_nothing() {
    let folder = Folder::empty();
    folder.write("old.yml", PETS);
    folder.write("new.yml", renamed());
    let arguments = ["diff", "old.yml", "new.yml", "--format", "html"];
    let said = folder.run(&arguments).succeeds().stdout;
    let body = said.split_once("<header>").map(|it| it.1);
    let body = body.and_then(|it| it.split_once("<script>"));
    insta::assert_snapshot!("html", body.expect("it has a header and a script").0);
}

#[test]
fn diff_prints_the_schema_of_its_json() {
    let folder = Folder::empty();
    let said = folder
        .run(&["diff", "--format", "json-schema"])
        .succeeds()
        .stdout;
    assert_eq!(said, codegen::diff::report::report_schema());
}

/// A workspace with a commit, a changelog, and an overlay that has changed since.
fn changed_workspace() -> Folder {
    let folder = Folder::workspace();
    folder.write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n");
    git(&folder, &["init", "--quiet"]);
    git(&folder, &["add", "."]);
    git(
        &folder,
        &["commit", "--quiet", "--message", "specs: add pets"],
    );
    let overlay = folder.read("specs/pets.overlay.yml");
    folder.write(
        "specs/pets.overlay.yml",
        overlay.replace("maxLength: 40", "maxLength: 30"),
    );
    folder
}

#[test]
fn the_changelog_gets_an_entry_once() {
    let folder = changed_workspace();
    let expected = "# Changelog\n\n## [Unreleased]\n\n### Changed\n\n\
        - `Pet.name` has the rule `len ..=30`, was `len ..=40`.\n";
    for arguments in [["diff", "--changelog"], ["regen", "--changelog"]] {
        folder.run(&arguments).succeeds();
        assert_eq!(folder.read("CHANGELOG.md"), expected, "{arguments:?}");
    }
    folder
        .run(&["regen", "--changelog", "--check"])
        .ends_with_code(2);
}

#[test]
fn without_a_place_for_the_entry_nothing_is_written() {
    let folder = changed_workspace();
    folder.write("CHANGELOG.md", "# Changelog\n\n## [1.0.0]\n");
    for arguments in [["diff", "--changelog"], ["regen", "--changelog"]] {
        let said = folder.run(&arguments).fails().stderr;
        let expected = "error: CHANGELOG.md has no heading `## [Unreleased]`: add one above the \
            latest version\n";
        assert!(said.ends_with(expected), "{said}");
    }
    assert_eq!(folder.read("CHANGELOG.md"), "# Changelog\n\n## [1.0.0]\n");
    assert!(!folder.path("specs/pets.names.lock").exists());
}

#[test]
fn a_new_document_is_a_change_since_the_last_commit() {
    let folder = changed_workspace();
    folder.write("specs/zoo.yml", PETS);
    let said = folder.run(&["regen"]).succeeds().stdout;
    assert!(said.contains("zoo: crate: 1 additive"), "{said}");
}

/// A document with an identifier that has these keywords, and a webhook.
fn with_identifier(title: &str, keywords: &str) -> String {
    let body = "requestBody: { content: { application/json: { schema: {} } } }";
    format!(
        "openapi: 3.1.0\ninfo: {{ title: {title}, version: '1' }}\nx-event: {{ type: event }}\n\
         webhooks:\n  {title}.begun: {{ post: {{ {body} }} }}\n\
         components:\n  schemas:\n    Id: {{ type: string, x-rust-name: Id{keywords} }}\n"
    )
}

/// Two folders with documents: in the second one, they share less.
fn folders() -> Folder {
    let folder = Folder::empty();
    for side in ["old", "new"] {
        folder.write(&format!("{side}/calls.yml"), with_identifier("calls", ""));
    }
    folder.write("old/rooms.yml", with_identifier("rooms", ""));
    let narrower = with_identifier("rooms", ", maxLength: 40");
    folder.write(
        "new/rooms.yml",
        narrower.replace("webhooks:", "x-old-webhooks:"),
    );
    folder
}

#[test]
fn diff_reports_what_modules_no_longer_share() {
    let folder = folders();
    let said = folder.run(&["diff", "old", "new"]).succeeds().stdout;
    insta::assert_snapshot!(said);
    for (format, place) in [
        ("markdown", "new/rooms.yml:8"),
        ("github", "file=new/rooms.yml,line=8,"),
        ("json", "\"file\": \"old/rooms.yml\","),
        ("html", "old/rooms.yml:8 /components/schemas/Id"),
    ] {
        let arguments = ["diff", "old", "new", "--format", format];
        let said = folder.run(&arguments).succeeds().stdout;
        let text = said.replace("<code>", "`").replace("</code>", "`");
        for part in [
            "shared::Id",
            "Event",
            place,
            "that of `rooms` has other rules",
        ] {
            assert!(text.contains(part), "{format}: {part} in {said}");
        }
    }
    folder
        .run(&["diff", "old", "new", "--fail-on", "breaking"])
        .fails();
    let said = folder.run(&["diff", "new", "old"]).succeeds().stdout;
    assert!(
        said.contains("is one type now in `calls` and `rooms`"),
        "{said}"
    );
}

#[test]
fn another_module_is_a_change_of_folders_alone() {
    let folder = Folder::empty();
    folder.write("old/pets.yml", PETS);
    folder.write("new/zoo.yml", PETS);
    let said = folder.run(&["diff", "old", "new"]).succeeds().stdout;
    assert!(said.contains("zoo is called `zoo`, was `pets`\n"), "{said}");
    assert!(said.contains("Crate: breaks. Wire: none."), "{said}");
    for (old, new) in [("old/pets.yml", "new/zoo.yml"), ("old/pets.yml", "new")] {
        let said = folder.run(&["diff", old, new]).succeeds().stdout;
        assert!(said.contains("Crate: none. Wire: none."), "{said}");
    }
}

#[test]
fn regen_reports_what_modules_no_longer_share() {
    let folder = Folder::workspace();
    folder.write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n");
    folder.write("specs/calls.yml", with_identifier("calls", ""));
    folder.write("specs/rooms.yml", with_identifier("rooms", ""));
    git(&folder, &["init", "--quiet"]);
    git(&folder, &["add", "."]);
    git(
        &folder,
        &["commit", "--quiet", "--message", "specs: add three"],
    );
    folder.write(
        "specs/rooms.yml",
        with_identifier("rooms", ", deprecated: true"),
    );
    let said = folder.run(&["regen", "--changelog"]).succeeds().stdout;
    assert!(
        said.contains("crate root: crate: 1 breaks; wire: nothing\n"),
        "{said}"
    );
    let entry =
        "- **Breaking:** `shared::Id` is no longer one type in `calls` and `rooms`: only that of";
    let changelog = folder.read("CHANGELOG.md");
    assert!(changelog.contains(entry), "{changelog}");
}
