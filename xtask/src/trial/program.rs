//! Judges the instances in the files of the arguments, a module and a path each. Prints a line for
//! each instance: the verdict, the file, the line, the schema, and what was found.

#![allow(deprecated)]

use serde_json::Value;
use trial::Validate;
use trial::runtime::Decode;

/// Decodes and validates a text; what came of it.
type Judge = fn(&str) -> Judged;

enum Judged {
    Refused(String),
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
            let judge = TYPES
                .iter()
                .find(|(known, key, _)| known == module && *key == schema);
            let (verdict, found, same) = match judge {
                Some((_, _, judge)) => verdict(judge(instance), instance, valid),
                None => ("wrong", "no such component".to_owned(), ""),
            };
            let found = found.replace(['\n', '\t'], " ");
            println!("{verdict}\t{file}\t{number}\t{schema}\t{found}\t{same}");
        }
    }
}

/// How the judgement compares with the label, what was found, and for what is accepted whether it
/// encodes to the `same`, but for members that are null, or to `fewer` members.
fn verdict(judged: Judged, instance: &str, valid: bool) -> (&'static str, String, &'static str) {
    let encoded = match judged {
        Judged::Refused(_) if !valid => return ("right", String::new(), ""),
        Judged::Refused(why) => return ("wrong", why, ""),
        Judged::Accepted(encoded) => encoded,
    };
    let sent = serde_json::from_str(instance).expect("an instance is JSON");
    let is = |only_nulls| difference(&without_lost(&sent, &encoded, only_nulls), &encoded, "").is_none();
    let same = match (is(true), is(false)) {
        (true, _) => "same",
        (false, true) => "fewer",
        (false, false) => "",
    };
    match difference(&sent, &encoded, "") {
        _ if !valid => ("wrong", "is accepted".to_owned(), same),
        None => ("right", String::new(), ""),
        Some(place) => ("changed", place, same),
    }
}

/// The value without members that have nothing to compare with, or only without those that are null.
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

fn judge<T: Validate + Decode>(text: &str) -> Judged {
    let value: T = match trial::decode(text.as_bytes()) {
        Ok(value) => value,
        Err(error) => return Judged::Refused(error.to_string()),
    };
    match (value.validate(), serde_json::to_value(&value)) {
        (Err(violations), _) => Judged::Refused(violations.to_string()),
        (_, Err(error)) => Judged::Refused(error.to_string()),
        (Ok(()), Ok(encoded)) => Judged::Accepted(encoded),
    }
}

/// Where two values are not the same JSON; `1` and `1.0` are.
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
