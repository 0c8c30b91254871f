//! Documents and labelled instances in, a result for each instance out.
//!
//! One crate is generated from all documents and compiled with a program that decodes, validates and
//! encodes the instances.

mod lenient;

use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use codegen::check::Checked;
use codegen::ir::{Api, Type};
use codegen::share::ApiSet;
use serde_json::Value;

use crate::built_crate::add_all_tags;
use xtask::generate::{self, Target};
use xtask::path;
use xtask::session::Session;
use xtask::spec::Spec;
use xtask::workspace;

/// The program that tests instances, without its table of types.
const PROGRAM: &str = include_str!("conformance/program.rs");

/// Its name among the examples of the crate.
const HARNESS: &str = "test_instances";

/// Where the crate is written and compiled.
#[derive(Clone, Debug)]
pub struct BuildDir {
    /// The folder.
    pub path: PathBuf,
    /// The target folder of cargo; crates that share it share their compiled dependencies.
    pub target: PathBuf,
    /// The lock file to compile with, offline; without one, cargo resolves the dependencies.
    pub lock_file: Option<PathBuf>,
    /// Programs by name, which are compiled with the crate, called `bindings`, and have to succeed.
    pub programs: Vec<(String, String)>,
}

/// A file with the instances of a document, a JSON object on each line: `schema` (the key of a
/// component), `instance` (JSON in a string) and `valid`.
#[derive(Clone, Debug)]
pub struct InstanceFile {
    /// The module of the document.
    pub module: String,
    /// The path of the file.
    pub path: PathBuf,
}

/// The result of testing an instance.
#[derive(Clone, Debug)]
pub struct CaseResult {
    /// How the result compares with the label.
    pub outcome: Outcome,
    /// The name of the file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The key of the component.
    pub schema: String,
    /// What went wrong, or an empty string.
    pub found: String,
    /// How an accepted instance changes when it is decoded and encoded.
    pub round_trip: RoundTrip,
}

/// How an instance changes when it is decoded and encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundTrip {
    /// It stays equal, except that members that are null may be missing.
    Equal,
    /// Other members are missing too.
    MissingMembers,
    /// It changes in another way, or it was not accepted.
    Different,
}

/// How the result of an instance compares with its label.
///
/// An instance is accepted if it decodes into the type of its component and `validate` accepts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Accepted or rejected as labelled.
    Passed,
    /// Accepted although its schema rejects it, but only because optional members are null.
    Lenient,
    /// Accepted as labelled, but it does not encode to equal JSON.
    Changed,
    /// Accepted or rejected against its label.
    Failed,
}

impl CaseResult {
    /// Parses a line that the program printed.
    fn parse(line: &str) -> Option<Self> {
        let parts: Vec<&str> = line.split('\t').collect();
        let [outcome, file, line, schema, found, round_trip] = parts[..] else {
            return None;
        };
        let outcome = match outcome {
            "passed" => Outcome::Passed,
            "changed" => Outcome::Changed,
            "failed" => Outcome::Failed,
            _ => return None,
        };
        Some(Self {
            outcome,
            file: file.to_owned(),
            line: line.parse().ok()?,
            schema: schema.to_owned(),
            found: found.to_owned(),
            round_trip: match round_trip {
                "equal" => RoundTrip::Equal,
                "missing-members" => RoundTrip::MissingMembers,
                _ => RoundTrip::Different,
            },
        })
    }
}

impl Outcome {
    /// The heading of its column in a table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Lenient => "lenient",
            Self::Changed => "changed",
            Self::Failed => "failed",
        }
    }
}

/// Generates one crate from all documents, compiles it, and tests the instances, in their order. `apis`
/// are those of `specs`.
///
/// # Errors
///
/// When the crate cannot be written or does not compile, or a file is malformed.
pub fn test_instances(
    specs: &[Spec],
    apis: &ApiSet,
    instances: &[InstanceFile],
    build_dir: &BuildDir,
    session: &mut Session,
) -> anyhow::Result<Vec<CaseResult>> {
    let target = Target {
        folder: build_dir.path.join("bindings"),
        name: Some("bindings".to_owned()),
        ..Target::default()
    };
    generate::write_crate(apis, &target, session, &mut std::io::sink())?;
    write_programs(apis, instances, build_dir, &target.folder)?;
    copy_lock_file(&target.folder, build_dir)?;
    for (name, _) in &build_dir.programs {
        run_example(&target.folder, name, "pattern", &[], build_dir)?;
    }
    let mut arguments = Vec::new();
    for InstanceFile { module, path } in instances {
        arguments.extend([PathBuf::from(module), path::normalize(path)?]);
    }
    let printed = run_example(&target.folder, HARNESS, "pattern", &arguments, build_dir)?;
    let results = printed.lines().map(CaseResult::parse);
    let results = results.collect::<Option<Vec<_>>>();
    let mut results = results.context("the program prints six fields for each instance")?;
    lenient::mark_lenient(&mut results, specs, instances, session)?;
    Ok(results)
}

