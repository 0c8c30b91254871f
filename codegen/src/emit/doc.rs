//! Documentation in, marks in doc attributes out, and the lines that stand in their place.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Doc;
use crate::markdown;

/// The documentation of the items of a file, which their tokens only refer to: a line would have
/// to be escaped into a literal, parsed and read out of it again, and most of a file is such lines.
#[derive(Debug, Default)]
pub(crate) struct Docs {
    blocks: Vec<Vec<String>>,
}

/// What prettyplease makes of a mark, up to its number. What else it writes has a blank or nothing
/// behind the slashes.
const MARK: &str = "///@";

impl Docs {
    /// The documentation of an item: its text, a paragraph with the facts, or else what it is called
    /// in the document.
    pub(super) fn item(&mut self, doc: &Doc, name: &str) -> Option<TokenStream> {
        let mut lines = text_and_facts(doc);
        if lines.is_empty() {
            lines = markdown::doc_lines(&code(name));
        }
        self.block(lines)
    }

    /// The documentation of an item, and below it the lines of an example, which are as they should
    /// be.
    pub(super) fn with_example(&mut self, doc: &Doc, example: Vec<String>) -> Option<TokenStream> {
        self.block(join(vec![text_and_facts(doc), example]))
    }

    /// Documentation that is just this Markdown.
    pub(super) fn markdown(&mut self, text: &str) -> Option<TokenStream> {
        self.block(markdown::doc_lines(text))
    }

    /// The documentation of an item whose name in the document is to be read there: `title`,
    /// Markdown, with the text below it.
    pub(super) fn titled(&mut self, title: &str, doc: &Doc) -> Option<TokenStream> {
        let title = markdown::doc_lines(title);
        self.block(join(vec![title, text_and_facts(doc)]))
    }

    /// The attribute that these lines will stand in place of; none for no lines.
    fn block(&mut self, lines: Vec<String>) -> Option<TokenStream> {
        if lines.is_empty() {
            return None;
        }
        let mark = format!("@{}", self.blocks.len());
        self.blocks.push(lines);
        Some(quote!(#[doc = #mark]))
    }

    /// Adds formatted items to a text, with the documentation in place of its marks. A mark has a line
    /// of its own; literals of the document, which have no line ends, may hold whatever they like.
    pub(crate) fn write(&self, items: &str, text: &mut String) {
        for line in items.split_inclusive('\n') {
            let code = line.trim_start_matches(' ');
            let Some(number) = code.strip_prefix(MARK) else {
                text.push_str(line);
                continue;
            };
            let number: usize = number
                .trim_end()
                .parse()
                .expect("a number is all there is to a mark");
            let indent = line.len() - code.len();
            for line in &self.blocks[number] {
                let gap = if line.is_empty() { "" } else { " " };
                let line = line.trim_end_matches(' ');
                writeln!(text, "{:indent$}///{gap}{line}", "")
                    .expect("writing to a string never fails");
            }
        }
    }
}

/// Paragraphs and the like, Markdown, as lines with one empty between two.
pub(super) fn joined(blocks: &[String]) -> Vec<String> {
    join(
        blocks
            .iter()
            .map(|text| markdown::doc_lines(text))
            .collect(),
    )
}

/// The documentation of the module that it stands in, in lines that are as they should be.
pub(super) fn inner(lines: Vec<String>) -> TokenStream {
    let lines = lines.into_iter().map(indented);
    quote!(#(#![doc = #lines])*)
}

/// A value as code; an empty one in words, for Markdown has no empty code.
pub(super) fn code(text: &str) -> String {
    let code = markdown::code(text);
    if code.is_empty() {
        "The empty text".to_owned()
    } else {
        code
    }
}

/// The same of several.
pub(super) fn codes<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let codes: Vec<String> = texts.map(code).collect();
    codes.join(", ")
}

fn text_and_facts(doc: &Doc) -> Vec<String> {
    let text = doc
        .text
        .as_deref()
        .map(markdown::doc_lines)
        .unwrap_or_default();
    let facts = sentence(&doc.facts)
        .map(|facts| markdown::doc_lines(&facts))
        .unwrap_or_default();
    join(vec![text, facts])
}

/// The facts as sentences: in one, but for a note that begins with a capital.
fn sentence(facts: &[String]) -> Option<String> {
    let mut text = String::new();
    for fact in facts {
        let mut rest = fact.chars();
        let Some(first) = rest.next() else { continue };
        if text.is_empty() {
            text.extend(first.to_uppercase().chain(rest));
            continue;
        }
        text.push_str(if first.is_uppercase() { ". " } else { "; " });
        text.push_str(fact);
    }
    (!text.is_empty()).then(|| text + ".")
}

/// Blocks of lines with an empty line between.
fn join(blocks: Vec<Vec<String>>) -> Vec<String> {
    let mut all = Vec::new();
    for block in blocks {
        if !all.is_empty() && !block.is_empty() {
            all.push(String::new());
        }
        all.extend(block);
    }
    all
}

/// A line as it stands behind the slashes.
fn indented(line: String) -> String {
    if line.is_empty() {
        line
    } else {
        format!(" {line}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doc(text: Option<&str>, facts: &[&str]) -> String {
        let facts = facts.iter().map(|fact| (*fact).to_owned()).collect();
        let doc = Doc {
            text: text.map(str::to_owned),
            facts,
        };
        let mut docs = Docs::default();
        docs.item(&doc, "x");
        docs.blocks.remove(0).join("\n")
    }

    #[test]
    fn facts_are_a_sentence() {
        assert_eq!(
            doc(Some("Text."), &["at least 2", "default `3`"]),
            "Text.\n\nAt least 2; default `3`."
        );
        assert_eq!(doc(None, &["at most 2"]), "At most 2.");
        assert_eq!(
            doc(None, &["in seconds", "Zero is for ever", "default `3`"]),
            "In seconds. Zero is for ever; default `3`."
        );
        assert_eq!(doc(None, &[]), "`x`");
    }
}
