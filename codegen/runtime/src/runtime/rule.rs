//! Rules: what a schema, or the prose beside it, asks of a value.

use super::schema::{Decimal, Pattern};
use super::violation::ViolationKind;

/// One rule: what it asks, the words it rests on, and the code the API answers with.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pub(super) constraint: Constraint,
    pub(super) because: Option<&'static str>,
    pub(super) code: Option<&'static str>,
}

/// What a rule asks. Each is judged for the kinds of value it speaks of and says nothing of others.
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
    Conforms(&'static str),
    MutuallyExclusive,
    Required,
}

/// A number in a rule: as it was written, exactly, and as a double where that is close enough.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    pub(super) text: &'static str,
    pub(super) decimal: Decimal<'static>,
    /// The integer, where it is one.
    pub(super) integer: Option<i128>,
    /// The nearest double, where a constant can find it.
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

    /// The nearest double.
    pub(super) fn to_double(self) -> f64 {
        let parsed = || self.text.parse().expect("a bound is a JSON number");
        self.double.unwrap_or_else(parsed)
    }
}

impl Rule {
    const fn new(constraint: Constraint) -> Self {
        Self {
            constraint,
            because: None,
            code: None,
        }
    }

    /// The sentence of the document that the rule comes from.
    #[must_use]
    pub const fn because(self, words: &'static str) -> Self {
        Self {
            because: Some(words),
            ..self
        }
    }

    /// The code that the API has for breaking the rule.
    #[must_use]
    pub const fn code(self, code: &'static str) -> Self {
        Self {
            code: Some(code),
            ..self
        }
    }

    /// At least `bound`, which is a JSON number: exact, where a double might not be.
    #[must_use]
    pub const fn minimum(bound: &'static str) -> Self {
        Self::new(Constraint::Minimum(Bound::new(bound)))
    }

    /// At most `bound`.
    #[must_use]
    pub const fn maximum(bound: &'static str) -> Self {
        Self::new(Constraint::Maximum(Bound::new(bound)))
    }

    /// More than `bound`.
    #[must_use]
    pub const fn exclusive_minimum(bound: &'static str) -> Self {
        Self::new(Constraint::ExclusiveMinimum(Bound::new(bound)))
    }

    /// Less than `bound`.
    #[must_use]
    pub const fn exclusive_maximum(bound: &'static str) -> Self {
        Self::new(Constraint::ExclusiveMaximum(Bound::new(bound)))
    }

    /// A whole number of times `divisor`, judged in decimal: 19.99 is a multiple of 0.01.
    #[must_use]
    pub const fn multiple_of(divisor: &'static str) -> Self {
        Self::new(Constraint::MultipleOf(Bound::new(divisor)))
    }

    /// At least so many characters (Unicode scalar values).
    #[must_use]
    pub const fn min_length(characters: usize) -> Self {
        Self::new(Constraint::MinLength(characters))
    }

    /// At most so many characters.
    #[must_use]
    pub const fn max_length(characters: usize) -> Self {
        Self::new(Constraint::MaxLength(characters))
    }

    /// A regular expression (ECMA-262, `u` flag) that matches somewhere in the text.
    ///
    /// What is neither one anchored character class nor a list of words is checked only with the
    /// feature `pattern`.
    #[must_use]
    pub const fn pattern(pattern: &'static str) -> Self {
        Self::new(Constraint::Pattern(Pattern::new(pattern)))
    }

    /// Base64 as in RFC 4648 §4, padded.
    #[must_use]
    pub const fn base64() -> Self {
        Self::new(Constraint::Base64)
    }

    /// At least so many items.
    #[must_use]
    pub const fn min_items(items: usize) -> Self {
        Self::new(Constraint::MinItems(items))
    }

    /// At most so many items.
    #[must_use]
    pub const fn max_items(items: usize) -> Self {
        Self::new(Constraint::MaxItems(items))
    }

    /// No two items that are the same JSON: `1` and `1.0` are.
    #[must_use]
    pub const fn unique_items() -> Self {
        Self::new(Constraint::UniqueItems)
    }

    /// Rules for each item of an array, or each value of an object whose names are open.
    #[must_use]
    pub const fn items(rules: &'static [Rule]) -> Self {
        Self::new(Constraint::Items(rules))
    }

    /// At least so many members.
    #[must_use]
    pub const fn min_properties(members: usize) -> Self {
        Self::new(Constraint::MinProperties(members))
    }

    /// At most so many members.
    #[must_use]
    pub const fn max_properties(members: usize) -> Self {
        Self::new(Constraint::MaxProperties(members))
    }

    /// Rules for each member's name.
    #[must_use]
    pub const fn property_names(rules: &'static [Rule]) -> Self {
        Self::new(Constraint::PropertyNames(rules))
    }

    /// No member that the schema does not name.
    #[must_use]
    pub const fn no_additional_properties() -> Self {
        Self::new(Constraint::AdditionalProperties)
    }

    /// The same JSON as one of these JSON texts.
    #[must_use]
    pub const fn enumeration(values: &'static [&'static str]) -> Self {
        Self::new(Constraint::Enum(values))
    }

    /// Accepted by this JSON Schema (draft 2020-12, JSON text): for what neither a type nor one of
    /// the other rules can say. Its references lead into its own `$defs`.
    #[must_use]
    pub const fn conforms(schema: &'static str) -> Self {
        Self::new(Constraint::Conforms(schema))
    }

    /// Members that must not be there all at once; see [`Checker`](super::Checker).
    #[must_use]
    pub const fn mutually_exclusive() -> Self {
        Self::new(Constraint::MutuallyExclusive)
    }

    /// Members that must be there under a condition; see [`Checker`](super::Checker).
    #[must_use]
    pub const fn required() -> Self {
        Self::new(Constraint::Required)
    }

    /// What kind of violation it is to break the rule.
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
            Constraint::Items(_) | Constraint::PropertyNames(_) | Constraint::Conforms(_) => {
                unreachable!("rules around others are judged, never reported")
            }
        }
    }

    /// `2..=800`, if this rule and the other are the two ends of one range and say so in the same
    /// words.
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
