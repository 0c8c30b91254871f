//! `overlay`: prints a document with its overlays applied.

use std::io::Write;
use std::path::{Path, PathBuf};

use codegen::Input;

use crate::Status;
use crate::inputs::InputFile;
use crate::session::Session;

/// The syntax of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// YAML.
    Yaml,
    /// JSON.
    Json,
}

impl Syntax {
    /// The syntax of a file, by its name.
    #[must_use]
    pub fn of_file(path: &Path) -> Self {
        match path.extension() {
            Some(extension) if extension.eq_ignore_ascii_case("json") => Self::Json,
            _ => Self::Yaml,
        }
    }
}

/// Runs the command: writes `document` with `overlays` applied in order to `out`. Actions may match
/// nothing if the document is only a part of the one that they were written for.
pub fn run(
    document: &Path,
    overlays: &[PathBuf],
    is_partial: bool,
    syntax: Syntax,
    (session, out): (&mut Session, &mut dyn Write),
) -> anyhow::Result<Status> {
    let mut read = |path: &Path| {
        let input = InputFile::from_argument(path.to_owned(), false);
        session.read_input(&input)
    };
    let document = read(document);
    let overlays: Vec<_> = overlays.iter().map(|path| read(path)).collect();
    let overlays: Option<Vec<_>> = overlays.into_iter().collect();
    let (Some(document), Some(overlays)) = (document, overlays) else {
        return Ok(Status::Rejected);
    };
    let input = Input {
        overlays,
        partial: is_partial,
        ..Input::alone(document, "")
    };
    let tree = codegen::overlaid_tree(&input, &session.sources, &mut session.diagnostics);
    let Some(tree) = tree.filter(|_| !session.has_failed()) else {
        return Ok(Status::Rejected);
    };
    let text = match syntax {
        Syntax::Yaml => tree.to_yaml(),
        Syntax::Json => tree.to_indented_json(),
    };
    out.write_all(text.as_bytes())?;
    Ok(Status::Success)
}
