//! `generate`: generates a crate from any OpenAPI documents.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use codegen::Library;
use codegen::check::Checked;
use codegen::ir::Api;
use codegen::name::ModuleName;
use codegen::names;
use codegen::render::HEADER;

use crate::changes::Changes;
use crate::crate_files::{Manifest, crate_files};
use crate::manifest::{FILE, MARKER};
use crate::report::{pluralize, summarize_additions, summarize_api};
use crate::session::Session;
use crate::spec::{self, Spec};
use crate::{Status, crate_name, names_lock, path, transaction};

/// The crate to write.
#[derive(Clone, Debug)]
pub struct Target {
    /// Its folder: missing, empty, or written by this command before.
    pub folder: PathBuf,
    /// Its name, or `None` for that of the folder.
    pub name: Option<String>,
    /// Whether it is meant to be a member of a workspace.
    pub is_member: bool,
}

/// Runs the command, and writes what it did to `out`.
pub fn run(
    specs: &[Spec],
    target: &Target,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    check_folder(&target.folder)?;
    let mut specs = specs.to_vec();
    let folder = path::display_path(&target.folder);
    names_lock::read_locks(&mut specs, &target.folder, &folder, session);
    let Some(apis) = spec::build_apis(&specs, session) else {
        return Ok(Status::Rejected);
    };
    write_crate(&apis, target, session, out)?;
    Ok(Status::Success)
}

/// Writes the crate with these APIs.
pub fn write_crate(
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
    transaction::apply(&[&changes])?;
    for api in apis {
        writeln!(out, "{}: {}", api.module, summarize_api(api))?;
        write!(out, "{}", summarize_additions(api, &session.sources))?;
    }
    let folder = folder.display();
    for path in changes.orphans() {
        writeln!(out, "removed {folder}/{path}")?;
    }
    let (total, written) = (pluralize(files.len(), "file"), changes.written.len());
    writeln!(
        out,
        "crate `{name}` in {folder}: {total} ({written} changed)"
    )?;
    Ok(())
}

/// Checks that the folder contains nothing but a generated crate, and is not in the sources of another
/// crate.
fn check_folder(folder: &Path) -> anyhow::Result<()> {
    let shown = folder.display();
    let normal = path::normalize(folder)?;
    let is_source = |it: &&Path| {
        let package = it.parent().filter(|_| it.ends_with("src"));
        package.is_some_and(|package| package.join(FILE).is_file())
    };
    if let Some(source) = normal.ancestors().find(is_source) {
        let source = source.display();
        bail!("{shown} is inside the sources of a crate, {source}: choose a directory outside");
    }
    let mut entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.with_context(|| format!("cannot write to {shown}"))?,
    };
    let is_empty = entries.next().is_none();
    let manifest = fs::read_to_string(folder.join(FILE)).unwrap_or_default();
    if !is_empty && !manifest.starts_with(MARKER) {
        bail!(
            "{shown} is neither empty nor a crate written by this command: choose another directory"
        );
    }
    Ok(())
}

/// Checks that all files to remove were written by this command, and none by somebody else.
fn check_removed(changes: &Changes<'_>) -> anyhow::Result<()> {
    for path in &changes.removed {
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

/// The name of the folder, spelled as a crate name.
fn default_name(folder: &Path) -> anyhow::Result<String> {
    let folder = path::normalize(folder)?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let name = ModuleName::from_spelling(&name).to_string();
    match crate_name::find_conflict(&name) {
        Some(why) => {
            bail!("the name of the directory cannot be the name of the crate: {why}; pass `--name`")
        }
        None => Ok(name),
    }
}
