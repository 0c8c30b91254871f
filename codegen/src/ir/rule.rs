//! Rules of values, beyond their types.

use crate::tree::{Number, Tree};

/// A rule about one value.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// What must hold.
    pub kind: RuleKind,
    /// The words in the prose that it rests on.
    pub because: Option<String>,
    /// The API's own error code for a violation.
    pub code: Option<String>,
}

/// What must hold of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleKind {
    /// At least.
    Minimum(Number),
    /// At most.
    Maximum(Number),
    /// More than.
    ExclusiveMinimum(Number),
    /// Less than.
    ExclusiveMaximum(Number),
    /// A whole multiple of.
    MultipleOf(Number),
    /// At least so many characters.
    MinLength(u64),
    /// At most so many characters.
    MaxLength(u64),
    /// Matches an ECMA-262 pattern.
    Pattern(String),
    /// Has a `format` of JSON Schema.
    Format(String),
    /// Is RFC 4648 base64.
    Base64,
    /// At least so many items.
    MinItems(u64),
    /// At most so many items.
    MaxItems(u64),
    /// No two items are equal.
    UniqueItems,
    /// Each item, or each value of a map, keeps these rules.
    Items(Vec<Rule>),
    /// Each key of a map keeps these rules.
    PropertyNames(Vec<Rule>),
    /// At least so many members.
    MinProperties(u64),
    /// At most so many members.
    MaxProperties(u64),
    /// Is one of these values.
    OneOf(Vec<Tree>),
    /// Matches exactly one alternative. Only for a union as a whole.
    ExactlyOne,
    /// Is valid against a schema: JSON Schema draft 2020-12, with the targets of its references in
    /// `$defs`.
    Conforms(Tree),
}

impl RuleKind {
    /// Whether it checks a format.
    #[must_use]
    pub fn checks_format(&self) -> bool {
        match self {
            Self::Format(_) => true,
            Self::Items(rules) | Self::PropertyNames(rules) => {
                rules.iter().any(|rule| rule.kind.checks_format())
            }
            Self::Conforms(schema) => has_format(schema),
            _ => false,
        }
    }
}

/// Whether a schema has a `format`, which is checked: it has no annotations.
fn has_format(schema: &Tree) -> bool {
    match schema {
        Tree::Object(members) => members.iter().any(|(name, value)| {
            name == "format" && matches!(value, Tree::String(_)) || has_format(value)
        }),
        Tree::Array(items) => items.iter().any(has_format),
        _ => false,
    }
}

/// A rule about several members of an object. Members are wire names.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectRule {
    /// What must hold.
    pub kind: ObjectRuleKind,
    /// The words in the prose that it rests on.
    pub because: Option<String>,
    /// The API's own error code for a violation.
    pub code: Option<String>,
}

/// What must hold between members.
#[derive(Clone, Debug, PartialEq)]
pub enum ObjectRuleKind {
    /// Not all of these may be present: `not: {required: […]}`.
    MutuallyExclusive(Vec<String>),
    /// If a condition holds, these must be present: `if`/`then`, `dependentRequired`.
    Requires {
        /// The condition.
        when: Vec<Condition>,
        /// The members that must be present then.
        then: Vec<String>,
    },
}

impl ObjectRuleKind {
    /// Returns the members that the rule refers to.
    pub fn members(&self) -> impl Iterator<Item = &str> {
        let (conditions, members) = match self {
            Self::MutuallyExclusive(members) => (&[][..], members),
            Self::Requires { when, then } => (&when[..], then),
        };
        let tested = conditions.iter().map(|condition| match condition {
            Condition::Present(member) | Condition::Equals(member, _) => member,
        });
        tested.chain(members).map(String::as_str)
    }
}

/// A condition on one member.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// The member is present.
    Present(String),
    /// The member is present and has this value.
    Equals(String, Tree),
}
