//! What stands in a folder and what should, in; what has to change, out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

use crate::standing::{Kind, Standing};

/// Which paths below a folder are the generator's own; the others are left alone.
pub(crate) type IsOwned = fn(&str) -> bool;

/// What has to change below a folder. All paths are relative to it, with `/`.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// The folder.
    pub(crate) root: PathBuf,
    /// Files to be written, by path.
    pub(crate) written: Vec<Written>,
    /// Files to be removed: nobody makes them any more.
    pub(crate) removed: Vec<String>,
    /// Folders to be removed, deepest first; they are empty once the files are gone.
    pub(crate) emptied: Vec<String>,
}

/// A file to be written.
#[derive(Debug)]
pub(crate) struct Written {
    /// Its path.
    pub(crate) path: String,
    /// Its new text.
    pub(crate) text: String,
    /// What it holds now, if it is there.
    pub(crate) old: Option<Vec<u8>>,
}

impl Changes {
    /// Compares the files that should be below `root` with those that are.
    pub(crate) fn between(
        root: &Path,
        files: &BTreeMap<String, String>,
        is_owned: IsOwned,
    ) -> anyhow::Result<Self> {
        let Standing {
            files: mut standing,
            folders,
        } = Standing::below(root, is_owned)?;
        let needed: BTreeSet<&str> = files.keys().flat_map(|path| ancestors(path)).collect();
        let mut emptied: Vec<String> = folders
            .into_iter()
            .filter(|folder| !needed.contains(folder.as_str()))
            .collect();
        emptied.sort_by(|left, right| right.cmp(left));

        let mut written = Vec::new();
        for (path, text) in files {
            ensure!(is_owned(path), "`{path}` is not the generator's to write");
            // Only a regular file is taken for what it holds; a link is replaced.
            let old = match standing.remove(path) {
                Some(Kind::File) => Some(read(&root.join(path))?),
                Some(Kind::Other) | None => None,
            };
            if old.as_deref() != Some(text.as_bytes()) {
                let (path, text) = (path.clone(), text.clone());
                written.push(Written { path, text, old });
            }
        }
        let removed = standing.into_keys().collect();
        Ok(Self {
            root: root.to_owned(),
            written,
            removed,
            emptied,
        })
    }

    /// What has to go: files, and then folders with a `/` at their end.
    pub(crate) fn strangers(&self) -> impl Iterator<Item = String> {
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

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// The folders that a path goes through: `a` and `a/b` for `a/b/c.rs`.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(slash, _)| &path[..slash])
}
