//! What is written from the table of extensions: the tables in `specs/README.md`, and the JSON Schema
//! of overlays, by which editors complete and check them.

mod overlay_schema;
mod table;

use std::fs;

use codegen::diagnostic::Diagnostics;
use codegen::document::instance::{self, Refusal};
use codegen::extension::{ALL, ExtendedObject};
use codegen::source::{self, Sources};
use codegen::tree::Tree;
use codegen::{Absent, Input};

use crate::run::{keep_fresh, repository};

const README: &str = "specs/README.md";
const SCHEMA: &str = "specs/overlay.schema.json";

/// A document that has nothing but the JSON Schema of overlays.
const DOCUMENT: &str = "
openapi: 3.1.0
info: { title: Overlays, version: '1' }
components: { schemas: { Overlay: { $ref: overlay.schema.json } } }
";

#[test]
fn the_readme_has_the_tables_of_extensions() {
    let is_evidence = |it: &&codegen::extension::Extension| it.objects == [ExtendedObject::Action];
    let (evidence, keys): (Vec<_>, Vec<_>) = ALL.iter().copied().partition(is_evidence);
    let mut text = read(README);
    for (name, rows) in [("evidence", evidence), ("keys", keys)] {
        let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->\n"));
        let found = text.split_once(&begin).and_then(|(before, rest)| {
            let (_, after) = rest.split_once(&end)?;
            Some((before.to_owned(), after.to_owned()))
        });
        let (before, after) = found.expect("the markers of each table are in the README");
        text = format!("{before}{begin}{}{end}{after}", table::write(&rows));
    }
    keep_fresh(README, &text);
}

#[test]
fn the_schema_of_overlays_has_every_extension() {
    keep_fresh(SCHEMA, &overlay_schema::write());
}

#[test]
fn the_overlays_fit_their_schema() {
    for name in ["calls", "conferences", "texml", "texml-callbacks"] {
        let path = format!("specs/{name}.overlay.yml");
        let text = read(&path);
        assert!(
            text.starts_with("# yaml-language-server: $schema=overlay.schema.json\n"),
            "{path} does not name its schema"
        );
        let refusals = refusals(&text);
        assert!(refusals.is_empty(), "{path}: {refusals:#?}");
    }
}

#[test]
fn the_schema_of_overlays_refuses_what_has_no_effect() {
    let refuses = |action: &str, pointers: &[&str]| {
        let text = format!(
            "overlay: 1.1.0\ninfo: {{ title: A, version: '1' }}\nactions: [{{ {action} }}]\n"
        );
        let refusals = refusals(&text);
        let places: Vec<String> = refusals.iter().map(|it| it.pointer.to_string()).collect();
        let expected = pointers.iter().map(|it| format!("/actions/0{it}"));
        let expected: Vec<String> = expected.collect();
        assert_eq!(places, expected, "{action}: {refusals:#?}");
    };
    let operation = "target: \"$.paths['/a'].get\", x-reason: a";
    let fine = "x-pagination: { style: next-uri, next: next, items: data }";
    refuses(&format!("{operation}, update: {{ {fine} }}"), &[]);
    refuses(
        &format!("{operation}, update: {{ x-pagination: {{ styl: next-uri }} }}"),
        &["/update/x-pagination/styl"],
    );
    refuses(
        &format!("{operation}, update: {{ x-pagination: {{ style: pages }} }}"),
        &["/update/x-pagination/style"],
    );
    refuses(
        &format!("{operation}, update: {{ x-retry: never }}"),
        &["/update/x-retry"],
    );
    // Keys on objects that do not have them, directly and further down.
    refuses(
        &format!("{operation}, update: {{ x-unit: seconds }}"),
        &["/update/x-unit"],
    );
    refuses(
        &format!("target: $.components.schemas.A, x-reason: a, update: {{ {fine} }}"),
        &["/update/x-pagination"],
    );
    refuses(
        &format!(
            "target: $.components.schemas.A, x-reason: a, \
             update: {{ properties: {{ b: {{ {fine} }}, x-retry: {{ x-note: b }} }} }}"
        ),
        &["/update/properties/b/x-pagination"],
    );
    refuses(
        "target: $, x-reason: a, update: { paths: { /a: { get: { x-note: b } } } }",
        &["/update/paths/~1a/get/x-note"],
    );
    // Names of the API that are keywords as well.
    let schema = "x-reason: a, update: { x-unit: seconds }";
    refuses(
        &format!("target: $.components.schemas.A.properties.get, {schema}"),
        &[],
    );
    refuses(
        &format!("target: \"$.components.schemas['a.get']\", {schema}"),
        &[],
    );
    // A target that does not say what it selects.
    refuses(
        &format!("target: $..a, x-reason: a, update: {{ {fine}, x-unit: seconds }}"),
        &[],
    );
    refuses(
        "target: $..a, x-reason: a, update: { x-unit: 5 }",
        &["/update/x-unit"],
    );
    refuses("target: $, update: {}", &[""]);
}

/// Why the schema refuses an overlay.
fn refusals(overlay: &str) -> Vec<Refusal> {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let main = sources.add("document.yml".to_owned(), DOCUMENT.to_owned());
    let overlay = sources.add("overlay.yml".to_owned(), overlay.to_owned());
    let mut load = |sources: &mut Sources, path: &str| match path {
        "overlay.schema.json" => Ok(sources.add(path.to_owned(), overlay_schema::write())),
        _ => Err(Absent::from_folder(path)),
    };
    let input = Input::alone(main, "api");
    let document = codegen::document(&input, &mut sources, &mut load, &mut diagnostics);
    let overlay: Option<Tree> = source::parse(&sources, overlay, &mut diagnostics);
    let (Some(document), Some(overlay), None) = (document, overlay, diagnostics.iter().next())
    else {
        panic!("{diagnostics:#?}")
    };
    let schemas = &document.schemas;
    instance::refusals(schemas, schemas.components["Overlay"], &overlay)
}

/// A file of this repository.
fn read(path: &str) -> String {
    let text = fs::read_to_string(repository().join(path));
    text.unwrap_or_else(|error| panic!("{path}: {error}"))
}
