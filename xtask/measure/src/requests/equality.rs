//! Values that are equal on the wire, although they are not equal.
//!
//! A request is read as it was written if it is written again with the same bytes, and the values are
//! equal but for these differences, of which the first four are outside of JSON:
//!
//! - Nothing is written for null, for a list without items, and for an object without members, so all of
//!   these are absent when they are read.
//! - A number or a boolean is text. A type that accepts both may be read as either.
//! - A list or an object within a list or an object is JSON. A type that accepts anything is read as that
//!   text.
//! - A list of one item is written like the item, and a list in a path like a text with commas. A type
//!   that accepts both may be read as either.
//! - The name, the content type and constant headers of a file in a multipart body have defaults, which
//!   are written. So a file has them when it is read. As JSON, which is compared, a file is its content.

use serde_json::Value;

/// Returns whether two values that are not written as JSON are equal on the wire.
pub(super) fn are_equal(one: &Value, other: &Value) -> bool {
    let (one, other) = (&without_empty(one), &without_empty(other));
    is_text_of(one, other) || is_text_of(other, one) || are_parts_equal(one, other)
}

/// Returns whether a text is how a value is written.
fn is_text_of(text: &Value, value: &Value) -> bool {
    let Some(text) = text.as_str() else {
        return false;
    };
    let parsed = || serde_json::from_str::<Value>(text);
    match value {
        Value::Null => false,
        Value::String(value) => text == value,
        Value::Bool(_) | Value::Number(_) => parsed().is_ok_and(|it| are_scalars_equal(&it, value)),
        Value::Object(_) => parsed().is_ok_and(|it| it == *value),
        Value::Array(items) => {
            let texts = items.iter().map(Value::as_str).collect::<Option<Vec<_>>>();
            texts.is_some_and(|it| it.join(",") == text) || parsed().is_ok_and(|it| it == *value)
        }
    }
}

fn are_scalars_equal(one: &Value, other: &Value) -> bool {
    one == other || one.is_number() && one.as_f64() == other.as_f64()
}

fn are_parts_equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let is_member = |(name, it): (&String, &Value)| {
                let found = other.get(name);
                found.is_some_and(|found| are_equal(it, found))
            };
            one.len() == other.len() && one.iter().all(is_member)
        }
        (Value::Array(one), Value::Array(other)) => {
            let mut pairs = one.iter().zip(other);
            one.len() == other.len() && pairs.all(|(one, other)| are_equal(one, other))
        }
        (Value::Array(items), it) | (it, Value::Array(items)) => match &items[..] {
            [item] => are_equal(item, it),
            _ => false,
        },
        _ => are_scalars_equal(one, other),
    }
}

/// Returns the value without the members and items for which nothing is written; null if that is all of
/// it.
fn without_empty(value: &Value) -> Value {
    let is_there = |it: &Value| !it.is_null();
    match value {
        Value::Array(items) => {
            let items = items.iter().map(without_empty).filter(is_there);
            let items: Vec<Value> = items.collect();
            if items.is_empty() {
                Value::Null
            } else {
                items.into()
            }
        }
        Value::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, it)| (name.clone(), without_empty(it)));
            let members = members.filter(|(_, it)| is_there(it));
            let members: serde_json::Map<String, Value> = members.collect();
            if members.is_empty() {
                Value::Null
            } else {
                members.into()
            }
        }
        other => other.clone(),
    }
}
