//! `cargo xtask instances`: compiles the bindings of many documents and tries them on instances
//! that are labelled valid or not.

mod allowed;
mod table;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::Verdict;
use crate::bounds::Bounds;
use crate::given::{self, Given, Pairing};
use crate::session::Session;
use crate::trial::{self, Instances, Workshop};

pub use self::allowed::Allowed;

/// The list of what is judged otherwise than labelled.
const ALLOWED: &str = include_str!("../instances.allow.tsv");

/// What is to be tried.
#[derive(Clone, Debug)]
pub struct Corpus {
    /// The folder: `openapi/X.yml` or `.json`, and `instances/X.jsonl`, `X.mutants.jsonl`.
    pub folder: PathBuf,
    /// Only these documents; all if there are none.
    pub only: Vec<String>,
    /// Which files the documents may refer to.
    pub bounds: Bounds,
}

/// Runs the command; the table goes to `out`. `Refused` when an instance is judged otherwise than
/// it is labelled and not listed in `xtask/instances.allow.tsv`, or listed there without need.
///
/// # Errors
///
/// When the folder is not as it should be, or the bindings do not compile.
pub fn run(
    corpus: &Corpus,
    workshop: &Workshop,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Verdict> {
    let (documents, instances) = files(corpus)?;
    let pairing = Pairing {
        bounds: corpus.bounds.clone(),
        ..Pairing::default()
    };
    let given: Vec<Given> = documents
        .into_iter()
        .map(|path| Given::argument(path, false))
        .collect();
    let specs = given::pair(&given, &pairing, session)?;
    let Some(apis) = trial::apis(&specs, session) else {
        return Ok(Verdict::Refused);
    };
    let judged = trial::judge(&specs, &apis, &instances, workshop, session)?;
    // What the documents do wrong is no concern of this command.
    session.diagnostics = codegen::diagnostic::Diagnostics::default();
    table::write(&judged, out)?;
    let faults = Allowed::parse(ALLOWED)?.compare(&judged, out)?;
    Ok(if faults == 0 {
        Verdict::Done
    } else {
        Verdict::Refused
    })
}

/// The documents that have instances, and those.
fn files(corpus: &Corpus) -> anyhow::Result<(Vec<PathBuf>, Vec<Instances>)> {
    let instances = corpus.folder.join("instances");
    let mut names = Vec::new();
    let entries =
        fs::read_dir(&instances).with_context(|| format!("cannot read {}", instances.display()))?;
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if let Some(stem) = name.strip_suffix(".jsonl") {
            names.push(stem.to_owned());
        }
    }
    names.sort();
    let (mut documents, mut found) = (Vec::new(), Vec::new());
    for name in names {
        let stem = name.trim_end_matches(".mutants");
        let is_wanted = corpus.only.is_empty() || corpus.only.iter().any(|it| it == stem);
        let Some(document) = document(&corpus.folder, stem).filter(|_| is_wanted) else {
            continue;
        };
        if !documents.contains(&document) {
            documents.push(document);
        }
        found.push(Instances {
            module: codegen::name::ModuleName::from_spelling(stem).to_string(),
            path: instances.join(format!("{name}.jsonl")),
        });
    }
    Ok((documents, found))
}

/// The document of that name, whatever it is written in.
fn document(folder: &Path, stem: &str) -> Option<PathBuf> {
    let named = |extension| folder.join(format!("openapi/{stem}.{extension}"));
    ["yml", "yaml", "json"]
        .map(named)
        .into_iter()
        .find(|path| path.is_file())
}
