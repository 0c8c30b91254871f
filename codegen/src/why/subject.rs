//! An API with its document and its generated files, as the input of answers.

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::ir::Api;
use crate::names::Lock;
use crate::pointer::{Address, FileId};
use crate::render::File;
use crate::source::Sources;

/// An API with all that it was made of.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The API.
    pub api: &'a Api,
    /// The document with its overlays.
    pub document: &'a Document,
    /// The overlays.
    pub overlays: &'a [FileId],
    /// The recorded names, with their file.
    pub lock: Option<(&'a Lock, FileId)>,
    /// The API and its diagnostics as they are without recorded names, if they could be made.
    pub fresh: Option<(&'a Api, &'a Diagnostics)>,
    /// The generated files.
    pub files: &'a [File],
    /// The folder of these files, as it is shown: `generated/src`.
    pub folder: &'a str,
    /// The files of the run.
    pub sources: &'a Sources,
}

impl Subject<'_> {
    /// Where a node is written: in the document, or in the overlay that has changed it.
    pub(super) fn written_address(&self, address: &Address) -> Address {
        if address.file == self.document.file {
            self.document.provenance.origin(&address.pointer)
        } else {
            address.clone()
        }
    }
}
