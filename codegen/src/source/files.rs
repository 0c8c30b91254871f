//! The files of a run, and how others come in.

use std::path::Path;

use crate::pointer::FileId;

/// The files of a run.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

/// A file: the name it is shown by, and its text.
#[derive(Debug)]
pub struct Source {
    /// As diagnostics and headers name it: a relative path with `/`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl Sources {
    /// Adds a file.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        self.files.push(Source {
            name: name.into(),
            text: text.into(),
        });
        id
    }

    /// A file that was added.
    #[must_use]
    pub fn get(&self, id: FileId) -> &Source {
        &self.files[id.0 as usize]
    }
}

impl Source {
    /// The text without a byte order mark, which is no part of any column.
    pub(crate) fn body(&self) -> &str {
        self.text.strip_prefix('\u{FEFF}').unwrap_or(&self.text)
    }

    pub(super) fn is_json(&self) -> bool {
        let extension = Path::new(&self.name).extension();
        extension.is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
    }
}

/// Another file of a document: given its path relative to the document's folder (`../` leads up), or
/// its URL, adds its text to the sources and returns its id. A file that is there already, under
/// whatever name, has the id it was given.
pub type Load<'a> = dyn FnMut(&mut Sources, &str) -> Result<FileId, Absent> + 'a;

/// Why a loader has no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// It is on another host, and no folder has a copy.
    Remote,
    /// It is out of the folder that may be read.
    Outside,
    /// There is no such file, or it cannot be read.
    Missing,
}

impl Absent {
    /// Why a loader has no file that has all there are, which stand in the document's folder or
    /// below it.
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

/// Whether a reference starts with a scheme (RFC 3986 §3.1): `https:`, `urn:`, and `C:` as well.
pub(crate) fn has_scheme(path: &str) -> bool {
    path.starts_with("//")
        || path.split_once(':').is_some_and(|(scheme, _)| {
            scheme.starts_with(|first: char| first.is_ascii_alphabetic())
                && scheme
                    .chars()
                    .all(|char| char.is_ascii_alphanumeric() || "+-.".contains(char))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_have_a_scheme() {
        assert!(
            ["http://a/b", "urn:x", "C:/x", "//host/x"]
                .into_iter()
                .all(has_scheme)
        );
        assert!(!has_scheme("./a:b.yml") && !has_scheme("a.yml"));
    }
}
