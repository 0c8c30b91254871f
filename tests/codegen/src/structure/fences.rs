//! The fences of ARCHITECTURE.md: where a crate is known, and what the generator does without.

use std::fmt::Write;
use std::fs;

use super::imports::{Place, imports, imports_of};
use super::sources::Crate;
use crate::run::repository;

/// Where in `codegen/src` a crate may be used; elsewhere nobody would notice that it is replaced.
const FENCES: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["report"]),
    ("heck", &["name"]),
    ("jsonpath_rust", &["overlay"]),
    ("openapiv3", &["document", "lower"]),
    ("petgraph", &["lower"]),
    ("prettyplease", &["render"]),
    ("proc_macro2", &["emit", "name", "render"]),
    ("pulldown_cmark", &["markdown"]),
    ("quote", &["emit", "name", "render"]),
    ("saphyr_parser", &["source"]),
    ("serde_yaml", &["overlay"]),
    ("syn", &["emit", "name", "render"]),
];

/// What a pure function does not look at. Iteration over hash maps is for clippy to find.
const IMPURE: &[&str] = &[
    "std::env",
    "std::fs",
    "std::hash::RandomState",
    "std::io",
    "std::net",
    "std::os",
    "std::process",
    "std::time",
];

#[test]
fn a_crate_is_known_where_it_belongs() {
    let mut wrong = String::new();
    for (path, place) in &imports_of("codegen").external {
        let name = path.split("::").next().unwrap_or_default();
        let stage = stage(place);
        if let Some((_, stages)) = FENCES.iter().find(|(known, _)| *known == name)
            && !stages.contains(&stage)
        {
            let stages = stages.join(", ");
            let _ = writeln!(wrong, "{}: `{path}`: {name} is for {stages}", place.line());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The module of the crate's root that an import is in.
fn stage<'a>(place: &'a Place<'_>) -> &'a str {
    place.file().split('/').next().unwrap_or_default()
}

#[test]
fn every_fence_encloses_something() {
    let external = &imports_of("codegen").external;
    for (name, stages) in FENCES {
        for stage in *stages {
            let is_here = external.iter().any(|(path, place)| {
                path.split("::").next() == Some(name) && self::stage(place) == *stage
            });
            assert!(is_here, "{stage} does not use {name}: take it out");
        }
    }
}

#[test]
fn the_generator_is_pure() {
    let wrong = impure(&imports_of("codegen").external);
    assert!(wrong.is_empty(), "{wrong}");
}

fn impure(external: &[(String, Place<'_>)]) -> String {
    let mut wrong = String::new();
    for (path, place) in external {
        let is_impure = IMPURE.iter().any(|it| {
            path.strip_prefix(it)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        });
        if is_impure {
            let _ = writeln!(wrong, "{}: `{path}`: codegen does no I/O", place.line());
        }
    }
    wrong
}

#[test]
fn versions_of_openapi_are_known_to_the_document_alone() {
    for (from, edges) in &imports_of("codegen").edges {
        for to in ["document/dialect", "document/version"] {
            if let Some(place) = edges.get(to) {
                let is_inside = *from == "document" || from.starts_with("document/");
                assert!(is_inside, "{}: `{}`", place.line(), place.path());
            }
        }
    }
}

#[test]
fn the_generator_knows_no_api() {
    let mut wrong = String::new();
    let mut open = vec![
        repository().join("codegen/src"),
        repository().join("codegen/runtime/src"),
        repository().join("codegen/schema/src"),
    ];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(path).expect("it is a folder");
            open.extend(entries.map(|entry| entry.expect("it can be read").path()));
            continue;
        }
        let text = fs::read_to_string(&path).expect("sources are text");
        for (index, line) in text.lines().enumerate() {
            let line = line.to_lowercase();
            if line.contains("telnyx") || line.contains("texml") {
                let _ = writeln!(wrong, "{}:{}", path.display(), index + 1);
            }
        }
    }
    assert!(wrong.is_empty(), "these name the API:\n{wrong}");
}

#[test]
fn what_makes_the_bindings_does_not_link_them() {
    for package in [
        "codegen",
        "codegen/runtime",
        "codegen/schema",
        "xtask",
        "xtask/measure",
    ] {
        let manifest = repository().join(package).join("Cargo.toml");
        let manifest = fs::read_to_string(manifest).expect("it is checked in");
        let links = manifest.lines().any(|line| line.starts_with("generated"));
        assert!(
            !links,
            "{package} cannot be built while `generated` does not compile"
        );
    }
}

#[test]
fn input_and_output_are_named() {
    let made_up = Crate::made_up(&[(
        "lib.rs",
        "use std::{fmt, fs};\n\nfn f() {\n    fs::read(\"a\");\n    std::time::Instant::now();\n}",
    )]);
    assert_eq!(
        impure(&imports(&made_up).external),
        "src/lib.rs:1: `std::fs`: codegen does no I/O\n\
         src/lib.rs:4: `std::fs::read`: codegen does no I/O\n\
         src/lib.rs:5: `std::time::Instant::now`: codegen does no I/O\n"
    );
}
