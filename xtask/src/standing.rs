//! A folder in, the paths that the generator owns in it out.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, anyhow};

use crate::changes::IsOwned;

/// What stands below a folder now, as far as the generator owns it.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    /// Everything that is not a folder.
    pub(crate) files: BTreeMap<String, Kind>,
    /// The folders.
    pub(crate) folders: Vec<String>,
}

/// What is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A file.
    File,
    /// A link, a pipe, …
    Other,
}

impl Standing {
    /// Walks a folder; one that does not exist is empty. Links are not followed.
    pub(crate) fn below(root: &Path, is_owned: IsOwned) -> anyhow::Result<Self> {
        let mut standing = Self::default();
        let mut waiting = vec![String::new()];
        while let Some(folder) = waiting.pop() {
            standing
                .visit(root, &folder, is_owned, &mut waiting)
                .with_context(|| format!("cannot read {}", root.join(&folder).display()))?;
        }
        Ok(standing)
    }

    fn visit(
        &mut self,
        root: &Path,
        folder: &str,
        is_owned: IsOwned,
        waiting: &mut Vec<String>,
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
                .ok_or_else(|| anyhow!("the name `{}` in it is not UTF-8", name.display()))?;
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
                waiting.push(path.clone());
                self.folders.push(path);
            } else {
                let kind = if kind.is_file() {
                    Kind::File
                } else {
                    Kind::Other
                };
                self.files.insert(path, kind);
            }
        }
        Ok(())
    }
}
