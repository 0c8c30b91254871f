//! `cargo measure instances`: compiles the bindings of many documents and tests them against labelled
//! instances.

mod allowed_instances;
mod table;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::conformance::{self, BuildDir, InstanceFile};
use xtask::Status;
use xtask::inputs::{InputFile, PairingOptions};
use xtask::pairing;
use xtask::references::ReferenceOptions;
use xtask::session::Session;
use xtask::spec;

pub use self::allowed_instances::AllowedInstances;

/// The list of the instances whose results differ from their labels.
const ALLOWED: &str = include_str!("../instances.allow.tsv");

/// What to test.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder with the documents `openapi/X.yml`, `.yaml` or `.json`, and their instances
    /// `instances/X.jsonl` and `instances/X.mutants.jsonl`.
    pub folder: PathBuf,
    /// The names of the documents, or an empty list for all of them.
    pub only: Vec<String>,
    /// Which files the documents may refer to.
    pub references: ReferenceOptions,
    /// What the bindings have beyond what is usual.
    pub additions: codegen::lower::Options,
}

/// Runs the command and writes the table to `out`. Returns `Rejected` if the result of an instance differs
/// from its label and `xtask/measure/instances.allow.tsv` does not list it, or lists it without need.
///
/// # Errors
///
/// When the folder cannot be read, a file is malformed, or the bindings do not compile.
pub fn run(
    options: &Options,
    build_dir: &BuildDir,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let (documents, instances) = find_files(options)?;
    let pairing = PairingOptions {
        references: options.references.clone(),
        additions: options.additions.clone(),
        ..PairingOptions::default()
    };
    let inputs: Vec<InputFile> = documents
        .into_iter()
        .map(|path| InputFile::from_argument(path, false))
        .collect();
    let specs = pairing::read_specs(&inputs, &pairing, session)?;
    let Some(apis) = spec::build_apis(&specs, session) else {
        return Ok(Status::Rejected);
    };
    let results = conformance::test_instances(&specs, &apis, &instances, build_dir, session)?;
    // Problems of the documents do not concern this command.
    session.diagnostics = codegen::diagnostic::Diagnostics::default();
    table::write_counts(&results, out)?;
    let keeps_all = options.additions.keep_additional_properties;
    let problems = AllowedInstances::parse(ALLOWED)?.compare(&results, keeps_all, out)?;
    Ok(if problems == 0 {
        Status::Success
    } else {
        Status::Rejected
    })
}

/// The documents that have instances, and the files with their instances.
fn find_files(options: &Options) -> anyhow::Result<(Vec<PathBuf>, Vec<InstanceFile>)> {
    let instances = options.folder.join("instances");
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
        let is_wanted = options.only.is_empty() || options.only.iter().any(|it| it == stem);
        let Some(document) = find_document(&options.folder, stem).filter(|_| is_wanted) else {
            continue;
        };
        if !documents.contains(&document) {
            documents.push(document);
        }
        found.push(InstanceFile {
            module: codegen::name::ModuleName::from_spelling(stem).to_string(),
            path: instances.join(format!("{name}.jsonl")),
        });
    }
    Ok((documents, found))
}

/// The document with that name, in YAML or JSON.
fn find_document(folder: &Path, stem: &str) -> Option<PathBuf> {
    let named = |extension| folder.join(format!("openapi/{stem}.{extension}"));
    ["yml", "yaml", "json"]
        .map(named)
        .into_iter()
        .find(|path| path.is_file())
}
