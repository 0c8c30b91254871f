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
use codegen::names::Lock;
use codegen::overlay::Overlaid;
use codegen::pointer::FileId;
use codegen::share::ApiSet;

use crate::inputs::{InputFile, PairingOptions};
use crate::loader::Loader;
use crate::path;
use crate::references::{ReferenceOptions, RootFolder};
use crate::session::Session;

/// A document and its overlays.
#[derive(Clone, Debug)]
pub struct Spec {
    path: PathBuf,
    name: String,
    input: Input,
    overlay_paths: Vec<PathBuf>,
    references: ReferenceOptions,
    root: RootFolder,
    /// The name of its module, derived from the name of the file.
    pub module: ModuleName,
}

impl Spec {
    /// Creates a document that has been read, with its overlays.
    pub(crate) fn new(
        input: &InputFile,
        document: FileId,
        overlays: Vec<(FileId, PathBuf)>,
        options: &PairingOptions,
        root: RootFolder,
    ) -> Self {
        let stem = Path::new(&input.name)
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy();
        let module = ModuleName::from_spelling(input.module.as_deref().unwrap_or(&stem));
        let (overlays, overlay_paths) = overlays.into_iter().unzip();
        Self {
            path: input.path.clone(),
            name: input.name.clone(),
            input: Input {
                document,
                overlays,
                lock: None,
                module: module.to_string(),
                partial: options.partial,
                allow_missing_files: options.allow_missing_files,
                options: options.additions.clone(),
            },
            overlay_paths,
            references: options.references.clone(),
            root,
            module,
        }
    }

    /// The file of the document.
    #[must_use]
    pub fn file(&self) -> FileId {
        self.input.document
    }

    /// The path of the document, as it was given.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The paths of the overlays, as they were given.
    pub(crate) fn overlay_paths(&self) -> &[PathBuf] {
        &self.overlay_paths
    }

    /// The options with which the document was read.
    pub(crate) fn options(&self) -> PairingOptions {
        PairingOptions {
            by_position: true,
            partial: self.input.partial,
            allow_missing_files: self.input.allow_missing_files,
            references: self.references.clone(),
            additions: self.input.options.clone(),
        }
    }

    /// The folder of the document.
    pub(crate) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// Sets the name of its module.
    pub(crate) fn set_module(&mut self, module: &ModuleName) {
        self.module = module.clone();
        self.input.module = module.to_string();
    }

    /// Sets the lock file with the names of an earlier version.
    pub(crate) fn set_lock(&mut self, lock: Option<FileId>) {
        self.input.lock = lock;
    }

    /// The absolute path of the document, without `.` and `..`.
    pub(crate) fn normalized_path(&self) -> io::Result<PathBuf> {
        path::normalize(&self.path)
    }

    /// Reads the document and applies the overlays. Returns `None` on an error, which only
    /// [`build`](Self::build) reports.
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

    /// Parses the document and applies the overlays. Returns `None` after an error, which is reported.
    pub(crate) fn overlaid(&self, session: &mut Session) -> Option<Overlaid> {
        codegen::overlaid(&self.input, &session.sources, &mut session.diagnostics)
    }

    /// Reports what is risky in the document for bindings, and why it cannot be read if so.
    pub(crate) fn lint(&self, session: &mut Session) {
        let mut loader = self.loader();
        let mut diagnostics = Diagnostics::default();
        let mut load = |sources: &mut _, path: &str| loader.load(sources, path);
        codegen::lint(
            &self.input,
            &mut session.sources,
            &mut load,
            &mut diagnostics,
        );
        loader.report_unreadable(&mut session.diagnostics);
        session.diagnostics.append(diagnostics);
    }

    /// Whether there are overlays.
    #[must_use]
    pub(crate) fn has_overlays(&self) -> bool {
        !self.input.overlays.is_empty()
    }

