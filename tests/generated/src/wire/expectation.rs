//! A recorded request in, the expected request out.

use generated::Value;

use super::{Difference, Recorded};
use crate::client::KEY;
use crate::server::{self, Seen};

/// The key that the recording was made with.
const RECORDED_KEY: &str = "KEY_test";

/// Method, path, query, body and the relevant headers.
pub(super) fn compare(recorded: &Recorded, seen: &Seen, difference: Option<Difference>) {
    let scenario = &recorded.scenario;
    assert_eq!(seen.method, recorded.text("method"), "{scenario}");
    assert_eq!(seen.path, recorded.text("path"), "{scenario}");
    let mut query: Vec<(String, String)> = read(&recorded.json["query"]);
    let mut sent = seen.query_pairs();
    query.sort();
    sent.sort();
    assert_eq!(sent, query, "{scenario}");
    let is_form = difference == Some(Difference::Form);
    compare_headers(recorded, seen, is_form);
    if is_form {
        compare_forms(recorded, seen);
    } else {
        compare_bodies(recorded, seen);
    }
}

fn compare_headers(recorded: &Recorded, seen: &Seen, is_form: bool) {
    let headers: Vec<(String, String)> = read(&recorded.json["headers"]);
    for (name, value) in headers {
        let value = match name.as_str() {
            "Content-Type" if is_form => "application/x-www-form-urlencoded".to_owned(),
            "Authorization" => value.replace(RECORDED_KEY, KEY),
            _ => value,
        };
        assert_eq!(seen.header(&name), value, "{}: {name}", recorded.scenario);
    }
    let has_body = recorded.body().is_some();
    assert_eq!(seen.headers.contains_key("content-type"), has_body);
}

fn compare_bodies(recorded: &Recorded, seen: &Seen) {
    let expected = recorded.body();
    let mut sent = (!seen.body.is_empty()).then(|| seen.json());
    let has_key = |it: &Value| it.get("command_id").is_some();
    if !expected.as_ref().is_some_and(has_key)
        && let Some(Value::Object(members)) = &mut sent
    {
        members.remove("command_id");
    }
    assert_eq!(sent, expected, "{}", recorded.scenario);
}

fn compare_forms(recorded: &Recorded, seen: &Seen) {
    let body = recorded.body().expect("there is a body");
    let mut expected = normal(pairs(&body));
    let mut sent = normal(server::pairs(&seen.body));
    expected.sort();
    sent.sort();
    assert_eq!(sent, expected, "{}", recorded.scenario);
}

/// The order of the members of an object does not matter.
fn normal(pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    let normal = pairs.into_iter().map(|(name, value)| {
        let json: Result<Value, _> = serde_json::from_str(&value);
        match json {
            Ok(json) if json.is_object() => (name, json.to_string()),
            _ => (name, value),
        }
    });
    normal.collect()
}

/// The members of an object as form pairs: booleans as `true` and `false`, integers in decimal, a list as a
/// pair for each item, an object as JSON, and null left out.
pub(super) fn pairs(members: &Value) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, value) in members.as_object().expect("a body is an object") {
        match value {
            Value::Null => {}
            Value::Array(items) => {
                let items = items.iter().map(|item| (name.clone(), text(item)));
                pairs.extend(items);
            }
            value => pairs.push((name.clone(), text(value))),
        }
    }
    pairs
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// The documented delays between the requests, without jitter.
pub(super) fn delays(recorded: &[Recorded]) -> Vec<f64> {
    let waits = recorded.split_last().map_or(&[][..], |(_, before)| before);
    let waits = waits.iter().zip(0_i32..).map(|(recorded, n)| {
        let number = |name| recorded.reply_header(name)?.parse::<f64>().ok();
        let after = number("retry-after-ms").or(number("retry-after").map(|it| it * 1e3));
        let after = after.filter(|it| 0.0 < *it && *it <= 60_000.0);
        after.unwrap_or_else(|| (500.0 * 2_f64.powi(n)).min(8000.0))
    });
    waits.collect()
}

fn read(json: &Value) -> Vec<(String, String)> {
    serde_json::from_value(json.clone()).expect("pairs of text")
}
