//! `regen`: updates `generated/src` and the lock files from `specs/`, or checks that they
//! are up to date.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use anyhow::bail;
use codegen::check::Checked;
use codegen::diagnostic::catalogue::EVIDENCE_MISSING;
use codegen::diff::report::render_summary;
use codegen::ir::Api;
use codegen::share::ApiSet;
use codegen::source::Sources;
use codegen::{CrateRoot, Library};

use crate::api_diff::{self, changelog};
use crate::changes::Changes;
use crate::crate_files::{crate_files, is_source};
use crate::report::{pluralize, summarize_additions, summarize_api};
use crate::session::Session;
use crate::spec::{self, Built};
use crate::workspace::SPECS;
use crate::{Status, diff, listing_files, names_lock, origin, transaction, workspace};

/// The crate that is written, and its folder relative to the root.
const CRATE: &str = "generated";

/// The start of its documentation, relative to its folder.
const README: &str = "README.md";

/// What to do with files that are out of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write files that changed, and remove files that are no longer generated.
    Write {
        /// Whether the changelog gets an entry for what has changed since the last commit.
        with_changelog: bool,
    },
    /// Write nothing, and fail if a file is out of date.
    Check,
}

impl Mode {
    fn writes_changelog(self) -> bool {
        match self {
            Self::Write { with_changelog } => with_changelog,
            Self::Check => false,
        }
    }
}

/// Runs the command for the workspace at `root`, and writes what it did to `out`.
pub fn run(
    root: &Path,
    mode: Mode,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let specs = workspace::read_specs(root, session)?;
    let Some(built) = spec::build_timed(&specs, session) else {
        return Ok(Status::Rejected);
    };
    if !check_evidence(session) {
        return Ok(Status::Rejected);
    }
    let (apis, times): (Vec<_>, Vec<_>) = built
        .into_iter()
        .map(|Built { api, elapsed }| (api, elapsed))
        .unzip();
    let apis = ApiSet::new(apis, &mut session.diagnostics);
    let folder = root.join(CRATE);
    let library = describe_crate(&folder);
    let files = crate_files(&apis, &session.sources, &library);
    let changes = Changes::between(&folder, &files, &is_source)?;
    let locks = names_lock::lock_files(&apis);
    let locks = Changes::between(&root.join(SPECS), &locks, &names_lock::is_lock)?;
    let listed = listing_files::listing_files(root, &apis);
    let listings = root.join(listing_files::FOLDER);
    let listings = Changes::between(&listings, &listed, &listing_files::is_listing)?;
    let listings_are = format!("the listings in {}/ are", listing_files::FOLDER);
    let parts = [
        (&changes, CRATE, format!("{CRATE}/src is")),
        (&locks, SPECS, format!("the lock files in {SPECS}/ are")),
        (&listings, listing_files::FOLDER, listings_are),
    ];
    if mode == Mode::Check {
        origin::check_documents(&root.join(SPECS), SPECS)?;
        for (changes, folder, what) in &parts {
            check(changes, folder, what, out)?;
        }
    }
    let report = match mode {
        Mode::Check => None,
        Mode::Write { .. } => api_diff::compare_with_commit(root, &specs, &apis, session),
    };
    let entry = match &report {
        Some(report) if mode.writes_changelog() => Some(changelog::add_entry(root, report)?),
        _ => None,
    };
    let entry = changelog::changes(root, entry.as_deref())?;
    transaction::apply(&[&changes, &locks, &listings, &entry])?;
    let built: Vec<_> = apis.iter().zip(times).collect();
    summarize_modules(&built, &files, &changes, &session.sources, out)?;
    for (changes, folder, _) in &parts {
        for path in changes.orphans() {
            writeln!(out, "removed {folder}/{path}")?;
        }
    }
    if let Some(report) = report {
        let summary = render_summary(&report);
        write!(out, "\nSince the last commit:\n{summary}")?;
    }
    Ok(Status::Success)
}

/// Describes the crate in a folder.
fn describe_crate(folder: &Path) -> Library {
    let has_readme = folder.join(README).is_file();
    Library {
        root: if has_readme {
            CrateRoot::WithReadme
        } else {
            CrateRoot::Alone
        },
        // Its manifest is written by hand, and it compiles in seconds.
        has_tag_features: false,
        ..Library::new(CRATE)
    }
}

/// Whether the overlays have evidence, which those in `specs/` need; reports those without.
fn check_evidence(session: &mut Session) -> bool {
    session.diagnostics.harden(&EVIDENCE_MISSING);
    !session.has_failed()
}

/// Writes a line for each module of the crate.
fn summarize_modules(
    built: &[(&Checked<Api>, Duration)],
    files: &BTreeMap<String, String>,
    changes: &Changes<'_>,
    sources: &Sources,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let in_module = |module: &str| {
        let all = files.keys().filter(|path| belongs(path, module)).count();
        let written = changes.written.iter().map(|file| file.path);
        let new = written.filter(|path| belongs(path, module)).count();
        format!("{} ({new} changed)", pluralize(all, "file"))
    };
    for (api, elapsed) in built {
        let (module, counts, time) = (api.module.as_str(), summarize_api(api), elapsed.as_millis());
        let files = in_module(module);
        writeln!(out, "{module}: {counts}, {files} in {time} ms")?;
        write!(out, "{}", summarize_additions(api, sources))?;
    }
    writeln!(out, "runtime: {}", in_module("runtime"))?;
    Ok(())
}

/// Fails if something has to change in a folder; `what` is the subject of the message.
fn check(
    changes: &Changes<'_>,
    folder: &str,
    what: &str,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    write!(out, "{}", diff::format_diff(changes, folder))?;
    bail!("{what} out of date: run `cargo xtask regen` and commit the changes")
}

/// Whether a file belongs to a module.
fn belongs(path: &str, module: &str) -> bool {
    let path = path.strip_prefix("src/");
    let rest = path.and_then(|path| path.strip_prefix(module));
    rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}
