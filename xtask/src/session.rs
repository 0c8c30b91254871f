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
            Err(unreadable) => {
                let (place, reason) = unreadable.add(&mut self.sources, name);
                self.diagnostics.report(&UNREADABLE, place, reason);
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

/// Why a file has no text.
pub(crate) struct Unreadable {
    reason: String,
    /// The text before what cannot be read, if that is only a part.
    before: Option<String>,
}

impl Unreadable {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            before: None,
        }
    }

    /// Adds what there is of the file, as `name`; where it ends and why.
    pub(crate) fn add(self, sources: &mut Sources, name: &str) -> (Place, String) {
        let Some(before) = self.before else {
            return (Place::File(sources.add(name, "")), self.reason);
        };
        let count = |count| u32::try_from(count).unwrap_or(u32::MAX);
        let line = count(before.split('\n').count());
        let last = before.rsplit('\n').next().unwrap_or_default();
        let column = count(last.chars().count() + 1);
        // Something has to stand there to be shown.
        let file = sources.add(name, before + "\u{FFFD}");
        (Place::Position { file, line, column }, self.reason)
    }
}

/// A file's text, or why there is none. YAML may be UTF-16, which begins with a byte order mark
/// (YAML 1.2 §5.2).
pub(crate) fn text(path: &Path) -> Result<String, Unreadable> {
    let bytes = fs::read(path).map_err(|error| {
        Unreadable::new(match error.kind() {
            ErrorKind::NotFound => "there is no such file".to_owned(),
            ErrorKind::IsADirectory => "this is a directory, not a file".to_owned(),
            ErrorKind::PermissionDenied => "the permission to read it is missing".to_owned(),
            _ => format!("it cannot be read: {error}"),
        })
    })?;
    match &bytes[..] {
        [0xFF, 0xFE, text @ ..] => return utf16(text, u16::from_le_bytes),
        [0xFE, 0xFF, text @ ..] => return utf16(text, u16::from_be_bytes),
        _ => {}
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        Unreadable {
            reason: "this is not UTF-8".to_owned(),
            before: Some(String::from_utf8_lossy(good).into_owned()),
        }
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Unreadable> {
    let pairs = bytes.chunks_exact(2);
    let is_whole = pairs.remainder().is_empty();
    let mut text = String::with_capacity(bytes.len());
    for char in char::decode_utf16(pairs.map(|pair| unit([pair[0], pair[1]]))) {
        match char {
            Ok(char) => text.push(char),
            Err(_) => return Err(not_utf16(text)),
        }
    }
    if is_whole {
        Ok(text)
    } else {
        Err(not_utf16(text))
    }
}

fn not_utf16(before: String) -> Unreadable {
    Unreadable {
        reason: "this begins as UTF-16 and is not".to_owned(),
        before: Some(before),
    }
}
