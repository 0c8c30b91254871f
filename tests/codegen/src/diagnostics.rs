//! A document with one mistake in, the diagnostics about it out.

use std::collections::BTreeSet;
use std::path::PathBuf;

use codegen::diagnostic::Diagnostics;
use codegen::diagnostic::catalogue::{
    ALL, COMPONENT_UNUSED, ENUM_REPEATED, ENUM_VALUE_TYPE, FORMAT_TYPE, LIMIT, NO_FAILURE,
    PROSE_CONTRADICTION, REQUIRED_UNDECLARED, UNREADABLE,
};
use codegen::mine;
use codegen::overlay::Overlaid;
use codegen::report::{self, Style};
use codegen::source::Sources;
use codegen::{Absent, Input};

use crate::run::{Run, check_each, compare, documents, fixture, names};

/// Reported by commands alone: by all, since the generator receives text, by `mine`, and by `lint`.
const BY_COMMANDS: [&str; 8] = [
    UNREADABLE.name,
    PROSE_CONTRADICTION.name,
    REQUIRED_UNDECLARED.name,
    FORMAT_TYPE.name,
    ENUM_VALUE_TYPE.name,
    ENUM_REPEATED.name,
    NO_FAILURE.name,
    COMPONENT_UNUSED.name,
];

/// Explanations without an example: a document that exceeds a limit is too long for one.
const WITHOUT_EXAMPLE: [&str; 2] = [UNREADABLE.name, LIMIT.name];

#[test]
fn mistakes_give_the_diagnostics_of_the_snapshots() {
    check_each("diagnostics", |path| {
        let run = fixture(path);
        assert_eq!(
            run.api.is_none(),
            run.diagnostics.has_errors(),
            "there is no API exactly if there is an error"
        );
        let name = path.file_stem().and_then(|name| name.to_str());
        compare(
            "diagnostics",
            name.expect("fixtures have plain names"),
            &run.rendered_diagnostics(),
        );
    });
}

#[test]
fn every_entry_of_the_catalogue_is_provoked() {
    let found: BTreeSet<&str> = documents("diagnostics")
        .iter()
        .flat_map(|path| codes(&fixture(path)))
        .chain(BY_COMMANDS)
        .collect();
    let all: BTreeSet<&str> = ALL.iter().map(|code| code.name).collect();
    assert_eq!(found, all);
}

#[test]
fn every_example_of_an_explanation_provokes_its_diagnostic() {
    for code in ALL {
        let mut blocks = code.explanation.split("```yaml\n").skip(1);
        let mut block = || blocks.next()?.split_once("```").map(|(block, _)| block);
        let Some(document) = block() else {
            assert!(WITHOUT_EXAMPLE.contains(&code.name), "{}", code.name);
            continue;
        };
        let mut sources = Sources::default();
        let document = sources.add("api.yml", completed(document));
        let overlay = block().map(|actions| {
            let head = "overlay: 1.1.0\ninfo: { title: Pets, version: 1.0.0 }\n";
            sources.add("api.overlay.yml", format!("{head}{actions}"))
        });
        let lock = code.explanation.split_once("```lock\n");
        let lock = lock.and_then(|(_, rest)| rest.split_once("```"));
        let lock = lock.map(|(text, _)| sources.add("api.names.lock", text));
        let input = Input {
            lock,
            overlays: overlay.into_iter().collect(),
            ..Input::alone(document, "api")
        };
        let mut load = |_: &mut Sources, _: &str| Err(Absent::Missing);
        let mut diagnostics = Diagnostics::default();
        codegen::lint(&input, &mut sources, &mut load, &mut diagnostics);
        if let Some(overlaid) = codegen::overlaid(&input, &sources, &mut Diagnostics::default()) {
            let Overlaid {
                tree, provenance, ..
            } = &overlaid;
            drop(mine::find_proposals(tree, provenance, &mut diagnostics));
        }
        let said = report::render(&diagnostics, &sources, Style::Plain);
        assert!(
            diagnostics.iter().any(|it| it.code == *code),
            "{}: {said}",
            code.name
        );
    }
}

/// An example with the members that every document has.
fn completed(example: &str) -> String {
    if example.contains("info:") {
        return example.to_owned();
    }
    let paths = if example.contains("paths:") {
        ""
    } else {
        "paths: {}\n"
    };
    format!("openapi: 3.1.0\ninfo: {{ title: Pets, version: 1.0.0 }}\n{paths}{example}")
}

#[test]
fn every_document_here_provokes_something() {
    let silent: Vec<PathBuf> = documents("diagnostics")
        .into_iter()
        .filter(|path| codes(&fixture(path)).is_empty())
        .collect();
    assert!(silent.is_empty(), "{silent:?}");
}

fn codes(run: &Run) -> Vec<&'static str> {
    run.diagnostics.iter().map(|it| it.code.name).collect()
}

#[test]
fn every_snapshot_and_overlay_belongs_to_a_document() {
    for folder in ["diagnostics", "fixtures"] {
        let mut documents: Vec<String> = names(folder, ".yml");
        documents.extend(names(folder, ".json"));
        documents.sort();
        let overlay = |name: &String| name.ends_with(".overlay");
        let (overlays, documents): (Vec<_>, Vec<_>) = documents.into_iter().partition(overlay);
        for overlay in overlays {
            let document = overlay.trim_end_matches(".overlay").to_owned();
            assert!(documents.contains(&document), "{folder}/{overlay}.yml");
        }
        let snapshots = names(&format!("snapshots/{folder}"), ".snap");
        assert_eq!(snapshots, documents, "{folder}: a snapshot for each");
    }
}
