//! `cargo xtask generate`: writes a crate of its own for any documents.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use codegen::Library;
use codegen::check::Checked;
use codegen::ir::Api;
use codegen::name::ModuleName;
use codegen::render::HEADER;

use crate::changes::Changes;
use crate::crate_files::{Manifest, crate_files};
use crate::manifest::{FILE, MARKER};
use crate::report::{counted, counts};
use crate::session::Session;
use crate::spec::{self, Built, Spec};
use crate::{Verdict, crate_name, path, transaction};

/// The crate to be written.
#[derive(Clone, Debug)]
pub struct Target {
    /// Its folder: absent, empty, or a crate that this command made before.
    pub folder: PathBuf,
    /// Its name; by default the folder's.
    pub name: Option<String>,
    /// Whether it is to be a member of a workspace.
    pub is_member: bool,
}

/// Runs the command; what it did is told to `out`.
pub fn run(
    specs: &[Spec],
    target: &Target,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Verdict> {
    check_folder(&target.folder)?;
    let Some(built) = spec::build_all(specs, session) else {
        return Ok(Verdict::Refused);
    };
    let apis: Vec<_> = built
        .into_iter()
        .map(|Built { api, elapsed: _ }| api)
        .collect();
    write(&apis, target, session, out)?;
    Ok(Verdict::Done)
}

/// Writes the crate with these APIs.
pub(crate) fn write(
    apis: &[Checked<Api>],
    target: &Target,
    session: &Session,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let Target {
        folder,
        name,
        is_member,
    } = target;
    check_folder(folder)?;
    let name = match name {
        Some(name) => name.clone(),
        None => default_name(folder)?,
    };
    let library = Library {
        made_by: "cargo xtask generate".to_owned(),
        ..Library::new(&name)
    };
    let manifest = Manifest::Generated {
        is_member: *is_member,
    };
    let files = crate_files(apis, &session.sources, &library, manifest);

    let changes = Changes::between(folder, &files, manifest.owned())?;
    check_removed(&changes)?;
    transaction::apply(&changes)?;
    for api in apis {
        writeln!(out, "{}: {}", api.module, counts(api))?;
    }
    let folder = folder.display();
    for path in changes.strangers() {
        writeln!(out, "removed {folder}/{path}")?;
    }
    let (total, written) = (counted(files.len(), "file"), changes.written.len());
    writeln!(
        out,
        "crate `{name}` in {folder}: {total} ({written} changed)"
    )?;
    Ok(())
}

/// Whether the folder may be written: nobody else's work may be in it, nor it in somebody else's
/// sources, where no crate is looked for.
fn check_folder(folder: &Path) -> anyhow::Result<()> {
    let shown = folder.display();
    let normal = path::normal(folder)?;
    let is_source = |it: &&Path| {
        let package = it.parent().filter(|_| it.ends_with("src"));
        package.is_some_and(|package| package.join(FILE).is_file())
    };
    if let Some(source) = normal.ancestors().find(is_source) {
        let source = source.display();
        bail!("{shown} is among the sources of a crate, {source}: give a folder outside");
    }
    let mut entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.with_context(|| format!("cannot write to {shown}"))?,
    };
    let is_empty = entries.next().is_none();
    let manifest = fs::read_to_string(folder.join(FILE)).unwrap_or_default();
    if !is_empty && !manifest.starts_with(MARKER) {
        bail!("{shown} is not empty and not a crate that this command made: give another folder");
    }
    Ok(())
}

/// Whether all that would be removed was made by this command: a file that somebody put below `src`
/// is theirs.
fn check_removed(changes: &Changes) -> anyhow::Result<()> {
    for path in &changes.removed {
        let place = changes.root.join(path);
        let is_ours = fs::read(&place).is_ok_and(|text| text.starts_with(HEADER.as_bytes()));
        if !is_ours {
            let shown = place.display();
            bail!("{shown} was not made by this command: nothing but its files may be in `src`");
        }
    }
    Ok(())
}

/// The folder's name, as a crate's.
fn default_name(folder: &Path) -> anyhow::Result<String> {
    let folder = path::normal(folder)?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let name = ModuleName::from_spelling(&name).to_string();
    match crate_name::taken(&name) {
        Some(why) => {
            bail!("the crate cannot be called like its folder, for {why}: give a `--name`")
        }
        None => Ok(name),
    }
}
