//! Documents that nobody here wrote: the generator makes files of them, or says why not.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;
use std::{fs, thread};

use crate::layout;
use crate::run::{Document, shared};

/// The documents that end in an error: which codes, and why that is right.
const REFUSED: [(&str, &[&str], &str); 4] = [
    (
        "38-billion-laughs.yml",
        &["limit"],
        "aliases of aliases that fill any memory",
    ),
    (
        "41-deep-nesting-1000.yml",
        &["limit"],
        "1,000 levels; 512 are read",
    ),
    (
        "44-external-missing-ref.yml",
        &["dangling-ref", "missing-file"],
        "it asks for files that are not there",
    ),
    (
        "lob_multifile.yml",
        &["missing-file"],
        "its other files are not in the corpus",
    ),
];

/// Far longer than any document takes: to end a loop that does not end.
const LONGEST: Duration = Duration::from_secs(120);

/// What the main thread of a command has.
const STACK: usize = 8 << 20;

#[test]
fn real_documents() {
    folder("corpus/openapi", 60);
}

#[test]
fn traps() {
    folder("corpus/nasty", 40);
}

fn folder(name: &str, count: usize) {
    let Some(folder) = shared(name, count) else {
        return;
    };
    let documents = documents(&folder);
    assert_eq!(documents.len(), count, "{name}");
    let mut wrong = Vec::new();
    for document in documents {
        let codes = codes(&folder, &document);
        let known = REFUSED.iter().find(|(name, ..)| *name == document);
        let known = known.map(|(_, codes, _)| *codes).unwrap_or_default();
        match codes {
            Ok(codes) if codes == known => {}
            Ok(codes) => wrong.push(format!("{document}: {codes:?} instead of {known:?}")),
            Err(what) => wrong.push(format!("{document}: {what}")),
        }
    }
    assert!(wrong.is_empty(), "{name}\n{}", wrong.join("\n"));
}

pub(crate) fn documents(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("it was just there");
    let paths = entries.map(|entry| entry.expect("it can be read").path());
    let is_document = |path: &PathBuf| {
        let extension = path.extension().and_then(|it| it.to_str());
        matches!(extension, Some("yml" | "yaml" | "json"))
    };
    let name = |path: PathBuf| Some(path.file_name()?.to_str()?.to_owned());
    let mut names: Vec<String> = paths.filter(is_document).filter_map(name).collect();
    names.sort();
    names
}

/// The codes of the errors in a document, each once, after all of the generator was run on it.
fn codes(folder: &Path, document: &str) -> Result<Vec<&'static str>, String> {
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
    match receive.recv_timeout(LONGEST) {
        Ok((failed, codes)) if failed != codes.is_empty() => Ok(codes),
        Ok((failed, codes)) => Err(format!("no API: {failed}, but errors: {codes:?}")),
        Err(mpsc::RecvTimeoutError::Timeout) => Err("takes too long".to_owned()),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err("panics".to_owned()),
    }
}
