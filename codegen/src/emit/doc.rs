//! Documentation of the API in, documentation of items out.

use proc_macro2::TokenStream;

use crate::ir::Doc;
use crate::markdown;

use super::module::{Block, Docs};

impl Docs {
    /// Documents a field by its text and its facts. Where there is no text, `otherwise` stands in its
    /// place: a sentence, Markdown.
    pub(super) fn field(&mut self, doc: &Doc, otherwise: &str) -> Option<TokenStream> {
        let facts = join_facts(&doc.facts);
        let lines = match &doc.text {
            Some(text) => {
                let lines = self.lines(text);
                let facts = facts.map(|facts| self.lines(&facts));
                join(vec![lines, facts.unwrap_or_default()])
            }
            None => {
                let sentences = [Some(otherwise.to_owned()), facts].into_iter().flatten();
                self.lines(&sentences.collect::<Vec<_>>().join(" "))
            }
        };
        self.outer(vec![Block::Text(lines)])
    }

    /// Documents an item by its text, a list of facts and an example.
    pub(super) fn with_facts(
        &mut self,
        text: Option<&str>,
        facts: &[(&str, String)],
        mut example: Vec<Block>,
    ) -> Option<TokenStream> {
        let text = text.map(|it| self.lines(it)).unwrap_or_default();
        let facts = facts
            .iter()
            .map(|(label, fact)| format!("- **{label}**: {fact}\n"));
        let mut facts = self.lines(&facts.collect::<String>());
        if ends_dashed_list(&text) {
            for fact in &mut facts {
                if let Some(item) = fact.strip_prefix("- ") {
                    *fact = format!("* {item}");
                }
            }
        }
        let mut lines = join(vec![text, facts]);
        if !lines.is_empty() && !example.is_empty() {
            lines.push(String::new());
        }
        example.insert(0, Block::Text(lines));
        self.outer(example)
    }

    /// Documents an item by this Markdown.
    pub(super) fn markdown(&mut self, text: &str) -> Option<TokenStream> {
        let lines = self.lines(text);
        self.outer(vec![Block::Text(lines)])
    }

    /// Documents an item by a title, a line of Markdown, and the text and facts below it.
    pub(super) fn titled(&mut self, title: Option<String>, doc: &Doc) -> Option<TokenStream> {
        let title = title.into_iter().collect();
        let lines = join(vec![title, self.text_and_facts(doc)]);
        self.outer(vec![Block::Text(lines)])
    }

    fn text_and_facts(&mut self, doc: &Doc) -> Vec<String> {
        let text = doc.text.as_deref().map(|text| self.lines(text));
        let facts = join_facts(&doc.facts).map(|facts| self.lines(&facts));
        join(vec![text.unwrap_or_default(), facts.unwrap_or_default()])
    }

    /// The lines of Markdown.
    fn lines(&mut self, text: &str) -> Vec<String> {
        self.descriptions.get(text).to_vec()
    }
}

/// Whether the last list of a text has dashes. A list right below with dashes would be part of it
/// (`CommonMark` 0.31.2, §5.3).
fn ends_dashed_list(text: &[String]) -> bool {
    let mut marks = text.iter().filter_map(|line| line.get(..2)).rev();
    marks.find(|mark| matches!(*mark, "- " | "* ")) == Some("- ")
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

/// A value as code; an empty one with its quotes, because Markdown has no empty code.
pub(super) fn code(text: &str) -> String {
    let code = markdown::code(text);
    if code.is_empty() {
        r#"`""`"#.to_owned()
    } else {
        code
    }
}

/// The same of several.
pub(super) fn codes<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let codes: Vec<String> = texts.map(code).collect();
    codes.join(", ")
}

/// Joins facts to sentences: phrases that follow each other are one.
fn join_facts(facts: &[String]) -> Option<String> {
    let mut text = String::new();
    for fact in facts {
        let is_phrase = |text: &str| !text.ends_with('.');
        if !text.is_empty() && is_phrase(&text) && is_phrase(fact) {
            text.push_str("; ");
            text.push_str(fact);
            continue;
        }
        if !text.is_empty() {
            text.push_str(if is_phrase(&text) { ". " } else { " " });
        }
        let mut rest = fact.chars();
        text.extend(rest.next().into_iter().flat_map(char::to_uppercase));
        text.extend(rest);
    }
    match text.chars().next_back()? {
        '.' => Some(text),
        _ => Some(text + "."),
    }
}

/// Blocks of lines with an empty line between.
fn join(blocks: Vec<Vec<String>>) -> Vec<String> {
    let mut blocks = blocks.into_iter().filter(|block| !block.is_empty());
    let mut all = blocks.next().unwrap_or_default();
    for block in blocks {
        all.push(String::new());
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
        docs.field(&doc, "The member `x`.");
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
        assert_eq!(doc(None, &["at most 2"]), "The member `x`. At most 2.");
        assert_eq!(
            doc(
                Some("A."),
                &["in seconds", "read-only", "`0` is for ever.", "default `3`"]
            ),
            "A.\n\nIn seconds; read-only. `0` is for ever. Default `3`."
        );
        assert_eq!(doc(None, &[]), "The member `x`.");
    }

    #[test]
    fn the_list_of_facts_is_no_part_of_a_list_in_the_text() {
        let with_facts = |text: &str| {
            let mut docs = Docs::default();
            docs.with_facts(Some(text), &[("Retry", "never".to_owned())], Vec::new());
            let [Block::Text(lines)] = docs.get(0) else {
                panic!("an item has one block of lines")
            };
            lines.join("\n")
        };
        assert_eq!(with_facts("A."), "A.\n\n- **Retry**: never");
        assert_eq!(with_facts("A:\n\n- b"), "A:\n\n- b\n\n* **Retry**: never");
        assert_eq!(
            with_facts("A:\n\n- b\n\n* c"),
            "A:\n\n- b\n\n* c\n\n- **Retry**: never"
        );
    }
}
