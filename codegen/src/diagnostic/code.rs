//! What an entry of the catalogue consists of.

/// A kind of diagnostic.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Its name, kebab-case, as it is printed in brackets.
    pub name: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it means, one sentence.
    pub summary: &'static str,
    /// Why it is reported, an example, and what to do: Markdown in lines of at most 100 characters.
    pub explanation: &'static str,
}

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A remark.
    Note,
    /// Something that the author should look at; the run goes on.
    Warning,
    /// Something that stops the run before anything is written.
    Error,
}

impl Severity {
    /// Its name, as it is printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}
