//! `cargo xtask suite`: compiles the bindings of a document and tries them on instances that are
//! labelled right or wrong.

mod allowed;
mod table;

use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use codegen::ir::Api;

use self::allowed::Allowed;
use self::table::Case;
use crate::Verdict;
use crate::generate::{self, Target};
use crate::krate::with_all_tags;
use crate::path;
use crate::session::Session;
use crate::spec::{self, Spec};

/// The program that judges the cases, but for its table of types.
const PROGRAM: &str = include_str!("suite/program.rs");

/// What is to be tried.
#[derive(Clone, Debug)]
pub struct Suite {
    /// A JSON array of objects: `schema`, the key of a component; `instance`, JSON as text;
    /// `valid`; and, to sort them by, `keyword`.
    pub cases: PathBuf,
    /// The cases that may be wrong, each with the reason.
    pub allow: Option<PathBuf>,
    /// A folder for what is written and built on the way.
    pub scratch: PathBuf,
    /// A lock file with versions that are at hand; without one, cargo chooses.
    pub lock: Option<PathBuf>,
}

/// Runs the command; the table goes to `out`.
///
/// A value is accepted when it decodes into the type of its component and `validate` finds nothing.
/// `Refused` when a case is wrong that is not allowed to be, or right against its entry.
pub fn run(
    spec: &Spec,
    suite: &Suite,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Verdict> {
    let allowed = match &suite.allow {
        Some(path) => Allowed::read(path)?,
        None => Allowed::default(),
    };
    let Some(built) = spec::build_all(std::slice::from_ref(spec), session) else {
        return Ok(Verdict::Refused);
    };
    let apis: Vec<Api> = built.into_iter().map(|built| built.api).collect();
    let [api] = &apis[..] else {
        unreachable!("one document makes one API")
    };
    let target = Target {
        folder: suite.scratch.join(api.module.as_str()),
        name: Some("suite".to_owned()),
        is_member: false,
    };
    generate::write(&apis, &target, session, out)?;
    write_program(&target.folder, api)?;
    if let Some(lock) = &suite.lock {
        let copy = target.folder.join("Cargo.lock");
        fs::copy(lock, copy).with_context(|| format!("cannot copy {}", lock.display()))?;
    }
    let judged = judge(&target.folder, suite)?;
    let cases = judged
        .lines()
        .map(Case::read)
        .collect::<Option<Vec<_>>>()
        .context("the program prints a line of five parts for each case")?;
    table::write(&cases, out)?;
    allowed.compare(&cases, out)
}

/// The program as an example of the crate: `generate` leaves that folder alone.
fn write_program(folder: &Path, api: &Api) -> anyhow::Result<()> {
    use std::fmt::Write;

    let mut program = format!("{PROGRAM}\nconst TYPES: &[(&str, Judge)] = &[\n");
    for (key, ty) in &api.components {
        let ty = table::spell(api, ty).with_context(|| format!("`{key}` has no type"))?;
        writeln!(program, "    ({key:?}, judge::<{ty}>),")?;
    }
    program.push_str("];\n");
    let path = folder.join("examples/suite.rs");
    if fs::read_to_string(&path).is_ok_and(|before| before == program) {
        return Ok(());
    }
    fs::create_dir_all(folder.join("examples"))?;
    fs::write(&path, program).context("cannot write the program")
}

/// Compiles and runs the program; what it prints.
fn judge(folder: &Path, suite: &Suite) -> anyhow::Result<String> {
    let features = with_all_tags(folder, "pattern")?;
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["run", "--quiet", "--example", "suite"])
        .args(["--no-default-features", "--features", &features])
        .args(suite.lock.is_some().then_some("--offline"))
        .arg("--")
        .arg(path::normal(&suite.cases)?)
        .current_dir(folder)
        .env(
            "CARGO_TARGET_DIR",
            path::normal(&suite.scratch)?.join("target"),
        )
        .stderr(Stdio::inherit());
    let output = command.output().context("cannot run cargo")?;
    if !output.status.success() {
        bail!("the bindings do not compile, or the cases cannot be read");
    }
    String::from_utf8(output.stdout).context("the program prints UTF-8")
}
