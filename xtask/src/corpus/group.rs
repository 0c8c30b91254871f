//! Documents in, crates of several of them out, compiled.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use codegen::name::ModuleName;

use super::one::tolerant;
use super::row::{Outcome, Row};
use crate::Verdict;
use crate::bounds::Bounds;
use crate::generate::{self, Target};
use crate::given::{self, Given};
use crate::krate::{Build, Krate};
use crate::process::Ended;
use crate::report::{counted, mebibytes};
use crate::session::Session;

/// Emitted lines of a crate: as many as the compiler has memory for on a small machine.
const LARGEST: usize = 60_000;

/// Documents that are compiled together.
#[derive(Debug, Default)]
struct Group<'a> {
    documents: Vec<(&'a Path, ModuleName)>,
    lines: usize,
}

/// Compiles what was made and prints a line for each crate; whether all of it compiles.
pub(super) fn compile(
    rows: &[Row],
    bounds: &Bounds,
    target: &Path,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    let folder = target.join("corpus");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    writeln!(out)?;
    // The dependencies first, so that they are in nobody's time.
    let mut groups = vec![Group::default(), Group::default()];
    groups.extend(grouped(rows));
    let mut succeeded = true;
    for (index, group) in groups.iter().enumerate() {
        let name = format!("corpus_{index}");
        let ended = check(group, bounds, &folder, &name)?;
        if index > 0 || !ended.status.success() {
            line(group, &ended, out)?;
        }
        succeeded &= ended.status.success();
    }
    Ok(succeeded)
}

/// Groups of about the same size, each small enough; large documents first.
fn grouped(rows: &[Row]) -> Vec<Group<'_>> {
    let mut documents: Vec<(&Path, usize)> = Vec::new();
    for row in rows {
        if let Outcome::Made(made) = &row.outcome {
            documents.push((&row.path, made.lines));
        }
    }
    documents.sort_by_key(|(_, lines)| std::cmp::Reverse(*lines));
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (path, lines) in documents {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let module = ModuleName::from_spelling(&stem);
        let fits = |group: &Group<'_>| {
            group.lines + lines <= LARGEST && group.documents.iter().all(|(_, it)| *it != module)
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

/// Writes the crate of a group and has it checked.
fn check(group: &Group<'_>, bounds: &Bounds, folder: &Path, name: &str) -> anyhow::Result<Ended> {
    // What it has to say was said in the table.
    let session = &mut Session::default();
    let given = group.documents.iter();
    let given: Vec<Given> = given
        .map(|(path, _)| Given::argument(path.to_path_buf(), false))
        .collect();
    let specs = given::pair(&given, &tolerant(bounds), session)?;
    let krate = Target {
        folder: folder.join(name),
        name: Some(name.to_owned()),
        is_member: false,
    };
    if generate::run(&specs, &krate, session, &mut std::io::sink())? != Verdict::Done {
        bail!("what was made before is refused now");
    }
    Krate::new(name, folder)?.build(Build::Check)
}

fn line(group: &Group<'_>, ended: &Ended, out: &mut dyn Write) -> anyhow::Result<()> {
    let Group { documents, lines } = group;
    let what = match &documents[..] {
        [] => "the runtime alone".to_owned(),
        [(only, _)] => only
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        several => counted(several.len(), "document"),
    };
    let (cpu, peak) = (ended.cpu.as_secs_f64(), mebibytes(ended.peak));
    writeln!(out, "{what:<36}{lines:>8} lines{cpu:>8.1} s{peak:>11}")?;
    if ended.status.success() {
        return Ok(());
    }
    let wrong: BTreeSet<PathBuf> = documents
        .iter()
        .filter(|(_, module)| ended.stderr.contains(&format!("src/{module}/")))
        .map(|(path, _)| path.to_path_buf())
        .collect();
    for path in wrong {
        writeln!(out, "    does not compile: {}", path.display())?;
    }
    for line in ended
        .stderr
        .lines()
        .filter(|it| it.contains("error"))
        .take(20)
    {
        writeln!(out, "    {line}")?;
    }
    Ok(())
}
