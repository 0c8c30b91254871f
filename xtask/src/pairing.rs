//! Input files in, documents with their overlays out.

use std::path::{Path, PathBuf};

use codegen::diagnostic::catalogue::{NAME_CLASH, OVERLAY_INVALID};
use codegen::diagnostic::{Diagnostics, Place, Severity};
use codegen::overlay::{self, Overlay};
use codegen::pointer::{Address, FileId, Pointer};

use crate::inputs::{InputFile, PairingOptions};
use crate::path;
use crate::session::Session;
use crate::spec::Spec;

/// A document among the inputs.
struct Document<'a> {
    input: &'a InputFile,
    /// Its position among the inputs.
    position: usize,
    /// Its path, normalized for comparison.
    path: PathBuf,
    /// `None` if it could not be read, which has been reported.
    file: Option<FileId>,
    overlays: Vec<(FileId, PathBuf)>,
}

/// Reads documents and overlays and pairs each document with its overlays, all in the order of the
/// inputs. Reports files that cannot be read and overlays without a document.
///
/// # Errors
///
/// When the current directory or the root folder cannot be used.
pub fn read_specs(
    inputs: &[InputFile],
    options: &PairingOptions,
    session: &mut Session,
) -> anyhow::Result<Vec<Spec>> {
    let mut documents = read_documents(inputs, session)?;
    pair_overlays(&mut documents, inputs, options, session)?;
    // A folder that does not exist has no document either, which has been reported.
    let folder = |document: &Document<'_>| path::parent_folder(&document.input.path).ok();
    let folders: Vec<PathBuf> = documents.iter().filter_map(folder).collect();
    let mut specs = Vec::new();
    for document in documents {
        let folder = folder(&document).unwrap_or_default();
        let Document {
            input,
            position: _,
            path: _,
            file,
            overlays,
        } = document;
        if let Some(file) = file {
            let root = options.references.root_folder(&folder, &folders)?;
            specs.push(Spec::new(input, file, overlays, options, root));
        }
    }
    report_clashes(&specs, &mut session.diagnostics)?;
    Ok(specs)
}

fn read_documents<'a>(
    inputs: &'a [InputFile],
    session: &mut Session,
) -> anyhow::Result<Vec<Document<'a>>> {
    let mut documents = Vec::new();
    for (position, input) in inputs.iter().enumerate().filter(|(_, it)| !it.is_overlay) {
        documents.push(Document {
            input,
            position,
            path: path::normalize(&input.path)?,
            file: session.read_input(input),
            overlays: Vec::new(),
        });
    }
    Ok(documents)
}

/// Adds each overlay to the document that it extends, or else to the document before it or the only one.
fn pair_overlays(
    documents: &mut [Document<'_>],
    inputs: &[InputFile],
    options: &PairingOptions,
    session: &mut Session,
) -> anyhow::Result<()> {
    for (position, input) in inputs.iter().enumerate().filter(|(_, it)| it.is_overlay) {
        let Some((file, overlay)) = read_overlay(input, session) else {
            continue;
        };
        let extended = extended_path(input, &overlay)?;
        let by_name = documents
            .iter()
            .position(|it| Some(&it.path) == extended.as_ref());
        let before = documents.iter().rposition(|it| it.position < position);
        let by_position = before.or((documents.len() == 1).then_some(0));
        match by_name.or(by_position.filter(|_| options.by_position)) {
            Some(index) => documents[index].overlays.push((file, input.path.clone())),
            None => report_unpaired(file, &overlay, documents, &mut session.diagnostics),
        }
    }
    Ok(())
}

/// Reads an overlay. Reports problems only if there is no overlay at all: `codegen` reads it again
/// and reports the others.
fn read_overlay(input: &InputFile, session: &mut Session) -> Option<(FileId, Overlay)> {
    let file = session.read_input(input)?;
    let mut problems = Diagnostics::default();
    let overlay = overlay::read_overlay(&session.sources, file, &mut problems);
    if overlay.is_none() {
        session.diagnostics.append(problems);
    }
    Some((file, overlay?))
}

/// The path of the document that an overlay `extends`, which is relative to the overlay.
fn extended_path(input: &InputFile, overlay: &Overlay) -> anyhow::Result<Option<PathBuf>> {
    let folder = input.path.parent().unwrap_or(Path::new(""));
    let extended = overlay
        .extends
        .as_ref()
        .map(|extends| path::normalize(&folder.join(extends)));
    Ok(extended.transpose()?)
}

fn report_unpaired(
    file: FileId,
    overlay: &Overlay,
    documents: &[Document<'_>],
    diagnostics: &mut Diagnostics,
) {
    let names: Vec<_> = documents
        .iter()
        .map(|it| format!("`{}`", it.input.name))
        .collect();
    let help = format!("the documents are {}", names.join(", "));
    let (place, message) = match &overlay.extends {
        Some(extends) => (
            Address::new(file, Pointer::root().join("extends")).into(),
            format!("`extends` names none of the documents: `{extends}`"),
        ),
        None => (
            Place::File(file),
            "the overlay does not say which document it `extends`".to_owned(),
        ),
    };
    diagnostics
        .report(&OVERLAY_INVALID, place, message)
        .help(help);
}

/// Reports documents that have the same module.
fn report_clashes(specs: &[Spec], diagnostics: &mut Diagnostics) -> anyhow::Result<()> {
    for (index, spec) in specs.iter().enumerate() {
        let earlier = specs[..index]
            .iter()
            .find(|earlier| earlier.module == spec.module);
        let Some(earlier) = earlier else { continue };
        let place = Place::File(spec.file());
        if earlier.normalized_path()? == spec.normalized_path()? {
            diagnostics
                .report(&NAME_CLASH, place, "the document is given twice")
                .help("remove one of the two arguments")
                .severity = Severity::Error;
            continue;
        }
        let message = format!("two documents have the module name `{}`", spec.module);
        diagnostics
            .report(&NAME_CLASH, place, message)
            .related(Place::File(earlier.file()), "the other document")
            .help("rename one of the files")
            .severity = Severity::Error;
    }
    Ok(())
}
