//! `generate`: generates a crate from any OpenAPI documents.

mod files;
mod folder;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;
use codegen::Library;
use codegen::share::ApiSet;

use crate::changes::Changes;
use crate::inputs::{InputFile, PairingOptions, STDIN};
use crate::manifest::{self, ExistingManifest};
use crate::report::{pluralize, summarize_additions, summarize_api};
use crate::session::Session;
use crate::settings::Settings;
use crate::spec::{self, Spec};
use crate::{Status, names_lock, pairing, path, program, transaction};

/// The crate to write.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// Its folder: missing, empty, or written by this command before.
    pub folder: PathBuf,
    /// Its name, or `None` for the one it has, or else that of the folder.
    pub name: Option<String>,
    /// Its version, or `None` for the one it has.
    pub version: Option<String>,
    /// Its license, an SPDX expression, or `None` for the one it has.
    pub license: Option<String>,
    /// Whether it is meant to be a member of a workspace.
    pub is_member: bool,
}

/// What to do with files that are out of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write files that changed, and remove files that are no longer generated.
    Write,
    /// Write nothing, and fail if a file is out of date.
    Check,
}

/// Returns the current folder if it has a crate that `generate` wrote: the default of `--out`.
///
/// # Errors
///
/// When its manifest is damaged.
pub fn find_crate() -> anyhow::Result<Option<PathBuf>> {
    let folder = PathBuf::from(".");
    let manifest = ExistingManifest::read(&folder)?;
    Ok(manifest.map(|_| folder))
}

/// Returns the documents and overlays that the crate in a folder was made from, which may be none.
///
/// # Errors
///
/// When its manifest is damaged.
pub fn recorded_inputs(folder: &Path) -> anyhow::Result<Vec<InputFile>> {
    let Some(existing) = ExistingManifest::read(folder)? else {
        return Ok(Vec::new());
    };
    let mut inputs = existing.settings.inputs(folder);
    for input in &mut inputs {
        input.recorded_in = Some(path::display_path(&folder.join(manifest::FILE)));
    }
    Ok(inputs)
}

/// Reads the documents, with the options that are recorded in the crate.
///
/// # Errors
///
/// When the folder cannot be one of a crate, or the root folder cannot be used.
pub fn read_specs(
    inputs: &[InputFile],
    mut options: PairingOptions,
    target: &Target,
    session: &mut Session,
) -> anyhow::Result<Vec<Spec>> {
    let existing = folder::check(&target.folder)?;
    if let Some(existing) = &existing {
        existing.settings.add_options(&target.folder, &mut options);
    }
    for map in &mut options.references.url_maps {
        // Files below it have their URLs for names, whatever the current folder is.
        map.folder = std::path::absolute(&map.folder)?;
    }
    let mut inputs = inputs.to_vec();
    for input in inputs.iter_mut().filter(|it| it.path == Path::new(STDIN)) {
        input.module = Some(folder::crate_name(target, existing.as_ref())?);
    }
    pairing::read_specs(&inputs, &options, session)
}

/// Runs the command, and writes what it did to `out`.
pub fn run(
    specs: &[Spec],
    target: &Target,
    mode: Mode,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    folder::check(&target.folder)?;
    let mut specs = specs.to_vec();
    let folder = path::display_path(&target.folder);
    names_lock::read_locks(&mut specs, &target.folder, &folder, session);
    let Some(apis) = spec::build_apis(&specs, session) else {
        return Ok(Status::Rejected);
    };
    let settings = Settings::collect(&specs, &target.folder, session)?;
    let krate = Crate::new(&apis, target, settings, session)?;
    match mode {
        Mode::Write => krate.write(&apis, session, out)?,
        Mode::Check => krate.check(out)?,
    }
    Ok(Status::Success)
}

/// Writes the crate with these APIs.
pub fn write_crate(
    apis: &ApiSet,
    target: &Target,
    session: &Session,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let krate = Crate::new(apis, target, Settings::default(), session)?;
    krate.write(apis, session, out)
}

