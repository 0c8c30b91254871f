//! Documents in, the cost of compiling crates of several of them out.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use codegen::name::ModuleName;

use super::measure::corpus_options;
use super::row::{DocumentOutcome, Row};
use crate::built_crate::{BuildMode, BuiltCrate};
use crate::process::CommandOutput;
use xtask::Status;
use xtask::generate::{self, Mode, Target};
use xtask::inputs::InputFile;
use xtask::pairing;
use xtask::references::ReferenceOptions;
use xtask::report::{format_mebibytes, pluralize};
use xtask::session::Session;

/// The most lines in a crate, so that the compiler does not run out of memory on a small machine.
const MAX_LINES: usize = 60_000;

/// Documents that are compiled together.
#[derive(Debug, Default)]
struct Group<'a> {
    documents: Vec<(&'a Path, ModuleName)>,
    lines: usize,
}

/// Compiles the bindings and writes a line for each crate. Returns whether all of them compile.
pub(super) fn compile_groups(
    rows: &[Row],
    references: &ReferenceOptions,
    target: &Path,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    let folder = target.join("corpus");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    writeln!(out)?;
    // An empty group goes first, so that no other group pays for the dependencies.
    let mut groups = vec![Group::default(), Group::default()];
    groups.extend(group_documents(rows));
    let mut succeeded = true;
    for (index, group) in groups.iter().enumerate() {
        let name = format!("corpus_{index}");
        let output = check_group(group, references, &folder, &name)?;
        if index > 0 || !output.status.success() {
            write_group(group, &output, out)?;
        }
        succeeded &= output.status.success();
    }
    Ok(succeeded)
}

/// Groups documents, large ones first, into crates that are small enough.
fn group_documents(rows: &[Row]) -> Vec<Group<'_>> {
    let mut documents: Vec<(&Path, usize)> = Vec::new();
    for row in rows {
        if let DocumentOutcome::Generated(counts) = &row.outcome {
            documents.push((&row.path, counts.lines));
        }
    }
    documents.sort_by_key(|(_, lines)| std::cmp::Reverse(*lines));
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (path, lines) in documents {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let module = ModuleName::from_spelling(&stem);
        let fits = |group: &Group<'_>| {
            group.lines + lines <= MAX_LINES && group.documents.iter().all(|(_, it)| *it != module)
        };
        let index = groups.iter().position(fits);
        let index = index.unwrap_or_else(|| {
            groups.push(Group::default());
            groups.len() - 1
        });
        groups[index].documents.push((path, module));
        groups[index].lines += lines;
    }
    groups
}

/// Writes the crate of a group and runs `cargo check` on it.
fn check_group(
    group: &Group<'_>,
    references: &ReferenceOptions,
    folder: &Path,
    name: &str,
) -> anyhow::Result<CommandOutput> {
    // The table has pluralize its diagnostics.
    let session = &mut Session::default();
    let documents = group.documents.iter();
    let inputs: Vec<InputFile> = documents
        .map(|(path, _)| InputFile::from_argument(path.to_path_buf(), false))
        .collect();
    let specs = pairing::read_specs(&inputs, &corpus_options(references), session)?;
    let krate = Target {
        folder: folder.join(name),
        name: Some(name.to_owned()),
        ..Target::default()
    };
    if generate::run(&specs, &krate, Mode::Write, session, &mut std::io::sink())? != Status::Success
    {
        bail!("documents that were accepted before are rejected now");
    }
    BuiltCrate::new(name, folder)?.build(BuildMode::Check)
}

fn write_group(
    group: &Group<'_>,
    output: &CommandOutput,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let Group { documents, lines } = group;
    let what = match &documents[..] {
        [] => "the runtime alone".to_owned(),
        [(only, _)] => only
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        several => pluralize(several.len(), "document"),
    };
    let (cpu, peak) = (output.cpu.as_secs_f64(), format_mebibytes(output.peak));
    writeln!(out, "{what:<36}{lines:>8} lines{cpu:>8.1} s{peak:>11}")?;
    if output.status.success() {
        return Ok(());
    }
    let failed: BTreeSet<PathBuf> = documents
        .iter()
        .filter(|(_, module)| output.stderr.contains(&format!("src/{module}/")))
        .map(|(path, _)| path.to_path_buf())
        .collect();
    for path in failed {
        writeln!(out, "    does not compile: {}", path.display())?;
    }
    for line in output
        .stderr
        .lines()
        .filter(|it| it.contains("error"))
        .take(20)
    {
        writeln!(out, "    {line}")?;
    }
    Ok(())
}
