//! The files of a run, and the loader of further files.

use std::path::Path;

use crate::pointer::{FileId, has_scheme};

/// The files of a run.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

/// A file: the name it is shown by, and its text.
#[derive(Debug)]
pub struct Source {
    /// The name in diagnostics and file headers: a relative path with `/`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl Sources {
    /// Adds a file and returns its id.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        self.files.push(Source {
            name: name.into(),
            text: text.into(),
        });
        id
    }

    /// Returns a file.
    #[must_use]
    pub fn get(&self, id: FileId) -> &Source {
        &self.files[id.0 as usize]
    }
}

impl Source {
    /// Returns the text without a byte order mark, which does not count as a column.
    pub(crate) fn body(&self) -> &str {
        self.text.strip_prefix('\u{FEFF}').unwrap_or(&self.text)
    }

    pub(crate) fn is_json(&self) -> bool {
        let extension = Path::new(&self.name).extension();
        extension.is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
    }
}

/// A loader of further files of a document. Given the path of a file relative to the folder of the
/// document (which may start with `../`), or its URL, it adds the text to the sources and returns
/// the id. A file that was loaded before, under whatever name, keeps its id.
pub type Load<'a> = dyn FnMut(&mut Sources, &str) -> Result<FileId, Absent> + 'a;

/// The reason why a loader has no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// The file is on another host, and no folder contains a copy.
    Remote,
    /// The file is outside of the root folder.
    Outside,
    /// The file does not exist or cannot be read.
    Missing,
}

impl Absent {
    /// Returns the reason for a loader that has all files in the folder of the document and below
    /// it.
    #[must_use]
    pub fn from_folder(path: &str) -> Self {
        if has_scheme(path) {
            Self::Remote
        } else if path.starts_with("../") {
            Self::Outside
        } else {
            Self::Missing
        }
    }
}
