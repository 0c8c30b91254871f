use std::fs;

use crate::folder::{Folder, HEAD, OVERLAY, PETS};

#[test]
fn unreadable_files_are_reported_like_other_problems() {
    let folder = Folder::empty();
    folder.write(
        "latin.yml",
        b"openapi: 3.1.0\ninfo: { title: Gr\xf6\xdfe }\n",
    );
    fs::create_dir(folder.path("folder.yml")).unwrap();
    folder.write("broken.yml", b"\xfe\xff\0a\0:\xd8\0");
    folder.write("odd.yml", b"\xff\xfea\0:");
    let outcome = folder
        .run(&[
            "listing",
            "missing.yml",
            "folder.yml",
            "latin.yml",
            "broken.yml",
            "odd.yml",
        ])
        .fails();
    insta::assert_snapshot!(outcome.stderr);
}

#[test]
fn yaml_may_be_utf_16() {
    let folder = Folder::empty();
    folder.write("a.yml", PETS);
    let expected = folder.run(&["listing", "a.yml"]).succeeds().stdout;
    assert!(expected.contains("type Pet"), "{expected}");
    let text = format!("\u{FEFF}{PETS}");
    let units = || text.encode_utf16();
    folder.write(
        "a.yml",
        units().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
    );
    assert_eq!(
        folder.run(&["listing", "a.yml"]).succeeds().stdout,
        expected
    );
    folder.write(
        "a.yml",
        units().flat_map(u16::to_be_bytes).collect::<Vec<_>>(),
    );
    assert_eq!(
        folder.run(&["listing", "a.yml"]).succeeds().stdout,
        expected
    );
}

#[test]
fn a_url_has_to_be_downloaded_first() {
    let folder = Folder::empty();
    let url = "https://example.com/v1/openapi.json";
    let rejected = folder.run(&["generate", url, "--out", "out"]).fails();
    let said = rejected.stderr;
    assert!(said.contains(&format!("`curl -LO {url}`")), "{said}");
    assert!(said.contains(&format!("--> {url}\n")), "{said}");
}

#[test]
fn an_overlay_needs_no_evidence_outside_of_specs() {
    let folder = Folder::workspace();
    let overlay = OVERLAY.replace("    x-because: at most 40 characters\n", "");
    folder.write("specs/pets.overlay.yml", overlay);
    let files = ["specs/pets.yml", "--overlay", "specs/pets.overlay.yml"];
    let taken = folder.run(&[&["listing"][..], &files].concat()).succeeds();
    assert!(taken.stdout.contains("len ..=40"), "{}", taken.stdout);
    let said = taken.stderr;
    assert!(said.contains("note[evidence-missing]"), "{said}");
    assert!(said.contains("with `x-because` and words"), "{said}");

    let rejected = folder.run(&["regen"]).fails();
    let said = rejected.stderr;
    assert!(said.contains("error[evidence-missing]"), "{said}");
}

/// Each has one error with a place, and nothing is written.
#[test]
fn a_file_that_is_not_a_document_is_rejected() {
    let folder = Folder::empty();
    let bad: [(&str, &[u8], &str); 22] = [
        ("empty.yml", b"", "1:1"),
        ("empty.json", b"", "1:1"),
        ("comment.yml", b"# nothing\n", "2:1"),
        ("scalar.yml", b"<!DOCTYPE html>\n", "1:1"),
        ("list.json", b"[]", "1:1"),
        ("other.yml", b"name: x\n", "1:1"),
        ("swagger.yml", b"swagger: '2.0'\n", "1:1"),
        ("new.yml", b"openapi: 3.3.0\n", "1:10"),
        ("newer.yml", b"openapi: 4.0.0\n", "1:10"),
        ("tab.yml", b"openapi: 3.1.0\ninfo:\n\ttitle: a\n", "3:2"),
        ("two.yml", b"openapi: 3.1.0\n---\na: 1\n", "2:1"),
        ("key.yml", b"openapi: 3.1.0\n? [a]\n: b\n", "2:3"),
        ("alias.yml", b"openapi: *none\n", "1:10"),
        ("loop.yml", b"openapi: &a [*a]\n", "1:14"),
        ("twice.yml", b"openapi: 3.1.0\n'openapi': 3.1.0\n", "2:1"),
        (
            "twice.json",
            b"{\"openapi\": \"3.1.0\", \"openapi\": 1}",
            "1:22",
        ),
        ("comment.json", b"{\"openapi\": \"3.1.0\"} // a", "1:22"),
        ("comma.json", b"{\"openapi\": \"3.1.0\",}", "1:21"),
        ("half.json", b"{\"openapi\": \"\\ud83d\"}", "1:14"),
        ("nul.yml", b"openapi: \0\n", "1:10"),
        ("nul.json", b"{\"openapi\": \"\0\"}", "1:14"),
        ("latin.yml", b"openapi: 3.1.0\na: \xff\n", "2:4"),
    ];
    for (name, text, _) in bad {
        folder.write(name, text);
    }
    let before = folder.tree();
    for (name, _, place) in bad {
        let outcome = folder.run(&["generate", name, "--out", "out"]).fails();
        let said = outcome.stderr;
        let place = format!("--> {name}:{place}\n");
        assert!(said.contains(&place), "{place}: {said}");
        assert!(said.ends_with("1 error, 0 warnings\n"), "{name}: {said}");
    }
    assert_eq!(folder.tree(), before);
}

