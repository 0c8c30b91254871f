//! What is wrong with a value: all of it at once, each with its place and its reason.

use std::error::Error;
use std::fmt;
use std::slice;
use std::vec;

/// A rule of the document that a value breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The invalid value, as a JSON pointer (RFC 6901) into the body, the parameter or whatever
    /// else was validated. Empty for the whole.
    pub pointer: String,
    /// The invalid parameter; `None` if the body is invalid, or if no operation was validated.
    pub parameter: Option<&'static str>,
    /// The kind of rule.
    pub kind: ViolationKind,
    /// What was found and what is required. Shows at most 40 characters of a string.
    pub message: String,
    /// The sentence of the document that the rule comes from.
    pub because: Option<&'static str>,
    /// The API's code for this error.
    pub code: Option<&'static str>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parameter {
            Some(name) => write!(f, "parameter {name}{}: ", self.pointer)?,
            None if self.pointer.is_empty() => {}
            None => write!(f, "{}: ", self.pointer)?,
        }
        f.write_str(&self.message)?;
        if let Some(because) = self.because {
            write!(f, " (\"{because}\")")?;
        }
        if let Some(code) = self.code {
            write!(f, " [{code}]")?;
        }
        Ok(())
    }
}

/// The kinds of rules, named after JSON Schema's keywords where they have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ViolationKind {
    /// Less than `minimum`.
    Minimum,
    /// More than `maximum`.
    Maximum,
    /// Not more than `exclusiveMinimum`.
    ExclusiveMinimum,
    /// Not less than `exclusiveMaximum`.
    ExclusiveMaximum,
    /// Not a multiple of `multipleOf`.
    MultipleOf,
    /// A number that JSON cannot write: not a number, or infinite.
    Finite,
    /// Shorter than `minLength`.
    MinLength,
    /// Longer than `maxLength`.
    MaxLength,
    /// Not matched by `pattern`.
    Pattern,
    /// Not base64.
    Base64,
    /// Fewer items than `minItems`.
    MinItems,
    /// More items than `maxItems`.
    MaxItems,
    /// The same item twice, against `uniqueItems`.
    UniqueItems,
    /// Fewer members than `minProperties`.
    MinProperties,
    /// More members than `maxProperties`.
    MaxProperties,
    /// A member that must not be there, by `additionalProperties`.
    UnknownMember,
    /// None of the values that the document lists.
    Enumeration,
    /// None of the alternatives of a union.
    Alternative,
    /// Members that exclude each other.
    MutuallyExclusive,
    /// A member that has to be there in this case.
    Required,
    /// Another keyword of the schema: `not`, `contains`, a `type` under a condition.
    Schema,
    /// Nothing, or `.` or `..`, for a segment of a path: the request would go elsewhere.
    PathSegment,
    /// A control character, such as a line break, in a header.
    HeaderValue,
    /// A value that the style of its parameter, JSON or a URI has no way to write.
    Encoding,
}

/// All violations of a value, in the order of its members; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// An error, if there is any violation.
    pub(super) fn check(list: Vec<Violation>) -> Result<(), Self> {
        if list.is_empty() {
            Ok(())
        } else {
            Err(Self(list))
        }
    }

    pub(super) fn extend(&mut self, more: Self) {
        self.0.extend(more.0);
    }

    /// One by one.
    pub fn iter(&self) -> slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    #[allow(clippy::len_without_is_empty)] // It never is.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Display for Violations {
    /// One line each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            violation.fmt(f)?;
        }
        Ok(())
    }
}

impl Error for Violations {}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// How many characters of a text a message shows.
const SHOWN: usize = 40;

/// A text in quotes, cut where it is long: messages end up in logs, and texts can be secret.
pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

/// A list for a message, cut where it is long.
pub(super) fn listed(values: impl ExactSizeIterator<Item = String>) -> String {
    const LISTED: usize = 20;
    let more = values.len().saturating_sub(LISTED);
    let text = values.take(LISTED).collect::<Vec<_>>().join(", ");
    if more > 0 {
        format!("{text} and {more} more")
    } else {
        text
    }
}
