//! Patterns: one character class and lists of words are matched here, anything else by an ECMA-262
//! engine.

pub(crate) mod class;
#[cfg(feature = "pattern")]
mod engine;
pub(crate) mod words;

use self::class::Class;
use self::words::Words;

/// A regular expression (ECMA-262, with the `u` flag where that takes it).
#[derive(Clone, Copy, Debug)]
pub(super) struct Pattern {
    pub(super) text: &'static str,
    form: Form,
}

/// What it takes to match it.
#[derive(Clone, Copy, Debug)]
enum Form {
    Class(Class),
    Words(Words),
    /// The engine.
    Other,
}

impl Pattern {
    pub(super) const fn new(text: &'static str) -> Self {
        let form = if let Some(class) = Class::parse(text) {
            Form::Class(class)
        } else if let Some(words) = Words::parse(text) {
            Form::Words(words)
        } else {
            Form::Other
        };
        Self { text, form }
    }

    /// Whether a text matches. A pattern that cannot be judged, because it is none or because the
    /// engine is left out, matches everything.
    pub(super) fn matches(&self, text: &str) -> bool {
        self.judge(text).unwrap_or(true)
    }

    /// Whether a text matches; `None` if that cannot be judged.
    pub(super) fn judge(&self, text: &str) -> Option<bool> {
        match &self.form {
            Form::Class(class) => Some(class.matches(text)),
            Form::Words(words) => Some(words.matches(text)),
            Form::Other => engine::judge(self.text, text),
        }
    }
}

#[cfg(not(feature = "pattern"))]
mod engine {
    /// Without an engine there is no telling.
    pub(super) fn judge(_pattern: &'static str, _text: &str) -> Option<bool> {
        None
    }
}

#[cfg(all(test, feature = "pattern"))]
mod tests {
    use super::*;

    #[test]
    fn the_engine_takes_the_rest() {
        let pattern = Pattern::new(r"^\+?[1-9]\d{1,14}$");
        assert!(matches!(pattern.form, Form::Other));
        assert!(pattern.matches("+13125550100") && pattern.matches("13"));
        assert!(!pattern.matches("+0") && !pattern.matches("1 3"));
        assert!(Pattern::new("a|b").matches("xbx"), "not anchored");
        assert!(
            Pattern::new("^.$").matches("😀"),
            "one character with the `u` flag"
        );
        assert!(Pattern::new("(").matches("no pattern judges nothing"));
        assert!(
            Pattern::new(r"\A\d+\z").matches("a pattern of another language neither"),
            "not as the letters A and z"
        );
    }
}