/// A crate: what is in its folder, and what should be.
struct Crate<'a> {
    folder: &'a Path,
    name: String,
    existing: Option<ExistingManifest>,
    settings: Settings,
    files: BTreeMap<String, String>,
    /// What the user changed in the manifest, and has to add.
    notes: Vec<String>,
}

impl<'a> Crate<'a> {
    fn new(
        apis: &ApiSet,
        target: &'a Target,
        settings: Settings,
        session: &Session,
    ) -> anyhow::Result<Self> {
        let existing = folder::check(&target.folder)?;
        let name = folder::crate_name(target, existing.as_ref())?;
        let library = Library {
            made_by: program::NAME.to_owned(),
            has_short_paths: true,
            ..Library::new(&name)
        };
        let sources = &session.sources;
        let mut files = crate::crate_files::crate_files(apis, sources, &library);
        let package = files::package(apis, &library, target, settings.clone())?;
        let mut notes = files::add_manifest(&package, existing.as_ref(), &mut files);
        files.extend(names_lock::lock_files(apis));
        let license = target.license.as_deref();
        let license = license.or_else(|| existing.as_ref()?.license());
        files::add_readme(apis, &library, (&target.folder, license), &mut files);
        notes.extend(files::add_licenses(license, &target.folder, &mut files));
        Ok(Self {
            folder: &target.folder,
            name,
            existing,
            settings,
            files,
            notes,
        })
    }

    /// What has to change in the folder.
    fn changes(&self) -> anyhow::Result<Changes<'_>> {
        let is_owned = |path: &str| {
            self.files.contains_key(path)
                || names_lock::is_lock(path)
                || crate::crate_files::is_source(path)
        };
        let changes = Changes::between(self.folder, &self.files, &is_owned)?;
        folder::check_ours(&changes)?;
        Ok(changes)
    }

    fn write(&self, apis: &ApiSet, session: &Session, out: &mut dyn Write) -> anyhow::Result<()> {
        let changes = self.changes()?;
        transaction::apply(&[&changes])?;
        for api in apis.iter() {
            writeln!(out, "{}: {}", api.module, summarize_api(api))?;
            write!(out, "{}", summarize_additions(api, &session.sources))?;
        }
        let folder = self.folder.display();
        for path in changes.orphans() {
            writeln!(out, "removed {folder}/{path}")?;
        }
        for note in &self.notes {
            writeln!(out, "{folder}/{note}")?;
        }
        let (name, written) = (&self.name, changes.written.len());
        let total = pluralize(self.files.len(), "file");
        writeln!(
            out,
            "crate `{name}` in {folder}: {total} ({written} changed)"
        )?;
        if self.existing.is_none() {
            let (command, argument) = (program::command(), path::shell_argument(self.folder));
            writeln!(
                out,
                "`cargo doc --open` in {folder} shows its documentation. The next time, `{command} generate --out {argument}`\n\
                 is enough; what you change in Cargo.toml is kept."
            )?;
        }
        Ok(())
    }

    /// Fails if something has to change.
    fn check(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let folder = self.folder.display();
        let Some(existing) = &self.existing else {
            bail!("there is no crate in {folder}");
        };
        let changes = self.changes()?;
        if changes.is_empty() {
            writeln!(out, "crate `{}` in {folder} is up to date", self.name)?;
            return Ok(());
        }
        for line in self.settings.describe_changes(&existing.settings) {
            writeln!(out, "changed   {line}")?;
        }
        for file in &changes.written {
            let what = if file.old.is_some() {
                "different"
            } else {
                "missing  "
            };
            writeln!(out, "{what} {folder}/{}", file.path)?;
        }
        for path in changes.orphans() {
            writeln!(out, "orphan    {folder}/{path}")?;
        }
        let (command, argument) = (program::command(), path::shell_argument(self.folder));
        bail!("{folder} is out of date: run `{command} generate --out {argument}`")
    }
}
