//! Rules of values, from the keywords of a schema or from its prose.

use super::schema::{Decimal, Pattern};
use super::violation::ViolationKind;

/// A rule: a constraint with the sentence it comes from and the API's code for a violation.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pub(super) constraint: Constraint,
    pub(super) accepted: Accepted,
    pub(super) because: Option<&'static str>,
    pub(super) code: Option<&'static str>,
}

/// Returns whether a text has the format of that name.
pub(super) type FormatCheck = fn(format: &str, text: &str) -> bool;

/// A constraint. It applies to some types of JSON values only, and accepts all others.
#[derive(Clone, Copy, Debug)]
pub(super) enum Constraint {
    Minimum(Bound),
    Maximum(Bound),
    ExclusiveMinimum(Bound),
    ExclusiveMaximum(Bound),
    MultipleOf(Bound),
    MinLength(usize),
    MaxLength(usize),
    Pattern(Pattern<'static>),
    /// The name of a format, and the function that checks it.
    Format(&'static str, FormatCheck),
    Base64,
    MinItems(usize),
    MaxItems(usize),
    UniqueItems,
    Items(&'static [Rule]),
    MinProperties(usize),
    MaxProperties(usize),
    PropertyNames(&'static [Rule]),
    AdditionalProperties,
    Enum(&'static [&'static str]),
    /// A schema, and the function that checks its formats.
    Conforms(&'static str, Option<FormatCheck>),
    MutuallyExclusive,
    Required,
}

/// The ranges of values that a rule certainly accepts. It may accept others too.
#[derive(Clone, Copy, Debug)]
pub(super) struct Accepted {
    pub(super) integers: (i64, i64),
    pub(super) doubles: (f64, f64),
    /// Strings by their length in bytes.
    pub(super) lengths: (usize, usize),
    /// Whether a map without members is accepted.
    pub(super) empty_map: bool,
}

/// A number in a rule, as its exact text and as the nearest double.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    pub(super) text: &'static str,
    pub(super) decimal: Decimal<'static>,
    /// The integer, where it is one.
    pub(super) integer: Option<i128>,
    /// The nearest double, if it can be computed in a constant.
    double: Option<f64>,
}

impl Bound {
    const fn new(text: &'static str) -> Self {
        let Some(decimal) = Decimal::parse(text) else {
            panic!("a bound is a JSON number");
        };
        Self {
            text,
            decimal,
            integer: decimal.to_integer(),
            double: decimal.to_double(),
        }
    }

    /// Returns the integer, where it is one of 64 bits.
    #[allow(clippy::cast_possible_truncation)] // What does not fit is left out.
    const fn to_i64(self) -> Option<i64> {
        match self.integer {
            Some(value) if value as i64 as i128 == value => Some(value as i64),
            _ => None,
        }
    }

    /// Returns the nearest double.
    pub(super) fn to_double(self) -> f64 {
        let parsed = || self.text.parse().expect("a bound is a JSON number");
        self.double.unwrap_or_else(parsed)
    }
}

impl Accepted {
    /// All values.
    const ALL: Self = Self {
        integers: (i64::MIN, i64::MAX),
        doubles: (f64::NEG_INFINITY, f64::INFINITY),
        lengths: (0, usize::MAX),
        empty_map: true,
    };

    /// No value: each one has to be checked.
    const NONE: Self = Self {
        integers: (i64::MAX, i64::MIN),
        doubles: (f64::INFINITY, f64::NEG_INFINITY),
        lengths: (usize::MAX, 0),
        empty_map: false,
    };

    const fn new(constraint: &Constraint) -> Self {
        match constraint {
            Constraint::Minimum(bound) => Self::minimum(bound),
            Constraint::Maximum(bound) => Self::maximum(bound),
            // A character has one to four bytes.
            Constraint::MinLength(least) => Self {
                lengths: (least.saturating_mul(4), usize::MAX),
                ..Self::ALL
            },
            Constraint::MaxLength(most) => Self {
                lengths: (0, *most),
                ..Self::ALL
            },
            Constraint::MinProperties(least) => Self {
                empty_map: *least == 0,
                ..Self::ALL
            },
            Constraint::ExclusiveMinimum(_)
            | Constraint::ExclusiveMaximum(_)
            | Constraint::MultipleOf(_)
            | Constraint::Pattern(_)
            | Constraint::Format(..)
            | Constraint::Base64
            | Constraint::Enum(_)
            | Constraint::Conforms(..) => Self::NONE,
            Constraint::MinItems(_)
            | Constraint::MaxItems(_)
            | Constraint::UniqueItems
            | Constraint::Items(_)
            | Constraint::MaxProperties(_)
            | Constraint::PropertyNames(_)
            | Constraint::AdditionalProperties
            | Constraint::MutuallyExclusive
            | Constraint::Required => Self::ALL,
        }
    }

    const fn minimum(bound: &Bound) -> Self {
        Self {
            integers: match bound.to_i64() {
                Some(least) => (least, i64::MAX),
                None => Self::NONE.integers,
            },
            doubles: match bound.double {
                Some(least) => (least, f64::INFINITY),
                None => Self::NONE.doubles,
            },
            ..Self::ALL
        }
    }

    const fn maximum(bound: &Bound) -> Self {
        Self {
            integers: match bound.to_i64() {
                Some(most) => (i64::MIN, most),
                None => Self::NONE.integers,
            },
            doubles: match bound.double {
                Some(most) => (f64::NEG_INFINITY, most),
                None => Self::NONE.doubles,
            },
            ..Self::ALL
        }
    }
}

impl Rule {
    const fn new(constraint: Constraint) -> Self {
        Self {
            accepted: Accepted::new(&constraint),
            constraint,
            because: None,
            code: None,
        }
    }

    /// Sets the sentence of the document that the rule comes from.
    #[must_use]
    pub const fn because(self, words: &'static str) -> Self {
        Self {
            because: Some(words),
            ..self
        }
    }

    /// Sets the API's code for a violation of the rule.
    #[must_use]
    pub const fn code(self, code: &'static str) -> Self {
        Self {
            code: Some(code),
            ..self
        }
    }

    /// Creates a rule for `minimum`. `bound` is a JSON number, which is compared exactly.
    #[must_use]
    pub const fn minimum(bound: &'static str) -> Self {
        Self::new(Constraint::Minimum(Bound::new(bound)))
    }

    /// Creates a rule for `maximum`. `bound` is a JSON number, which is compared exactly.
    #[must_use]
    pub const fn maximum(bound: &'static str) -> Self {
        Self::new(Constraint::Maximum(Bound::new(bound)))
    }

    /// Creates a rule for `exclusiveMinimum`. `bound` is a JSON number, which is compared exactly.
    #[must_use]
    pub const fn exclusive_minimum(bound: &'static str) -> Self {
        Self::new(Constraint::ExclusiveMinimum(Bound::new(bound)))
    }

    /// Creates a rule for `exclusiveMaximum`. `bound` is a JSON number, which is compared exactly.
    #[must_use]
    pub const fn exclusive_maximum(bound: &'static str) -> Self {
        Self::new(Constraint::ExclusiveMaximum(Bound::new(bound)))
    }

    /// Creates a rule for `multipleOf`. It is checked in decimal, so that 19.99 is a multiple of
    /// 0.01.
    #[must_use]
    pub const fn multiple_of(divisor: &'static str) -> Self {
        Self::new(Constraint::MultipleOf(Bound::new(divisor)))
    }

    /// Creates a rule for `minLength`, in Unicode scalar values.
    #[must_use]
    pub const fn min_length(characters: usize) -> Self {
        Self::new(Constraint::MinLength(characters))
    }

    /// Creates a rule for `maxLength`, in Unicode scalar values.
    #[must_use]
    pub const fn max_length(characters: usize) -> Self {
        Self::new(Constraint::MaxLength(characters))
    }

    /// Creates a rule for `pattern`: a regular expression (ECMA-262, flag `u`) that matches
    /// anywhere in the string.
    ///
    /// Without the feature `pattern`, only patterns that are a single anchored character class or a
    /// list of words are checked.
    #[must_use]
    pub const fn pattern(pattern: &'static str) -> Self {
        Self::new(Constraint::Pattern(Pattern::new(pattern)))
    }

    /// Creates a rule for `format`, which `is_of_format` checks.
    #[must_use]
    pub const fn format(format: &'static str, is_of_format: fn(&str, &str) -> bool) -> Self {
        Self::new(Constraint::Format(format, is_of_format))
    }

    /// Creates a rule that requires padded base64 (RFC 4648 §4).
    #[must_use]
    pub const fn base64() -> Self {
        Self::new(Constraint::Base64)
    }

    /// Creates a rule for `minItems`.
    #[must_use]
    pub const fn min_items(items: usize) -> Self {
        Self::new(Constraint::MinItems(items))
    }

    /// Creates a rule for `maxItems`.
    #[must_use]
    pub const fn max_items(items: usize) -> Self {
        Self::new(Constraint::MaxItems(items))
    }

    /// Creates a rule for `uniqueItems`. Items are compared as JSON values, so that `1` equals
    /// `1.0`.
    #[must_use]
    pub const fn unique_items() -> Self {
        Self::new(Constraint::UniqueItems)
    }

    /// Creates a rule with rules for each item of an array, or for each value of a map.
    #[must_use]
    pub const fn items(rules: &'static [Rule]) -> Self {
        Self::new(Constraint::Items(rules))
    }

    /// Creates a rule for `minProperties`.
    #[must_use]
    pub const fn min_properties(members: usize) -> Self {
        Self::new(Constraint::MinProperties(members))
    }

    /// Creates a rule for `maxProperties`.
    #[must_use]
    pub const fn max_properties(members: usize) -> Self {
        Self::new(Constraint::MaxProperties(members))
    }

    /// Creates a rule with rules for the name of each member.
    #[must_use]
    pub const fn property_names(rules: &'static [Rule]) -> Self {
        Self::new(Constraint::PropertyNames(rules))
    }

    /// Creates a rule that allows no members but those that the schema names.
    #[must_use]
    pub const fn no_additional_properties() -> Self {
        Self::new(Constraint::AdditionalProperties)
    }

    /// Creates a rule for `enum`. The values are JSON texts, which are compared as JSON values.
    #[must_use]
    pub const fn enumeration(values: &'static [&'static str]) -> Self {
        Self::new(Constraint::Enum(values))
    }

    /// Creates a rule that requires the value to be valid against a JSON Schema (draft 2020-12, as
    /// JSON text), for what neither a type nor another rule can express. References are resolved
    /// within its own `$defs`.
    #[must_use]
    pub const fn conforms(schema: &'static str) -> Self {
        Self::new(Constraint::Conforms(schema, None))
    }

    /// Like [`conforms`](Self::conforms), with a function that checks every `format` in the schema.
    #[must_use]
    pub const fn conforms_with_formats(
        schema: &'static str,
        is_of_format: fn(&str, &str) -> bool,
    ) -> Self {
        Self::new(Constraint::Conforms(schema, Some(is_of_format)))
    }

    /// Creates a rule for members that must not all be present; see [`Checker`](super::Checker).
    #[must_use]
    pub const fn mutually_exclusive() -> Self {
        Self::new(Constraint::MutuallyExclusive)
    }

    /// Creates a rule for members that are required under a condition; see
    /// [`Checker`](super::Checker).
    #[must_use]
    pub const fn required() -> Self {
        Self::new(Constraint::Required)
    }

    /// Returns the kind of a violation of the rule.
    pub(super) fn kind(&self) -> ViolationKind {
        match self.constraint {
            Constraint::Minimum(_) => ViolationKind::Minimum,
            Constraint::Maximum(_) => ViolationKind::Maximum,
            Constraint::ExclusiveMinimum(_) => ViolationKind::ExclusiveMinimum,
            Constraint::ExclusiveMaximum(_) => ViolationKind::ExclusiveMaximum,
            Constraint::MultipleOf(_) => ViolationKind::MultipleOf,
            Constraint::MinLength(_) => ViolationKind::MinLength,
            Constraint::MaxLength(_) => ViolationKind::MaxLength,
            Constraint::Pattern(_) => ViolationKind::Pattern,
            Constraint::Format(..) => ViolationKind::Format,
            Constraint::Base64 => ViolationKind::Base64,
            Constraint::MinItems(_) => ViolationKind::MinItems,
            Constraint::MaxItems(_) => ViolationKind::MaxItems,
            Constraint::UniqueItems => ViolationKind::UniqueItems,
            Constraint::MinProperties(_) => ViolationKind::MinProperties,
            Constraint::MaxProperties(_) => ViolationKind::MaxProperties,
            Constraint::AdditionalProperties => ViolationKind::UnknownMember,
            Constraint::Enum(_) => ViolationKind::Enumeration,
            Constraint::MutuallyExclusive => ViolationKind::MutuallyExclusive,
            Constraint::Required => ViolationKind::Required,
            Constraint::Items(_) | Constraint::PropertyNames(_) | Constraint::Conforms(..) => {
                unreachable!("rules that contain rules are never reported themselves")
            }
        }
    }

    /// Returns the range of both rules, such as `2..=800`, if they are its two ends and have the
    /// same sentence and code.
    pub(super) fn range_to(&self, upper: &Self) -> Option<String> {
        if self.because != upper.because || self.code != upper.code {
            return None;
        }
        match (self.constraint, upper.constraint) {
            (Constraint::Minimum(low), Constraint::Maximum(high)) => {
                Some(format!("{}..={}", low.text, high.text))
            }
            (Constraint::MinLength(low), Constraint::MaxLength(high))
            | (Constraint::MinItems(low), Constraint::MaxItems(high))
            | (Constraint::MinProperties(low), Constraint::MaxProperties(high)) => {
                Some(format!("{low}..={high}"))
            }
            _ => None,
        }
    }
}
