//! `lint`: reports what is risky in documents for bindings.

use std::io::Write;

use crate::Status;
use crate::report::pluralize;
use crate::session::Session;
use crate::spec::Spec;

/// Runs the command: reports the findings for each document, and writes how many there are to `out`.
pub fn run(specs: &[Spec], session: &mut Session, out: &mut dyn Write) -> anyhow::Result<Status> {
    for spec in specs {
        spec.lint(session);
    }
    match session.diagnostics.iter().count() {
        0 => writeln!(out, "no findings")?,
        count => writeln!(out, "{}", pluralize(count, "finding"))?,
    }
    Ok(if session.has_failed() {
        Status::Rejected
    } else {
        Status::Success
    })
}
