//! The other files of a document, read from below its folder and from nowhere else.

use std::path::{Component, Path, PathBuf};

use codegen::diagnostic::catalogue::UNREADABLE;
use codegen::diagnostic::{Diagnostics, Place};
use codegen::pointer::FileId;
use codegen::source::Sources;

use crate::session::{self, Unreadable};

/// Reads the files that a document refers to.
#[derive(Debug)]
pub(crate) struct Loader {
    folder: PathBuf,
    /// The folder as it is shown, with a `/` at its end.
    shown: String,
    /// Files that are there and cannot be used, and why.
    refused: Vec<(Place, String)>,
}

impl Loader {
    /// A loader for the document at `path`, which is shown as `name`.
    pub(crate) fn new(path: &Path, name: &str) -> Self {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let shown = name
            .rfind('/')
            .map_or("", |slash| &name[..=slash])
            .to_owned();
        Self {
            folder,
            shown,
            refused: Vec::new(),
        }
    }

    /// Reads a file, given its path relative to the document's folder.
    pub(crate) fn load(&mut self, sources: &mut Sources, path: &str) -> Option<FileId> {
        let name = format!("{}{path}", self.shown);
        match self.text(path)? {
            Ok(text) => Some(sources.add(name, text)),
            Err(unreadable) => {
                self.refused.push(unreadable.add(sources, &name));
                None
            }
        }
    }

    /// Says which files were there and could not be used. That a file is missing says the
    /// reference to it.
    pub(crate) fn report(self, diagnostics: &mut Diagnostics) {
        for (place, reason) in self.refused {
            diagnostics.report(&UNREADABLE, place, reason);
        }
    }

    /// The text of a file, or why it cannot be used; `None` when there is no such file.
    fn text(&self, path: &str) -> Option<Result<String, Unreadable>> {
        let path = Path::new(path);
        if !path
            .components()
            .all(|component| matches!(component, Component::Normal(_)))
        {
            return None;
        }
        // A link may lead out although its own path does not.
        let full = self.folder.join(path).canonicalize().ok()?;
        if !full.starts_with(self.folder.canonicalize().ok()?) {
            let reason = "this is a link that leads out of the document's folder";
            return Some(Err(Unreadable::new(reason)));
        }
        Some(session::text(&full))
    }
}
