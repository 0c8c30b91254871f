//! The published schema of reports in JSON.

use std::sync::LazyLock;

use codegen::diff::report::{Report, render_json, report_schema};
use codegen::source::Sources;
use codegen_schema::{JsonSchema, Options, validate};
use serde_json::{Value, json};

use super::crates::{Documents, read_crate_pairs};
use super::pairs::read_pairs;
use super::{alone, compare, folder, real_steps};
use crate::run::keep_fresh;

const SCHEMA: &str = "docs/diff.schema.json";

const OPTIONS: Options = Options {
    depth: 64,
    steps: 100_000_000,
    finds_nulls: false,
    is_of_format: None,
};

#[test]
fn the_published_schema_is_that_of_the_command() {
    keep_fresh(SCHEMA, &report_schema());
}

/// The reports of all pairs.
static REPORTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let report = |old: &Documents, new: &Documents| {
        let mut sources = Sources::default();
        compare(old, new, &mut sources).into_report(&sources)
    };
    let pairs = read_pairs(&folder()).into_iter();
    let pairs = pairs.map(|it| report(&alone(&it.old), &alone(&it.new)));
    let crates = read_crate_pairs(&folder()).into_iter();
    let crates = crates.map(|it| report(&it.old, &it.new));
    pairs.chain(crates).map(|it| parse_json(&it)).collect()
});

fn parse_json(report: &Report) -> Value {
    serde_json::from_str(&render_json(report)).expect("it is JSON")
}

fn errors(schema: &Value, report: &Value) -> Vec<String> {
    let errors = validate(JsonSchema::new(schema), report, OPTIONS).into_iter();
    errors
        .map(|it| format!("{}: {}", it.pointer, it.message))
        .collect()
}

fn schema() -> Value {
    serde_json::from_str(&report_schema()).expect("it is JSON")
}

#[test]
fn every_report_fits_the_schema() {
    let schema = schema();
    assert!(REPORTS.len() > 150, "{}", REPORTS.len());
    let of_steps = real_steps::reports().into_iter();
    let of_steps: Vec<Value> = of_steps.map(|it| parse_json(&it.1)).collect();
    for report in REPORTS.iter().chain(&of_steps) {
        let errors = errors(&schema, report);
        assert!(errors.is_empty(), "{errors:#?}\n{report:#}");
    }
}

#[test]
fn the_schema_allows_nothing_that_is_not_written() {
    let schema = schema();
    let fine = REPORTS
        .iter()
        .find(|it| it.pointer("/apis/0/changes/0/old/line").is_some());
    let fine = fine.expect("a change has an old place");
    assert!(errors(&schema, fine).is_empty());
    let refuses = |pointer: &str, edit: &dyn Fn(&mut Value)| {
        let mut report = fine.clone();
        edit(report.pointer_mut(pointer).expect("it is there"));
        assert!(
            !errors(&schema, &report).is_empty(),
            "{pointer}:\n{report:#}"
        );
    };
    for pointer in [
        "",
        "/verdict",
        "/crateRoot",
        "/apis/0",
        "/apis/0/changes/0",
        "/apis/0/changes/0/old",
    ] {
        refuses(pointer, &|it| it["another"] = json!(1));
        let object = fine.pointer(pointer).and_then(Value::as_object);
        for name in object.expect("it is an object").keys() {
            refuses(pointer, &|it| {
                it.as_object_mut().expect("it is an object").remove(name);
            });
            refuses(pointer, &|it| it[name] = json!(0.5));
        }
    }
    for word in ["kind", "crate", "wire"] {
        refuses("/apis/0/changes/0", &|it| it[word] = json!("another"));
    }
    refuses("/verdict", &|it| it["step"] = json!("another"));
}

/// Kinds of changes that no pair has: a module has another name where it is the only one of its crate.
const NOT_IN_PAIRS: &[&str] = &["module-renamed"];

#[test]
fn every_kind_is_reported_of_a_pair() {
    let mut found = Vec::new();
    for report in &*REPORTS {
        let apis = report["apis"].as_array().into_iter().flatten();
        for part in [&report["crateRoot"]].into_iter().chain(apis) {
            let changes = part["changes"].as_array().into_iter().flatten();
            found.extend(changes.filter_map(|it| it["kind"].as_str()));
        }
    }
    let all = codegen::diff::ChangeKind::ALL.iter().map(|it| it.name());
    let missing = all.filter(|name| !found.contains(name));
    assert_eq!(missing.collect::<Vec<_>>(), NOT_IN_PAIRS);
}
