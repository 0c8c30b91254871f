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
/// Writes every file to a temporary folder on the same file system first, so that only renames are left:
/// one for a file, and one for a folder that does not exist yet. If one of those fails, rolls back those before it.
pub(crate) fn apply(changes: &[&Changes<'_>]) -> anyhow::Result<()> {
    let mut staged = Vec::new();
    for changes in changes.iter().filter(|it| !it.is_empty()) {
        let stage = create_stage(&changes.root).context(UNTOUCHED)?;
        let files = write_staged_files(stage.path(), changes).context(UNTOUCHED)?;
        staged.push((stage, files, *changes));
    }
    let mut journal = Journal::default();
    let mut steps = staged.iter();
    let applied = steps.try_for_each(|(stage, files, changes)| {
        apply_staged(changes, files, stage.path(), &mut journal)
    });
    let Err(error) = applied else {
        return Ok(());
    };
    match journal.roll_back() {
        Ok(()) => Err(error.context(UNTOUCHED)),
        Err(second) => {
            let kept = staged.into_iter().map(|(stage, ..)| stage.keep());
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

/// What one rename moves out of the stage: a file, or a folder that does not exist yet, with all that is
/// written into it.
#[derive(Debug)]
struct Staged {
    from: PathBuf,
    to: PathBuf,
    is_folder: bool,
}

/// Writes the new files into the stage.
fn write_staged_files(stage: &Path, changes: &Changes<'_>) -> anyhow::Result<Vec<Staged>> {
    let mut all: Vec<Staged> = Vec::new();
    // That of the file before: most are beside it.
    let mut created = PathBuf::new();
    for file in &changes.written {
        let target = changes.root.join(file.path);
        let is_inside = |it: &Staged| it.is_folder && target.starts_with(&it.to);
        if !all.last().is_some_and(is_inside) {
            let missing = find_missing_folder(&target, &changes.root);
            all.push(Staged {
                from: stage.join(format!("new-{}", all.len())),
                is_folder: missing.is_some(),
                to: missing.map_or(target.clone(), Path::to_owned),
            });
        }
        let staged = &all[all.len() - 1];
        let path = match target.strip_prefix(&staged.to) {
            Ok(path) if staged.is_folder => staged.from.join(path),
            _ => staged.from.clone(),
        };
        if let Some(folder) = path.parent().filter(|it| *it != created) {
            let error = || format!("cannot create {}", folder.display());
            fs::create_dir_all(folder).with_context(error)?;
            folder.clone_into(&mut created);
        }
        fs::write(&path, file.text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(all)
}

/// Returns the highest folder above a file that does not exist. A link below `root` counts as missing: it
/// is removed.
fn find_missing_folder<'p>(file: &'p Path, root: &Path) -> Option<&'p Path> {
    let is_missing = |folder: &&Path| {
        let is_below = folder.starts_with(root) && *folder != root;
        let is_link = is_below && folder.is_symlink();
        !folder.as_os_str().is_empty() && (is_link || !folder.is_dir())
    };
    file.ancestors().skip(1).take_while(is_missing).last()
}

fn apply_staged(
    changes: &Changes<'_>,
    files: &[Staged],
    stage: &Path,
    journal: &mut Journal,
) -> anyhow::Result<()> {
    for path in &changes.removed {
        journal.move_to_stage(&changes.root.join(path), stage)?;
    }
    for path in &changes.emptied {
        journal.remove_folder(&changes.root.join(path))?;
    }
    for Staged {
        from,
        to,
        is_folder,
    } in files
    {
        if !is_folder && to.symlink_metadata().is_ok() {
            journal.move_to_stage(to, stage)?;
        }
        journal.rename(from.clone(), to.clone(), to)?;
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
    fn a_missing_folder_takes_one_rename() {
        let root = tempfile::tempdir().unwrap();
        let changes = Changes {
            root: root.path().join("a/crate"),
            written: ["Cargo.toml", "src/api.rs", "src/api/pet.rs", "src/lib.rs"]
                .map(written)
                .into(),
            ..Changes::default()
        };
        let stage = create_stage(&changes.root).unwrap();
        let files = write_staged_files(stage.path(), &changes).unwrap();
        let mut journal = Journal::default();
        apply_staged(&changes, &files, stage.path(), &mut journal).unwrap();
        assert_eq!(journal.steps.len(), 1, "{journal:?}");
        for file in &changes.written {
            assert_eq!(
                fs::read_to_string(changes.root.join(file.path)).unwrap(),
                "new"
            );
        }

        journal.roll_back().unwrap();
        stage.close().unwrap();
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
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
