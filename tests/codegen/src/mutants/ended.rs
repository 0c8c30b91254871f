//! A text in; how all of the generator ended with it out. The fuzz target runs this file as well.

use codegen::diagnostic::{Diagnostics, Severity};
use codegen::render::File;
use codegen::report::{self, Style};
use codegen::source::Sources;
use codegen::{Absent, Input, Library};

/// How it may end.
#[derive(Debug)]
pub(crate) enum Ended {
    /// There are files.
    Made(Vec<File>),
    /// There are errors of these kinds, and each says where.
    Refused(Vec<&'static str>),
}

/// Makes files of a text, or none; the error says what is wrong with that.
pub(crate) fn ended(text: &str) -> Result<Ended, String> {
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
            let files = codegen::files(&[api], &sources, &Library::new("api"));
            Ok(Ended::Made(files))
        }
        // Each error shows the line it is about, or the file if that is empty.
        (None, 1..) if said.contains("--> api.yml") => Ok(Ended::Refused(errors)),
        (api, count) => Err(format!(
            "made: {}, but {count} errors:\n{said}",
            api.is_some()
        )),
    }
}
