//! Applies changes to folders: all of them, or none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::changes::Changes;
use crate::path;

/// Added to every error after which the folder is as it was.
const UNTOUCHED: &str = "nothing was changed";

/// Applies the changes, each to a folder of its own.
///
/// Writes every file to a temporary folder on the same file system first, so that only renames are left.
/// If one of those fails, rolls back those before it.
pub(crate) fn apply(changes: &[&Changes<'_>]) -> anyhow::Result<()> {
    let mut staged = Vec::new();
    for changes in changes.iter().filter(|it| !it.is_empty()) {
        let stage = create_stage(&changes.root).context(UNTOUCHED)?;
        write_staged_files(stage.path(), changes).context(UNTOUCHED)?;
        staged.push((stage, *changes));
    }
    let mut journal = Journal::default();
    let mut steps = staged.iter();
    let applied =
        steps.try_for_each(|(it, changes)| apply_staged(changes, it.path(), &mut journal));
    let Err(error) = applied else {
        return Ok(());
    };
    match journal.roll_back() {
        Ok(()) => Err(error.context(UNTOUCHED)),
        Err(second) => {
            let kept = staged.into_iter().map(|(stage, _)| stage.keep());
            let kept: Vec<String> = kept.map(|it| it.display().to_string()).collect();
            let kept = kept.join(", ");
            Err(error.context(format!("{second:#}; the previous files are in {kept}")))
        }
    }
}

/// Creates a temporary folder on the file system of `root`: in it, or in the nearest folder above it.
fn create_stage(root: &Path) -> anyhow::Result<tempfile::TempDir> {
    let root = path::normalize(root)?;
    let folder = root
        .ancestors()
        .find(|folder| folder.is_dir())
        .unwrap_or(&root);
    tempfile::Builder::new()
        .prefix(".staged-")
        .tempdir_in(folder)
        // Only the kind of the error, whose text would name the temporary folder.
        .map_err(|error| io::Error::from(error.kind()))
        .with_context(|| format!("cannot write below {}", folder.display()))
}

/// Writes the new files into the stage, under their numbers.
fn write_staged_files(stage: &Path, changes: &Changes<'_>) -> anyhow::Result<()> {
    for (number, file) in changes.written.iter().enumerate() {
        let path = stage.join(format!("new-{number}"));
        fs::write(&path, file.text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn apply_staged(changes: &Changes<'_>, stage: &Path, journal: &mut Journal) -> anyhow::Result<()> {
    for path in &changes.removed {
        journal.move_to_stage(&changes.root.join(path), stage)?;
    }
    for path in &changes.emptied {
        journal.remove_folder(&changes.root.join(path))?;
    }
    // That of the file before: most stand beside it.
    let mut created = None;
    for (number, file) in changes.written.iter().enumerate() {
        let target = changes.root.join(file.path);
        let folder = target.parent().map(Path::to_owned);
        if let Some(folder) = folder.filter(|it| created.as_ref() != Some(it)) {
            journal.create_folders(&folder)?;
            created = Some(folder);
        }
        if target.symlink_metadata().is_ok() {
            journal.move_to_stage(&target, stage)?;
        }
        journal.rename(stage.join(format!("new-{number}")), target.clone(), &target)?;
    }
    Ok(())
}

/// The steps so far, for rolling back.
#[derive(Debug, Default)]
struct Journal {
    steps: Vec<Step>,
}

#[derive(Debug)]
enum Step {
    Renamed { from: PathBuf, to: PathBuf },
    CreatedFolder(PathBuf),
    RemovedFolder(PathBuf),
}

impl Journal {
    /// Moves a file into the stage.
    fn move_to_stage(&mut self, path: &Path, stage: &Path) -> anyhow::Result<()> {
        // Each step adds one entry, so the number is unique.
        let to = stage.join(format!("old-{}", self.steps.len()));
        self.rename(path.to_owned(), to, path)
    }

    fn rename(&mut self, from: PathBuf, to: PathBuf, shown: &Path) -> anyhow::Result<()> {
        fs::rename(&from, &to).with_context(|| format!("cannot write {}", shown.display()))?;
        self.steps.push(Step::Renamed { from, to });
        Ok(())
    }

    /// Creates a folder and the missing folders above it.
    fn create_folders(&mut self, folder: &Path) -> anyhow::Result<()> {
        let is_missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.is_dir();
        let missing: Vec<&Path> = folder.ancestors().take_while(is_missing).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)
                .with_context(|| format!("cannot create {}", folder.display()))?;
            self.steps.push(Step::CreatedFolder(folder.to_owned()));
        }
        Ok(())
    }

    fn remove_folder(&mut self, folder: &Path) -> anyhow::Result<()> {
        fs::remove_dir(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
        self.steps.push(Step::RemovedFolder(folder.to_owned()));
        Ok(())
    }

    /// Undoes every step, the last one first.
    fn roll_back(self) -> anyhow::Result<()> {
        for step in self.steps.into_iter().rev() {
            match step {
                Step::Renamed { from, to } => fs::rename(&to, &from)
                    .with_context(|| format!("cannot restore {}", from.display()))?,
                Step::CreatedFolder(folder) => fs::remove_dir(&folder)
                    .with_context(|| format!("cannot remove {} again", folder.display()))?,
                Step::RemovedFolder(folder) => fs::create_dir(&folder)
                    .with_context(|| format!("cannot restore {}", folder.display()))?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changes::Written;

    fn written(path: &str) -> Written<'_> {
        Written {
            path,
            text: "new",
            old: None,
        }
    }

    #[test]
    fn a_failure_half_way_leaves_everything_as_it_was() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        fs::create_dir(at("empty")).unwrap();
        fs::write(at("kept.rs"), "old").unwrap();
        fs::write(at("orphan.rs"), "old").unwrap();

        let changes = Changes {
            root: root.path().to_owned(),
            // A file cannot also be a folder, so the last one fails.
            written: vec![
                written("kept.rs"),
                written("a/b.rs"),
                written("kept.rs/c.rs"),
            ],
            removed: vec!["orphan.rs".to_owned()],
            emptied: vec!["empty".to_owned()],
        };
        let before = Changes {
            root: at("other"),
            written: vec![written("new.rs")],
            ..Changes::default()
        };
        let error = apply(&[&before, &changes]).unwrap_err();

        assert_eq!(error.to_string(), "nothing was changed");
        let mut left: Vec<_> = fs::read_dir(root.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        left.sort();
        assert_eq!(left, ["empty", "kept.rs", "orphan.rs"]);
        assert_eq!(fs::read_to_string(at("kept.rs")).unwrap(), "old");
        assert_eq!(fs::read_to_string(at("orphan.rs")).unwrap(), "old");
    }
}
