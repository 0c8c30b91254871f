//! Published documents: the generator generates files from them, or reports why it cannot.

use std::path::{Path, PathBuf};
use std::sync::{LazyLock, mpsc};
use std::time::Duration;
use std::{fs, thread};

use codegen::ir::Untyped;

use crate::layout;
use crate::run::{Document, shared};

/// The documents that are rejected: the codes, and the reason.
const REJECTED: [(&str, &[&str], &str); 4] = [
    (
        "38-billion-laughs.yml",
        &["limit"],
        "aliases of aliases that would fill any memory",
    ),
    (
        "41-deep-nesting-1000.yml",
        &["limit"],
        "1,000 levels, but the limit is 512",
    ),
    (
        "44-external-missing-ref.yml",
        &["dangling-ref", "missing-file"],
        "it refers to files that do not exist",
    ),
    (
        "lob_multifile.yml",
        &["missing-file"],
        "its other files are not in the corpus",
    ),
];

/// Ends an infinite loop. Far longer than any document takes.
const TIME_LIMIT: Duration = Duration::from_secs(120);

/// The stack of the main thread of a command.
const STACK: usize = 8 << 20;

/// What the generator makes of a document.
pub(crate) struct Generated {
    /// The codes of the errors, without duplicates.
    codes: Vec<&'static str>,
    /// The untyped schemas, or `None` after an error.
    pub(crate) untyped: Option<Vec<Untyped>>,
}

/// Documents by their names, each with what the generator makes of it, or what went wrong.
type Results = Vec<(String, Result<Generated, String>)>;

/// Those of real documents, which several tests examine, or `None` if they are not there.
pub(crate) static REAL: LazyLock<Option<Results>> = LazyLock::new(|| run_all("corpus/openapi", 60));

#[test]
fn real_documents_are_generated_or_rejected_as_expected() {
    check("corpus/openapi", REAL.as_deref(), 60);
}

#[test]
fn edge_cases_are_generated_or_rejected_as_expected() {
    let results = run_all("corpus/nasty", 40);
    check("corpus/nasty", results.as_deref(), 40);
}

/// Runs the generator on the documents in a folder.
fn run_all(folder: &str, count: usize) -> Option<Results> {
    let folder = shared(folder, count)?;
    let documents = documents(&folder).into_iter();
    let results = documents.map(|document| {
        let result = run(&folder, &document);
        (document, result)
    });
    Some(results.collect())
}

fn check(folder: &str, results: Option<&[(String, Result<Generated, String>)]>, count: usize) {
    let Some(results) = results else {
        return;
    };
    assert_eq!(results.len(), count, "{folder}");
    let mut failures = Vec::new();
    for (document, result) in results {
        let known = REJECTED.iter().find(|(name, ..)| name == document);
        let known = known.map(|(_, codes, _)| *codes).unwrap_or_default();
        match result {
            Ok(Generated { codes, .. }) if codes == known => {}
            Ok(Generated { codes, .. }) => {
                failures.push(format!("{document}: {codes:?} instead of {known:?}"));
            }
            Err(what) => failures.push(format!("{document}: {what}")),
        }
    }
    assert!(failures.is_empty(), "{folder}\n{}", failures.join("\n"));
}

/// The names of the documents in a folder, sorted.
pub(crate) fn documents(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder exists");
    let paths = entries.map(|entry| entry.expect("the entry can be read").path());
    let is_document = |path: &PathBuf| {
        let extension = path.extension().and_then(|it| it.to_str());
        matches!(extension, Some("yml" | "yaml" | "json"))
    };
    let name = |path: PathBuf| Some(path.file_name()?.to_str()?.to_owned());
    let mut names: Vec<String> = paths.filter(is_document).filter_map(name).collect();
    names.sort();
    names
}

/// Runs the generator on a document in a thread.
fn run(folder: &Path, document: &str) -> Result<Generated, String> {
    let (send, receive) = mpsc::channel();
    let (folder, path) = (folder.to_owned(), document.to_owned());
    let work = move || {
        let document = Document::alone(&folder, &path);
        let run = document.run();
        let files = run.files();
        assert!(!files.is_empty());
        assert_eq!(layout::check(&files), Ok(()));
        let errors = run.diagnostics.iter();
        let errors = errors.filter(|it| it.severity == codegen::diagnostic::Severity::Error);
        let mut codes: Vec<&'static str> = errors.map(|it| it.code.name).collect();
        codes.sort_unstable();
        codes.dedup();
        let untyped = run.api.as_ref().map(|api| api[0].untyped.clone());
        let _ = send.send(Generated { codes, untyped });
    };
    let worker = thread::Builder::new().stack_size(STACK).spawn(work);
    let _ = worker.expect("the system starts a thread");
    match receive.recv_timeout(TIME_LIMIT) {
        Ok(it) if it.untyped.is_some() == it.codes.is_empty() => Ok(it),
        Ok(it) => Err(format!(
            "the errors {:?} do not decide whether there is an API",
            it.codes
        )),
        Err(mpsc::RecvTimeoutError::Timeout) => Err("takes too long".to_owned()),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err("panics".to_owned()),
    }
}
