//! The cases of the JSON Schema test suite in `../shared/corpus`, validated as examples and defaults are.

use std::fs;

use codegen::Input;
use codegen::diagnostic::Diagnostics;
use codegen::document::instance;
use codegen::source::{self, Absent, Sources};
use codegen::tree::Tree;

use crate::run::shared;

#[test]
fn every_case_is_valid_as_labelled() {
    let Some(folder) = shared("corpus/json-schema", 301) else {
        return;
    };
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let mut file = |name: &str| {
        let text = fs::read_to_string(folder.join(name)).expect("it can be read");
        sources.add(name, text)
    };
    let (document, cases) = (file("jsts31.json"), file("cases31.json"));
    let cases = source::parse(&sources, cases, &mut diagnostics).expect("it is JSON");
    let mut load = |_: &mut Sources, path: &str| Err(Absent::from_folder(path));
    let input = Input::alone(document, "suite");
    let document = codegen::document(&input, &mut sources, &mut load, &mut diagnostics);
    let schemas = &document.expect("it is read").schemas;
    let mut wrong = Vec::new();
    let cases = cases.as_array().expect("a list of cases");
    for case in cases {
        let text = |name: &str| case.get(name).and_then(Tree::as_str).unwrap_or_default();
        let instance = sources.add(
            format!("{} {}.json", text("group"), text("test")),
            text("instance"),
        );
        let value = source::parse(&sources, instance, &mut Diagnostics::default());
        let (Some(value), Some(&schema)) = (value, schemas.components.get(text("schema"))) else {
            panic!("{case:?}")
        };
        let is_valid = case.get("valid").and_then(Tree::as_bool);
        let refusals = instance::refusals(schemas, schema, &value);
        if is_valid != Some(refusals.is_empty()) {
            wrong.push(format!(
                "{} {}: {} {refusals:?}",
                text("group"),
                text("test"),
                text("instance")
            ));
        }
    }
    assert!(cases.len() > 250 && wrong.is_empty(), "{wrong:#?}");
}
