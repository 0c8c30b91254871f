//! Diagnostics in, JSON lines out.

use super::site::{Site, Sites};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::pointer::Pointer;
use crate::source::Sources;
use crate::tree::{Number, Object, Tree};

/// Renders each diagnostic as a line of JSON.
///
/// Its members are `severity`, `code`, `message`, `file`, `line`, `column`, `pointer`, `help` and
/// `related`, a list of places, each with a `message`. Absent values are null. Lines and columns
/// count from one; for a node that is not in the text, they are those of the nearest enclosing
/// node.
#[must_use]
pub fn render_json(diagnostics: &Diagnostics, sources: &Sources) -> String {
    let sites = Sites::find(diagnostics, sources);
    diagnostics
        .iter()
        .map(|diagnostic| line(diagnostic, &sites))
        .collect()
}

/// Renders an error outside of documents as a line of JSON with the members of a diagnostic; all
/// but severity and message are null or empty.
#[must_use]
pub fn error_json(message: &str) -> String {
    let nothing = ["file", "line", "column", "pointer", "help"].map(|key| (key, Tree::Null));
    let what = [
        ("severity", text(Severity::Error.name())),
        ("code", Tree::Null),
        ("message", text(message)),
    ];
    let related = [("related", Tree::Array(Vec::new()))];
    object(what.into_iter().chain(nothing).chain(related)).to_json() + "\n"
}

fn line(diagnostic: &Diagnostic, sites: &Sites<'_>) -> String {
    let Diagnostic {
        code,
        severity,
        message,
        place,
        related,
        help,
    } = diagnostic;
    let related = related.iter().map(|(place, label)| {
        let message = [("message", text(label))];
        object(message.into_iter().chain(members(&sites.get(place))))
    });
    let what = [
        ("severity", text(severity.name())),
        ("code", text(code.name)),
        ("message", text(message)),
    ];
    let more = [
        ("help", help.as_deref().map_or(Tree::Null, text)),
        ("related", Tree::Array(related.collect())),
    ];
    let place = members(&sites.get(place));
    object(what.into_iter().chain(place).chain(more)).to_json() + "\n"
}

/// Returns the members of a place.
fn members(site: &Site<'_>) -> [(&'static str, Tree); 4] {
    let start = site.extent.map(|extent| extent.start);
    let pointer = site.pointer.map(Pointer::as_str);
    [
        ("file", text(site.file)),
        ("line", start.map_or(Tree::Null, |start| number(start.line))),
        (
            "column",
            start.map_or(Tree::Null, |start| number(start.column)),
        ),
        ("pointer", pointer.map_or(Tree::Null, text)),
    ]
}

fn object(members: impl Iterator<Item = (&'static str, Tree)>) -> Tree {
    let members = members.map(|(key, value)| (key.to_owned(), value));
    Tree::Object(Box::new(members.collect::<Object>()))
}

fn text(text: &str) -> Tree {
    Tree::String(text.to_owned())
}

fn number(value: u32) -> Tree {
    Number::parse(&value.to_string()).map_or(Tree::Null, Tree::Number)
}
