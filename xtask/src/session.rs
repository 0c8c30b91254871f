//! What one run has read, and what it has to say about it.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use codegen::diagnostic::catalogue::UNREADABLE;
use codegen::diagnostic::{Diagnostics, Place, Severity};
use codegen::pointer::FileId;
use codegen::source::Sources;

/// The files and the diagnostics of a run.
#[derive(Debug, Default)]
pub struct Session {
    /// The files.
    pub sources: Sources,
    /// What was found in them.
    pub diagnostics: Diagnostics,
    /// Whether a warning stops the run as an error does.
    pub deny_warnings: bool,
}

impl Session {
    /// Reads a file and shows it as `name` from now on; a file that cannot be read is reported.
    pub fn read(&mut self, path: &Path, name: &str) -> Option<FileId> {
        match text(path) {
            Ok(text) => Some(self.sources.add(name, text)),
            Err(reason) => {
                let file = self.sources.add(name, "");
                self.diagnostics
                    .report(&UNREADABLE, Place::File(file), reason);
                None
            }
        }
    }

    /// How many diagnostics of a severity there are.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|it| it.severity == severity)
            .count()
    }

    /// Whether nothing may be written.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.diagnostics.has_errors() || (self.deny_warnings && self.count(Severity::Warning) > 0)
    }
}

/// A file's text, or why there is none.
pub(crate) fn text(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::IsADirectory => "this is a directory, not a file".to_owned(),
        ErrorKind::PermissionDenied => "the permission to read it is missing".to_owned(),
        _ => format!("it cannot be read: {error}"),
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.split(|byte| *byte == b'\n').count();
        format!("this is not UTF-8: the first byte that does not belong is in line {line}")
    })
}
