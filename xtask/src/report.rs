//! Diagnostics and counts in, text for people or JSON for programs out.

use std::io::{self, Write};

use codegen::diagnostic::Severity;
use codegen::ir::{Addition, Api};
use codegen::report::{Style, render, render_json};
use codegen::source::Sources;

use crate::program;
use crate::session::Session;

/// The format of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with excerpts of the source.
    Human(Style),
    /// JSON, one object on each line.
    Json,
}

/// Writes every diagnostic; for people, also how to learn more about the most severe one and how
/// many there were.
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
    let first = |severity| diagnostics.iter().find(|it| it.severity == severity);
    let Some(first) = first(Severity::Error).or_else(|| first(Severity::Warning)) else {
        return Ok(());
    };
    let code = first.code.name;
    writeln!(
        out,
        "\nFor more information, try `{} explain {code}`.",
        program::command()
    )?;
    let denied = if *deny_warnings { " (denied)" } else { "" };
    let errors = pluralize(session.count(Severity::Error), "error");
    let warnings = pluralize(session.count(Severity::Warning), "warning");
    writeln!(out, "{errors}, {warnings}{denied}")
}

/// Formats a number and its noun: `1 error`, `2 errors`.
#[must_use]
pub fn pluralize(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// Formats the numbers of items in an API.
pub(crate) fn summarize_api(api: &Api) -> String {
    let counts = [
        pluralize(api.types.len(), "type"),
        pluralize(api.operations.len(), "operation"),
        pluralize(api.webhooks.len(), "webhook"),
        pluralize(api.errors.len(), "named error"),
    ];
    counts.join(", ")
}

/// Formats what overlays add to the document of an API, a line for each overlay.
pub(crate) fn summarize_additions(api: &Api, sources: &Sources) -> String {
    let additions = &api.additions;
    let by_overlay = additions.chunk_by(|left, right| left.overlay == right.overlay);
    let line = |additions: &[Addition]| {
        let counts = additions.iter().map(|it| pluralize(it.count, it.noun));
        let counts: Vec<String> = counts.collect();
        let (overlay, counts) = (&sources.get(additions[0].overlay).name, counts.join(", "));
        format!("  {overlay} adds {counts}; not in the document\n")
    };
    by_overlay.map(line).collect()
}

/// Formats an amount of memory; 0, which means unknown, is a dash.
#[must_use]
pub fn format_mebibytes(bytes: u64) -> String {
    match bytes {
        0 => "-".to_owned(),
        bytes => format!("{} MiB", bytes.div_ceil(1 << 20)),
    }
}
