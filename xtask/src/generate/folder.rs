//! The folder of a crate: whether it can be one, and what is the user's in it.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, bail};
use codegen::name::ModuleName;
use codegen::names;
use codegen::render::HEADER;

use crate::changes::Changes;
use crate::manifest::{self, ExistingManifest};
use crate::{crate_name, path};

use super::Target;

/// Checks that the folder contains nothing but a generated crate, and is not in the sources of another
/// crate. Returns the manifest of the crate.
pub(super) fn check(folder: &Path) -> anyhow::Result<Option<ExistingManifest>> {
    let shown = folder.display();
    let normal = path::normalize(folder)?;
    let is_source = |it: &&Path| {
        let package = it.parent().filter(|_| it.ends_with("src"));
        package.is_some_and(|package| package.join(manifest::FILE).is_file())
    };
    if let Some(source) = normal.ancestors().find(is_source) {
        let source = source.display();
        bail!("{shown} is inside the sources of a crate, {source}: choose a directory outside");
    }
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        entries => entries.with_context(|| format!("cannot write to {shown}"))?,
    };
    let existing = ExistingManifest::read(folder)?;
    // A checkout that is new has `.git`.
    let is_visible = |name: &str| !name.starts_with('.');
    let mut names =
        entries.filter_map(|it| Some(it.ok()?.file_name().to_string_lossy().into_owned()));
    if existing.is_none() && names.any(|name| is_visible(&name)) {
        bail!(
            "{shown} is neither empty nor a crate written by this command: choose another directory"
        );
    }
    Ok(existing)
}

/// Checks that all files to change or remove were written by this command, and none by somebody else.
pub(super) fn check_ours(changes: &Changes<'_>) -> anyhow::Result<()> {
    let sources = |path: &&str| path.starts_with("src/");
    let replaced = changes.written.iter().filter(|it| it.old.is_some());
    let replaced = replaced.map(|it| it.path).filter(sources);
    for path in changes.removed.iter().map(String::as_str).chain(replaced) {
        let path = changes.root.join(path);
        let headers = [HEADER, names::HEADER];
        let is_ours = fs::read_to_string(&path)
            .is_ok_and(|text| headers.iter().any(|header| text.starts_with(header)));
        if !is_ours {
            let shown = path.display();
            bail!("{shown} was not written by this command: move it out of `src`");
        }
    }
    Ok(())
}

/// The name of the crate: the one that is given, or that it has, or else that of its folder.
pub(super) fn crate_name(
    target: &Target,
    existing: Option<&ExistingManifest>,
) -> anyhow::Result<String> {
    let given = target.name.as_deref();
    match given.or_else(|| existing?.name()) {
        Some(name) => Ok(name.to_owned()),
        None => default_name(&target.folder),
    }
}

/// The name of the folder, spelled as a crate name where it is none.
fn default_name(folder: &Path) -> anyhow::Result<String> {
    let folder = path::normalize(folder)?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let name = match crate_name::parse(&name) {
        Ok(name) => name,
        Err(_) => ModuleName::from_spelling(&name).to_string(),
    };
    match crate_name::find_conflict(&name) {
        Some(why) => {
            bail!("the name of the directory cannot be the name of the crate: {why}; pass `--name`")
        }
        None => Ok(name),
    }
}
