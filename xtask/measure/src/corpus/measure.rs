//! A document in, figures about its bindings out, as lines of a key, a tab and a value.

use std::io::Write;
use std::path::Path;
use std::time::Duration;
use std::{process, thread};

use codegen::Library;
use codegen::diagnostic::{Diagnostic, Place};
use codegen::share::ApiSet;
use codegen::source::Sources;

use xtask::inputs::{InputFile, PairingOptions};
use xtask::pairing;
use xtask::references::ReferenceOptions;
use xtask::session::Session;

/// The time after which a document is given up.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// The exit code after the time limit.
pub(super) const TIMEOUT: i32 = 124;

/// Generates the bindings of a document, discards them and writes figures about them to `out`.
pub fn measure_document(
    path: &Path,
    references: &ReferenceOptions,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    thread::spawn(|| {
        thread::sleep(TIME_LIMIT);
        process::exit(TIMEOUT);
    });
    let mut session = Session::default();
    let inputs = [InputFile::from_argument(path.to_owned(), false)];
    let specs = pairing::read_specs(&inputs, &corpus_options(references), &mut session)?;
    let built = specs.iter().find_map(|spec| spec.build(&mut session));
    if let Some(built) = built {
        let apis = ApiSet::from(built.api);
        let files = codegen::files(&apis, &session.sources, &Library::new("corpus"));
        let lines: usize = files.iter().map(|file| file.text.lines().count()).sum();
        let api = &apis[0];
        writeln!(out, "types\t{}", api.types.len())?;
        writeln!(out, "operations\t{}", api.operations.len())?;
        writeln!(out, "lines\t{lines}")?;
        for untyped in &api.untyped {
            let place = Place::Node(untyped.address.clone());
            let place = format_place(&place, &session.sources);
            writeln!(out, "untyped\t{place}: {}", untyped.reason)?;
        }
    }
    for diagnostic in session.diagnostics.iter() {
        let key = diagnostic.severity.name();
        writeln!(
            out,
            "{key}\t{}",
            format_diagnostic(diagnostic, &session.sources)
        )?;
    }
    Ok(())
}

/// How the documents of a corpus are read: without overlays, and with those of their other files that
/// exist.
pub(super) fn corpus_options(references: &ReferenceOptions) -> PairingOptions {
    PairingOptions {
        references: references.clone(),
        allow_missing_files: true,
        ..PairingOptions::default()
    }
}

fn format_diagnostic(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = format_place(&diagnostic.place, sources);
    let text = format!("{place}: {} [{}]", diagnostic.message, diagnostic.code.name);
    text.replace(['\n', '\r'], " ")
}

/// Formats a place, without the folder of the file.
fn format_place(place: &Place, sources: &Sources) -> String {
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
