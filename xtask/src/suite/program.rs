//! Judges the cases of a suite, a line for each: right or wrong or changed, schema, keyword,
//! instance, and what was found.

use serde_json::Value;
use suite::Validate;
use suite::runtime::Decode;

/// Decodes and validates a text; what came of it.
type Judge = fn(&str) -> Judged;

enum Judged {
    Refused(String),
    Accepted(Value),
}

fn main() {
    let path = std::env::args().nth(1).expect("the file with the cases");
    let text = std::fs::read_to_string(path).expect("the file can be read");
    let cases: Vec<Value> = serde_json::from_str(&text).expect("the cases are an array");
    for case in &cases {
        let text = |name: &str| case[name].as_str().unwrap_or_default();
        let schema = text("schema");
        let (_, judge) = TYPES
            .iter()
            .find(|(known, _)| *known == schema)
            .expect("the schema is a component");
        let valid = case["valid"].as_bool().expect("each case has a label");
        let (verdict, found) = verdict(judge(text("instance")), text("instance"), valid);
        let found = found.replace(['\n', '\t'], " ");
        println!("{verdict}\t{schema}\t{}\t{}\t{found}", text("keyword"), text("instance"));
    }
}

fn verdict(judged: Judged, instance: &str, valid: bool) -> (&'static str, String) {
    match (judged, valid) {
        (Judged::Refused(_), false) => ("right", String::new()),
        (Judged::Refused(why), true) => ("wrong", format!("refused: {why}")),
        (Judged::Accepted(_), false) => ("wrong", "accepted".to_owned()),
        (Judged::Accepted(encoded), true) => {
            let sent = serde_json::from_str(instance).expect("an instance is JSON");
            if is_same(&sent, &encoded) {
                ("right", String::new())
            } else {
                ("changed", format!("encodes to {encoded}"))
            }
        }
    }
}

fn judge<T: Validate + Decode>(text: &str) -> Judged {
    let value: T = match suite::decode(text.as_bytes()) {
        Ok(value) => value,
        Err(error) => return Judged::Refused(error.to_string()),
    };
    match (value.validate(), serde_json::to_value(&value)) {
        (Err(violations), _) => Judged::Refused(violations.to_string()),
        (_, Err(error)) => Judged::Refused(error.to_string()),
        (Ok(()), Ok(encoded)) => Judged::Accepted(encoded),
    }
}

/// Whether two values are the same JSON: `1` and `1.0` are.
fn is_same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left == right || left.as_f64() == right.as_f64()
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            let same = |(name, left): (&String, &Value)| {
                right.get(name).is_some_and(|right| is_same(left, right))
            };
            left.len() == right.len() && left.iter().all(same)
        }
        _ => left == right,
    }
}
