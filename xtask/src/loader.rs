//! The other files of a document, read from below its root folder, or from the folders with copies of
//! what is published, and from nowhere else.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

use codegen::Absent;
use codegen::diagnostic::catalogue::UNREADABLE;
use codegen::diagnostic::{Diagnostics, Place};
use codegen::pointer::FileId;
use codegen::source::Sources;

use crate::bounds::{Bounds, RootFolder};
use crate::path;
use crate::session::{self, Unreadable};

/// Reads the files that a document refers to.
#[derive(Debug)]
pub(crate) struct Loader<'a> {
    bounds: &'a Bounds,
    root: &'a RootFolder,
    /// The document's folder, without links.
    folder: PathBuf,
    /// The same as it is shown, with a `/` at its end.
    shown: String,
    /// The files that were read, by their path without links.
    read: HashMap<PathBuf, FileId>,
    /// Files that are there and cannot be used, and why.
    refused: Vec<(Place, String)>,
}

/// Where a file is looked for.
struct Candidate {
    path: PathBuf,
    /// The folder that it must not leave.
    within: PathBuf,
    /// What it is shown as.
    name: String,
}

impl<'a> Loader<'a> {
    /// A loader for the document at `path`, which is shown as `name`.
    pub(crate) fn new(
        path: &Path,
        name: &str,
        document: FileId,
        bounds: &'a Bounds,
        root: &'a RootFolder,
    ) -> Self {
        let shown = name
            .rfind('/')
            .map_or("", |slash| &name[..=slash])
            .to_owned();
        // A document that cannot be found has been refused, and leads nowhere.
        let read = path.canonicalize().map(|path| (path, document));
        Self {
            bounds,
            root,
            folder: path::folder(path).unwrap_or_default(),
            shown,
            read: read.into_iter().collect(),
            refused: Vec::new(),
        }
    }

    /// Reads a file, given its path relative to the document's folder or its URL.
    pub(crate) fn load(
        &mut self,
        sources: &mut Sources,
        reference: &str,
    ) -> Result<FileId, Absent> {
        let Candidate { path, within, name } = self.candidate(reference)?;
        let path = path.canonicalize().map_err(|_| Absent::Missing)?;
        if let Some(&file) = self.read.get(&path) {
            return Ok(file);
        }
        // A link may lead out although its own path does not.
        let text = if !path.starts_with(&within) {
            Err(Unreadable::new(
                "this is a link that leads out of the root folder",
            ))
        } else if within == self.root.folder && self.is_hidden(&path) {
            Err(Unreadable::new(
                "this is hidden, and is read only below a `--root-folder`",
            ))
        } else {
            session::text(&path)
        };
        match text {
            Ok(text) => {
                let file = sources.add(name, text);
                self.read.insert(path, file);
                Ok(file)
            }
            Err(unreadable) => {
                self.refused.push(unreadable.add(sources, &name));
                Err(Absent::Missing)
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

    /// Where to look for a file, if that is anywhere.
    fn candidate(&self, reference: &str) -> Result<Candidate, Absent> {
        if Absent::from_folder(reference) == Absent::Remote {
            return self.copy(reference).ok_or(Absent::Remote);
        }
        let path = Path::new(reference);
        let is_relative = |it| matches!(it, Component::Normal(_) | Component::ParentDir);
        let full = path::without_dots(&self.folder.join(path));
        if !path.components().all(is_relative) || !full.starts_with(&self.root.folder) {
            return Err(Absent::Outside);
        }
        Ok(Candidate {
            path: full,
            within: self.root.folder.clone(),
            name: path::joined(&self.shown, reference),
        })
    }

    /// Where the copy of what is published stands.
    fn copy(&self, url: &str) -> Option<Candidate> {
        let url = url.split('?').next().unwrap_or_default();
        let (folder, rest) = self.bounds.copy(url)?;
        let is_below = |it| matches!(it, Component::Normal(_));
        let is_below = Path::new(rest).components().all(is_below);
        let within = folder.canonicalize().ok().filter(|_| is_below)?;
        let path = if rest.is_empty() {
            within.clone()
        } else {
            within.join(rest)
        };
        // Of a folder that is named from the disk's root, nobody else has the path.
        let name = if folder.is_absolute() || rest.is_empty() {
            url.to_owned()
        } else {
            path::joined(&format!("{}/", path::shown(folder)), rest)
        };
        Some(Candidate { path, within, name })
    }

    /// Whether a file, outside of the document's own folder, is hidden or stands in a folder that is.
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
