//! Validation of strings, numbers, arrays and objects by rules.

use std::cmp::Ordering;
use std::collections::HashMap;

use serde::Serialize;
use serde_json::Value;

use super::base64::find_error;
use super::conform::{self, violation_kind};
use super::rule::{Bound, Constraint, FormatCheck};
use super::schema::{NumberText, canonical, excerpt, is_same};
use super::violation::{listed, shown};
use super::{Checker, Rule, Validate};

/// Returns whether a string keeps all rules, as far as that can be told without its JSON.
#[inline]
pub(super) fn is_valid_text(text: &str, rules: &[Rule]) -> bool {
    // A loop is inlined and unrolled more often than `all`.
    for rule in rules {
        let (least, most) = rule.accepted.lengths;
        let is_accepted = least <= text.len() && text.len() <= most;
        if !is_accepted && !keeps_rule(text, &rule.constraint) {
            return false;
        }
    }
    true
}

fn keeps_rule(text: &str, constraint: &Constraint) -> bool {
    match constraint {
        Constraint::MinLength(_) | Constraint::MaxLength(_) => {
            is_within_count(constraint, text.chars().count())
        }
        Constraint::Pattern(pattern) => pattern.matches(text),
        Constraint::Format(format, is_of_format) => is_of_format(format, text),
        Constraint::Base64 => find_error(text).is_none(),
        _ => false,
    }
}

/// Validates a string.
pub(super) fn validate_text(text: &str, rules: &'static [Rule], at: &mut Checker<'_>) {
    for (index, rule) in rules.iter().enumerate() {
        match &rule.constraint {
            Constraint::MinLength(_) | Constraint::MaxLength(_) => {
                validate_count(text.chars().count(), "character", rules, index, at);
            }
            Constraint::Pattern(pattern) if !pattern.matches(text) => at.report(rule, &|| {
                format!("{} does not match {}", shown(text), pattern.as_str())
            }),
            Constraint::Format(format, is_of_format) if !is_of_format(format, text) => {
                at.report(rule, &|| {
                    format!("{} is not a valid `{format}`", shown(text))
                });
            }
            Constraint::Base64 => {
                if let Some(fault) = find_error(text) {
                    at.report(rule, &|| fault.to_string());
                }
            }
            Constraint::Enum(values) => validate_enum(text, values, rule, at),
            Constraint::Conforms(schema, check) => {
                validate_schema(text, (schema, *check), rule, at);
            }
            _ => {}
        }
    }
}

/// A number that is validated.
#[derive(Clone, Copy)]
pub(super) enum Number {
    Whole(i128),
    Double(f64),
}

impl Number {
    fn compare(self, bound: &Bound) -> Ordering {
        match self {
            Self::Whole(value) => match bound.integer {
                Some(bound) => value.cmp(&bound),
                None => NumberText::from_integer(value)
                    .decimal()
                    .map_or(Ordering::Equal, |value| value.compare(bound.decimal)),
            },
            // Conversion to a double keeps the order. A number that equals the double of the bound may
            // have been on either side of it.
            Self::Double(value) => value
                .partial_cmp(&bound.to_double())
                .unwrap_or(Ordering::Equal),
        }
    }

    /// Whether it is a multiple, as far as that can be told.
    fn is_multiple_of(self, divisor: &Bound) -> bool {
        let text = match (self, divisor.integer) {
            (Self::Whole(value), Some(divisor @ 1..)) => return value % divisor == 0,
            (Self::Whole(value), _) => NumberText::from_integer(value),
            (Self::Double(value), _) => NumberText::from_double(value),
        };
        let value = text.decimal();
        let is_multiple = value.and_then(|value| value.is_multiple_of(divisor.decimal));
        is_multiple.unwrap_or(true)
    }

    fn shown(self) -> String {
        match self {
            Self::Whole(value) => value.to_string(),
            Self::Double(value) => format!("{value:?}"),
        }
    }
}

/// Returns whether an integer certainly keeps all rules.
#[inline]
pub(super) fn is_valid_integer(value: i64, rules: &[Rule]) -> bool {
    for rule in rules {
        let (least, most) = rule.accepted.integers;
        if value < least || most < value {
            return false;
        }
    }
    true
}

