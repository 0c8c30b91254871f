use super::*;
use crate::diagnostic::Place;
use crate::diagnostic::catalogue::{DANGLING_REF, REPAIRED, SYNTAX};
use crate::pointer::{Address, FileId};

/// Adds the text as `spec.yml`, has diagnostics described, renders them.
fn show(text: &str, describe: impl FnOnce(FileId, &mut Diagnostics)) -> (String, String) {
    let mut sources = Sources::default();
    let file = sources.add("specs/spec.yml", text);
    let mut diagnostics = Diagnostics::default();
    describe(file, &mut diagnostics);
    let plain = render(&diagnostics, &sources, Style::Plain);
    (plain, render_json(&diagnostics, &sources))
}

fn at(file: FileId, pointer: &str) -> Address {
    Address::new(file, Pointer::parse(pointer).unwrap())
}

#[test]
fn a_diagnostic_shows_all_it_has() {
    let text = "a:\n  b:\n  - c: \"名前\" # name\n    d: [x]\r\ne: 1\n";
    let (plain, json) = show(text, |file, diagnostics| {
        diagnostics
            .report(
                &DANGLING_REF,
                at(file, "/a/b/0/c"),
                "`$ref` points to nothing",
            )
            .related(at(file, "/a/b/0/d"), "the list")
            .related(Place::Key(at(file, "/e")), "the key")
            .help("write it down");
        diagnostics
            .report(&REPAIRED, Place::File(file), "the whole file")
            .related(Place::File(file), "and again");
    });
    assert_eq!(
        plain,
        "\
error[dangling-ref]: `$ref` points to nothing
 --> specs/spec.yml:3:8
  |
3 |   - c: \"名前\" # name
  |        ^^^^^^
  = at: #/a/b/0/c
  = help: write it down
note: the list
 --> specs/spec.yml:4:5
  |
4 |     d: [x]
  |     ^
note: the key
 --> specs/spec.yml:5:1
  |
5 | e: 1
  | ^

warning[repaired]: the whole file
--> specs/spec.yml
note: and again
--> specs/spec.yml
"
    );
    assert_eq!(
        json,
        r#"{"severity":"error","code":"dangling-ref","message":"`$ref` points to nothing","file":"specs/spec.yml","line":3,"column":8,"pointer":"/a/b/0/c","help":"write it down","related":[{"message":"the list","file":"specs/spec.yml","line":4,"column":5,"pointer":"/a/b/0/d"},{"message":"the key","file":"specs/spec.yml","line":5,"column":1,"pointer":"/e"}]}
{"severity":"warning","code":"repaired","message":"the whole file","file":"specs/spec.yml","line":null,"column":null,"pointer":null,"help":null,"related":[{"message":"and again","file":"specs/spec.yml","line":null,"column":null,"pointer":null}]}
"#
    );
}

#[test]
fn what_an_overlay_added_is_shown_at_its_parent() {
    let (plain, _) = show("a:\n  b: 1\n", |file, diagnostics| {
        diagnostics.report(&REPAIRED, at(file, "/a/c\nd/0"), "odd");
    });
    assert_eq!(
        plain,
        "\
warning[repaired]: odd
 --> specs/spec.yml:1:1
  |
1 | a:
  | ^
  = at: #/a/c␊d/0
  = note: not in the text itself; shown is #/a
"
    );
}

#[test]
fn positions_may_be_behind_the_text() {
    let (plain, _) = show("\u{FEFF}a: [\n", |file, diagnostics| {
        diagnostics.report(
            &SYNTAX,
            Place::Position {
                file,
                line: 3,
                column: 1,
            },
            "ends",
        );
        diagnostics.report(
            &SYNTAX,
            Place::Position {
                file,
                line: 1,
                column: 4,
            },
            "begins",
        );
        diagnostics.report(&SYNTAX, at(file, "/a/0"), "no such node");
    });
    assert_eq!(
        plain,
        "\
error[syntax]: ends
 --> specs/spec.yml:2:1
  |
2 |
  | ^

error[syntax]: begins
 --> specs/spec.yml:1:4
  |
1 | a: [
  |    ^

error[syntax]: no such node
--> specs/spec.yml
 = at: #/a/0
"
    );
}

#[test]
fn minified_documents_are_cut_and_keep_their_columns() {
    let items = (0..20_000)
        .map(|item| item.to_string())
        .collect::<Vec<_>>()
        .join(",");
    let (plain, _) = show(&format!("{{\"a\":[{items}]}}"), |file, diagnostics| {
        diagnostics.report(&REPAIRED, at(file, "/a/10000"), "odd");
    });
    assert_eq!(
        plain,
        "\
warning[repaired]: odd
 --> specs/spec.yml:1:48897
  |
1 | …9992,9993,9994,9995,9996,9997,9998,9999,10000,10001,10002,10003,10004,10005,10006,10007,10008,10009,10010,10011,10012,10…
  |                                          ^^^^^
  = at: #/a/10000
"
    );
}

#[test]
fn colours_and_hostile_text_do_not_mix() {
    let mut sources = Sources::default();
    let file = sources.add("a.yml", "a: \"\u{1b}[31m\u{202e}\"\n");
    let mut diagnostics = Diagnostics::default();
    let hostile = "\u{1b}[2J\u{202e}";
    diagnostics
        .report(&REPAIRED, at(file, "/a").join(hostile), hostile)
        .related(at(file, "/a"), hostile)
        .help(hostile);
    let plain = render(&diagnostics, &sources, Style::Plain);
    assert!(!plain.contains(['\u{1b}', '\u{202e}']), "{plain}");
    assert!(render(&diagnostics, &sources, Style::Coloured).contains('\u{1b}'));
}
