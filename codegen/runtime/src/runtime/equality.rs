//! When two JSON values are the same: numbers by value, objects whatever the order.

use std::fmt::Write;

use serde_json::Value;

use super::decimal::Decimal;

/// A text that is equal for equal values, and for no others.
pub(crate) fn canonical(value: &Value) -> String {
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
