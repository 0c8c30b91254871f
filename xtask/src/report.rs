//! What a run has to say, out to people or to programs.

use std::io::{self, Write};

use codegen::diagnostic::{Severity, Style, render, render_json};
use codegen::ir::Api;

use crate::session::Session;

/// Who reads the diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// People.
    Human(Style),
    /// Programs.
    Json,
}

/// Writes every diagnostic, and for people how many there were.
pub fn write(session: &Session, format: Format, out: &mut dyn Write) -> io::Result<()> {
    let Session {
        sources,
        diagnostics,
        deny_warnings,
    } = session;
    let style = match format {
        Format::Json => return write!(out, "{}", render_json(diagnostics, sources)),
        Format::Human(style) => style,
    };
    write!(out, "{}", render(diagnostics, sources, style))?;
    let (errors, warnings) = (
        session.count(Severity::Error),
        session.count(Severity::Warning),
    );
    if errors + warnings == 0 {
        return Ok(());
    }
    let denied = if *deny_warnings { " (denied)" } else { "" };
    let (errors, warnings) = (counted(errors, "error"), counted(warnings, "warning"));
    writeln!(out, "\n{errors}, {warnings}{denied}")
}

/// A number and its noun: `1 error`, `2 errors`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// How much of everything an API has.
pub(crate) fn counts(api: &Api) -> String {
    let counts = [
        counted(api.types.len(), "type"),
        counted(api.operations.len(), "operation"),
        counted(api.webhooks.len(), "webhook"),
        counted(api.errors.len(), "error"),
    ];
    counts.join(", ")
}

/// Memory; a dash where the system does not tell.
pub(crate) fn mebibytes(bytes: u64) -> String {
    match bytes {
        0 => "-".to_owned(),
        bytes => format!("{} MiB", bytes.div_ceil(1 << 20)),
    }
}
