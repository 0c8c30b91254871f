//! OpenAPI 3.0, 3.1 and 3.2 documents in, Rust source files out.
//!
//! Pure functions: the output does not depend on files, the clock, the environment or hash order.
//! Each stage reports into [`Diagnostics`] and goes on; the driver stops between stages if there
//! was an error.
//!
//! # In a build script
//!
//! The feature `runtime` adds `crate_files`, with which a program writes all sources of a crate. The crate needs
//! the features and dependencies of one that `openapi-bindings generate` writes. This build script makes the
//! bindings of one document, which `include!(concat!(env!("OUT_DIR"), "/lib.rs"));` makes a part of the crate:
//! its root, for their paths begin with `crate::`.
//!
#![doc = concat!("```no_run\n", include_str!("../../tests/build_script/build.rs"), "```")]

pub mod check;
pub mod cut;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod emit;
pub mod extension;
pub mod ir;
mod layout;
pub mod lint;
pub mod listing;
pub mod lower;
pub mod markdown;
pub mod mine;
pub mod name;
pub mod names;
pub mod overlay;
pub mod pointer;
pub mod prose;
pub mod render;
pub mod report;
pub mod share;
pub mod source;
pub mod tree;
pub mod walk;
pub mod why;

use check::Checked;
use diagnostic::catalogue::{EXTENSION_VALUE, MISPLACED_EXTENSION, MISSING_FILE};
use diagnostic::{Diagnostic, Diagnostics, Place};
use document::Document;
pub use emit::{CrateRoot, Library};
use names::Lock;
use overlay::{Overlaid, Provenance};
use pointer::FileId;
use render::File;
use share::ApiSet;
use source::Sources;
pub use source::{Absent, Load};
use tree::Tree;

/// A document with its overlays and options. The files are in the [`Sources`] already.
#[derive(Clone, Debug)]
pub struct Input {
    /// The document.
    pub document: FileId,
    /// The overlays, in the order they are applied.
    pub overlays: Vec<FileId>,
    /// The lock file with the names of an earlier version.
    pub lock: Option<FileId>,
    /// The module's name, from the file's: `conferences`.
    pub module: String,
    /// Whether the document is only a part of the one that its overlays were written for. If so, an
    /// overlay action that matches nothing is ignored.
    pub partial: bool,
    /// Whether references to missing files are warnings instead of errors. Whatever they refer to is
    /// left out: a path has no operations, and a schema accepts any value.
    pub allow_missing_files: bool,
    /// What the bindings have beyond what is usual.
    pub options: lower::Options,
}

impl Input {
    /// Creates the input for a complete document without overlays.
    #[must_use]
    pub fn alone(document: FileId, module: &str) -> Self {
        Self {
            document,
            overlays: Vec::new(),
            lock: None,
            module: module.to_owned(),
            partial: false,
            allow_missing_files: false,
            options: lower::Options::default(),
        }
    }
}

