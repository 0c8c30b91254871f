//! A document in, the outcome of the whole generator out. The fuzz target includes this file.

use codegen::diagnostic::{Diagnostics, Severity};
use codegen::render::File;
use codegen::report::{self, Style};
use codegen::source::Sources;
use codegen::{Absent, Input, Library};

/// How the generator may end.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It generates files.
    Generated(Vec<File>),
    /// It reports errors with these codes, each with a place.
    Rejected(Vec<&'static str>),
}

/// Runs the generator on a document.
///
/// # Errors
///
/// When it does not end as it may; the text says how it ended.
pub(crate) fn run_generator(text: &str) -> Result<Outcome, String> {
    let mut sources = Sources::default();
    let input = Input::alone(sources.add("api.yml", text), "api");
    let mut diagnostics = Diagnostics::default();
    let api = codegen::api(
        &input,
        &mut sources,
        &mut |_, _| Err(Absent::Missing),
        &mut diagnostics,
    );
    let said = report::render(&diagnostics, &sources, Style::Plain);
    let errors = diagnostics
        .iter()
        .filter(|it| it.severity == Severity::Error);
    let errors: Vec<&str> = errors.map(|it| it.code.name).collect();
    match (api, errors.len()) {
        (Some(api), 0) => {
            let files = codegen::files(&api.into(), &sources, &Library::new("api"));
            Ok(Outcome::Generated(files))
        }
        // Each error names a line, or the file if that is empty.
        (None, 1..) if said.contains("--> api.yml") => Ok(Outcome::Rejected(errors)),
        (api, count) => Err(format!(
            "an API: {}, but {count} errors:\n{said}",
            api.is_some()
        )),
    }
}
