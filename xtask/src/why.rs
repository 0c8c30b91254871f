//! `why`: prints where an item of the bindings comes from.

use std::io::Write;

use anyhow::bail;
use codegen::Library;
use codegen::check::Checked;
use codegen::diagnostic::{Diagnostics, Severity};
use codegen::document::Document;
use codegen::ir::Api;
use codegen::names::{self, Lock};
use codegen::why::{Answer, Items, Subject, render_answers};

use crate::session::Session;
use crate::spec::{self, Spec};
use crate::{Status, program};

/// The most answers that are printed.
const MOST_ANSWERS: usize = 12;

/// An API, and how it is without recorded names.
struct Parts {
    document: Document,
    fresh: Option<Checked<Api>>,
    fresh_diagnostics: Diagnostics,
    lock: Option<Lock>,
}

/// Runs the command: writes what is known of `item` to `out`. `folder` is where the generated files of
/// these documents are.
pub fn run(
    specs: &[Spec],
    item: &str,
    folder: &str,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let apis = spec::build_apis(specs, session);
    // Warnings are those of `regen`.
    session
        .diagnostics
        .retain(|it| it.severity == Severity::Error);
    let Some(apis) = apis else {
        return Ok(Status::Rejected);
    };
    let parts: Option<Vec<Parts>> = specs.iter().map(|it| read_parts(it, session)).collect();
    let Some(parts) = parts else {
        return Ok(Status::Rejected);
    };
    let files = codegen::files(&apis, &session.sources, &Library::new("generated"));
    let (mut answers, mut suggestion) = (Vec::<Answer>::new(), None);
    for ((spec, api), parts) in specs.iter().zip(apis.iter()).zip(&parts) {
        let fresh = parts.fresh.as_ref();
        let subject = Subject {
            api,
            document: &parts.document,
            overlays: spec.overlays(),
            lock: parts.lock.as_ref().zip(spec.lock()),
            fresh: fresh.map(|it| (&**it, &parts.fresh_diagnostics)),
            files: &files,
            folder,
            sources: &session.sources,
        };
        let items = Items::collect(&subject);
        answers.extend(items.answer(item));
        suggestion = suggestion.or_else(|| items.suggest(item));
    }
    let listing = format!("{} listing", program::command());
    match (answers.len(), suggestion) {
        (0, Some(meant)) => bail!("no item is called `{item}`; did you mean `{meant}`?"),
        (0, None) => bail!("no item is called `{item}`; `{listing}` prints all of them"),
        _ => {}
    }
    let more = answers.len().saturating_sub(MOST_ANSWERS);
    answers.truncate(MOST_ANSWERS);
    write!(out, "{}", render_answers(&answers))?;
    if more > 0 {
        writeln!(out, "\n{more} more items are called so")?;
    }
    Ok(Status::Success)
}

fn read_parts(spec: &Spec, session: &mut Session) -> Option<Parts> {
    let document = spec.document(session)?;
    let (fresh, fresh_diagnostics) = spec.build_fresh(session);
    let lock = spec
        .lock()
        .and_then(|file| names::parse_lock(&session.sources, file, &mut Diagnostics::default()));
    Some(Parts {
        document,
        fresh,
        fresh_diagnostics,
        lock,
    })
}
