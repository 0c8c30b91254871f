//! `diff`: says what has changed between two versions of documents, and whom it breaks.

pub(crate) mod changelog;
mod revision;
mod side;

use std::io::Write;
use std::mem;
use std::path::{Path, PathBuf};

use codegen::check::Checked;
use codegen::diagnostic::Severity;
use codegen::diff::report::{
    Report, render_github, render_html, render_json, render_markdown, render_text, report_schema,
};
use codegen::diff::{Change, diff_apis, judge_wire};
use codegen::ir::Api;
use codegen::names;
use codegen::report::Style;
use codegen::share::ApiSet;

use crate::Status;
use crate::inputs::PairingOptions;
use crate::session::Session;
use crate::spec::{Built, Spec};
use crate::transaction;
use crate::workspace::FindRoot;
use side::Side;

/// What to compare, and how to say it.
#[derive(Debug)]
pub struct Options {
    /// The old documents: a file, a folder or a revision [default: `HEAD`].
    pub old: Option<String>,
    /// The new documents [default: `specs/` of the working tree].
    pub new: Option<String>,
    /// The overlays of both sides, for documents that are named as files.
    pub overlays: Vec<PathBuf>,
    /// How the report is written.
    pub format: Format,
    /// Which names are compared.
    pub names: Names,
    /// Whether to fail if callers or clients break.
    pub fails_on_breaking: bool,
    /// Whether the changelog gets an entry.
    pub writes_changelog: bool,
    /// How documents are read.
    pub pairing: PairingOptions,
}

/// The format of the report.
#[derive(Clone, Copy, Debug)]
pub enum Format {
    /// For a terminal.
    Text(Style),
    /// For a pull request.
    Markdown,
    /// For programs.
    Json,
    /// The JSON Schema of that; nothing is compared.
    JsonSchema,
    /// Annotations of GitHub Actions.
    Github,
    /// A page for a browser.
    Html,
}

/// Which names are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Those that lock files keep: what is in both versions has the name that it had in the old one.
    Kept,
    /// Those that the documents alone lead to.
    Fresh,
}

impl Names {
    fn build_old(self, spec: &Spec, session: &mut Session) -> Option<Built> {
        match self {
            Self::Kept => spec.build(session),
            Self::Fresh => spec.build_without_names(session),
        }
    }

    fn build_new(self, spec: &Spec, old: Option<&Built>, session: &mut Session) -> Option<Built> {
        match (self, old) {
            (Self::Fresh, _) => spec.build_without_names(session),
            (Self::Kept, Some(old)) if !spec.has_lock() => {
                // As `regen` will name it, which writes these names into the lock file.
                spec.build_with_names(&names::record_names(&old.api), session)
            }
            (Self::Kept, _) => spec.build(session),
        }
    }
}

/// Runs the command. Files and folders are compared without a workspace.
pub fn run(
    root: &FindRoot<'_>,
    options: &Options,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    if let Format::JsonSchema = options.format {
        write!(out, "{}", report_schema())?;
        return Ok(Status::Success);
    }
    let old = options.old.as_deref().unwrap_or("HEAD");
    let sides = [Some(old), options.new.as_deref()];
    let sides = sides.map(|side| Side::find(root, side, &options.overlays));
    let [old, new] = sides;
    let (old, new) = (old?, new?);
    let old = old.read_specs(&options.pairing, session)?;
    let new = new.read_specs(&options.pairing, session)?;
    let new: Vec<NewSpec<'_>> = new.iter().map(NewSpec::unbuilt).collect();
    let Some(report) = compare_specs(&old, &new, options.names, session) else {
        return Ok(Status::Rejected);
    };
    if options.writes_changelog {
        let root = root()?;
        let text = changelog::add_entry(&root, &report)?;
        transaction::apply(&[&changelog::changes(&root, Some(&text))?])?;
    }
    let text = match options.format {
        Format::Text(style) => render_text(&report, style),
        Format::Markdown => render_markdown(&report),
        Format::Json => render_json(&report),
        Format::JsonSchema => report_schema(),
        Format::Github => render_github(&report),
        Format::Html => render_html(&report),
    };
    write!(out, "{text}")?;
    if options.fails_on_breaking && report.is_breaking() {
        return Ok(Status::Rejected);
    }
    Ok(Status::Success)
}

