//! Patterns: one character class and lists of words are matched here, anything else by an ECMA-262
//! engine.

pub(crate) mod class;
#[cfg(feature = "pattern")]
mod engine;
pub(crate) mod words;

use self::class::Class;
use self::words::Words;

#[cfg(feature = "pattern")]
pub use self::engine::compile;

/// A regular expression (ECMA-262, with the `u` flag if it is valid with it).
#[derive(Clone, Copy, Debug)]
pub struct Pattern<'p> {
    text: &'p str,
    form: Form<'p>,
}

/// How a pattern is matched.
#[derive(Clone, Copy, Debug)]
enum Form<'p> {
    Class(Class),
    Words(Words<'p>),
    /// By the engine.
    Other,
}

impl<'p> Pattern<'p> {
    /// Parses a pattern.
    #[must_use]
    pub const fn new(text: &'p str) -> Self {
        let form = if let Some(class) = Class::parse(text) {
            Form::Class(class)
        } else if let Some(words) = Words::parse(text) {
            Form::Words(words)
        } else {
            Form::Other
        };
        Self { text, form }
    }

    /// Returns the pattern as it is written.
    #[must_use]
    pub const fn as_str(&self) -> &'p str {
        self.text
    }

    /// Returns whether the pattern matches somewhere in a text. A pattern that is invalid, or that needs
    /// the engine without the feature `pattern`, matches every text.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.try_match(text).unwrap_or(true)
    }

    /// Returns whether the pattern matches somewhere in a text; `None` if it is invalid, or needs the
    /// engine without the feature `pattern`.
    #[must_use]
    pub fn try_match(&self, text: &str) -> Option<bool> {
        match &self.form {
            Form::Class(class) => Some(class.matches(text)),
            Form::Words(words) => Some(words.matches(text)),
            Form::Other => engine::try_match(self.text, text),
        }
    }
}

#[cfg(not(feature = "pattern"))]
mod engine {
    /// Without the engine, the answer is unknown.
    pub(super) fn try_match(_pattern: &str, _text: &str) -> Option<bool> {
        None
    }
}
