//! Entries of the catalogue.

/// A kind of diagnostic.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Its name, kebab-case, as it is printed in brackets.
    pub name: &'static str,
    /// Its severity.
    pub severity: Severity,
    /// Its meaning, in one sentence.
    pub summary: &'static str,
    /// The explanation: why it is reported, an example, and what to do. Markdown in lines of at
    /// most 100 characters.
    pub explanation: &'static str,
}

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A remark.
    Note,
    /// A problem that does not stop the run.
    Warning,
    /// A problem that stops the run before anything is written.
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