/// Writes the programs as examples of the crate; `generate` leaves that folder alone.
fn write_programs(
    apis: &[Checked<Api>],
    instances: &[InstanceFile],
    build_dir: &BuildDir,
    krate: &Path,
) -> anyhow::Result<()> {
    let folder = krate.join("examples");
    if folder.is_dir() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let harness = harness_source(apis, &tested_schemas(instances)?)?;
    let programs = build_dir.programs.iter();
    let programs = programs.map(|(name, text)| (&**name, text));
    for (name, text) in programs.chain([(HARNESS, &harness)]) {
        let path = folder.join(name).with_extension("rs");
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// The modules and components that have instances.
fn tested_schemas(instances: &[InstanceFile]) -> anyhow::Result<BTreeSet<(String, String)>> {
    let mut schemas = BTreeSet::new();
    for InstanceFile { module, path } in instances {
        let shown = path.display();
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {shown}"))?;
        for (number, line) in (1..).zip(text.lines()) {
            let line: Value =
                serde_json::from_str(line).with_context(|| format!("{shown}:{number}"))?;
            let schema = line["schema"].as_str();
            let schema =
                schema.with_context(|| format!("{shown}:{number}: `schema` is missing"))?;
            schemas.insert((module.clone(), schema.to_owned()));
        }
    }
    Ok(schemas)
}

/// The program that tests instances of these modules and components.
fn harness_source(
    apis: &[Checked<Api>],
    schemas: &BTreeSet<(String, String)>,
) -> anyhow::Result<String> {
    use std::fmt::Write;

    let mut program = format!("{PROGRAM}\nconst TYPES: &[(&str, &str, Test)] = &[\n");
    for api in apis {
        let module = api.module.as_str();
        let components = api.components.iter();
        let is_tested = |key: &str| schemas.contains(&(module.to_owned(), key.to_owned()));
        for (key, ty) in components.filter(|(key, _)| is_tested(key)) {
            let ty = type_path(api, ty).with_context(|| format!("`{key}` has no type"))?;
            writeln!(program, "    ({module:?}, {key:?}, test::<{ty}>),")?;
        }
    }
    program.push_str("];\n");
    Ok(program)
}

/// The path of a type as a program outside of the crate writes it, or `None` if it is not the type of a
/// component.
fn type_path(api: &Api, ty: &Type) -> Option<String> {
    match ty {
        Type::Named(id) => {
            let name = &api.type_def(*id).name;
            Some(format!("bindings::{}::{name}", api.module))
        }
        Type::Nullable(inner) => Some(format!("bindings::Nullable<{}>", type_path(api, inner)?)),
        _ => None,
    }
}

/// Copies the lock file into the crate, if there is one.
pub(crate) fn copy_lock_file(krate: &Path, build_dir: &BuildDir) -> anyhow::Result<()> {
    if let Some(lock) = &build_dir.lock_file {
        let copy = krate.join("Cargo.lock");
        fs::copy(lock, copy).with_context(|| format!("cannot copy {}", lock.display()))?;
    }
    Ok(())
}

/// Compiles and runs an example of the crate with these features and those of all tags; returns what it
/// prints.
pub(crate) fn run_example(
    folder: &Path,
    name: &str,
    features: &str,
    arguments: &[PathBuf],
    build_dir: &BuildDir,
) -> anyhow::Result<String> {
    let features = add_all_tags(folder, features)?;
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["run", "--quiet", "--example", name])
        .args(["--no-default-features", "--features", &features])
        .args(build_dir.lock_file.is_some().then_some("--offline"))
        .arg("--")
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", path::normalize(&build_dir.target)?)
        .envs(workspace::STANDALONE_ENV)
        .stderr(Stdio::inherit())
        .output()
        .context("cannot run cargo")?;
    if !output.status.success() {
        bail!("the bindings do not compile, or the example `{name}` failed");
    }
    String::from_utf8(output.stdout).context("the output of the program is not UTF-8")
}
