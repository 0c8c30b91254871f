//! Values that can be validated against their rules.

use serde::Serialize;
use serde_json::Value;

use super::rule::Constraint;
use super::rule_validation::{self, Number};
use super::{Base64, Checker, DateTime, Map, Rule, ViolationKind, Violations, checker};

/// A value that can be validated against the rules of its schema.
pub trait Validate: Serialize {
    /// Checks the rules of the type.
    fn check(&self, at: &mut Checker<'_>) {
        let _ = at;
    }

    /// Checks rules that belong to the place of the value rather than to its type.
    fn check_rules(&self, rules: &'static [Rule], at: &mut Checker<'_>) {
        // Rules about a whole object are rare, so its JSON is good enough.
        if let Ok(value) = serde_json::to_value(self) {
            value.check_rules(rules, at);
        }
    }

    /// Returns whether the value keeps the rules of its type and these, as far as that can be told
    /// without its place; `false` means that it has to be checked.
    #[doc(hidden)]
    #[inline]
    fn is_obviously_valid(&self, rules: &'static [Rule]) -> bool {
        let _ = rules;
        false
    }

    /// Validates the value.
    ///
    /// # Errors
    ///
    /// All violations, if there are any.
    fn validate(&self) -> Result<(), Violations> {
        Violations::check(checker::collect_violations(|at| self.check(at)))
    }
}

impl Validate for String {
    fn check_rules(&self, rules: &'static [Rule], at: &mut Checker<'_>) {
        rule_validation::validate_text(self, rules, at);
    }

    #[inline]
    fn is_obviously_valid(&self, rules: &'static [Rule]) -> bool {
        rule_validation::is_valid_text(self, rules)
    }
}

/// The alphabet is a rule of the place: `Rule::base64`.
impl Validate for Base64 {
    fn check_rules(&self, rules: &'static [Rule], at: &mut Checker<'_>) {
        rule_validation::validate_text(self.as_str(), rules, at);
    }

    #[inline]
    fn is_obviously_valid(&self, rules: &'static [Rule]) -> bool {
        rule_validation::is_valid_text(self.as_str(), rules)
    }
}

/// The format is an annotation and not an assertion, as in JSON Schema, unless `Rule::format` checks it.
impl Validate for DateTime {
    fn check_rules(&self, rules: &'static [Rule], at: &mut Checker<'_>) {
        rule_validation::validate_text(self.as_str(), rules, at);
    }

    #[inline]
    fn is_obviously_valid(&self, rules: &'static [Rule]) -> bool {
        rule_validation::is_valid_text(self.as_str(), rules)
    }
}

impl Validate for bool {
    fn check_rules(&self, rules: &'static [Rule], at: &mut Checker<'_>) {
        validate_listed(self, rules, at);
    }

    #[inline]
    fn is_obviously_valid(&self, rules: &'static [Rule]) -> bool {
        rules.is_empty()
    }
}

impl Validate for i64 {
    fn check_rules(&self, rules: &'static [Rule], at: &mut Checker<'_>) {
        rule_validation::validate_number(Number::Whole((*self).into()), rules, at);
    }

    #[inline]
    fn is_obviously_valid(&self, rules: &'static [Rule]) -> bool {
        rule_validation::is_valid_integer(*self, rules)
    }
}

impl Validate for u64 {
    fn check_rules(&self, rules: &'static [Rule], at: &mut Checker<'_>) {
        rule_validation::validate_number(Number::Whole((*self).into()), rules, at);
    }

    #[inline]
    fn is_obviously_valid(&self, rules: &'static [Rule]) -> bool {
        i64::try_from(*self).is_ok_and(|value| rule_validation::is_valid_integer(value, rules))
    }
}

impl Validate for i128 {
    fn check_rules(&self, rules: &'static [Rule], at: &mut Checker<'_>) {
        rule_validation::validate_number(Number::Whole(*self), rules, at);
    }
}

impl Validate for u128 {
    #[allow(clippy::cast_precision_loss)] // A number beyond `i128` exceeds every bound that is not a double.
    fn check_rules(&self, rules: &'static [Rule], at: &mut Checker<'_>) {
        let whole = i128::try_from(*self).map(Number::Whole);
        let number = whole.unwrap_or(Number::Double(*self as f64));
        rule_validation::validate_number(number, rules, at);
    }
}

