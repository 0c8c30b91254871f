//! The published schema of reports in JSON.

use std::sync::LazyLock;

use codegen::diff::report::{Report, render_json, report_schema};
use codegen::source::Sources;
use codegen_schema::{JsonSchema, Options, validate};
use serde_json::{Value, json};

use super::pairs::read_pairs;
use super::{changes, folder, real_steps};
use crate::run::{keep_fresh, shared};

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

/// The reports of all pairs and of the steps that the documents of Telnyx have made.
static REPORTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let pairs = read_pairs(&folder());
    let pairs = pairs.iter().map(|pair| {
        let mut sources = Sources::default();
        let changes = changes(&pair.old, &pair.new, &mut sources);
        Report::new(vec![("shop".to_owned(), changes)], &sources)
    });
    let reports = pairs.chain(real_steps::reports().into_iter().map(|it| it.1));
    let json = reports.map(|it| serde_json::from_str(&render_json(&it)));
    json.collect::<Result<_, _>>().expect("it is JSON")
});

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
    for report in &*REPORTS {
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

/// Kinds of changes that the pairs do not have: they need `x-` keys of overlays, several documents or
/// names that a lock file decides.
const NOT_IN_PAIRS: &[&str] = &["module-added", "module-removed"];

/// Kinds of changes that only the steps of published documents have, which are not in this repository.
const ONLY_IN_STEPS: &[&str] = &["example-changed", "traits-removed"];

#[test]
fn every_kind_is_reported_of_a_pair() {
    let has_steps = shared("telnyx/history", 2).is_some();
    let mut found = Vec::new();
    for report in &*REPORTS {
        let changes = report.pointer("/apis/0/changes").and_then(Value::as_array);
        let kinds = changes.into_iter().flatten().map(|it| it["kind"].clone());
        found.extend(kinds.filter_map(|it| it.as_str().map(str::to_owned)));
    }
    let all = codegen::diff::ChangeKind::ALL.iter().map(|it| it.name());
    let all = all.filter(|name| has_steps || !ONLY_IN_STEPS.contains(name));
    let missing = all.filter(|name| !found.iter().any(|it| it == name));
    assert_eq!(missing.collect::<Vec<_>>(), NOT_IN_PAIRS);
}
