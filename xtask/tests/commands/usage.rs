use crate::folder::Folder;

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
        told.starts_with("xtask ") && told.lines().count() == 1,
        "{told}"
    );
}
