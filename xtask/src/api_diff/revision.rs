//! A revision of the repository in, its `specs/` in a temporary folder out.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use anyhow::{Context, bail};
use tempfile::TempDir;

use crate::workspace::SPECS;

/// Whether a name is that of a commit.
pub(super) fn exists(root: &Path, revision: &str) -> bool {
    // A name that looks like an option is none.
    !revision.starts_with('-') && {
        let commit = format!("{revision}^{{commit}}");
        git(root, &["rev-parse", "--quiet", "--verify", &commit])
            .is_ok_and(|output| output.status.success())
    }
}

/// Whether `specs/` is different from the last commit, as far as there is one. New files count.
pub(super) fn has_changed(root: &Path) -> bool {
    exists(root, "HEAD")
        && git(root, &["status", "--porcelain", "--", SPECS])
            .is_ok_and(|output| output.status.success() && !output.stdout.is_empty())
}

/// Writes the files in `specs/` as they are in a revision.
pub(super) fn check_out(root: &Path, revision: &str) -> anyhow::Result<TempDir> {
    let folder = tempfile::tempdir().context("cannot create a temporary directory")?;
    let listed = ["ls-tree", "-r", "-z", "--name-only", revision, "--", SPECS];
    let listed = expect(git(root, &listed)?, revision)?;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let names: Vec<&str> = listed.split('\0').filter(|it| !it.is_empty()).collect();
    if names.is_empty() {
        bail!("there is no {SPECS}/ in the revision `{revision}`");
    }
    for name in names {
        // Relative to the root, wherever that is in the repository.
        let object = format!("{revision}:./{name}");
        let content = expect(git(root, &["show", &object])?, revision)?;
        let path = folder.path().join(name);
        let parent = path.parent().unwrap_or(folder.path());
        fs::create_dir_all(parent)
            .and_then(|()| fs::write(&path, content))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(folder)
}

fn git(root: &Path, arguments: &[&str]) -> anyhow::Result<Output> {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(arguments);
    git.output().context("cannot run git")
}

fn expect(output: Output, revision: &str) -> anyhow::Result<Vec<u8>> {
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        bail!("git cannot read `{revision}`: {}", reason.trim());
    }
    Ok(output.stdout)
}
