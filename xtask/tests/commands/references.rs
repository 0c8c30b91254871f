//! Which files documents may refer to.

use std::fs;

use crate::folder::{Folder, HEAD};

const SHARED: &str =
    "components: { schemas: { Problem: { properties: { code: { type: string } } } } }\n";

/// A document with a component that has a member with this `$ref`.
fn document(reference: &str) -> String {
    format!(
        "{HEAD}components:\n  schemas:\n    A: {{ properties: {{ a: {{ $ref: '{reference}' }} }} }}\n"
    )
}

/// `api/root.yml`, which refers to `common/shared.yml`.
fn apart() -> Folder {
    let folder = Folder::empty();
    let reference = "../common/shared.yml#/components/schemas/Problem";
    folder.write("api/root.yml", document(reference));
    folder.write("common/shared.yml", SHARED);
    folder
}

#[test]
fn documents_may_refer_to_files_in_the_root_folder() {
    let folder = apart();
    let said = folder.run(&["listing", "api/root.yml"]).fails().stderr;
    assert!(said.contains("points outside the root folder"), "{said}");
    let rooted = ["listing", "--root-folder", ".", "api/root.yml"];
    let listing = folder.run(&rooted).succeeds().stdout;
    assert!(listing.contains("type Problem"), "{listing}");
    let inside = ["listing", "--root-folder", "..", "root.yml"];
    assert_eq!(folder.run_in("api", &inside).succeeds().stdout, listing);
    // The innermost folder of two documents contains the third file.
    folder.write("other/b.yml", HEAD);
    folder
        .run(&["listing", "api/root.yml", "other/b.yml"])
        .succeeds();

    for (root, why) in [
        ("common", "is outside of the root folder common"),
        ("nowhere", "cannot use the root folder nowhere"),
        (
            "api/root.yml",
            "the root folder api/root.yml is not a directory",
        ),
    ] {
        let outcome = folder.run(&["listing", "--root-folder", root, "api/root.yml"]);
        let said = outcome.fails().stderr;
        assert!(said.contains(why), "{said}");
    }
}

