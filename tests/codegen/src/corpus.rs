//! Published documents: the generator generates files from them, or reports why it cannot.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;
use std::{fs, thread};

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

#[test]
fn real_documents_are_generated_or_rejected_as_expected() {
    check_folder("corpus/openapi", 60);
}

#[test]
fn edge_cases_are_generated_or_rejected_as_expected() {
    check_folder("corpus/nasty", 40);
}

fn check_folder(name: &str, count: usize) {
    let Some(folder) = shared(name, count) else {
        return;
    };
    let documents = documents(&folder);
    assert_eq!(documents.len(), count, "{name}");
    let mut failures = Vec::new();
    for document in documents {
        let codes = error_codes(&folder, &document);
        let known = REJECTED.iter().find(|(name, ..)| *name == document);
        let known = known.map(|(_, codes, _)| *codes).unwrap_or_default();
        match codes {
            Ok(codes) if codes == known => {}
            Ok(codes) => failures.push(format!("{document}: {codes:?} instead of {known:?}")),
            Err(what) => failures.push(format!("{document}: {what}")),
        }
    }
    assert!(failures.is_empty(), "{name}\n{}", failures.join("\n"));
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

/// Runs the generator on a document and returns the codes of the errors, without duplicates.
fn error_codes(folder: &Path, document: &str) -> Result<Vec<&'static str>, String> {
    let (send, receive) = mpsc::channel();
    let (folder, path) = (folder.to_owned(), document.to_owned());
    let work = move || {
        let document = Document::alone(&folder, &path);
        let mut run = document.run();
        let files = run.files();
        assert!(!files.is_empty());
        assert_eq!(layout::check(&files), Ok(()));
        let errors = run.diagnostics.iter();
        let errors = errors.filter(|it| it.severity == codegen::diagnostic::Severity::Error);
        let mut codes: Vec<&'static str> = errors.map(|it| it.code.name).collect();
        codes.sort_unstable();
        codes.dedup();
        let _ = send.send((run.api.is_none(), codes));
    };
    let worker = thread::Builder::new().stack_size(STACK).spawn(work);
    let _ = worker.expect("the system starts a thread");
    match receive.recv_timeout(TIME_LIMIT) {
        Ok((failed, codes)) if failed != codes.is_empty() => Ok(codes),
        Ok((failed, codes)) => Err(format!("no API: {failed}, but errors: {codes:?}")),
        Err(mpsc::RecvTimeoutError::Timeout) => Err("takes too long".to_owned()),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err("panics".to_owned()),
    }
}
