//! The files of a run, and the diagnostics about them.

use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use codegen::diagnostic::catalogue::UNREADABLE;
use codegen::diagnostic::{Diagnostics, Place, Severity};
use codegen::pointer::FileId;
use codegen::source::Sources;

use crate::inputs::{InputFile, STDIN};

/// The files and the diagnostics of a run.
#[derive(Debug, Default)]
pub struct Session {
    /// The files that have been read.
    pub sources: Sources,
    /// The diagnostics about them.
    pub diagnostics: Diagnostics,
    /// Whether to treat warnings as errors.
    pub deny_warnings: bool,
}

impl Session {
    /// Reads a file, which is called `name` in messages. Reports a file that cannot be read.
    pub fn read(&mut self, path: &Path, name: &str) -> Option<FileId> {
        self.read_or_help(path, name, None)
    }

    /// Reads a document or an overlay. Reports a file that cannot be read.
    pub fn read_input(&mut self, input: &InputFile) -> Option<FileId> {
        let help = input.recorded_in.as_ref().map(|manifest| {
            format!(
                "{manifest} records this path: if the file has moved, name all documents and overlays again"
            )
        });
        self.read_or_help(&input.path, &input.name, help)
    }

    fn read_or_help(&mut self, path: &Path, name: &str, help: Option<String>) -> Option<FileId> {
        match read_text(path) {
            Ok(text) => Some(self.sources.add(name, text)),
            Err(unreadable) => {
                let (place, reason) = unreadable.add_to(&mut self.sources, name);
                let problem = self.diagnostics.report(&UNREADABLE, place, reason);
                if let Some(help) = help {
                    problem.help(help);
                }
                None
            }
        }
    }

    /// The number of diagnostics of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|it| it.severity == severity)
            .count()
    }

    /// Whether there are errors, or warnings that are treated as such, so that nothing may be written.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.diagnostics.has_errors() || (self.deny_warnings && self.count(Severity::Warning) > 0)
    }
}

/// Why a file cannot be read.
pub(crate) struct Unreadable {
    reason: String,
    /// The text before the part that cannot be decoded, if there is such a part.
    before: Option<String>,
}

impl Unreadable {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            before: None,
        }
    }

    /// Adds as much of the file as can be read, as `name`. Returns where that ends and why.
    pub(crate) fn add_to(self, sources: &mut Sources, name: &str) -> (Place, String) {
        let Some(before) = self.before else {
            return (Place::File(sources.add(name, "")), self.reason);
        };
        let count = |count| u32::try_from(count).unwrap_or(u32::MAX);
        let line = count(before.split('\n').count());
        let last = before.rsplit('\n').next().unwrap_or_default();
        let column = count(last.chars().count() + 1);
        // An excerpt needs a character to mark.
        let file = sources.add(name, before + "\u{FFFD}");
        (Place::Position { file, line, column }, self.reason)
    }
}

/// Returns the error for a path that is a URL.
fn refuse_url(path: &Path) -> Option<Unreadable> {
    let url = path.to_str()?;
    let scheme = url.split_once("://")?.0;
    let is_fetched = ["http", "https", "ftp"].contains(&&*scheme.to_ascii_lowercase());
    let reason = "nothing is fetched: download the document, for instance with `curl -LO";
    is_fetched.then(|| Unreadable::new(format!("{reason} {url}`, and pass the file")))
}

/// Reads the text of a file. A byte order mark says that YAML is UTF-16 (YAML 1.2 §5.2).
pub(crate) fn read_text(path: &Path) -> Result<String, Unreadable> {
    if let Some(error) = refuse_url(path) {
        return Err(error);
    }
    let bytes = if path == Path::new(STDIN) {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    let bytes = bytes.map_err(|error| {
        Unreadable::new(match error.kind() {
            ErrorKind::NotFound => "the file does not exist".to_owned(),
            ErrorKind::IsADirectory => "the file is a directory".to_owned(),
            ErrorKind::PermissionDenied => "permission to read the file is denied".to_owned(),
            _ => format!("the file cannot be read: {error}"),
        })
    })?;
    match &bytes[..] {
        [0xFF, 0xFE, text @ ..] => return decode_utf16(text, u16::from_le_bytes),
        [0xFE, 0xFF, text @ ..] => return decode_utf16(text, u16::from_be_bytes),
        _ => {}
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        Unreadable {
            reason: "the file is not valid UTF-8".to_owned(),
            before: Some(String::from_utf8_lossy(valid).into_owned()),
        }
    })
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Unreadable> {
    let pairs = bytes.chunks_exact(2);
    let is_whole = pairs.remainder().is_empty();
    let mut text = String::with_capacity(bytes.len());
    for char in char::decode_utf16(pairs.map(|pair| unit([pair[0], pair[1]]))) {
        match char {
            Ok(char) => text.push(char),
            Err(_) => return Err(invalid_utf16(text)),
        }
    }
    if is_whole {
        Ok(text)
    } else {
        Err(invalid_utf16(text))
    }
}

fn invalid_utf16(before: String) -> Unreadable {
    Unreadable {
        reason: "the file starts with a UTF-16 byte order mark but is not valid UTF-16".to_owned(),
        before: Some(before),
    }
}
