//! Reads the other files of a document: from its root folder or a folder to which a URL is mapped, and
//! from nowhere else.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use codegen::Absent;
use codegen::diagnostic::catalogue::UNREADABLE;
use codegen::diagnostic::{Diagnostics, Place};
use codegen::pointer::FileId;
use codegen::source::Sources;

use crate::path;
use crate::references::{ReferenceOptions, RootFolder};
use crate::session::{self, Unreadable};

/// Reads the files that a document refers to.
#[derive(Debug)]
pub(crate) struct Loader<'a> {
    references: &'a ReferenceOptions,
    root: &'a RootFolder,
    /// The folder of the document, with symbolic links resolved.
    folder: PathBuf,
    /// The same folder as it is displayed, ending with `/`.
    displayed_folder: String,
    /// The files that have been read, by their paths with symbolic links resolved.
    loaded: HashMap<PathBuf, FileId>,
    /// Files that exist but cannot be used, and why.
    unreadable: Vec<(Place, String)>,
}

/// Where a file should be.
struct Candidate {
    path: PathBuf,
    /// The folder that must contain it, even if it is a symbolic link.
    within: PathBuf,
    /// Its name in messages.
    name: String,
}

impl<'a> Loader<'a> {
    /// Creates a loader for the document at `path`, which is called `name` in messages.
    pub(crate) fn new(
        path: &Path,
        name: &str,
        document: FileId,
        references: &'a ReferenceOptions,
        root: &'a RootFolder,
    ) -> Self {
        let displayed_folder = name.rfind('/').map_or("", |slash| &name[..=slash]);
        // A document that does not exist has been reported, and has no references.
        let loaded = path.canonicalize().map(|path| (path, document));
        Self {
            references,
            root,
            folder: path::parent_folder(path).unwrap_or_default(),
            displayed_folder: displayed_folder.to_owned(),
            loaded: loaded.into_iter().collect(),
            unreadable: Vec::new(),
        }
    }

    /// Reads a file, given its URL or its path relative to the folder of the document.
    pub(crate) fn load(
        &mut self,
        sources: &mut Sources,
        reference: &str,
    ) -> Result<FileId, Absent> {
        let Candidate { path, within, name } = self.locate(reference)?;
        let path = path.canonicalize().map_err(|_| Absent::Missing)?;
        if let Some(&file) = self.loaded.get(&path) {
            return Ok(file);
        }
        // A symbolic link inside of the folder may point outside of it.
        let text = if !path.starts_with(&within) {
            Err(Unreadable::new(
                "the file is a symbolic link that points outside the root folder",
            ))
        } else if within == self.root.folder && self.is_hidden(&path) {
            Err(Unreadable::new(
                "the file is hidden, and hidden files are read only below a `--root-folder`",
            ))
        } else {
            session::read_text(&path)
        };
        match text {
            Ok(text) => {
                let file = sources.add(name, text);
                self.loaded.insert(path, file);
                Ok(file)
            }
            Err(unreadable) => {
                self.unreadable.push(unreadable.add_to(sources, &name));
                Err(Absent::Missing)
            }
        }
    }

    /// Reports the files that exist but cannot be used. Missing files are reported at the references
    /// to them.
    pub(crate) fn report_unreadable(self, diagnostics: &mut Diagnostics) {
        for (place, reason) in self.unreadable {
            diagnostics.report(&UNREADABLE, place, reason);
        }
    }

    /// Where a file should be, if documents may refer to it.
    fn locate(&self, reference: &str) -> Result<Candidate, Absent> {
        if Absent::from_folder(reference) == Absent::Remote {
            return self.locate_copy(reference).ok_or(Absent::Remote);
        }
        let path = Path::new(reference);
        let is_relative = |it| matches!(it, Component::Normal(_) | Component::ParentDir);
        let full = path::remove_dots(&self.folder.join(path));
        if !path.components().all(is_relative) || !full.starts_with(&self.root.folder) {
            return Err(Absent::Outside);
        }
        Ok(Candidate {
            path: full,
            within: self.root.folder.clone(),
            name: path::join_displayed(&self.displayed_folder, reference),
        })
    }

    /// Where the copy of a file with a URL should be, if its URL is mapped.
    fn locate_copy(&self, url: &str) -> Option<Candidate> {
        let url = url.split('?').next().unwrap_or_default();
        let (folder, rest) = self.references.map_url(url)?;
        let is_below = |it| matches!(it, Component::Normal(_));
        let is_below = Path::new(rest).components().all(is_below);
        let within = folder.canonicalize().ok().filter(|_| is_below)?;
        let path = if rest.is_empty() {
            within.clone()
        } else {
            within.join(rest)
        };
        // The path of an absolute folder differs from machine to machine.
        let name = if folder.is_absolute() || rest.is_empty() {
            url.to_owned()
        } else {
            path::join_displayed(&format!("{}/", path::display_path(folder)), rest)
        };
        Some(Candidate { path, within, name })
    }

    /// Whether a file or a folder around it is hidden, up to the folder of the document.
    fn is_hidden(&self, path: &Path) -> bool {
        if !self.root.is_default || path.starts_with(&self.folder) {
            return false;
        }
        let shared = path.components().zip(self.folder.components());
        let shared = shared.take_while(|(left, right)| left == right).count();
        let own = path.components().skip(shared);
        own.into_iter()
            .any(|it| it.as_os_str().to_string_lossy().starts_with('.'))
    }
}
