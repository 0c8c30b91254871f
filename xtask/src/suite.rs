//! `cargo xtask suite`: compiles the bindings of a document and tries them on a suite of cases that
//! are labelled right or wrong.

mod allowed;
mod case;

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, ensure};

use self::allowed::Allowed;
use crate::Verdict;
use crate::session::Session;
use crate::spec::Spec;
use crate::trial::{self, Instances, Workshop};

/// What is to be tried.
#[derive(Clone, Debug)]
pub struct Suite {
    /// A JSON array of objects: `schema`, the key of a component; `instance`, JSON as text;
    /// `valid`; and, to sort them by, `keyword`.
    pub cases: PathBuf,
    /// The cases that may be wrong, each with the reason.
    pub allow: Option<PathBuf>,
}

/// Runs the command; the table goes to `out`. `Refused` when a case is wrong that is not allowed to
/// be, or right against its entry.
///
/// # Errors
///
/// When a file is not what it should be, or the bindings do not compile.
pub fn run(
    spec: &Spec,
    suite: &Suite,
    workshop: &Workshop,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Verdict> {
    let allowed = match &suite.allow {
        Some(path) => Allowed::read(path)?,
        None => Allowed::default(),
    };
    let mut cases = case::read(&suite.cases)?;
    let specs = std::slice::from_ref(spec);
    let Some(apis) = trial::apis(specs, session) else {
        return Ok(Verdict::Refused);
    };
    let path = workshop.scratch.join("cases.jsonl");
    fs::create_dir_all(&workshop.scratch)
        .and_then(|()| fs::write(&path, case::lines(&cases)))
        .with_context(|| format!("cannot write {}", path.display()))?;
    let instances = Instances {
        module: spec.module.to_string(),
        path,
    };
    let judged = trial::judge(specs, &apis, &[instances], workshop, session)?;
    ensure!(
        judged.len() == cases.len(),
        "the program judges each case once"
    );
    for (case, judged) in cases.iter_mut().zip(judged) {
        case.outcome = judged.outcome;
        case.found = judged.found;
    }
    case::write_table(&cases, out)?;
    allowed.compare(&cases, out)
}