/// Returns whether a finite number certainly keeps all rules.
#[inline]
pub(super) fn is_valid_double(value: f64, rules: &[Rule]) -> bool {
    for rule in rules {
        let (least, most) = rule.accepted.doubles;
        if value < least || most < value {
            return false;
        }
    }
    true
}

/// Validates a number. One that is not finite is only compared with the bounds.
pub(super) fn validate_number(value: Number, rules: &'static [Rule], at: &mut Checker<'_>) {
    for (index, rule) in rules.iter().enumerate() {
        let wrong = match &rule.constraint {
            Constraint::Minimum(bound) if value.compare(bound).is_lt() => ("less than", bound),
            Constraint::Maximum(bound) if value.compare(bound).is_gt() => ("greater than", bound),
            Constraint::ExclusiveMinimum(bound) if value.compare(bound).is_le() => {
                ("not greater than", bound)
            }
            Constraint::ExclusiveMaximum(bound) if value.compare(bound).is_ge() => {
                ("not less than", bound)
            }
            Constraint::MultipleOf(divisor) if !value.is_multiple_of(divisor) => {
                ("not a multiple of", divisor)
            }
            Constraint::Enum(values) => {
                match value {
                    Number::Whole(value) => validate_enum(&value, values, rule, at),
                    Number::Double(value) => validate_enum(&value, values, rule, at),
                }
                continue;
            }
            Constraint::Conforms(schema, check) => {
                match value {
                    Number::Whole(value) => validate_schema(&value, (schema, *check), rule, at),
                    Number::Double(value) => validate_schema(&value, (schema, *check), rule, at),
                }
                continue;
            }
            _ => continue,
        };
        at.report(rule, &|| {
            let (relation, bound) = wrong;
            match find_range(rules, index) {
                Some(range) => format!("{} is outside {range}", value.shown()),
                None => format!("{} is {relation} {}", value.shown(), bound.text),
            }
        });
    }
}

/// Validates an array.
pub(super) fn validate_items<T: Validate>(
    items: &[T],
    rules: &'static [Rule],
    at: &mut Checker<'_>,
) {
    for (index, rule) in rules.iter().enumerate() {
        match &rule.constraint {
            Constraint::MinItems(_) | Constraint::MaxItems(_) => {
                validate_count(items.len(), "item", rules, index, at);
            }
            Constraint::UniqueItems => validate_unique(items, rule, at),
            Constraint::Items(rules) => {
                for (index, item) in items.iter().enumerate() {
                    at.item_rules(index, item, rules);
                }
            }
            Constraint::Enum(values) => validate_enum(items, values, rule, at),
            Constraint::Conforms(schema, check) => {
                validate_schema(items, (schema, *check), rule, at);
            }
            _ => {}
        }
    }
}

/// Validates a map.
pub(super) fn validate_members<'v, T: Validate + 'v, O: Serialize + ?Sized>(
    object: &O,
    members: &(impl ExactSizeIterator<Item = (&'v String, &'v T)> + Clone),
    rules: &'static [Rule],
    at: &mut Checker<'_>,
) {
    for (index, rule) in rules.iter().enumerate() {
        match &rule.constraint {
            Constraint::MinProperties(_) | Constraint::MaxProperties(_) => {
                validate_count(members.len(), "member", rules, index, at);
            }
            Constraint::PropertyNames(rules) => {
                members.clone().for_each(|(name, _)| at.name(name, rules));
            }
            Constraint::AdditionalProperties => {
                for (name, _) in members.clone() {
                    at.report_member(name, rule, &|| "is not a known member".to_owned());
                }
            }
            Constraint::Items(rules) => {
                for (name, value) in members.clone() {
                    at.member_rules(name, value, rules);
                }
            }
            Constraint::Enum(values) => validate_enum(object, values, rule, at),
            Constraint::Conforms(schema, check) => {
                validate_schema(object, (schema, *check), rule, at);
            }
            _ => {}
        }
    }
}

/// Returns whether a map without members certainly keeps all rules.
#[inline]
pub(super) fn is_valid_empty_map(rules: &[Rule]) -> bool {
    for rule in rules {
        if !rule.accepted.empty_map {
            return false;
        }
    }
    true
}

