//! Descriptions in, Markdown for doc comments out that rustdoc takes without a warning.
//!
//! Descriptions are `CommonMark` by the specification (OpenAPI 3.1.1, §4.4) and anything in
//! practice. They are parsed with rustdoc's own parser and written anew: what has a meaning in
//! Markdown keeps it, all else is escaped.

mod clean;
mod escape;
mod flow;
mod html;
mod inline;
mod outline;
mod page;
mod table;

use escape::Place;
use inline::Inline;

/// The lines of the doc comment for a description, without the `/// ` before them.
///
/// Paragraphs are wrapped at 96 characters, headings become bold paragraphs, code becomes plain
/// text, and HTML becomes the Markdown that says the same. A text of nothing but blanks has no
/// lines.
#[must_use]
pub fn doc_lines(text: &str) -> Vec<String> {
    flow::page(&clean::text(text)).into_lines()
}

/// The first sentence of a description, as Markdown on one line; headings are passed over where
/// something else is there.
#[must_use]
pub fn first_sentence(text: &str) -> String {
    flow::page(&clean::text(text)).into_first_sentence()
}

/// Plain text as Markdown on one line that reads as it does.
#[must_use]
pub fn inline(text: &str) -> String {
    let mut inline = Inline::default();
    inline.push_text(&clean::text(text));
    inline.line()
}

/// A value as a span of code on one line; nothing for an empty one, which Markdown has no span for.
#[must_use]
pub fn code(text: &str) -> String {
    escape::code(text, Place::default())
}
