//! `cargo measure corpus`: runs the generator on every document in a folder and prints a table.

mod group;
mod measure;
mod row;
mod table;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, bail};

use xtask::Status;
use xtask::references::ReferenceOptions;

use crate::process;
use row::{DocumentOutcome, Row};

pub use measure::measure_document;

/// What to run the generator on, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder with the documents.
    pub folder: PathBuf,
    /// Whether to print untyped schemas and errors.
    pub verbose: bool,
    /// Which files the documents may refer to.
    pub references: ReferenceOptions,
    /// The target folder, if the bindings are to be compiled.
    pub target: Option<PathBuf>,
}

/// Runs the command and writes the table to `out`, each line as soon as it is known.
pub fn run(options: &Options, out: &mut dyn Write) -> anyhow::Result<Status> {
    let documents = find_documents(&options.folder)?;
    table::write_header(out)?;
    let mut rows = Vec::new();
    for path in documents {
        let row = measure_in_process(&path, &options.references)?;
        table::write_row(&row, out)?;
        if options.verbose {
            table::write_details(&row, out)?;
        }
        rows.push(row);
    }
    table::write_total(&rows, out)?;
    let mut succeeded = rows
        .iter()
        .all(|row| matches!(row.outcome, DocumentOutcome::Generated(_)));
    if let Some(target) = &options.target {
        succeeded &= group::compile_groups(&rows, &options.references, target, out)?;
    }
    Ok(if succeeded {
        Status::Success
    } else {
        Status::Rejected
    })
}

/// The documents in a folder, sorted by name.
fn find_documents(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let shown = folder.display();
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {shown}"))? {
        let path = entry
            .with_context(|| format!("cannot read {shown}"))?
            .path();
        let extension = path.extension().and_then(|it| it.to_str());
        if matches!(extension, Some("yml" | "yaml" | "json")) && path.is_file() {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        bail!("there is no document in {shown} (`*.yml`, `*.yaml` or `*.json`)");
    }
    paths.sort();
    Ok(paths)
}

/// Runs the generator on a document in a process of its own, so that a crash ends only this document and
/// its memory is measured alone.
fn measure_in_process(path: &Path, references: &ReferenceOptions) -> anyhow::Result<Row> {
    let program = env::current_exe().context("cannot determine the path of this program")?;
    let mut command = process::Command::new(program);
    command
        .arg("document")
        .arg(path)
        .args(references.to_arguments());
    let output = process::run_command(&mut command).context("cannot run the generator")?;
    Ok(Row::new(path, &output))
}
