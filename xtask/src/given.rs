//! Files that were named or found in, documents with their overlays out.

use std::path::{Path, PathBuf};

use codegen::diagnostic::catalogue::{NAME_CLASH, OVERLAY_INVALID};
use codegen::diagnostic::{Diagnostics, Place, Severity};
use codegen::overlay::{self, Overlay};
use codegen::pointer::{Address, FileId, Pointer};

use crate::bounds::Bounds;
use crate::path;
use crate::session::Session;
use crate::spec::Spec;

/// A file that was named on the command line or found in `specs/`.
#[derive(Clone, Debug)]
pub struct Given {
    /// Where it is.
    pub path: PathBuf,
    /// What it is called in headers and messages.
    pub name: String,
    /// Whether it is an overlay.
    pub is_overlay: bool,
}

impl Given {
    /// A file as it was named on the command line.
    #[must_use]
    pub fn argument(path: PathBuf, is_overlay: bool) -> Self {
        let name = path::shown(&path);
        Self {
            path,
            name,
            is_overlay,
        }
    }
}

/// How overlays are given to documents.
#[derive(Clone, Debug, Default)]
pub struct Pairing {
    /// Whether an overlay that extends none of the documents belongs to the one before it.
    pub follows: bool,
    /// Whether the documents are only parts of those that the overlays were written for.
    pub partial: bool,
    /// Whether files that the documents refer to may be missing.
    pub without_missing: bool,
    /// Which files the documents may refer to.
    pub bounds: Bounds,
}

/// A document among the files given.
struct Document<'a> {
    given: &'a Given,
    position: usize,
    /// For comparing.
    path: PathBuf,
    /// `None` when it could not be read, which was reported.
    file: Option<FileId>,
    overlays: Vec<FileId>,
}

/// Reads documents and overlays and gives each document its overlays, all in the order given.
/// What cannot be read, and an overlay without a document, is reported.
pub fn pair(
    given: &[Given],
    pairing: &Pairing,
    session: &mut Session,
) -> anyhow::Result<Vec<Spec>> {
    let mut documents = Vec::new();
    for (position, given) in given
        .iter()
        .enumerate()
        .filter(|(_, given)| !given.is_overlay)
    {
        let path = path::normal(&given.path)?;
        let file = session.read(&given.path, &given.name);
        documents.push(Document {
            given,
            position,
            path,
            file,
            overlays: Vec::new(),
        });
    }
    for (position, given) in given
        .iter()
        .enumerate()
        .filter(|(_, given)| given.is_overlay)
    {
        let Some((file, overlay)) = read_overlay(given, session) else {
            continue;
        };
        let extended = extended(given, &overlay)?;
        let by_name = documents
            .iter()
            .position(|it| Some(&it.path) == extended.as_ref());
        let before = || {
            documents
                .iter()
                .rposition(|document| document.position < position)
        };
        match by_name.or_else(|| pairing.follows.then(before).flatten()) {
            Some(index) => documents[index].overlays.push(file),
            None => report_stray(file, &overlay, &documents, &mut session.diagnostics),
        }
    }
    // Where there is none, there is no document either.
    let folder = |document: &Document<'_>| path::folder(&document.given.path).ok();
    let folders: Vec<PathBuf> = documents.iter().filter_map(folder).collect();
    let mut specs = Vec::new();
    for document in documents {
        let folder = folder(&document).unwrap_or_default();
        let Document {
            given,
            file,
            overlays,
            ..
        } = document;
        if let Some(file) = file {
            let root = pairing.bounds.root_folder(&folder, &folders)?;
            specs.push(Spec::new(given, file, overlays, pairing, root));
        }
    }
    report_clashes(&specs, &mut session.diagnostics)?;
    Ok(specs)
}

/// Reads an overlay; problems are reported only when it cannot be used at all, since the driver
/// reads it again and reports the others.
fn read_overlay(given: &Given, session: &mut Session) -> Option<(FileId, Overlay)> {
    let file = session.read(&given.path, &given.name)?;
    let mut problems = Diagnostics::default();
    let overlay = overlay::read(&session.sources, file, &mut problems);
    if overlay.is_none() {
        session.diagnostics.append(problems);
    }
    Some((file, overlay?))
}

/// The path of the document that an overlay extends, if it says so; relative to the overlay.
fn extended(given: &Given, overlay: &Overlay) -> anyhow::Result<Option<PathBuf>> {
    let folder = given.path.parent().unwrap_or(Path::new(""));
    let extended = overlay
        .extends
        .as_ref()
        .map(|extends| path::normal(&folder.join(extends)));
    Ok(extended.transpose()?)
}

fn report_stray(
    file: FileId,
    overlay: &Overlay,
    documents: &[Document<'_>],
    diagnostics: &mut Diagnostics,
) {
    let names: Vec<_> = documents
        .iter()
        .map(|it| format!("`{}`", it.given.name))
        .collect();
    let help = format!("the documents are {}", names.join(", "));
    if let Some(extends) = &overlay.extends {
        let place = Address::new(file, Pointer::root().join("extends"));
        let message = format!("`extends` names none of the documents: `{extends}`");
        diagnostics
            .report(&OVERLAY_INVALID, place, message)
            .help(help);
    } else {
        let message = "the overlay does not say which document it `extends`";
        diagnostics
            .report(&OVERLAY_INVALID, Place::File(file), message)
            .help(help);
    }
}

/// Two documents cannot have one module.
fn report_clashes(specs: &[Spec], diagnostics: &mut Diagnostics) -> anyhow::Result<()> {
    for (index, spec) in specs.iter().enumerate() {
        let earlier = specs[..index]
            .iter()
            .find(|earlier| earlier.module == spec.module);
        let Some(earlier) = earlier else { continue };
        let place = Place::File(spec.file());
        if earlier.place()? == spec.place()? {
            let message = "the document is given twice".to_owned();
            let diagnostic = diagnostics.report(&NAME_CLASH, place, message);
            diagnostic.help("give it once").severity = Severity::Error;
            continue;
        }
        let message = format!("two documents would be the module `{}`", spec.module);
        diagnostics
            .report(&NAME_CLASH, place, message)
            .related(Place::File(earlier.file()), "the other one")
            .help("rename one of the files")
            .severity = Severity::Error;
    }
    Ok(())
}
