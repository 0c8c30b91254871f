//! A rule that a description states.

use std::ops::Range;

use crate::prose::{Bound, Prose};
use crate::tree::{Number, Object, Tree};

/// The kind of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The bounds of a number.
    Range,
    /// The length of a string.
    Length,
    /// The number of items.
    Items,
    /// A string in Base64.
    Base64,
    /// The characters of a string.
    Characters,
    /// Values with a separator between them.
    Separator,
    /// A regular expression.
    Pattern,
    /// The values of an enum.
    OneOf,
    /// A format.
    Format,
    /// A default.
    Default,
    /// Members that cannot be present together.
    Exclusive,
    /// A member that another one requires.
    RequiredWhen,
}

impl Kind {
    /// Returns its name, as it is printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Range => "range",
            Self::Length => "length",
            Self::Items => "items",
            Self::Base64 => "base64",
            Self::Characters => "characters",
            Self::Separator => "separator",
            Self::Pattern => "pattern",
            Self::OneOf => "one-of",
            Self::Format => "format",
            Self::Default => "default",
            Self::Exclusive => "exclusive",
            Self::RequiredWhen => "required-when",
        }
    }

    /// Whether the rule is one of the object that has the described member.
    pub(super) fn is_of_parent(self) -> bool {
        matches!(self, Self::Exclusive | Self::RequiredWhen)
    }
}

/// A rule that a description states, whether or not a keyword states it, too.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    pub(super) kind: Kind,
    /// The words that state it.
    pub(super) words: String,
    /// The keywords that express it.
    pub(super) update: Object,
}

impl Finding {
    /// Creates a finding with the words of some tokens and one keyword.
    pub(super) fn new(
        kind: Kind,
        (prose, tokens): (&Prose, Range<usize>),
        keyword: &str,
        value: Tree,
    ) -> Self {
        let mut update = Object::default();
        update.insert(keyword.to_owned(), value);
        Self {
            kind,
            words: prose.slice(tokens).to_owned(),
            update,
        }
    }

    /// Creates a finding of bounds on a count: of characters, or of items. `None` if a bound is no count.
    pub(super) fn of_count(
        kind: Kind,
        (prose, tokens): (&Prose, Range<usize>),
        bound: &Bound,
        [low, high]: [&str; 2],
    ) -> Option<Self> {
        let mut update = Object::default();
        if let Some((number, is_exclusive)) = &bound.low {
            let value = number.as_i128()?.checked_add(i128::from(*is_exclusive))?;
            // Nothing is shorter than empty.
            if value > 0 {
                update.insert(low.to_owned(), count(value)?);
            }
        }
        if let Some((number, is_exclusive)) = &bound.high {
            let value = number.as_i128()?.checked_sub(i128::from(*is_exclusive))?;
            if value <= 0 {
                return None;
            }
            update.insert(high.to_owned(), count(value)?);
        }
        (!update.is_empty()).then(|| Self {
            kind,
            words: prose.slice(tokens).to_owned(),
            update,
        })
    }
}

fn count(value: i128) -> Option<Tree> {
    let number = Number::parse(&value.to_string()).filter(|_| value >= 0)?;
    Some(Tree::Number(number))
}

/// Removes findings that give a keyword different values: the description has several cases.
pub(super) fn drop_ambiguous(findings: &mut Vec<Finding>) {
    let all = findings.clone();
    let is_same = |a: &Finding, b: &Finding| {
        let mut shared = a.update.iter().filter_map(|(key, value)| {
            let other = b.update.get(key)?;
            Some(value == other)
        });
        a.kind.is_of_parent() || shared.all(|it| it)
    };
    findings.retain(|it| all.iter().all(|other| is_same(it, other)));
    let mut seen: Vec<Object> = Vec::new();
    findings.retain(|it| {
        let is_new = !seen.contains(&it.update);
        seen.push(it.update.clone());
        is_new
    });
}
