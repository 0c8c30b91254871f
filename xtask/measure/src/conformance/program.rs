//! Tests the instances in the files that the arguments name, a module and a path each. Prints a line for
//! each instance, separated by tabs: the outcome, the file, the line, the schema, what went wrong, and
//! how the instance changed.

#![allow(deprecated)]

use bindings::Validate;
use bindings::runtime::Decode;
use serde_json::Value;

/// Decodes, validates and encodes an instance.
type Test = fn(&str) -> Tested;

enum Tested {
    Rejected(String),
    Accepted(Value),
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    for pair in arguments.chunks(2) {
        let text = std::fs::read_to_string(&pair[1]).expect("the file can be read");
        for (number, line) in (1..).zip(text.lines()) {
            let line: Value = serde_json::from_str(line).expect("a line is an object");
            let (module, file) = (&pair[0], pair[1].rsplit('/').next().unwrap_or_default());
            let schema = line["schema"].as_str().unwrap_or_default();
            let instance = line["instance"].as_str().unwrap_or_default();
            let valid = line["valid"].as_bool().expect("each instance has a label");
            let test = TYPES
                .iter()
                .find(|(known, key, _)| known == module && *key == schema);
            let (outcome, found, round_trip) = match test {
                Some((_, _, test)) => compare_with_label(test(instance), instance, valid),
                None => ("failed", "no such component".to_owned(), ""),
            };
            let found = found.replace(['\n', '\t'], " ");
            println!("{outcome}\t{file}\t{number}\t{schema}\t{found}\t{round_trip}");
        }
    }
}

/// The outcome, what went wrong, and how an accepted instance changed: it stays `equal` except for
/// members that are null, or has `missing-members`.
fn compare_with_label(
    tested: Tested,
    instance: &str,
    valid: bool,
) -> (&'static str, String, &'static str) {
    let encoded = match tested {
        Tested::Rejected(_) if !valid => return ("passed", String::new(), ""),
        Tested::Rejected(why) => return ("failed", why, ""),
        Tested::Accepted(encoded) => encoded,
    };
    let sent = serde_json::from_str(instance).expect("an instance is JSON");
    let is_equal = |only_nulls| {
        difference(&without_lost(&sent, &encoded, only_nulls), &encoded, "").is_none()
    };
    let round_trip = match (is_equal(true), is_equal(false)) {
        (true, _) => "equal",
        (false, true) => "missing-members",
        (false, false) => "",
    };
    match difference(&sent, &encoded, "") {
        _ if !valid => ("failed", "is accepted".to_owned(), round_trip),
        None => ("passed", String::new(), ""),
        Some(change) => ("changed", change, round_trip),
    }
}

/// The value without the members that were lost, or without those of them that are null.
fn without_lost(sent: &Value, encoded: &Value, only_nulls: bool) -> Value {
    match (sent, encoded) {
        (Value::Array(sent), Value::Array(encoded)) if sent.len() == encoded.len() => {
            let pairs = sent.iter().zip(encoded);
            pairs.map(|(sent, encoded)| without_lost(sent, encoded, only_nulls)).collect()
        }
        (Value::Object(sent), Value::Object(encoded)) => {
            let kept = sent.iter().filter_map(|(name, sent)| {
                let sent = match encoded.get(name) {
                    None if sent.is_null() || !only_nulls => return None,
                    None => sent.clone(),
                    Some(encoded) => without_lost(sent, encoded, only_nulls),
                };
                Some((name.clone(), sent))
            });
            kept.collect()
        }
        _ => sent.clone(),
    }
}

fn test<T: Validate + Decode>(text: &str) -> Tested {
    let value: T = match bindings::decode(text.as_bytes()) {
        Ok(value) => value,
        Err(error) => return Tested::Rejected(error.to_string()),
    };
    match (value.validate(), serde_json::to_value(&value)) {
        (Err(violations), _) => Tested::Rejected(violations.to_string()),
        (_, Err(error)) => Tested::Rejected(error.to_string()),
        (Ok(()), Ok(encoded)) => Tested::Accepted(encoded),
    }
}

/// The first difference between two JSON values; `1` and `1.0` are equal.
fn difference(left: &Value, right: &Value, at: &str) -> Option<String> {
    match (left, right) {
        (Value::Number(left), Value::Number(right))
            if left == right || left.as_f64() == right.as_f64() =>
        {
            None
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let mut pairs = (0..).zip(left.iter().zip(right));
            pairs.find_map(|(index, (left, right))| difference(left, right, &format!("{at}/{index}")))
        }
        (Value::Object(left), Value::Object(right)) => {
            let added = right.keys().find(|name| !left.contains_key(*name));
            let added = added.map(|name| format!("{at}/{name} is added"));
            let changed = |(name, left): (&String, &Value)| match right.get(name) {
                Some(right) => difference(left, right, &format!("{at}/{name}")),
                None => Some(format!("{at}/{name} is lost")),
            };
            added.or_else(|| left.iter().find_map(changed))
        }
        _ if left == right => None,
        _ => Some(format!("{at} becomes {right}")),
    }
}
