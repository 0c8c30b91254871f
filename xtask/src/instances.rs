//! `cargo xtask instances`: compiles the bindings of many documents and tries them on instances
//! that are labelled valid or not.

mod allowed;
mod corpus;
mod table;

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use codegen::diagnostic::Diagnostics;
use codegen::ir::{Api, Type};
use codegen::source;

use crate::generate::{self, Target};
use crate::krate::with_all_tags;
use crate::path;
use crate::session::Session;
use crate::spec::{self, Spec};

pub use self::allowed::Allowed;
pub use self::corpus::{Corpus, run};
pub use self::table::{Judged, Verdict};

/// The program that judges, but for its table of types.
const PROGRAM: &str = include_str!("instances/program.rs");

/// Where the crate is made and built.
#[derive(Clone, Debug)]
pub struct Workshop {
    /// A folder for what is written and built on the way.
    pub scratch: PathBuf,
    /// A lock file with versions that are at hand; without one, cargo chooses.
    pub lock: Option<PathBuf>,
    /// Programs of the caller, by name: each is compiled with the crate, which is called `trial`,
    /// and has to end well.
    pub programs: Vec<(String, String)>,
}

/// A document's instances: objects, one a line, with `schema`, the key of a component; `instance`,
/// JSON as text; and `valid`.
#[derive(Clone, Debug)]
pub struct Instances {
    /// The module of the document.
    pub module: String,
    /// The file.
    pub path: PathBuf,
}

/// Makes one crate of all documents, compiles it, and judges the instances; `None` when a document
/// was refused.
///
/// # Errors
///
/// When the crate cannot be written or does not compile, or a file is not what it should be.
pub fn judge(
    specs: &[Spec],
    instances: &[Instances],
    workshop: &Workshop,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Option<Vec<Judged>>> {
    let Some(built) = spec::build_all(specs, session) else {
        return Ok(None);
    };
    let apis: Vec<Api> = built.into_iter().map(|built| built.api).collect();
    let target = Target {
        folder: workshop.scratch.join("trial"),
        name: Some("trial".to_owned()),
        is_member: false,
    };
    generate::write(&apis, &target, session, out)?;
    let folder = target.folder.join("examples");
    if folder.is_dir() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let wanted = wanted(instances, session)?;
    fs::write(folder.join("judge.rs"), program(&apis, &wanted)?)?;
    for (name, text) in &workshop.programs {
        fs::write(folder.join(name).with_extension("rs"), text)?;
    }
    if let Some(lock) = &workshop.lock {
        let copy = target.folder.join("Cargo.lock");
        fs::copy(lock, copy).with_context(|| format!("cannot copy {}", lock.display()))?;
    }
    let mut arguments = Vec::new();
    for Instances { module, path } in instances {
        arguments.extend([PathBuf::from(module), path::normal(path)?]);
    }
    for (name, _) in &workshop.programs {
        example(&target.folder, name, &[], workshop)?;
    }
    let judged = example(&target.folder, "judge", &arguments, workshop)?;
    let judged = judged.lines().map(Judged::read).collect::<Option<Vec<_>>>();
    let judged = judged.context("the program prints a line of five parts for each instance")?;
    Ok(Some(judged))
}

/// The modules and components that there are instances of.
fn wanted(
    instances: &[Instances],
    session: &mut Session,
) -> anyhow::Result<BTreeSet<(String, String)>> {
    let mut wanted = BTreeSet::new();
    for Instances { module, path } in instances {
        let shown = path.display();
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
        for (number, line) in (1..).zip(text.lines()) {
            let file = session.sources.add(format!("{shown}-{number}.json"), line);
            let line = source::parse(&session.sources, file, &mut Diagnostics::default());
            let schema = line.as_ref().and_then(|it| it.get("schema")?.as_str());
            let schema = schema.with_context(|| format!("{shown}:{number} names no schema"))?;
            wanted.insert((module.clone(), schema.to_owned()));
        }
    }
    Ok(wanted)
}

/// The program with its table.
fn program(apis: &[Api], wanted: &BTreeSet<(String, String)>) -> anyhow::Result<String> {
    use std::fmt::Write;

    let mut program = format!("{PROGRAM}\nconst TYPES: &[(&str, &str, Judge)] = &[\n");
    for api in apis {
        let module = api.module.as_str();
        let components = api.components.iter();
        let is_wanted = |key: &str| wanted.contains(&(module.to_owned(), key.to_owned()));
        for (key, ty) in components.filter(|(key, _)| is_wanted(key)) {
            let ty = spell(api, ty).with_context(|| format!("`{key}` has no type"))?;
            writeln!(program, "    ({module:?}, {key:?}, judge::<{ty}>),")?;
        }
    }
    program.push_str("];\n");
    Ok(program)
}

/// The type as a program outside the crate writes it; `None` for one that no component is.
fn spell(api: &Api, ty: &Type) -> Option<String> {
    match ty {
        Type::Named(id) => {
            let name = &api.type_def(*id).name;
            Some(format!("trial::{}::{name}", api.module))
        }
        Type::Nullable(inner) => Some(format!("trial::Nullable<{}>", spell(api, inner)?)),
        _ => None,
    }
}

/// Compiles and runs an example of the crate; what it prints.
fn example(
    folder: &Path,
    name: &str,
    arguments: &[PathBuf],
    workshop: &Workshop,
) -> anyhow::Result<String> {
    let features = with_all_tags(folder, "pattern")?;
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["run", "--quiet", "--example", name])
        .args(["--no-default-features", "--features", &features])
        .args(workshop.lock.is_some().then_some("--offline"))
        .arg("--")
        .args(arguments)
        .current_dir(folder)
        .env(
            "CARGO_TARGET_DIR",
            path::normal(&workshop.scratch)?.join("target"),
        )
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("RUSTFLAGS", "-Dwarnings")
        .stderr(Stdio::inherit())
        .output()
        .context("cannot run cargo")?;
    if !output.status.success() {
        bail!("the bindings do not compile, or `{name}` failed");
    }
    String::from_utf8(output.stdout).context("the program prints UTF-8")
}
