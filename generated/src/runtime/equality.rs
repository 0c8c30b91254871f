//! When two JSON values are the same: numbers by value, objects whatever the order.

use std::fmt::Write;

use serde_json::Value;

use super::decimal::Decimal;

/// A text that is equal for equal values, and for no others.
pub(super) fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write_canonical(value, &mut text);
    text
}

fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Number(number) => write_number(&number.to_string(), text),
        Value::Array(items) => {
            text.push('[');
            for item in items {
                write_canonical(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            text.push('{');
            for (name, value) in members {
                push(text, format_args!("{name:?}:"));
                write_canonical(value, text);
                text.push(',');
            }
            text.push('}');
        }
        Value::Null | Value::Bool(_) | Value::String(_) => push(text, format_args!("{value}")),
    }
}

fn write_number(number: &str, text: &mut String) {
    match Decimal::parse(number).map(Decimal::normal) {
        Some(Decimal {
            coefficient,
            exponent,
        }) => push(text, format_args!("{coefficient}e{exponent}")),
        None => text.push_str(number),
    }
}

fn push(text: &mut String, what: std::fmt::Arguments<'_>) {
    text.write_fmt(what).expect("a string takes any text");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn same_values_have_the_same_text() {
        let same = |a, b| canonical(&a) == canonical(&b);
        assert!(same(
            json!([1, {"a": 10, "b": null}]),
            json!([1.0, {"b": null, "a": 1e1}])
        ));
        assert!(same(json!(0), json!(-0.0)));
        assert!(!same(json!(1), json!(true)));
        assert!(!same(json!("1"), json!(1)));
        assert!(!same(json!([[], 1]), json!([[1]])));
        assert!(!same(
            json!(9_007_199_254_740_993_u64),
            json!(9_007_199_254_740_992_u64)
        ));
    }
}