    /// Builds the API of the document without its overlays. Returns `None` after an error, which is not
    /// reported: the document may need its overlays.
    pub(crate) fn build_bare(&self, session: &mut Session) -> Option<Checked<Api>> {
        let input = Input {
            overlays: Vec::new(),
            lock: None,
            ..self.input.clone()
        };
        self.build_quietly(&input, session).0
    }

    /// Builds the API as if no names were recorded. Its diagnostics are not reported.
    pub(crate) fn build_fresh(&self, session: &mut Session) -> (Option<Checked<Api>>, Diagnostics) {
        let input = Input {
            lock: None,
            ..self.input.clone()
        };
        self.build_quietly(&input, session)
    }

    fn build_quietly(
        &self,
        input: &Input,
        session: &mut Session,
    ) -> (Option<Checked<Api>>, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let mut loader = self.loader();
        let mut load = |sources: &mut _, path: &str| loader.load(sources, path);
        let api = codegen::api(input, &mut session.sources, &mut load, &mut diagnostics);
        (api, diagnostics)
    }

    /// The overlays, in the order they are applied.
    pub(crate) fn overlays(&self) -> &[FileId] {
        &self.input.overlays
    }

    /// The lock file with the names of an earlier version.
    pub(crate) fn lock(&self) -> Option<FileId> {
        self.input.lock
    }

    fn loader(&self) -> Loader<'_> {
        let document = self.input.document;
        let (references, root) = (&self.references, &self.root);
        Loader::new(&self.path, &self.name, document, references, root)
    }

    /// Builds the API of the document. Returns `None` after an error, which is reported.
    pub fn build(&self, session: &mut Session) -> Option<Built> {
        self.build_timed(&self.input, None, session)
    }

    /// Whether names are kept by a lock file.
    pub(crate) fn has_lock(&self) -> bool {
        self.input.lock.is_some()
    }

    /// Like [`build`](Self::build), as if no names were recorded.
    pub(crate) fn build_without_names(&self, session: &mut Session) -> Option<Built> {
        let input = Input {
            lock: None,
            ..self.input.clone()
        };
        self.build_timed(&input, None, session)
    }

    /// Like [`build`](Self::build), with these names in place of a lock file.
    pub(crate) fn build_with_names(&self, names: &Lock, session: &mut Session) -> Option<Built> {
        self.build_timed(&self.input, Some(names), session)
    }

    fn build_timed(
        &self,
        input: &Input,
        names: Option<&Lock>,
        session: &mut Session,
    ) -> Option<Built> {
        let start = Instant::now();
        let mut loader = self.loader();
        // Separate diagnostics, so that an error in one document does not stop the next one.
        let mut diagnostics = Diagnostics::default();
        let mut load = |sources: &mut _, path: &str| loader.load(sources, path);
        let sources = &mut session.sources;
        let api = match names {
            Some(names) => {
                codegen::api_with_names(input, names, sources, &mut load, &mut diagnostics)
            }
            None => codegen::api(input, sources, &mut load, &mut diagnostics),
        };
        loader.report_unreadable(&mut session.diagnostics);
        session.diagnostics.append(diagnostics);
        Some(Built {
            api: api?,
            elapsed: start.elapsed(),
        })
    }
}

/// An API, and how long it took to build.
#[derive(Debug)]
pub struct Built {
    /// The API.
    pub api: Checked<Api>,
    /// The wall-clock time.
    pub elapsed: Duration,
}

/// Builds the APIs of all documents, so that the problems of all are reported, and finds what they share.
/// Returns `None` if the session has failed.
pub fn build_apis(specs: &[Spec], session: &mut Session) -> Option<ApiSet> {
    let built = build_timed(specs, session)?;
    let apis = built.into_iter().map(|built| built.api).collect();
    Some(ApiSet::new(apis, &mut session.diagnostics))
}

/// Like [`build_apis`], with the time that each API took, and without looking for what they share.
pub fn build_timed(specs: &[Spec], session: &mut Session) -> Option<Vec<Built>> {
    let built: Vec<_> = specs
        .iter()
        .filter_map(|spec| spec.build(session))
        .collect();
    (!session.has_failed()).then_some(built)
}
