//! Violations of rules: all that a value has, each with its place and reason.

use std::error::Error;
use std::fmt;
use std::slice;
use std::vec;

/// A violation of a rule of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The JSON Pointer (RFC 6901) to the invalid value, within the body, the parameter or whatever
    /// was validated; empty for the whole.
    pub pointer: String,
    /// The parameter that is invalid; `None` for the body, and where no operation was validated.
    pub parameter: Option<&'static str>,
    /// The kind of rule.
    pub kind: ViolationKind,
    /// The message: what was found and what is required. It shows at most 40 characters of a
    /// string.
    pub message: String,
    /// The sentence of the document from which the rule was derived.
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

/// The kind of a violated rule, named after the keyword of JSON Schema if there is one.
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
    /// A number that JSON cannot represent: infinite or not a number.
    Finite,
    /// Shorter than `minLength`.
    MinLength,
    /// Longer than `maxLength`.
    MaxLength,
    /// Does not match `pattern`.
    Pattern,
    /// Not of the `format`.
    Format,
    /// Not base64.
    Base64,
    /// Fewer items than `minItems`.
    MinItems,
    /// More items than `maxItems`.
    MaxItems,
    /// Two equal items, against `uniqueItems`.
    UniqueItems,
    /// Fewer members than `minProperties`.
    MinProperties,
    /// More members than `maxProperties`.
    MaxProperties,
    /// A member that `additionalProperties` does not allow.
    UnknownMember,
    /// Not one of the values of `enum`.
    Enumeration,
    /// Matches none of the alternatives of a union, or more than the one that is allowed.
    Alternative,
    /// Members that are mutually exclusive.
    MutuallyExclusive,
    /// A required member is missing.
    Required,
    /// Another keyword of the schema, such as `not`, `contains` or a `type` under a condition.
    Schema,
    /// A path segment that is empty, `.` or `..`, and would address another resource.
    PathSegment,
    /// A control character, such as a line break, in a header.
    HeaderValue,
    /// A value that cannot be represented in the style of its parameter, in JSON or in a URI; or, in a
    /// request that is read, text that is not encoded in that style.
    Encoding,
    /// A value of another type, in a request that is read.
    Type,
    /// A content type or content coding that the operation does not declare, of a request that is
    /// read.
    MediaType,
}

/// All violations of a value, in the order of its members; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Returns an error if `list` contains any violation.
    #[inline]
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

    /// Returns an iterator over the violations.
    pub fn iter(&self) -> slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// Returns the number of violations, which is at least 1.
    #[must_use]
    #[allow(clippy::len_without_is_empty)] // It never is.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Display for Violations {
    /// Prints each violation on a line of its own.
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
