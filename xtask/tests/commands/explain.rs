use codegen::diagnostic::catalogue::{ALL, DANGLING_REF};

use crate::folder::{Folder, HEAD};

#[test]
fn explain_prints_what_a_diagnostic_means_and_what_to_do() {
    let folder = Folder::empty();
    let explained = folder.run(&["explain", "dangling-ref"]).succeeds();
    insta::assert_snapshot!(explained.stdout);
    for code in ALL {
        let explained = folder.run(&["explain", code.name]).succeeds().stdout;
        assert!(explained.contains(code.summary), "{explained}");
        assert!(explained.ends_with(code.explanation), "{explained}");
    }
}

#[test]
fn explain_without_a_code_lists_all() {
    let list = Folder::empty().run(&["explain"]).succeeds().stdout;
    let mut lines = list.lines();
    for code in ALL {
        let line = lines.next().unwrap_or_default();
        assert!(line.starts_with(code.severity.name()), "{line}");
        assert!(line.contains(code.name), "{line}");
        assert!(line.ends_with(code.summary), "{line}");
    }
    assert_eq!(lines.collect::<Vec<_>>().len(), 2, "{list}");
}

#[test]
fn explain_suggests_the_nearest_code_and_lists_all() {
    let outcome = Folder::empty().run(&["explain", "dangling-reff"]);
    let said = outcome.ends_with_code(2).stderr;
    assert!(
        said.contains("a similar value exists: 'dangling-ref'"),
        "{said}"
    );
    assert!(ALL.iter().all(|code| said.contains(code.name)), "{said}");
}

#[test]
fn diagnostics_say_how_to_learn_more_about_the_most_severe_one() {
    let folder = Folder::empty();
    let schemas = "components:\n  schemas:\n    A: { typo: 1 }\n    B: { $ref: '#/A' }\n";
    folder.write("api.yml", format!("{HEAD}{schemas}"));
    let said = folder.run(&["listing", "api.yml"]).fails().stderr;
    let code = DANGLING_REF.name;
    let end =
        format!("\nFor more information, try `cargo xtask explain {code}`.\n1 error, 1 warning\n");
    assert!(said.contains("warning[unknown-keyword]"), "{said}");
    assert!(said.ends_with(&end), "{said}");
    let json = folder.run(&["listing", "api.yml", "--format", "json"]);
    let json = json.fails().stdout;
    assert!(!json.contains("For more information"), "{json}");
}
