//! A document with its overlays in, an API out.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use codegen::Input;
use codegen::check::Checked;
use codegen::diagnostic::Diagnostics;
use codegen::document::Document;
use codegen::ir::Api;
use codegen::name::ModuleName;
use codegen::pointer::FileId;

use crate::bounds::{Bounds, RootFolder};
use crate::given::{Given, Pairing};
use crate::loader::Loader;
use crate::path;
use crate::session::Session;

/// A document that was read, and its overlays.
#[derive(Debug)]
pub struct Spec {
    path: PathBuf,
    name: String,
    input: Input,
    bounds: Bounds,
    root: RootFolder,
    /// The name of its module, made from the file's.
    pub module: ModuleName,
}

impl Spec {
    /// A document and its overlays.
    pub(crate) fn new(
        given: &Given,
        document: FileId,
        overlays: Vec<FileId>,
        pairing: &Pairing,
        root: RootFolder,
    ) -> Self {
        let stem = Path::new(&given.name)
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy();
        let module = ModuleName::from_spelling(&stem);
        Self {
            path: given.path.clone(),
            name: given.name.clone(),
            input: Input {
                document,
                overlays,
                module: module.to_string(),
                partial: pairing.partial,
                without_missing: pairing.without_missing,
            },
            bounds: pairing.bounds.clone(),
            root,
            module,
        }
    }

    /// The document.
    #[must_use]
    pub fn file(&self) -> FileId {
        self.input.document
    }

    /// Where it is, absolute and without `.` and `..`.
    pub(crate) fn place(&self) -> io::Result<PathBuf> {
        path::normal(&self.path)
    }

    /// Reads it with its overlays; `None` after an error, of which [`build`](Self::build) tells.
    pub fn document(&self, session: &mut Session) -> Option<Document> {
        let mut loader = self.loader();
        let mut load = |sources: &mut _, path: &str| loader.load(sources, path);
        codegen::document(
            &self.input,
            &mut session.sources,
            &mut load,
            &mut Diagnostics::default(),
        )
    }

    fn loader(&self) -> Loader<'_> {
        let document = self.input.document;
        Loader::new(&self.path, &self.name, document, &self.bounds, &self.root)
    }

    /// Makes an API of it; `None` after an error.
    pub fn build(&self, session: &mut Session) -> Option<Built> {
        let start = Instant::now();
        let mut loader = self.loader();
        // Its own, so that an error in one document does not stop the next one half-way.
        let mut diagnostics = Diagnostics::default();
        let mut load = |sources: &mut _, path: &str| loader.load(sources, path);
        let api = codegen::api(
            &self.input,
            &mut session.sources,
            &mut load,
            &mut diagnostics,
        );
        loader.report(&mut session.diagnostics);
        session.diagnostics.append(diagnostics);
        Some(Built {
            api: api?,
            elapsed: start.elapsed(),
        })
    }
}

/// An API, and how long it took to make.
#[derive(Debug)]
pub struct Built {
    /// The API.
    pub api: Checked<Api>,
    /// The time.
    pub elapsed: Duration,
}

/// Makes the APIs of all documents; `None` when anything read so far was refused, but only after
/// all of them had their say.
pub fn build_all(specs: &[Spec], session: &mut Session) -> Option<Vec<Built>> {
    let built: Vec<_> = specs
        .iter()
        .filter_map(|spec| spec.build(session))
        .collect();
    (!session.is_refused()).then_some(built)
}
