//! What a run has to say about its input: problems and remarks, each with its place.

pub mod catalogue;
mod code;
pub(crate) mod spelling;

use crate::pointer::{Address, FileId};

pub use code::{Code, Severity};

/// How many places beside its own a diagnostic shows where any number could be named with it: of
/// many that want one name, each is told about.
pub(crate) const MOST_RELATED: usize = 8;

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A whole file.
    File(FileId),
    /// A node; its line and column are looked up only when the diagnostic is printed.
    Node(Address),
    /// The key of a member, rather than its value.
    Key(Address),
    /// A position that a parser stopped at, both counted from one, columns in characters.
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
    /// The file that it is in.
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

/// One thing to say.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Which entry of the catalogue it is.
    pub code: &'static Code,
    /// How much it matters; the catalogue's own severity unless a caller changed it.
    pub severity: Severity,
    /// What was found: lowercase, no full stop.
    pub message: String,
    /// Where.
    pub place: Place,
    /// Other places that belong to it, each with what is there.
    pub related: Vec<(Place, String)>,
    /// What would help.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Adds what would help.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that belongs to it.
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

    /// Whether the run must stop.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Adds those of another part of the run after these.
    pub fn append(&mut self, mut others: Self) {
        self.list.append(&mut others.list);
    }

    /// Makes warnings of the errors of one kind.
    pub fn soften(&mut self, code: &'static Code) {
        for diagnostic in &mut self.list {
            if diagnostic.code == code && diagnostic.severity == Severity::Error {
                diagnostic.severity = Severity::Warning;
            }
        }
    }

    /// Keeps those that a condition holds for.
    pub(crate) fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(keep);
    }

    /// Changes where things are said to stand, related places too.
    pub(crate) fn relocate(&mut self, mut change: impl FnMut(&mut Place)) {
        for Diagnostic { place, related, .. } in &mut self.list {
            change(place);
            for (place, _) in related {
                change(place);
            }
        }
    }

    /// All of them, in the order they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }
}
