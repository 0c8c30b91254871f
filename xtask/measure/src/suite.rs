//! `cargo measure suite`: compiles the bindings of a document and tests them against labelled cases.

mod allowed_cases;
mod case;

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, ensure};

use self::allowed_cases::AllowedCases;
use crate::conformance::{self, BuildDir, InstanceFile};
use xtask::Status;
use xtask::session::Session;
use xtask::spec::{self, Spec};

/// The cases to test.
#[derive(Clone, Debug)]
pub struct Suite {
    /// The file with the cases, a JSON array of objects: `schema` (the key of a component), `instance`
    /// (JSON in a string), `valid`, and `keyword`, by which the table is grouped.
    pub cases: PathBuf,
    /// The file with the cases that may fail, each with a reason.
    pub allow: Option<PathBuf>,
}

/// Runs the command and writes the table to `out`. Returns `Rejected` if a case fails that is not allowed
/// to, or an allowed case passes.
///
/// # Errors
///
/// When a file is malformed or the bindings do not compile.
pub fn run(
    spec: &Spec,
    suite: &Suite,
    build_dir: &BuildDir,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let allowed = match &suite.allow {
        Some(path) => AllowedCases::read(path)?,
        None => AllowedCases::default(),
    };
    let mut cases = case::read_cases(&suite.cases)?;
    let specs = std::slice::from_ref(spec);
    let Some(apis) = spec::build_apis(specs, session) else {
        return Ok(Status::Rejected);
    };
    let path = build_dir.path.join("cases.jsonl");
    fs::create_dir_all(&build_dir.path)
        .and_then(|()| fs::write(&path, case::to_json_lines(&cases)))
        .with_context(|| format!("cannot write {}", path.display()))?;
    let instances = InstanceFile {
        module: spec.module.to_string(),
        path,
    };
    let results = conformance::test_instances(specs, &apis, &[instances], build_dir, session)?;
    ensure!(
        results.len() == cases.len(),
        "the program did not print one result for each case"
    );
    for (case, result) in cases.iter_mut().zip(results) {
        case.outcome = result.outcome;
        case.found = result.found;
    }
    case::write_table(&cases, out)?;
    allowed.compare(&cases, out)
}