impl Validate for f64 {
    fn check(&self, at: &mut Checker<'_>) {
        if !self.is_finite() {
            at.add(ViolationKind::Finite, None, None, &|| {
                format!("{self} cannot be written as JSON")
            });
        }
    }

    fn check_rules(&self, rules: &'static [Rule], at: &mut Checker<'_>) {
        if self.is_finite() {
            rule_validation::validate_number(Number::Double(*self), rules, at);
        }
    }

    #[inline]
    fn is_obviously_valid(&self, rules: &'static [Rule]) -> bool {
        self.is_finite() && rule_validation::is_valid_double(*self, rules)
    }
}

impl<T: Validate> Validate for Option<T> {
    fn check(&self, at: &mut Checker<'_>) {
        if let Some(value) = self {
            value.check(at);
        }
    }

    fn check_rules(&self, rules: &'static [Rule], at: &mut Checker<'_>) {
        if let Some(value) = self {
            value.check_rules(rules, at);
        }
    }

    #[inline]
    fn is_obviously_valid(&self, rules: &'static [Rule]) -> bool {
        self.as_ref()
            .is_none_or(|value| value.is_obviously_valid(rules))
    }
}

impl<T: Validate> Validate for Box<T> {
    fn check(&self, at: &mut Checker<'_>) {
        (**self).check(at);
    }

    fn check_rules(&self, rules: &'static [Rule], at: &mut Checker<'_>) {
        (**self).check_rules(rules, at);
    }

    #[inline]
    fn is_obviously_valid(&self, rules: &'static [Rule]) -> bool {
        (**self).is_obviously_valid(rules)
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn check(&self, at: &mut Checker<'_>) {
        for (index, item) in self.iter().enumerate() {
            at.item(index, item);
        }
    }

    fn check_rules(&self, rules: &'static [Rule], at: &mut Checker<'_>) {
        rule_validation::validate_items(self, rules, at);
    }

    #[inline]
    fn is_obviously_valid(&self, rules: &'static [Rule]) -> bool {
        rules.is_empty() && self.iter().all(|item| item.is_obviously_valid(&[]))
    }
}

impl<T: Validate> Validate for Map<T> {
    fn check(&self, at: &mut Checker<'_>) {
        for (name, value) in self {
            at.member(name, value, &[]);
        }
    }

    fn check_rules(&self, rules: &'static [Rule], at: &mut Checker<'_>) {
        rule_validation::validate_members(self, &self.iter(), rules, at);
    }

    #[inline]
    fn is_obviously_valid(&self, rules: &'static [Rule]) -> bool {
        self.is_empty() && rule_validation::is_valid_empty_map(rules)
    }
}

/// A JSON value has no rules of its own.
impl Validate for Value {
    fn check_rules(&self, rules: &'static [Rule], at: &mut Checker<'_>) {
        match self {
            Self::Null | Self::Bool(_) => validate_listed(self, rules, at),
            Self::String(text) => rule_validation::validate_text(text, rules, at),
            Self::Array(items) => rule_validation::validate_items(items, rules, at),
            Self::Object(members) => {
                rule_validation::validate_members(self, &members.iter(), rules, at);
            }
            Self::Number(number) => {
                let whole = number
                    .as_i64()
                    .map(i128::from)
                    .or_else(|| number.as_u64().map(i128::from));
                let double = || number.as_f64().unwrap_or(f64::NAN);
                let number = whole.map_or_else(|| Number::Double(double()), Number::Whole);
                rule_validation::validate_number(number, rules, at);
            }
        }
    }

    #[inline]
    fn is_obviously_valid(&self, rules: &'static [Rule]) -> bool {
        rules.is_empty()
    }
}

/// Checks the only rules that apply to null and booleans.
fn validate_listed<T: Serialize>(value: &T, rules: &'static [Rule], at: &mut Checker<'_>) {
    validate_conformance(value, rules, at);
    for rule in rules {
        if let Constraint::Enum(values) = &rule.constraint {
            rule_validation::validate_enum(value, values, rule, at);
        }
    }
}

/// Checks the only rules that apply to a null that is allowed.
pub(super) fn validate_conformance<T: Serialize>(
    value: &T,
    rules: &'static [Rule],
    at: &mut Checker<'_>,
) {
    for rule in rules {
        if let Constraint::Conforms(schema, check) = &rule.constraint {
            rule_validation::validate_schema(value, (schema, *check), rule, at);
        }
    }
}
