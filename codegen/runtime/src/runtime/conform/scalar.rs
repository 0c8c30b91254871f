//! Keywords about types, numbers and texts.

use serde_json::{Number, Value};

use super::{Outcome, counted, list};
use crate::runtime::ViolationKind;
use crate::runtime::schema::{Decimal, Pattern};
use crate::runtime::violation::{shown, shown_json};

/// `type`: a name or several.
pub(super) fn kind(argument: &'static Value, value: &Value, outcome: &mut Outcome) {
    let names = match argument {
        Value::String(_) => std::slice::from_ref(argument),
        several => list(several),
    };
    let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
    if !names.iter().any(|name| is(name, value)) {
        let found = value.to_string();
        let message = format!("{} is no {}", shown_json(&found), names.join(" or "));
        outcome.refuse(ViolationKind::Schema, message);
    }
}

fn is(name: &str, value: &Value) -> bool {
    match value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
        Value::Number(number) => {
            // `1.0` is an integer too.
            let is_whole = || Decimal::parse(&number.to_string()).is_some_and(Decimal::is_integer);
            name == "number" || name == "integer" && is_whole()
        }
    }
}

/// Keywords about numbers, by value and not by double.
pub(super) fn number(keyword: &str, argument: &Value, number: &Number, outcome: &mut Outcome) {
    use ViolationKind as K;

    let Value::Number(bound) = argument else {
        return;
    };
    let texts = [number, bound].map(serde_json::Number::to_string);
    let [Some(found), Some(asked)] = texts.each_ref().map(|it| Decimal::parse(it)) else {
        return;
    };
    let order = found.compare(asked);
    let (is_wrong, kind, words) = match keyword {
        "minimum" => (order.is_lt(), K::Minimum, "less than"),
        "maximum" => (order.is_gt(), K::Maximum, "greater than"),
        "exclusiveMinimum" => (order.is_le(), K::ExclusiveMinimum, "not greater than"),
        "exclusiveMaximum" => (order.is_ge(), K::ExclusiveMaximum, "not less than"),
        "multipleOf" => {
            let is_wrong = found.is_multiple_of(asked) == Some(false);
            (is_wrong, K::MultipleOf, "not a multiple of")
        }
        _ => return,
    };
    if is_wrong {
        outcome.refuse(kind, format!("{number} is {words} {bound}"));
    }
}

/// Keywords about texts.
pub(super) fn text(keyword: &str, argument: &'static Value, text: &str, outcome: &mut Outcome) {
    match (keyword, argument) {
        ("minLength" | "maxLength", _) => {
            let kinds = [ViolationKind::MinLength, ViolationKind::MaxLength];
            let found = text.chars().count();
            counted(keyword, argument, found, "characters", kinds, outcome);
        }
        ("pattern", Value::String(pattern)) if !Pattern::new(pattern).matches(text) => {
            let message = format!("{} does not match {pattern}", shown(text));
            outcome.refuse(ViolationKind::Pattern, message);
        }
        _ => {}
    }
}