/// Compares `specs/` with the last commit; `apis` are those of `specs`. Returns `None` where there is nothing
/// to compare: no repository, no change, or documents of that commit that have errors.
pub(crate) fn compare_with_commit(
    root: &Path,
    specs: &[Spec],
    apis: &ApiSet,
    session: &mut Session,
) -> Option<Report> {
    if !revision::has_changed(root) {
        return None;
    }
    // Diagnostics about the old documents are of no interest, and those about the new ones are known.
    let diagnostics = mem::take(&mut session.diagnostics);
    let find_root = || Ok(root.to_owned());
    let old = Side::find(&find_root, Some("HEAD"), &[])
        .and_then(|side| side.read_specs(&PairingOptions::default(), session));
    let new = specs.iter().zip(apis.iter());
    let new = new.map(|(spec, api)| NewSpec {
        spec,
        api: Some(api),
    });
    let new: Vec<NewSpec<'_>> = new.collect();
    let report = old
        .ok()
        .and_then(|old| compare_specs(&old, &new, Names::Kept, session));
    session.diagnostics = diagnostics;
    report
}

/// A new document, and its API if it has been built.
#[derive(Clone, Copy)]
struct NewSpec<'a> {
    spec: &'a Spec,
    api: Option<&'a Checked<Api>>,
}

impl<'a> NewSpec<'a> {
    fn unbuilt(spec: &'a Spec) -> Self {
        Self { spec, api: None }
    }
}

/// Compares documents of the same name, or the only ones of both sides. Returns `None` if one of them
/// has errors, which are reported; warnings are those of `regen`.
fn compare_specs(
    old: &[Spec],
    new: &[NewSpec<'_>],
    names: Names,
    session: &mut Session,
) -> Option<Report> {
    let mut modules = Vec::new();
    for (old, new) in pair_specs(old, new) {
        let name = new.map(|it| it.spec).or(old)?.module.to_string();
        let changes = match (old, new) {
            (Some(old), Some(new)) => compare(old, new, names, session),
            // A module that is there on one side only is compared with nothing.
            (only, _) => Some(vec![Change::of_module(only.is_none(), &name)]),
        };
        modules.push((name, changes));
    }
    session
        .diagnostics
        .retain(|it| it.severity == Severity::Error);
    let modules = modules
        .into_iter()
        .map(|(name, changes)| Some((name, changes?)));
    let modules: Vec<(String, Vec<Change>)> = modules.collect::<Option<_>>()?;
    (!session.diagnostics.has_errors()).then(|| Report::new(modules, &session.sources))
}

fn pair_specs<'a>(
    old: &'a [Spec],
    new: &[NewSpec<'a>],
) -> Vec<(Option<&'a Spec>, Option<NewSpec<'a>>)> {
    if let ([old], [new]) = (old, new) {
        return vec![(Some(old), Some(*new))];
    }
    let mut pairs = Vec::new();
    for old in old {
        let same = new.iter().find(|it| it.spec.module == old.module);
        pairs.push((Some(old), same.copied()));
    }
    let is_new = |new: &&NewSpec<'_>| old.iter().all(|it| it.module != new.spec.module);
    let added = new.iter().filter(is_new);
    pairs.extend(added.map(|it| (None, Some(*it))));
    pairs
}

fn compare(
    old: &Spec,
    new: NewSpec<'_>,
    names: Names,
    session: &mut Session,
) -> Option<Vec<Change>> {
    let old_api = names.build_old(old, session);
    // Both, so that the errors of both are reported.
    let built = match new.api {
        Some(_) => None,
        None => names.build_new(new.spec, old_api.as_ref(), session),
    };
    let new_api = new.api.or(built.as_ref().map(|it| &it.api))?;
    let changes = diff_apis(&old_api?.api, new_api);
    if !old.has_overlays() && !new.spec.has_overlays() {
        return Some(changes);
    }
    let bare = [old, new.spec].map(|spec| spec.build_bare(session));
    let [Some(old_bare), Some(new_bare)] = bare else {
        return Some(changes);
    };
    Some(judge_wire(changes, diff_apis(&old_bare, &new_bare)))
}
