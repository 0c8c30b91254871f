//! Changes in, a changed folder out: all of them, or none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::changes::Changes;
use crate::path;

/// What every failure means that could be taken back.
const UNTOUCHED: &str = "nothing was changed";

/// Makes the changes.
///
/// Every file is written to a temporary folder first, in or beside the one that changes, so that
/// only renames are left by then. When one of those fails, those before it are taken back.
pub(crate) fn apply(changes: &Changes) -> anyhow::Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let stage = stage(&changes.root).context(UNTOUCHED)?;
    fill(stage.path(), changes).context(UNTOUCHED)?;

    let mut journal = Journal::default();
    let Err(error) = carry_out(changes, stage.path(), &mut journal) else {
        return Ok(());
    };
    match journal.take_back() {
        Ok(()) => Err(error.context(UNTOUCHED)),
        Err(second) => {
            let kept = stage.keep();
            let kept = kept.display();
            Err(error.context(format!(
                "{second:#}; what was there before is now in {kept}"
            )))
        }
    }
}

/// A temporary folder on the file system of `root`: in it, or in the nearest folder above it.
fn stage(root: &Path) -> anyhow::Result<tempfile::TempDir> {
    let root = path::normal(root)?;
    let folder = root
        .ancestors()
        .find(|folder| folder.is_dir())
        .unwrap_or(&root);
    tempfile::Builder::new()
        .prefix(".staged-")
        .tempdir_in(folder)
        // Of the error itself, only the kind: it names a path again, of a folder that is not there.
        .map_err(|error| io::Error::from(error.kind()))
        .with_context(|| format!("cannot write below {}", folder.display()))
}

/// Writes the new files into the stage, numbered.
fn fill(stage: &Path, changes: &Changes) -> anyhow::Result<()> {
    for (number, file) in changes.written.iter().enumerate() {
        let path = stage.join(format!("new-{number}"));
        fs::write(&path, &file.text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn carry_out(changes: &Changes, stage: &Path, journal: &mut Journal) -> anyhow::Result<()> {
    for path in &changes.removed {
        journal.put_away(&changes.root.join(path), stage)?;
    }
    for path in &changes.emptied {
        journal.remove_folder(&changes.root.join(path))?;
    }
    for (number, file) in changes.written.iter().enumerate() {
        let target = changes.root.join(&file.path);
        if let Some(folder) = target.parent() {
            journal.make_folders(folder)?;
        }
        if target.symlink_metadata().is_ok() {
            journal.put_away(&target, stage)?;
        }
        journal.rename(stage.join(format!("new-{number}")), target.clone(), &target)?;
    }
    Ok(())
}

/// What was done so far, so that it can be taken back.
#[derive(Debug, Default)]
struct Journal {
    steps: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    Renamed { from: PathBuf, to: PathBuf },
    MadeFolder(PathBuf),
    RemovedFolder(PathBuf),
}

impl Journal {
    /// Moves something into the stage.
    fn put_away(&mut self, path: &Path, stage: &Path) -> anyhow::Result<()> {
        // Each step adds one entry, so the number is not in use yet.
        let to = stage.join(format!("old-{}", self.steps.len()));
        self.rename(path.to_owned(), to, path)
    }

    fn rename(&mut self, from: PathBuf, to: PathBuf, shown: &Path) -> anyhow::Result<()> {
        fs::rename(&from, &to).with_context(|| format!("cannot write {}", shown.display()))?;
        self.steps.push(Step::Renamed { from, to });
        Ok(())
    }

    /// Makes a folder and those above it that are missing.
    fn make_folders(&mut self, folder: &Path) -> anyhow::Result<()> {
        let is_missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.is_dir();
        let missing: Vec<&Path> = folder.ancestors().take_while(is_missing).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder).with_context(|| format!("cannot make {}", folder.display()))?;
            self.steps.push(Step::MadeFolder(folder.to_owned()));
        }
        Ok(())
    }

    fn remove_folder(&mut self, folder: &Path) -> anyhow::Result<()> {
        fs::remove_dir(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
        self.steps.push(Step::RemovedFolder(folder.to_owned()));
        Ok(())
    }

    /// Undoes every step, the last one first.
    fn take_back(self) -> anyhow::Result<()> {
        for step in self.steps.into_iter().rev() {
            match step {
                Step::Renamed { from, to } => fs::rename(&to, &from)
                    .with_context(|| format!("cannot put {} back", from.display()))?,
                Step::MadeFolder(folder) => fs::remove_dir(&folder)
                    .with_context(|| format!("cannot remove {} again", folder.display()))?,
                Step::RemovedFolder(folder) => fs::create_dir(&folder)
                    .with_context(|| format!("cannot make {} again", folder.display()))?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changes::Written;

    fn written(path: &str) -> Written {
        Written {
            path: path.to_owned(),
            text: "new".to_owned(),
            old: None,
        }
    }

    #[test]
    fn a_failure_half_way_leaves_everything_as_it_was() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        fs::create_dir(at("empty")).unwrap();
        fs::write(at("kept.rs"), "old").unwrap();
        fs::write(at("stranger.rs"), "old").unwrap();

        let changes = Changes {
            root: root.path().to_owned(),
            // A file cannot be a folder as well, so the last one fails.
            written: vec![
                written("kept.rs"),
                written("a/b.rs"),
                written("kept.rs/c.rs"),
            ],
            removed: vec!["stranger.rs".to_owned()],
            emptied: vec!["empty".to_owned()],
        };
        let error = apply(&changes).unwrap_err();

        assert_eq!(error.to_string(), "nothing was changed");
        let mut left: Vec<_> = fs::read_dir(root.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        left.sort();
        assert_eq!(left, ["empty", "kept.rs", "stranger.rs"]);
        assert_eq!(fs::read_to_string(at("kept.rs")).unwrap(), "old");
        assert_eq!(fs::read_to_string(at("stranger.rs")).unwrap(), "old");
    }
}
