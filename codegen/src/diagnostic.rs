//! What a run has to say about its input: problems and remarks, each with its place.

pub mod catalogue;
mod code;
pub(crate) mod spelling;

use crate::pointer::{Address, FileId};

pub use code::{Code, Severity};

/// The maximum number of related places of a diagnostic, for those about any number of items, such
/// as a name collision.
pub(crate) const MOST_RELATED: usize = 8;

/// The place of a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A whole file.
    File(FileId),
    /// A node; its line and column are looked up only when the diagnostic is printed.
    Node(Address),
    /// The key of a member, rather than its value.
    Key(Address),
    /// A position where a parser stopped. Lines and columns are counted from one, columns in
    /// characters.
    Position {
        /// The file.
        file: FileId,
        /// The line.
        line: u32,
        /// The column.
        column: u32,
    },
}

impl Place {
    /// Returns the file of the place.
    pub(crate) fn file(&self) -> FileId {
        match self {
            Self::Node(address) | Self::Key(address) => address.file,
            Self::File(file) | Self::Position { file, .. } => *file,
        }
    }
}

impl From<Address> for Place {
    fn from(address: Address) -> Self {
        Self::Node(address)
    }
}

impl From<&Address> for Place {
    fn from(address: &Address) -> Self {
        Self::Node(address.clone())
    }
}

/// A problem or a remark.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Its entry in the catalogue.
    pub code: &'static Code,
    /// The severity; that of the catalogue unless a caller changed it.
    pub severity: Severity,
    /// What was found: lowercase, no full stop.
    pub message: String,
    /// The place.
    pub place: Place,
    /// Related places, each with a label.
    pub related: Vec<(Place, String)>,
    /// The help: what to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Sets the help.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a related place.
    pub fn related(&mut self, place: impl Into<Place>, label: impl Into<String>) -> &mut Self {
        self.related.push((place.into(), label.into()));
        self
    }
}

/// The diagnostics of a run, in the order they were found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a diagnostic and returns it, so that help and related places can be added.
    pub fn report(
        &mut self,
        code: &'static Code,
        place: impl Into<Place>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.list.push(Diagnostic {
            code,
            severity: code.severity,
            message: message.into(),
            place: place.into(),
            related: Vec::new(),
            help: None,
        });
        self.list.last_mut().expect("one was just pushed")
    }

    /// Whether there is an error, so that the run must stop.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Appends the diagnostics of another part of the run.
    pub fn append(&mut self, mut others: Self) {
        self.list.append(&mut others.list);
    }

    /// Downgrades the errors of one kind to warnings.
    pub fn soften(&mut self, code: &'static Code) {
        for diagnostic in &mut self.list {
            if diagnostic.code == code && diagnostic.severity == Severity::Error {
                diagnostic.severity = Severity::Warning;
            }
        }
    }

    /// Turns all diagnostics of a code into errors.
    pub fn harden(&mut self, code: &'static Code) {
        for diagnostic in &mut self.list {
            if diagnostic.code == code {
                diagnostic.severity = Severity::Error;
            }
        }
    }

    /// Keeps the diagnostics for which `keep` returns true.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    /// Changes all places, including related ones.
    pub(crate) fn relocate(&mut self, mut change: impl FnMut(&mut Place)) {
        for Diagnostic { place, related, .. } in &mut self.list {
            change(place);
            for (place, _) in related {
                change(place);
            }
        }
    }

    /// Returns an iterator over the diagnostics, in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }
}
