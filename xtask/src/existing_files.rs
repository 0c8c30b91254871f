//! A folder in, the generator's own files in it out.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, anyhow};

/// Whether a path below a folder belongs to the generator; all others are left alone.
pub(crate) type IsOwned<'f> = &'f dyn Fn(&str) -> bool;

/// What is below a folder, as far as the generator owns it.
#[derive(Debug, Default)]
pub(crate) struct ExistingFiles {
    /// Everything that is not a folder.
    pub(crate) files: BTreeMap<String, EntryKind>,
    /// The folders.
    pub(crate) folders: Vec<String>,
}

/// What is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryKind {
    /// A regular file.
    File,
    /// A symbolic link, a pipe, …
    Other,
}

impl ExistingFiles {
    /// Walks a folder, without following symbolic links. A folder that does not exist is empty.
    pub(crate) fn below(root: &Path, is_owned: IsOwned<'_>) -> anyhow::Result<Self> {
        let mut found = Self::default();
        let mut pending = vec![String::new()];
        while let Some(folder) = pending.pop() {
            found
                .visit(root, &folder, is_owned, &mut pending)
                .with_context(|| format!("cannot read {}", root.join(&folder).display()))?;
        }
        Ok(found)
    }

    fn visit(
        &mut self,
        root: &Path,
        folder: &str,
        is_owned: IsOwned<'_>,
        pending: &mut Vec<String>,
    ) -> anyhow::Result<()> {
        let entries = match fs::read_dir(root.join(folder)) {
            Err(error) if folder.is_empty() && error.kind() == ErrorKind::NotFound => {
                return Ok(());
            }
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name();
            let name = name
                .to_str()
                .ok_or_else(|| anyhow!("the file name `{}` is not UTF-8", name.display()))?;
            let path = if folder.is_empty() {
                name.to_owned()
            } else {
                format!("{folder}/{name}")
            };
            if !is_owned(&path) {
                continue;
            }
            let kind = entry.file_type()?;
            if kind.is_dir() {
                pending.push(path.clone());
                self.folders.push(path);
            } else {
                let kind = if kind.is_file() {
                    EntryKind::File
                } else {
                    EntryKind::Other
                };
                self.files.insert(path, kind);
            }
        }
        Ok(())
    }
}