/// Parses a document and applies its overlays; `None` after an error.
pub fn overlaid(
    input: &Input,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Overlaid> {
    let tree = source::parse(sources, input.document, diagnostics)?;
    let overlaid = Overlaid::new(input.document, tree);
    apply_overlays(overlaid, input, sources, diagnostics)
}

fn apply_overlays(
    mut overlaid: Overlaid,
    input: &Input,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Overlaid> {
    for &file in &input.overlays {
        if let Some(overlay) = overlay::read_overlay(sources, file, diagnostics) {
            overlay::apply(&overlay, &mut overlaid, input.partial, diagnostics);
        }
    }
    (!diagnostics.has_errors()).then_some(overlaid)
}

/// Reads a document with its overlays; `None` after an error.
pub fn document(
    input: &Input,
    sources: &mut Sources,
    load: &mut Load<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let Overlaid {
        tree,
        provenance,
        given,
        keeps_words: _,
    } = overlaid(input, sources, diagnostics)?;
    if !input.overlays.is_empty() {
        overlay::check(&tree, &provenance, diagnostics);
    }
    // By itself, since what is said of a node that an overlay has written is to stand at the overlay.
    let mut found = Diagnostics::default();
    let document = document::read_document(sources, input.document, tree, load, &mut found);
    if input.allow_missing_files {
        found.soften(&MISSING_FILE);
    }
    provenance.relocate(&mut found);
    keep_misplaced(&mut found, &input.overlays);
    diagnostics.append(found);
    let mut document = document.filter(|_| !diagnostics.has_errors())?;
    document.given = given;
    document.provenance = provenance;
    Some(document)
}

/// Parses a document and applies its overlays, without the words that they rest on; `None` after an
/// error.
pub fn overlaid_tree(
    input: &Input,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Tree> {
    let tree = source::parse(sources, input.document, diagnostics)?;
    let overlaid = Overlaid {
        keeps_words: false,
        ..Overlaid::new(input.document, tree)
    };
    Some(apply_overlays(overlaid, input, sources, diagnostics)?.tree)
}

/// Keeps the warnings about misplaced extensions of overlays, each once. In a document, the key may
/// belong to another tool.
fn keep_misplaced(diagnostics: &mut Diagnostics, overlays: &[FileId]) {
    let mut kept: Vec<Place> = Vec::new();
    diagnostics.retain(|Diagnostic { code, place, .. }| {
        if *code != &MISPLACED_EXTENSION {
            return true;
        }
        let is_new = overlays.contains(&place.file()) && !kept.contains(place);
        if is_new {
            kept.push(place.clone());
        }
        is_new
    });
}

/// Reads a document and lowers it to an API; `None` after an error.
pub fn api(
    input: &Input,
    sources: &mut Sources,
    load: &mut Load<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Checked<ir::Api>> {
    let Some(file) = input.lock else {
        return api_with_names(input, &Lock::default(), sources, load, diagnostics);
    };
    let lock = names::parse_lock(sources, file, diagnostics);
    let document = document(input, sources, load, diagnostics);
    let api = name_api(
        (input, document?),
        (&lock?, Some(file)),
        sources,
        load,
        diagnostics,
    );
    api.map(check::api)
}

/// Like [`api`], with the names of an earlier version in place of a lock file. What has moved keeps its name
/// as well, and is not reported.
pub fn api_with_names(
    input: &Input,
    names: &Lock,
    sources: &mut Sources,
    load: &mut Load<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Checked<ir::Api>> {
    let document = document(input, sources, load, diagnostics)?;
    let api = name_api((input, document), (names, None), sources, load, diagnostics);
    api.map(check::api)
}

/// Lowers a document with the recorded names, which may have moved; reports what becomes of the names of a
/// file.
fn name_api(
    (input, document): (&Input, Document),
    (lock, file): (&Lock, Option<FileId>),
    sources: &mut Sources,
    load: &mut Load<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<ir::Api> {
    let (mut api, mut found) = lower_document(input, document, lock);
    if (!lock.is_empty() || file.is_some()) && !found.has_errors() {
        let mut recorded = names::record_names(&api);
        let moves = (!recorded.is_same(lock)).then(|| names::find_moves(lock, &recorded));
        let moves = moves.flatten();
        if let Some(moves) = &moves {
            // The document has been read without errors before.
            let document = self::document(input, sources, load, &mut Diagnostics::default())?;
            let mut said = Diagnostics::default();
            if let Some(file) = file {
                let suggest = |lines: &[_]| lower::suggest_members(&document, lines);
                names::report_unclear(&moves.unclear, file, &api, &suggest, &mut said);
            }
            let before = api;
            (api, found) = lower_document(input, document, &moves.lock);
            if let Some(file) = file {
                names::report_kept(&moves.kept, file, (&before, &api), &mut said);
                recorded = names::record_names(&api);
            }
            found.append(said);
        }
        let lock = moves.as_ref().map_or(lock, |it| &it.lock);
        if let Some(file) = file.filter(|_| !recorded.is_same(lock)) {
            names::report_gone(lock, &recorded, file, &mut found);
        }
    }
    diagnostics.append(found);
    (!diagnostics.has_errors()).then_some(api)
}

/// Reports what is risky in a document for bindings: what the generator itself reports, and more.
pub fn lint(
    input: &Input,
    sources: &mut Sources,
    load: &mut Load<'_>,
    diagnostics: &mut Diagnostics,
) {
    // Errors of this part are those of the next.
    if let Some(overlaid) = overlaid(input, sources, &mut Diagnostics::default()) {
        let Overlaid {
            tree, provenance, ..
        } = &overlaid;
        let name = &sources.get(input.document).name;
        lint::lint_document(tree, name, provenance, diagnostics);
    }
    let mut found = Diagnostics::default();
    let _ = api(input, sources, load, &mut found);
    diagnostics.append(found);
}

/// Makes an API of a document, with the names that are recorded for it.
fn lower_document(input: &Input, mut document: Document, lock: &Lock) -> (ir::Api, Diagnostics) {
    let provenance = std::mem::replace(&mut document.provenance, Provenance::new(input.document));
    let additions = overlay::count_additions(&document.tree, &provenance);
    let mut found = Diagnostics::default();
    let mut api = lower::api(document, &input.module, &input.options, lock, &mut found);
    let additions = additions.into_iter();
    let additions = additions.map(|((overlay, noun), count)| ir::Addition {
        overlay,
        noun,
        count,
    });
    api.additions = additions.collect();
    if input.overlays.is_empty() {
        // Without an overlay an extension may be that of another tool, which has other values.
        found.soften(&EXTENSION_VALUE);
    }
    provenance.relocate(&mut found);
    (api, found)
}

/// Returns all files of a crate with these APIs, as [`files`] does, and those of the runtime.
#[cfg(feature = "runtime")]
#[must_use]
pub fn crate_files(apis: &ApiSet, sources: &Sources, library: &Library) -> Vec<File> {
    let header = |source: &str| render::header(&library.made_by, Some(source));
    let runtime = codegen_files::runtime_files(&header);
    let is_foreign = apis.iter().any(|api| api.foreign.is_used);
    let foreign = is_foreign.then(|| codegen_files::foreign_file(&header));
    let checks = codegen_files::format_check_files(&header);
    let checks = checks.filter(|_| apis.iter().any(|api| api.checks_formats));
    let made = files(apis, sources, library);
    let copied = runtime.chain(foreign).chain(checks);
    let copied = copied.map(|(path, text)| File { path, text });
    made.into_iter().chain(copied).collect()
}

/// Returns the text of a README of a crate with these APIs: what it is, a first call, and its features.
#[must_use]
pub fn readme(apis: &ApiSet, library: &Library) -> String {
    render::markdown(|| emit::readme::readme(apis, library))
}

/// Returns the generated files of a crate with these APIs: `lib.rs`, a folder for each, and what they
/// share.
#[must_use]
pub fn files(apis: &ApiSet, sources: &Sources, library: &Library) -> Vec<File> {
    render::files(&emit::modules(apis, sources, library))
}
