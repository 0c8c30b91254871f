//! The corpus: the documents' own examples, and mutations of them with a label by an independent
//! validator.
//!
//! The labels know the keywords of the document's schemas; they know neither overlays nor formats.
//! Where we judge otherwise, `mutants.allow.tsv` says why; a null for an optional member, which the
//! schemas refuse, is absence to the bindings, and such mutants are counted apart.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Write, stderr};
use std::path::Path;

use generated::Value;

use crate::bodies;
use crate::schemas::schema;

#[test]
fn every_example_comes_back_equal() {
    let Some(lines) = instances("conferences.jsonl", 58) else {
        return;
    };
    let mut faults = Vec::new();
    for (number, line) in (1..).zip(lines) {
        assert_eq!(line["valid"], true, "line {number}: all of them are valid");
        let json = text(&line, "instance");
        let instance: Value = serde_json::from_str(json).expect("an instance is JSON");
        match schema("conferences", text(&line, "schema")).judge(json) {
            Ok(judged) if judged.encoded == instance && judged.violations.is_empty() => {}
            Ok(judged) => {
                faults.push(format!(
                    "line {number}: {} {:?}",
                    judged.encoded,
                    judged.lines()
                ));
            }
            Err(error) => faults.push(format!("line {number}: {error}")),
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Accepted means that it decodes and that `validate` finds nothing.
#[test]
fn every_mutant_is_judged_as_labelled() {
    let Some(lines) = instances("conferences.mutants.jsonl", 526) else {
        return;
    };
    let explained = explained();
    let mut faults = Vec::new();
    let mut met = BTreeSet::new();
    let mut lenient = 0;
    for (number, line) in (1..).zip(lines) {
        let key = text(&line, "schema");
        let said = match schema("conferences", key).judge(text(&line, "instance")) {
            Err(error) => vec![error.to_string()],
            Ok(judged) => judged.lines(),
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
                "line {number}, {mutation}: listed, but judged as labelled"
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(lenient, 26, "null for an optional member");
}

/// Whether a mutant has null for a member, and is to the bindings what it is without.
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
        let judged = schema("conferences", text(line, "schema"))
            .judge(json)
            .ok()?;
        judged.violations.is_empty().then_some(judged.encoded)
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

/// What decodes encodes to the same JSON, less the members that its schemas do not name.
#[test]
fn mutants_lose_nothing_but_unknown_members() {
    let Some(lines) = instances("conferences.mutants.jsonl", 526) else {
        return;
    };
    // They have every member that a schema names.
    let assembled: BTreeMap<_, _> = bodies::assembled()
        .into_iter()
        .map(|body| (body.schema.key, body.json))
        .collect();
    let (mut equal, mut fewer) = (0, 0);
    for (number, line) in (1..).zip(lines) {
        let (key, json) = (text(&line, "schema"), text(&line, "instance"));
        let instance: Value = serde_json::from_str(json).expect("an instance is JSON");
        let Ok(judged) = schema("conferences", key).judge(json) else {
            continue;
        };
        let mut lost = Vec::new();
        compare(&judged.encoded, &instance, "", &mut lost);
        let is_null = instance.pointer(&place(&line)) == Some(&Value::Null);
        lost.retain(|member| assembled[key].pointer(member).is_some());
        // The corpus has lists of one item.
        lost.retain(|member| !(is_null && *member == place(&line)));
        assert!(lost.is_empty(), "line {number} lost {lost:?}");
        if judged.encoded == instance {
            equal += 1;
        } else {
            fewer += 1;
        }
    }
    assert_eq!(
        (equal, fewer),
        (148, 49),
        "came back equal, and with fewer members"
    );
}

/// Collects what is in the instance and not in what was encoded; all items count as the first.
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

/// The mutants that we judge otherwise: line, and mutation.
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

/// The lines of a file of the corpus, which lies beside the repository, if it is there.
fn instances(file: &str, count: usize) -> Option<Vec<Value>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/instances");
    if !folder.is_dir() {
        // Past the test harness, which keeps what passing tests print to itself.
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
