//! The corpus: the examples of the documents, and mutants of them, labelled by an independent validator.
//!
//! The labels consider the keywords of the schemas, but neither overlays nor formats. `mutants.allow.tsv`
//! lists the mutants for which the bindings differ, with reasons. Mutants with null for an optional member
//! are counted separately: the schemas reject it, and the bindings take it for absence.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Write, stderr};
use std::path::Path;

use generated::Value;

use crate::bodies;
use crate::schemas::schema;

#[test]
fn every_example_round_trips() {
    let Some(lines) = instances("conferences.jsonl", 58) else {
        return;
    };
    let mut faults = Vec::new();
    for (number, line) in (1..).zip(lines) {
        assert_eq!(line["valid"], true, "line {number}: all of them are valid");
        let json = text(&line, "instance");
        let instance: Value = serde_json::from_str(json).expect("an instance is JSON");
        match schema("conferences", text(&line, "schema")).decode_and_validate(json) {
            Ok(decoded) if decoded.encoded == instance && decoded.violations.is_empty() => {}
            Ok(decoded) => {
                faults.push(format!(
                    "line {number}: {} {:?}",
                    decoded.encoded,
                    decoded.lines()
                ));
            }
            Err(error) => faults.push(format!("line {number}: {error}")),
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A mutant is accepted if it decodes and `validate` finds no violation.
#[test]
fn every_mutant_is_accepted_or_rejected_as_labelled() {
    let Some(lines) = instances("conferences.mutants.jsonl", 526) else {
        return;
    };
    let explained = explained();
    let mut faults = Vec::new();
    let mut met = BTreeSet::new();
    let mut lenient = 0;
    for (number, line) in (1..).zip(lines) {
        let key = text(&line, "schema");
        let said = match schema("conferences", key).decode_and_validate(text(&line, "instance")) {
            Err(error) => vec![error.to_string()],
            Ok(decoded) => decoded.lines(),
        };
        let mutation = format!("{key} {} {}", text(&line, "op"), line["path"]);
        if line["valid"] == said.is_empty() {
            continue;
        }
        if said.is_empty() && is_absent_null(&line) {
            lenient += 1;
        } else if explained.get(&number) == Some(&mutation) {
            met.insert(number);
        } else {
            let label = if said.is_empty() { "invalid" } else { "valid" };
            faults.push(format!(
                "line {number}, {mutation}: labelled {label}, but {said:?}"
            ));
        }
    }
    for (number, mutation) in &explained {
        if !met.contains(number) {
            faults.push(format!(
                "line {number}, {mutation}: listed, but as labelled"
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(lenient, 25, "null for an optional member");
}

/// Whether a mutant has null for a member, and decodes as without the member.
fn is_absent_null(line: &Value) -> bool {
    let place = place(line);
    let Some((object, member)) = place.rsplit_once('/') else {
        return false;
    };
    let json = text(line, "instance");
    let mut instance: Value = serde_json::from_str(json).expect("an instance is JSON");
    let removed = match instance.pointer_mut(object) {
        Some(Value::Object(members)) => members.remove(member),
        _ => None,
    };
    let judge = |json: String| {
        let decoded = schema("conferences", text(line, "schema"))
            .decode_and_validate(json)
            .ok()?;
        decoded.violations.is_empty().then_some(decoded.encoded)
    };
    let (with, without) = (judge(json.to_owned()), judge(instance.to_string()));
    removed == Some(Value::Null) && with.is_some() && with == without
}

/// The place of a mutation as a pointer.
fn place(line: &Value) -> String {
    let path = line["path"].as_array().expect("a mutation has a place");
    let segments = path.iter().map(|segment| match segment {
        Value::String(name) => format!("/{name}"),
        index => format!("/{index}"),
    });
    segments.collect()
}

/// Mutants that decode encode to equal JSON, without the members that their schemas do not declare.
#[test]
fn mutants_lose_only_unknown_members() {
    let Some(lines) = instances("conferences.mutants.jsonl", 526) else {
        return;
    };
    // These have every declared member.
    let assembled: BTreeMap<_, _> = bodies::assembled()
        .into_iter()
        .map(|body| (body.schema.key, body.json))
        .collect();
    let (mut equal, mut fewer) = (0, 0);
    for (number, line) in (1..).zip(lines) {
        let (key, json) = (text(&line, "schema"), text(&line, "instance"));
        let instance: Value = serde_json::from_str(json).expect("an instance is JSON");
        let Ok(decoded) = schema("conferences", key).decode_and_validate(json) else {
            continue;
        };
        let mut lost = Vec::new();
        compare(&decoded.encoded, &instance, "", &mut lost);
        let is_null = instance.pointer(&place(&line)) == Some(&Value::Null);
        lost.retain(|member| assembled[key].pointer(member).is_some());
        // Lists in the corpus have one item.
        lost.retain(|member| !(is_null && *member == place(&line)));
        assert!(lost.is_empty(), "line {number} lost {lost:?}");
        if decoded.encoded == instance {
            equal += 1;
        } else {
            fewer += 1;
        }
    }
    assert_eq!(
        (equal, fewer),
        (149, 48),
        "came back equal, and with fewer members"
    );
}

/// Collects the members that encoding lost. The items of an array count as its first.
fn compare(encoded: &Value, instance: &Value, at: &str, lost: &mut Vec<String>) {
    match (encoded, instance) {
        (Value::Object(encoded), Value::Object(instance)) => {
            assert!(
                encoded.keys().all(|key| instance.contains_key(key)),
                "{at}: nothing is added"
            );
            for (key, value) in instance {
                let at = format!("{at}/{key}");
                match encoded.get(key) {
                    Some(encoded) => compare(encoded, value, &at, lost),
                    None => lost.push(at),
                }
            }
        }
        (Value::Array(encoded), Value::Array(instance)) => {
            assert_eq!(encoded.len(), instance.len(), "{at}");
            for (encoded, instance) in encoded.iter().zip(instance) {
                compare(encoded, instance, &format!("{at}/0"), lost);
            }
        }
        _ => assert_eq!(encoded, instance, "{at}"),
    }
}

/// The mutants for which the bindings differ from the label: line and mutation.
fn explained() -> BTreeMap<usize, String> {
    let list = include_str!("../mutants.allow.tsv");
    let mut explained = BTreeMap::new();
    let mut has_reason = false;
    for line in list.lines() {
        if line.starts_with('#') {
            has_reason = true;
            continue;
        }
        assert!(
            has_reason,
            "a reason stands before the first of its group: {line}"
        );
        let (number, mutation) = line.split_once('\t').expect("a line and a mutation");
        let number = number.parse().expect("a line has a number");
        assert!(
            explained.insert(number, mutation.to_owned()).is_none(),
            "line {number} twice"
        );
    }
    explained
}

/// The lines of a file in the corpus beside the repository, if it exists.
fn instances(file: &str, count: usize) -> Option<Vec<Value>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/instances");
    if !folder.is_dir() {
        // Not by `println!`, whose output the test harness hides for tests that pass.
        let _ = writeln!(
            stderr(),
            "skipped: {count} instances of ../shared/corpus, {file}"
        );
        return None;
    }
    let text = fs::read_to_string(folder.join(file)).expect("the corpus is text");
    let lines: Result<Vec<Value>, _> = text.lines().map(serde_json::from_str).collect();
    let lines = lines.expect("each line is JSON");
    assert_eq!(lines.len(), count, "instances in {file}");
    Some(lines)
}

fn text<'v>(line: &'v Value, member: &str) -> &'v str {
    line[member]
        .as_str()
        .unwrap_or_else(|| panic!("{member} is text"))
}
