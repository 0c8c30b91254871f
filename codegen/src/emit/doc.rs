//! Documentation of the API in, documentation of items out.

use proc_macro2::TokenStream;

use crate::ir::Doc;
use crate::markdown;

use super::module::{Block, Docs};

impl Docs {
    /// The documentation of an item: its text, a paragraph with the facts, or else what it is called
    /// in the document.
    pub(super) fn item(&mut self, doc: &Doc, name: &str) -> Option<TokenStream> {
        let mut lines = text_and_facts(doc);
        if lines.is_empty() {
            lines = markdown::doc_lines(&code(name));
        }
        self.outer(vec![Block::Text(lines)])
    }

    /// The documentation of an item, and below it an example.
    pub(super) fn with_example(
        &mut self,
        doc: &Doc,
        mut example: Vec<Block>,
    ) -> Option<TokenStream> {
        let mut lines = text_and_facts(doc);
        if !lines.is_empty() && !example.is_empty() {
            lines.push(String::new());
        }
        example.insert(0, Block::Text(lines));
        self.outer(example)
    }

    /// Documentation that is just this Markdown.
    pub(super) fn markdown(&mut self, text: &str) -> Option<TokenStream> {
        self.outer(vec![Block::Text(markdown::doc_lines(text))])
    }

    /// The documentation of an item whose name in the document is to be read there: `title`,
    /// Markdown, with the text below it.
    pub(super) fn titled(&mut self, title: &str, doc: &Doc) -> Option<TokenStream> {
        let title = markdown::doc_lines(title);
        let lines = join(vec![title, text_and_facts(doc)]);
        self.outer(vec![Block::Text(lines)])
    }
}

/// Lines that are as they should be.
pub(super) fn lines<const N: usize>(lines: [&str; N]) -> Block {
    Block::Text(lines.map(str::to_owned).into())
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
        let [Block::Text(lines)] = docs.get(0) else {
            panic!("an item has one block of lines")
        };
        lines.join("\n")
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
