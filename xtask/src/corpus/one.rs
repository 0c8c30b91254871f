//! A document in, what came of it out, as lines of `key`, tab, value.

use std::io::Write;
use std::path::Path;
use std::time::Duration;
use std::{process, thread};

use codegen::Library;
use codegen::diagnostic::{Diagnostic, Place};
use codegen::source::Sources;

use crate::bounds::Bounds;
use crate::given::{self, Given, Pairing};
use crate::session::Session;

/// A document that takes longer never ends.
const LONGEST: Duration = Duration::from_secs(60);

/// Exit code of a document that took too long.
pub(super) const TOO_LONG: i32 = 124;

/// Generates the bindings of a document, throws them away and says to `out` what they were.
pub fn measure(path: &Path, bounds: &Bounds, out: &mut dyn Write) -> anyhow::Result<()> {
    thread::spawn(|| {
        thread::sleep(LONGEST);
        process::exit(TOO_LONG);
    });
    let mut session = Session::default();
    let given = [Given::argument(path.to_owned(), false)];
    let specs = given::pair(&given, &tolerant(bounds), &mut session)?;
    let built = specs.iter().find_map(|spec| spec.build(&mut session));
    if let Some(built) = built {
        let apis = [built.api];
        let files = codegen::files(&apis, &session.sources, &Library::new("corpus"));
        let lines: usize = files.iter().map(|file| file.text.lines().count()).sum();
        let [api] = &apis;
        writeln!(out, "types\t{}", api.types.len())?;
        writeln!(out, "operations\t{}", api.operations.len())?;
        writeln!(out, "lines\t{lines}")?;
        for untyped in &api.untyped {
            let place = Place::Node(untyped.address.clone());
            let place = shown(&place, &session.sources);
            writeln!(out, "untyped\t{place}: {}", untyped.reason)?;
        }
    }
    for diagnostic in session.diagnostics.iter() {
        let key = diagnostic.severity.name();
        writeln!(out, "{key}\t{}", one_line(diagnostic, &session.sources))?;
    }
    Ok(())
}

/// How the documents of a corpus are read: each by itself, their other files if they are there.
pub(super) fn tolerant(bounds: &Bounds) -> Pairing {
    Pairing {
        bounds: bounds.clone(),
        without_missing: true,
        ..Pairing::default()
    }
}

fn one_line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = shown(&diagnostic.place, sources);
    let text = format!("{place}: {} [{}]", diagnostic.message, diagnostic.code.name);
    text.replace(['\n', '\r'], " ")
}

/// A place without the document's folder.
fn shown(place: &Place, sources: &Sources) -> String {
    let (file, rest) = match place {
        Place::File(file) => (*file, String::new()),
        Place::Node(address) | Place::Key(address) => {
            (address.file, format!("#{}", address.pointer))
        }
        Place::Position { file, line, column } => (*file, format!(":{line}:{column}")),
    };
    let name = &sources.get(file).name;
    let name = name.rsplit('/').next().unwrap_or(name);
    format!("{name}{rest}").replace(['\n', '\r'], " ")
}
