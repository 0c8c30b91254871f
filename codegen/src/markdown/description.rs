//! Descriptions in, their doc comments out; each that is there several times is read once.

use rustc_hash::FxHashMap;

use super::{clean, flow};

/// The most bytes of descriptions that are kept.
const MOST_KEPT: usize = 1 << 20;

/// A description as a doc comment.
#[derive(Clone, Debug)]
pub struct Description {
    /// The lines of [`doc_lines`](super::doc_lines).
    pub lines: Vec<String>,
    /// The first sentence, as Markdown on one line; headings are passed over where something else is
    /// there.
    pub sentence: String,
}

impl Description {
    /// Reads a description.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let page = flow::page(&clean::clean_text(text));
        let (lines, sentence) = page.into_lines_and_sentence();
        Self { lines, sentence }
    }
}

/// The last descriptions that were read.
#[derive(Debug, Default)]
pub struct Descriptions {
    known: FxHashMap<String, Description>,
    /// The bytes of the texts.
    size: usize,
}

impl Descriptions {
    /// Returns what [`Description::new`] makes of a text.
    pub fn get(&mut self, text: &str) -> &Description {
        if !self.known.contains_key(text) {
            self.size += text.len();
            if self.size > MOST_KEPT {
                self.known.clear();
                self.size = text.len();
            }
            let description = Description::new(text);
            self.known.insert(text.to_owned(), description);
        }
        &self.known[text]
    }
}
