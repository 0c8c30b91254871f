//! Documents and labelled instances in, what their bindings make of each instance out: one crate of
//! all documents, compiled with a program that judges.

mod lenient;

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use codegen::check::Checked;
use codegen::ir::{Api, Type};
use serde_json::Value;

use crate::generate::{self, Target};
use crate::krate::with_all_tags;
use crate::path;
use crate::session::Session;
use crate::spec::{self, Spec};

/// The program that judges, but for its table of types.
const PROGRAM: &str = include_str!("trial/program.rs");

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

/// An instance that was judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// How the judgement compares with the label.
    pub outcome: Outcome,
    /// The name of the file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The key of the component.
    pub schema: String,
    /// What was found, where that is not what the label says.
    pub found: String,
    /// What it encodes to, where it was accepted and is not right.
    pub likeness: Likeness,
}

/// How what an instance encodes to compares with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// It is the same, but for members that are null and gone.
    Same,
    /// Other members are gone too.
    Fewer,
    /// It is something else, or nothing.
    Other,
}

/// How a judgement compares with the label.
///
/// A value is accepted when it decodes into the type of its component and `validate` finds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Accepted or refused as labelled.
    Right,
    /// Accepted, though its schema refuses it: for a member that is null and may be absent, and for
    /// nothing else.
    Lenient,
    /// Rightly accepted, but it does not encode to equal JSON.
    Changed,
    /// Not as labelled.
    Wrong,
}

impl Judged {
    /// Reads a line that the program printed.
    fn read(line: &str) -> Option<Self> {
        let parts: Vec<&str> = line.split('\t').collect();
        let [outcome, file, line, schema, found, likeness] = parts[..] else {
            return None;
        };
        let outcome = match outcome {
            "right" => Outcome::Right,
            "changed" => Outcome::Changed,
            "wrong" => Outcome::Wrong,
            _ => return None,
        };
        Some(Self {
            outcome,
            file: file.to_owned(),
            line: line.parse().ok()?,
            schema: schema.to_owned(),
            found: found.to_owned(),
            likeness: match likeness {
                "same" => Likeness::Same,
                "fewer" => Likeness::Fewer,
                _ => Likeness::Other,
            },
        })
    }
}

impl Outcome {
    /// Its heading in a table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Lenient => "lenient",
            Self::Changed => "changed",
            Self::Wrong => "wrong",
        }
    }
}

/// What the crate is to be made of; `None` when a document was refused.
pub fn apis(specs: &[Spec], session: &mut Session) -> Option<Vec<Checked<Api>>> {
    let built = spec::build_all(specs, session)?;
    Some(built.into_iter().map(|built| built.api).collect())
}

/// Makes one crate of all documents, compiles it, and judges the instances, in their order. `apis`
/// are those of `specs`.
///
/// # Errors
///
/// When the crate cannot be written or does not compile, or a file is not what it should be.
pub fn judge(
    specs: &[Spec],
    apis: &[Checked<Api>],
    instances: &[Instances],
    workshop: &Workshop,
    session: &mut Session,
) -> anyhow::Result<Vec<Judged>> {
    let target = Target {
        folder: workshop.scratch.join("trial"),
        name: Some("trial".to_owned()),
        is_member: false,
    };
    generate::write(apis, &target, session, &mut std::io::sink())?;
    write_programs(apis, instances, workshop, &target.folder)?;
    if let Some(lock) = &workshop.lock {
        let copy = target.folder.join("Cargo.lock");
        fs::copy(lock, copy).with_context(|| format!("cannot copy {}", lock.display()))?;
    }
    for (name, _) in &workshop.programs {
        example(&target.folder, name, &[], workshop)?;
    }
    let mut arguments = Vec::new();
    for Instances { module, path } in instances {
        arguments.extend([PathBuf::from(module), path::normal(path)?]);
    }
    let judged = example(&target.folder, "judge", &arguments, workshop)?;
    let judged = judged.lines().map(Judged::read).collect::<Option<Vec<_>>>();
    let mut judged = judged.context("the program prints a line of six parts for each instance")?;
    lenient::mark(&mut judged, specs, instances, session)?;
    Ok(judged)
}

/// The programs as examples of the crate: `generate` leaves that folder alone.
fn write_programs(
    apis: &[Checked<Api>],
    instances: &[Instances],
    workshop: &Workshop,
    krate: &Path,
) -> anyhow::Result<()> {
    let folder = krate.join("examples");
    if folder.is_dir() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let program = program(apis, &wanted(instances)?)?;
    let all = workshop.programs.iter().map(|(name, text)| (&**name, text));
    for (name, text) in all.chain([("judge", &program)]) {
        let path = folder.join(name).with_extension("rs");
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// The modules and components that there are instances of.
fn wanted(instances: &[Instances]) -> anyhow::Result<BTreeSet<(String, String)>> {
    let mut wanted = BTreeSet::new();
    for Instances { module, path } in instances {
        let shown = path.display();
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
        for (number, line) in (1..).zip(text.lines()) {
            let line: Value =
                serde_json::from_str(line).with_context(|| format!("{shown}:{number}"))?;
            let schema = line["schema"].as_str();
            let schema = schema.with_context(|| format!("{shown}:{number} names no schema"))?;
            wanted.insert((module.clone(), schema.to_owned()));
        }
    }
    Ok(wanted)
}

/// The program that judges, with its table.
fn program(apis: &[Checked<Api>], wanted: &BTreeSet<(String, String)>) -> anyhow::Result<String> {
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
