//! Existing and generated files in, the changes between them out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use crate::existing_files::{EntryKind, ExistingFiles, IsOwned};

/// What has to change below a folder. Paths are relative to it and separated by `/`.
#[derive(Debug, Default)]
pub(crate) struct Changes<'f> {
    /// The folder.
    pub(crate) root: PathBuf,
    /// Files to write, by path.
    pub(crate) written: Vec<Written<'f>>,
    /// Files to remove, since they are no longer generated.
    pub(crate) removed: Vec<String>,
    /// Folders to remove, deepest first; removing the files leaves them empty.
    pub(crate) emptied: Vec<String>,
}

/// A file to write.
#[derive(Debug)]
pub(crate) struct Written<'f> {
    /// Its path.
    pub(crate) path: &'f str,
    /// Its new text.
    pub(crate) text: &'f str,
    /// Its present content, if it exists.
    pub(crate) old: Option<Vec<u8>>,
}

impl<'f> Changes<'f> {
    /// Compares the files that should be below `root` with those that exist.
    pub(crate) fn between(
        root: &Path,
        files: &'f BTreeMap<String, String>,
        is_owned: IsOwned<'_>,
    ) -> anyhow::Result<Self> {
        let ExistingFiles {
            files: mut existing,
            folders,
        } = ExistingFiles::below(root, is_owned)?;
        let needed: BTreeSet<&str> = files.keys().flat_map(|path| parent_folders(path)).collect();
        let mut emptied: Vec<String> = folders
            .into_iter()
            .filter(|folder| !needed.contains(folder.as_str()))
            .collect();
        emptied.sort_by(|left, right| right.cmp(left));

        let mut written = Vec::new();
        for (path, text) in files {
            ensure!(is_owned(path), "`{path}` does not belong to the generator");
            // A symbolic link is replaced, whatever it points to.
            let old = match existing.remove(path) {
                Some(EntryKind::File) => Some(read_file(&root.join(path))?),
                Some(EntryKind::Other) | None => None,
            };
            if old.as_deref() != Some(text.as_bytes()) {
                written.push(Written { path, text, old });
            }
        }
        let removed = existing.into_keys().collect();
        Ok(Self {
            root: root.to_owned(),
            written,
            removed,
            emptied,
        })
    }

    /// What is no longer generated: files, then folders, which end with `/`.
    pub(crate) fn orphans(&self) -> impl Iterator<Item = String> {
        let folders = self.emptied.iter().map(|folder| format!("{folder}/"));
        self.removed.iter().cloned().chain(folders)
    }

    /// Whether nothing has to change.
    pub(crate) fn is_empty(&self) -> bool {
        let Self {
            root: _,
            written,
            removed,
            emptied,
        } = self;
        written.is_empty() && removed.is_empty() && emptied.is_empty()
    }
}

fn read_file(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// The folders that contain a path: `a` and `a/b` for `a/b/c.rs`.
fn parent_folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(slash, _)| &path[..slash])
}