/// Validates that a value is one of a list of JSON texts.
pub(super) fn validate_enum<T: Serialize + ?Sized>(
    value: &T,
    values: &'static [&'static str],
    rule: &Rule,
    at: &mut Checker<'_>,
) {
    if let Ok(value) = serde_json::to_value(value) {
        validate_enum_value(&value, values, rule, at);
    }
}

/// The part of [`validate_enum`] that is compiled once for all types.
fn validate_enum_value(
    value: &Value,
    values: &'static [&'static str],
    rule: &Rule,
    at: &mut Checker<'_>,
) {
    let same = |text: &&str| serde_json::from_str(text).is_ok_and(|it: Value| is_same(&it, value));
    if !values.iter().any(same) {
        at.report(rule, &|| {
            let one_of = if values.len() == 1 { "" } else { "one of " };
            let values = listed(values.iter().map(|value| excerpt(value)));
            format!("{} is not {one_of}{values}", excerpt(&value.to_string()))
        });
    }
}

/// Validates a value against a schema, whose formats a function checks.
pub(super) fn validate_schema<T: Serialize + ?Sized>(
    value: &T,
    (schema, is_of_format): (&'static str, Option<FormatCheck>),
    rule: &Rule,
    at: &mut Checker<'_>,
) {
    if let Ok(value) = serde_json::to_value(value) {
        for error in conform::errors(schema, is_of_format, &value) {
            let kind = violation_kind(error.keyword);
            at.report_below(&error.pointer, kind, rule, error.message);
        }
    }
}

fn validate_unique<T: Serialize>(items: &[T], rule: &Rule, at: &mut Checker<'_>) {
    validate_unique_values(
        &mut items.iter().map(|item| serde_json::to_value(item).ok()),
        rule,
        at,
    );
}

/// The part of [`validate_unique`] that is compiled once for all types.
fn validate_unique_values(
    items: &mut dyn Iterator<Item = Option<Value>>,
    rule: &Rule,
    at: &mut Checker<'_>,
) {
    let mut first = HashMap::new();
    for (index, item) in items.enumerate() {
        let Some(value) = item else { continue };
        let earlier = *first.entry(canonical(&value)).or_insert(index);
        if earlier != index {
            at.report_item(index, rule, &|| format!("is the same as item {earlier}"));
        }
    }
}

/// Validates a number of characters, items or members by one of the rules.
fn validate_count(
    found: usize,
    noun: &str,
    rules: &'static [Rule],
    index: usize,
    at: &mut Checker<'_>,
) {
    let rule = &rules[index];
    if is_within_count(&rule.constraint, found) {
        return;
    }
    at.report(rule, &|| {
        let plural = if found == 1 { "" } else { "s" };
        let limit = match (find_range(rules, index), &rule.constraint) {
            (Some(range), _) => format!("which is outside {range}"),
            (None, Constraint::MinLength(least)) => format!("but `minLength` is {least}"),
            (None, Constraint::MaxLength(most)) => format!("but `maxLength` is {most}"),
            (None, Constraint::MinItems(least)) => format!("but `minItems` is {least}"),
            (None, Constraint::MaxItems(most)) => format!("but `maxItems` is {most}"),
            (None, Constraint::MinProperties(least)) => format!("but `minProperties` is {least}"),
            (None, Constraint::MaxProperties(most)) => format!("but `maxProperties` is {most}"),
            _ => unreachable!("only rules for counts are validated here"),
        };
        format!("has {found} {noun}{plural}, {limit}")
    });
}

#[inline]
fn is_within_count(constraint: &Constraint, found: usize) -> bool {
    match *constraint {
        Constraint::MinLength(least)
        | Constraint::MinItems(least)
        | Constraint::MinProperties(least) => least <= found,
        Constraint::MaxLength(most)
        | Constraint::MaxItems(most)
        | Constraint::MaxProperties(most) => found <= most,
        _ => true,
    }
}

/// Returns the range of a rule and its neighbor, if they are its two ends.
fn find_range(rules: &[Rule], index: usize) -> Option<String> {
    let rule = &rules[index];
    let before = index.checked_sub(1).map(|before| &rules[before]);
    before
        .and_then(|lower| lower.range_to(rule))
        .or_else(|| rule.range_to(rules.get(index + 1)?))
}
