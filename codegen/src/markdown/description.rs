//! Descriptions in, their doc comments out; each that is there several times is read once.

use rustc_hash::FxHashMap;

use super::doc_lines;

/// The most bytes of descriptions that are kept.
const MOST_KEPT: usize = 1 << 20;

/// The last descriptions that were read.
#[derive(Debug, Default)]
pub struct Descriptions {
    known: FxHashMap<String, Vec<String>>,
    /// The bytes of the texts.
    size: usize,
}

impl Descriptions {
    /// Returns the [`doc_lines`] of a text.
    pub fn get(&mut self, text: &str) -> &[String] {
        if !self.known.contains_key(text) {
            self.size += text.len();
            if self.size > MOST_KEPT {
                self.known.clear();
                self.size = text.len();
            }
            self.known.insert(text.to_owned(), doc_lines(text));
        }
        &self.known[text]
    }
}