#[test]
fn an_overlay_has_to_extend_a_document() {
    let folder = Folder::workspace();
    folder.write(
        "specs/one.overlay.yml",
        OVERLAY.replace("pets.yml", "cats.yml"),
    );
    folder.write(
        "specs/two.overlay.yml",
        OVERLAY.replace("extends: pets.yml\n", ""),
    );
    let outcome = folder.run(&["regen"]).fails();
    insta::assert_snapshot!(outcome.stderr);
}

#[test]
fn an_overlay_applies_to_the_document_it_extends_or_the_one_before_it() {
    let folder = Folder::workspace();
    folder.write("shops.yml", HEAD);
    folder.write(
        "loose.overlay.yml",
        OVERLAY.replace("extends: pets.yml\n", ""),
    );
    let run = |arguments: &[&str]| folder.run(&[&["listing"], arguments].concat());

    let pets = "specs/pets.yml";
    let by_name = run(&["shops.yml", "--overlay", "specs/pets.overlay.yml", pets]).succeeds();
    let by_place = run(&["shops.yml", pets, "--overlay", "loose.overlay.yml"]).succeeds();
    assert_eq!(by_name.stdout, by_place.stdout);

    // The target matches nothing in the shops, which `--partial` allows.
    run(&["shops.yml", "--overlay", "loose.overlay.yml", pets]).fails();
    run(&[
        "shops.yml",
        "--overlay",
        "loose.overlay.yml",
        pets,
        "--partial",
    ])
    .succeeds();
    // With one document, the order does not matter.
    let before = run(&["--overlay", "loose.overlay.yml", pets]).succeeds();
    let alone = run(&[pets, "--overlay", "loose.overlay.yml"]).succeeds();
    assert_eq!(before.stdout, alone.stdout);
    let both = [pets, "shops.yml"];
    run(&["--overlay", "loose.overlay.yml", both[0], both[1]]).fails();
}

#[test]
fn two_documents_cannot_have_the_same_module() {
    let folder = Folder::workspace();
    folder.write("specs/PETS.json", "{}");
    let outcome = folder.run(&["regen"]).fails();
    assert!(
        outcome
            .stderr
            .contains("two documents have the module name `pets`"),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains("specs/PETS.json"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_document_is_given_once() {
    let folder = Folder::empty();
    folder.write("pets.yml", PETS);
    let said = folder
        .run(&["listing", "pets.yml", "./pets.yml"])
        .fails()
        .stderr;
    assert!(said.contains("the document is given twice"), "{said}");
    assert!(!said.contains("rename"), "{said}");
}

#[test]
fn a_workspace_without_documents_is_not_emptied() {
    let folder = Folder::generated();
    fs::remove_file(folder.path("specs/pets.yml")).unwrap();
    fs::remove_file(folder.path("specs/pets.overlay.yml")).unwrap();
    let before = folder.tree();
    folder.run(&["regen"]).fails();
    assert_eq!(folder.tree(), before);
}

#[test]
fn other_files_are_read_from_below_the_document() {
    let folder = Folder::empty();
    let other = "A: { type: string, maxLength: 3 }\n";
    folder.write("specs/parts/other.yml", other);
    folder.write("outside.yml", other);
    let document = |reference: &str| {
        format!("{HEAD}components:\n  schemas:\n    B: {{ $ref: '{reference}#/A' }}\n")
    };

    folder.write("specs/good.yml", document("parts/other.yml"));
    folder.run(&["listing", "specs/good.yml"]).succeeds();
    // Whatever the current directory is.
    folder
        .run_in("specs/parts", &["listing", "../good.yml"])
        .succeeds();

    for outside in ["../outside.yml", "parts/none.yml", "/etc/hostname"] {
        folder.write("specs/bad.yml", document(outside));
        folder.run(&["listing", "specs/bad.yml"]).fails();
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../outside.yml", folder.path("specs/link.yml")).unwrap();
        folder.write("specs/bad.yml", document("link.yml"));
        let outcome = folder.run(&["listing", "specs/bad.yml"]).fails();
        assert!(
            outcome.stderr.contains("points outside the root folder"),
            "{}",
            outcome.stderr
        );
    }
}

#[test]
fn the_listing_of_all_documents_names_their_modules() {
    let folder = Folder::workspace();
    folder.write("specs/cats.yml", PETS.replace("Pet:", "Cat:"));
    let outcome = folder.run(&["listing"]).succeeds();
    let headings: Vec<_> = outcome
        .stdout
        .lines()
        .filter(|line| line.starts_with("# "))
        .collect();
    assert_eq!(headings, ["# cats", "# pets"]);
}
