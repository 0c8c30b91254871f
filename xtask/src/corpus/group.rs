//! Documents in, crates of several of them out, compiled.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use codegen::name::ModuleName;

use super::one::tolerant;
use super::row::{Outcome, Row};
use super::table::mebibytes;
use crate::generate::{self, Target};
use crate::given::{self, Given};
use crate::process::{self, Ended};
use crate::report::counted;
use crate::session::Session;
use crate::{Verdict, workspace};

/// Emitted lines of a crate: as many as the compiler has memory for on a small machine.
const LARGEST: usize = 60_000;

/// What the bindings are compiled with: all that has no sockets.
const FEATURES: &str = "client,webhook,pattern";

/// Documents that are compiled together.
#[derive(Debug, Default)]
struct Group<'a> {
    documents: Vec<(&'a Path, ModuleName)>,
    lines: usize,
}

/// Compiles what was made and prints a line for each crate; whether all of it compiles.
pub(super) fn compile(
    rows: &[Row],
    target: &Path,
    session: &mut Session,
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
        let ended = check(group, &folder, &name, session)?;
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
        let fits = |group: &&mut Group<'_>| {
            group.lines + lines <= LARGEST && group.documents.iter().all(|(_, it)| *it != module)
        };
        let index = groups.iter_mut().position(|mut group| fits(&&mut group));
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
fn check(
    group: &Group<'_>,
    folder: &Path,
    name: &str,
    session: &mut Session,
) -> anyhow::Result<Ended> {
    let given = group.documents.iter();
    let given: Vec<Given> = given
        .map(|(path, _)| Given::argument(path.to_path_buf(), false))
        .collect();
    let specs = given::pair(&given, tolerant(), session)?;
    let krate = Target {
        folder: folder.join(name),
        name: Some(name.to_owned()),
        is_member: false,
    };
    if generate::run(&specs, &krate, session, &mut std::io::sink())? != Verdict::Done {
        bail!("what was made before is refused now");
    }
    // The versions that are at hand.
    let lock = workspace::root()?.join("Cargo.lock");
    fs::copy(lock, krate.folder.join("Cargo.lock")).context("cannot copy Cargo.lock")?;
    let cargo = |arguments: &[&str]| {
        let program = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = process::Command::new(program);
        command
            .args(arguments)
            .current_dir(&krate.folder)
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTFLAGS", "-Dwarnings");
        process::run(&mut command).context("cannot run cargo")
    };
    // What was compiled before would cost nothing now.
    let _ = cargo(&["clean", "--offline", "--package", name])?;
    cargo(&[
        "check",
        "--message-format=short",
        "--no-default-features",
        "--features",
        FEATURES,
    ])
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
