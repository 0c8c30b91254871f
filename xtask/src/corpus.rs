//! `cargo xtask corpus`: the generator on every document of a folder, a table of what became of
//! them.

mod group;
mod one;
mod row;
mod table;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, bail};

use crate::bounds::Bounds;
use crate::{Verdict, process};
use row::{Outcome, Row};

pub use one::measure;

/// What is to be tried.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder with the documents.
    pub folder: PathBuf,
    /// Whether each place is told that is untyped or refused.
    pub verbose: bool,
    /// Which files the documents may refer to.
    pub bounds: Bounds,
    /// Where to compile the bindings, if they are to be compiled.
    pub target: Option<PathBuf>,
}

/// Runs the command; the table is written to `out`, a line as soon as it is known.
pub fn run(options: &Options, out: &mut dyn Write) -> anyhow::Result<Verdict> {
    let documents = documents(&options.folder)?;
    table::head(out)?;
    let mut rows = Vec::new();
    for path in documents {
        let row = row(&path, &options.bounds)?;
        table::line(&row, out)?;
        if options.verbose {
            table::explain(&row, out)?;
        }
        rows.push(row);
    }
    table::total(&rows, out)?;
    let mut succeeded = rows
        .iter()
        .all(|row| matches!(row.outcome, Outcome::Made(_)));
    if let Some(target) = &options.target {
        succeeded &= group::compile(&rows, &options.bounds, target, out)?;
    }
    Ok(if succeeded {
        Verdict::Done
    } else {
        Verdict::Refused
    })
}

/// The documents in a folder, by name.
fn documents(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
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
        bail!("{shown} has no document in it (`*.yml`, `*.yaml` or `*.json`)");
    }
    paths.sort();
    Ok(paths)
}

/// Runs the generator on a document in a process of its own, so that neither a crash nor another
/// document's memory is in its line.
fn row(path: &Path, bounds: &Bounds) -> anyhow::Result<Row> {
    let program = env::current_exe().context("this program does not know where it stands")?;
    let mut command = process::Command::new(program);
    command.arg("measure").arg(path).args(bounds.arguments());
    let ended = process::run(&mut command).context("cannot run the generator")?;
    Ok(Row::new(path, &ended))
}
