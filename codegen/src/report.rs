//! Diagnostics in, text with source lines or JSON out.

mod excerpt;
mod json;
mod site;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Message, Origin, Renderer, Snippet,
    normalize_untrusted_str,
};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::pointer::Pointer;
use crate::source::Sources;
use excerpt::Excerpt;
use site::{Site, Sites};

pub use json::{error_json, render_json};

/// Whether the text is for a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    Plain,
    /// Text with ANSI colours.
    Coloured,
}

/// Renders each diagnostic with its place, its line, its related places and its help.
///
/// ```text
/// error[dangling-ref]: `$ref` points to nothing
///    --> specs/conferences.yml:12:15
///     |
///  12 |         $ref: '#/components/schemas/Nope'
///     |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^
///     = at: #/paths/~1conferences/get/responses/200/$ref
/// ```
///
/// All text that comes from a document is shown without control characters.
#[must_use]
pub fn render(diagnostics: &Diagnostics, sources: &Sources, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let sites = Sites::find(diagnostics, sources);
    let reports = diagnostics
        .iter()
        .map(|diagnostic| report(diagnostic, &sites, &renderer));
    reports.collect::<Vec<_>>().join("\n")
}

fn report(diagnostic: &Diagnostic, sites: &Sites<'_>, renderer: &Renderer) -> String {
    let Diagnostic {
        code,
        severity,
        message,
        place,
        related,
        help,
    } = diagnostic;
    let level = match severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    // The renderer takes a column from the line it is given, and a long line is given in part; so
    // the origin stands in a group of its own. A first group would have a rule drawn below it:
    // hence the empty one.
    let mut groups = vec![Group::with_level(level.clone())];

    let site = sites.get(place);
    let title = level.clone().primary_title(message.as_str()).id(code.name);
    groups.push(Group::with_title(title).element(origin(&site)));
    let at = site
        .pointer
        .map(|pointer| Level::NOTE.with_name("at").message(fragment(pointer)));
    let help = help
        .as_ref()
        .map(|help| Level::HELP.message(normalize_untrusted_str(help)));
    let body = Group::with_level(level)
        .elements(excerpt(&site))
        .elements(at)
        .elements(absence(&site))
        .elements(help);
    push(&mut groups, body);

    for (place, label) in related {
        let site = sites.get(place);
        let title = Level::NOTE.secondary_title(normalize_untrusted_str(label));
        groups.push(Group::with_title(title).element(origin(&site)));
        let body = Group::with_level(Level::NOTE)
            .elements(excerpt(&site))
            .elements(absence(&site));
        push(&mut groups, body);
    }

    let text = renderer.render(&groups);
    format!("{}\n", text.trim_matches('\n'))
}

/// Adds a group unless it is empty; an empty one would take a line.
fn push<'a>(groups: &mut Vec<Group<'a>>, group: Group<'a>) {
    if !group.is_empty() {
        groups.push(group);
    }
}

/// `--> file:line:column`.
fn origin(site: &Site<'_>) -> Origin<'static> {
    let origin = Origin::path(normalize_untrusted_str(site.file));
    match site.extent {
        Some(extent) => origin
            .line(extent.start.line as usize)
            .char_column(extent.start.column as usize),
        None => origin,
    }
}

/// Returns the line with the marked place.
fn excerpt<'a>(site: &Site<'_>) -> Option<Snippet<'a, Annotation<'a>>> {
    let extent = site.extent?;
    let Excerpt { text, mark } = Excerpt::new(site.line, site.bytes.clone());
    let annotation = AnnotationKind::Primary.span(mark);
    let snippet = Snippet::source(text).line_start(extent.start.line as usize);
    Some(snippet.annotation(annotation))
}

/// Returns a note about a node that is not in the text, with the value that is shown instead.
fn absence<'a>(site: &Site<'_>) -> Option<Message<'a>> {
    let nearest = site.instead.as_ref()?;
    let message = format!("not in the text itself; shown is {}", fragment(nearest));
    Some(Level::NOTE.message(message))
}

/// Returns a pointer as the fragment of a `$ref`, on one line.
fn fragment(pointer: &Pointer) -> String {
    normalize_untrusted_str(&format!("#{pointer}").replace('\n', "␊"))
}

#[cfg(test)]
mod tests;
