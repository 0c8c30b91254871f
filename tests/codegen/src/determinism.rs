//! The same input gives the same bytes, whatever other files were read and in whichever order.

use std::fs;

use codegen::diagnostic::Diagnostics;
use codegen::lower::Options;
use codegen::render::File;
use codegen::share::ApiSet;
use codegen::source::Sources;
use codegen::{Absent, Input, Library};

use crate::run::repository;

const NAMES: [&str; 4] = ["calls", "conferences", "texml-callbacks", "texml"];

/// Generates the files of all documents; `paths` is the order in which their texts are read.
fn generate(paths: &[String]) -> Vec<File> {
    let mut sources = Sources::default();
    let mut ids = Vec::new();
    for path in paths {
        let text = fs::read_to_string(repository().join(path)).expect("it is checked in");
        ids.push(sources.add(path.as_str(), text));
    }
    let id = |path: String| {
        ids[paths
            .iter()
            .position(|known| *known == path)
            .expect("added")]
    };
    let apis = NAMES.map(|name| {
        let input = Input {
            document: id(format!("specs/{name}.yml")),
            overlays: vec![id(format!("specs/{name}.overlay.yml"))],
            lock: None,
            module: name.to_owned(),
            partial: false,
            allow_missing_files: false,
            options: Options::default(),
        };
        let mut diagnostics = Diagnostics::default();
        codegen::api(
            &input,
            &mut sources,
            &mut |_, _| Err(Absent::Missing),
            &mut diagnostics,
        )
        .expect("the documents have no errors")
    });
    let apis = ApiSet::new(apis.into(), &mut Diagnostics::default());
    codegen::files(&apis, &sources, &Library::new("generated"))
}

#[test]
fn a_second_run_and_another_order_give_the_same_bytes() {
    let mut paths: Vec<String> = NAMES
        .iter()
        .flat_map(|name| {
            [
                format!("specs/{name}.yml"),
                format!("specs/{name}.overlay.yml"),
            ]
        })
        .collect();
    let first = generate(&paths);
    assert!(first.len() > 50, "all documents are there");
    assert!(
        generate(&paths) == first,
        "the second run gives different bytes"
    );

    // The same files have other ids, and there is an unused one.
    paths.reverse();
    paths.insert(0, "Cargo.toml".to_owned());
    assert!(
        generate(&paths) == first,
        "another order gives different bytes"
    );
}
