//! Equality of JSON values (JSON Schema Core §4.2.2): numbers by value, objects in any order.

use std::fmt::{Arguments, Write};

use super::decimal::Decimal;
use super::json::{Json, JsonView};

/// Returns whether two values are equal.
pub fn is_same<V: Json>(left: &V, right: &V) -> bool {
    match (left.view(), right.view()) {
        (JsonView::Null, JsonView::Null) => true,
        (JsonView::Bool(left), JsonView::Bool(right)) => left == right,
        (JsonView::String(left), JsonView::String(right)) => left == right,
        (JsonView::Number(left), JsonView::Number(right)) => {
            left == right || Decimal::parse(&left) == Decimal::parse(&right)
        }
        (JsonView::Array(left), JsonView::Array(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| is_same(left, right))
        }
        (JsonView::Object, JsonView::Object) => {
            let has =
                |(name, value): (&str, &V)| right.member(name).is_some_and(|it| is_same(value, it));
            left.members().count() == right.members().count() && left.members().all(has)
        }
        _ => false,
    }
}

/// Returns a text that is equal for equal values only.
pub fn canonical<V: Json>(value: &V) -> String {
    let mut text = String::new();
    write_canonical(value, &mut text);
    text
}

fn write_canonical<V: Json>(value: &V, text: &mut String) {
    match value.view() {
        JsonView::Number(number) => match Decimal::parse(&number) {
            Some(number) => push(text, format_args!("{number}")),
            None => text.push_str(&number),
        },
        JsonView::Array(items) => {
            text.push('[');
            for item in items {
                write_canonical(item, text);
                text.push(',');
            }
            text.push(']');
        }
        JsonView::Object => {
            let mut members: Vec<_> = value.members().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            text.push('{');
            for (name, value) in members {
                push(text, format_args!("{name:?}:"));
                write_canonical(value, text);
                text.push(',');
            }
            text.push('}');
        }
        JsonView::String(value) => push(text, format_args!("{value:?}")),
        JsonView::Bool(value) => push(text, format_args!("{value}")),
        JsonView::Null => text.push_str("null"),
    }
}

fn push(text: &mut String, what: Arguments<'_>) {
    text.write_fmt(what).expect("a string takes any text");
}
