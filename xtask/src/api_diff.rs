//! `diff`: says what has changed between two versions of documents, and whom it breaks.

pub(crate) mod changelog;
mod revision;
mod side;

use std::io::Write;
use std::mem;
use std::path::{Path, PathBuf};

use codegen::check::Checked;
use codegen::diagnostic::{Diagnostics, Severity};
use codegen::diff::report::{
    Report, render_github, render_html, render_json, render_markdown, render_text, report_schema,
};
use codegen::diff::{
    Change, ModulePair, diff_apis, diff_crates, diff_modules, judge_wire, pair_modules,
};
use codegen::ir::Api;
use codegen::names;
use codegen::report::Style;
use codegen::share::ApiSet;

use crate::Status;
use crate::inputs::PairingOptions;
use crate::session::Session;
use crate::spec::Spec;
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
    fn build_old(self, spec: &Spec, session: &mut Session) -> Option<Checked<Api>> {
        let built = match self {
            Self::Kept => spec.build(session),
            Self::Fresh => spec.build_without_names(session),
        };
        Some(built?.api)
    }

    fn build_new(
        self,
        spec: &Spec,
        old: Option<&Api>,
        session: &mut Session,
    ) -> Option<Checked<Api>> {
        let built = match (self, old) {
            (Self::Fresh, _) => spec.build_without_names(session),
            (Self::Kept, Some(old)) if !spec.has_lock() => {
                // As `regen` will name it, which writes these names into the lock file.
                spec.build_with_names(&names::record_names(old), session)
            }
            (Self::Kept, _) => spec.build(session),
        };
        Some(built?.api)
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
    let sides = [old?, new?];
    let mut old = sides[0].read_specs(&options.pairing, session)?;
    let new = sides[1].read_specs(&options.pairing, session)?;
    if let ([old], [new], true) = (&mut old[..], &new[..], sides.iter().any(Side::is_file)) {
        // The name of a file says nothing of the module.
        old.set_module(&new.module);
    }
    let Some(report) = compare_specs(&old, (&new, None), options.names, session) else {
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
    let report = old
        .ok()
        .and_then(|old| compare_specs(&old, (specs, Some(apis)), Names::Kept, session));
    session.diagnostics = diagnostics;
    report
}

/// Compares the documents of two crates; the APIs of the new ones may be known. Returns `None` if one of the
/// documents has errors, which are reported; warnings are those of `regen`.
fn compare_specs(
    old: &[Spec],
    (new, known): (&[Spec], Option<&ApiSet>),
    names: Names,
    session: &mut Session,
) -> Option<Report> {
    let modules = [old, new].map(|specs| specs.iter().map(|it| it.module.as_str()));
    let [before, after] = modules.map(Iterator::collect::<Vec<&str>>);
    let pairs = pair_modules(&before, &after);
    let old_apis = old.iter().map(|it| names.build_old(it, session));
    let old_apis: Vec<Option<Checked<Api>>> = old_apis.collect();
    // The new ones in any case, so that the errors of both sides are reported.
    let built = known.is_none().then(|| {
        let old_api = |index: usize| {
            let mut pairs = pairs.iter();
            let pair = pairs.find(|it| it.new == Some(index))?;
            old_apis[pair.old?].as_deref()
        };
        let specs = new.iter().enumerate();
        let apis = specs.map(|(index, spec)| names.build_new(spec, old_api(index), session));
        apis.collect::<Vec<Option<Checked<Api>>>>()
    });
    session
        .diagnostics
        .retain(|it| it.severity == Severity::Error);
    let old_apis = collect_apis(old_apis)?;
    let built = built.map(collect_apis);
    let new_apis = match &built {
        Some(apis) => apis.as_ref()?,
        None => known?,
    };
    let mut modules = Vec::new();
    for ModulePair {
        old: before,
        new: after,
    } in &pairs
    {
        let apis = (
            before.map(|it| &*old_apis[it]),
            after.map(|it| &*new_apis[it]),
        );
        let mut changes = diff_modules(apis.0, apis.1);
        if let (Some(before), Some(after)) = (before, after) {
            changes = judge_documents([&old[*before], &new[*after]], changes, session);
        }
        let name = &apis.1.or(apis.0)?.module;
        modules.push((name.to_string(), changes));
    }
    let root = diff_crates(&old_apis, new_apis, &pairs);
    (!session.diagnostics.has_errors()).then(|| Report::new(root, modules, &session.sources))
}

/// Finds what the APIs of a crate share; what they cannot share, `regen` reports. Returns `None` if one of
/// them has errors.
fn collect_apis(apis: Vec<Option<Checked<Api>>>) -> Option<ApiSet> {
    let apis = apis.into_iter().collect::<Option<_>>()?;
    Some(ApiSet::new(apis, &mut Diagnostics::default()))
}

/// Judges the wire by the documents without their overlays, if they have some.
fn judge_documents(specs: [&Spec; 2], changes: Vec<Change>, session: &mut Session) -> Vec<Change> {
    if !specs.iter().any(|it| it.has_overlays()) {
        return changes;
    }
    let [Some(old), Some(new)] = specs.map(|spec| spec.build_bare(session)) else {
        return changes;
    };
    judge_wire(changes, diff_apis(&old, &new))
}