#[test]
fn the_root_folder_defaults_to_the_git_checkout() {
    let folder = apart();
    fs::create_dir(folder.path(".git")).unwrap();
    folder.run(&["listing", "api/root.yml"]).succeeds();
    let absolute = folder.path("api/root.yml");
    let absolute = absolute.to_str().unwrap();
    folder
        .run(&["generate", absolute, "--out", "out"])
        .succeeds();
    for (path, text) in folder.tree() {
        let text = String::from_utf8_lossy(&text).into_owned();
        let root = folder.path("");
        let is_named = text.contains(&*root.to_string_lossy());
        assert!(!path.starts_with("out/") || !is_named, "{path}");
    }
    let problem = folder.read("out/src/root/problem.rs");
    assert!(problem.contains("from ../common/shared.yml#/"), "{problem}");

    // Hidden files, and files outside, are not read.
    for (path, outside) in [
        (".git/config", "../.git/config"),
        ("../x.yml", "../../x.yml"),
    ] {
        if !path.starts_with("..") {
            folder.write(path, SHARED);
        }
        let reference = format!("{outside}#/components/schemas/Problem");
        folder.write("api/root.yml", document(&reference));
        folder.run(&["listing", "api/root.yml"]).fails();
    }
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_the_root_folder() {
    use std::os::unix::fs::symlink;

    let folder = apart();
    folder.write("secret/shared.yml", SHARED);
    fs::create_dir(folder.path("top")).unwrap();
    fs::rename(folder.path("api"), folder.path("top/api")).unwrap();
    symlink("../secret", folder.path("top/common")).unwrap();
    let arguments = ["listing", "--root-folder", "top", "top/api/root.yml"];
    let said = folder.run(&arguments).fails().stderr;
    assert!(said.contains("points outside the root folder"), "{said}");
    fs::create_dir(folder.path("top/.git")).unwrap();
    folder.run(&["listing", "top/api/root.yml"]).fails();
    // A link inside of the folder may be followed, and leads to the same file.
    fs::remove_file(folder.path("top/common")).unwrap();
    fs::rename(folder.path("common"), folder.path("top/real")).unwrap();
    symlink("real", folder.path("top/common")).unwrap();
    let twice = "    B: { properties: { b: { $ref: '../real/shared.yml#/components/schemas/Problem' } } }\n";
    folder.write("top/api/root.yml", folder.read("top/api/root.yml") + twice);
    let listing = folder.run(&arguments).succeeds().stdout;
    assert_eq!(listing.matches("type Problem").count(), 1, "{listing}");
}

#[test]
fn files_below_a_mapped_url_are_read_from_its_folder() {
    let folder = Folder::empty();
    let published = "https://example.com/schemas/v1/";
    let problem = "problem.yml#/Problem";
    folder.write("api.yml", document(&format!("{published}a/x.yml#/X")));
    folder.write("copies/a/x.yml", format!("X: {{ properties: {{ p: {{ $ref: ../{problem} }}, q: {{ $ref: '{published}{problem}' }} }} }}\n"));
    folder.write(
        "copies/problem.yml",
        "Problem: { properties: { code: { type: string } } }\n",
    );
    let run = |map: &str| folder.run(&["listing", "--map", map, "api.yml"]);

    let said = folder.run(&["listing", "api.yml"]).fails().stderr;
    assert!(said.contains("is on another host"), "{said}");
    let listing = run(&format!("{published}=copies")).succeeds().stdout;
    assert_eq!(listing.matches("type Problem").count(), 1, "{listing}");
    // The path of an absolute folder is not displayed.
    let absolute = folder.path("copies");
    let map = format!("{published}={}", absolute.display());
    assert_eq!(run(&map).succeeds().stdout, listing);
    folder
        .run(&["generate", "api.yml", "--map", &map, "--out", "out"])
        .succeeds();
    let made = folder.read("out/src/api/problem.rs");
    assert!(
        made.contains("from https://example.com/schemas/v1/problem.yml#/"),
        "{made}"
    );

    run(&format!("{published}=nowhere")).fails();
    run("https://example.com/other=copies").fails();
    run("copies").ends_with_code(2);
    // Neither a path nor an escaped one leads out of the folder.
    folder.write("outside.yml", "X: {}\n");
    for reference in [
        format!("{published}../../../outside.yml#/X"),
        "https://example.com/schemas/v1/%2E%2E/outside.yml#/X".to_owned(),
    ] {
        folder.write("api.yml", document(&reference));
        run(&format!("{published}=copies")).fails();
    }
}

#[test]
fn every_command_that_reads_documents_has_the_options() {
    let folder = Folder::empty();
    for command in ["generate", "listing", "diff"] {
        let help = folder.run(&[command, "--help"]).succeeds().stdout;
        assert!(help.contains("--root-folder <DIR>"), "{command}: {help}");
        assert!(help.contains("--map <URL=DIR>"), "{command}: {help}");
    }
}

#[test]
fn the_documents_of_a_workspace_stay_within_it() {
    let folder = Folder::empty();
    folder.write(
        "inner/specs/a.yml",
        document("../shared/x.yml#/components/schemas/Problem"),
    );
    folder.write("inner/shared/x.yml", SHARED);
    fs::create_dir(folder.path(".git")).unwrap();
    let root = folder.path("inner");
    let regen = |folder: &Folder| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_openapi-bindings"))
            .args(["regen", "--root"])
            .arg(&root)
            .current_dir(folder.path(""))
            .output()
            .unwrap();
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    assert_eq!(regen(&folder).0, Some(0));
    folder.write("x.yml", SHARED);
    folder.write(
        "inner/specs/a.yml",
        document("../../x.yml#/components/schemas/Problem"),
    );
    let (code, said) = regen(&folder);
    assert_eq!(code, Some(1));
    assert!(said.contains("points outside the root folder"), "{said}");
}

#[test]
fn missing_files_can_be_allowed() {
    let folder = Folder::empty();
    let missing = "components:\n  schemas:\n    B: { $ref: gone.yml }\n";
    folder.write("api.yml", format!("{HEAD}{missing}"));
    folder
        .run(&["generate", "api.yml", "--out", "made"])
        .fails();
    let outcome = folder
        .run(&[
            "generate",
            "api.yml",
            "--out",
            "made",
            "--allow-missing-files",
        ])
        .succeeds();
    assert!(
        outcome.stderr.contains("warning[missing-file]"),
        "{}",
        outcome.stderr
    );
}
