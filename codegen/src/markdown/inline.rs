//! Text and markup of a paragraph in, wrapped lines out.

use std::mem;
use std::ops::Range;

use super::escape::{self, Surroundings};

/// Room for a line.
const LINE: usize = 100;

/// A paragraph that is being built, as Markdown.
#[derive(Clone, Default)]
pub(super) struct Inline {
    /// The words, without anything between them.
    text: String,
    words: Vec<Word>,
    /// What precedes the next word.
    gap: Gap,
    /// Opened markup that waits for its first word.
    waiting: String,
    /// Whether a link is open and has its first word; the other words stay on its line.
    continues_link: bool,
    /// Whether the last addition was the end of markup.
    has_closed: bool,
    place: Surroundings,
}

/// What separates two words.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Blank,
    /// A hard line break.
    Break,
}

/// Text without a line break.
#[derive(Clone)]
struct Word {
    /// Its start in the text; it ends at the start of the next word.
    start: usize,
    /// Whether a hard line break precedes it.
    starts_line: bool,
}

impl Inline {
    /// An empty cell of a table.
    pub(super) fn cell() -> Self {
        Self {
            place: Surroundings {
                in_table: true,
                ..Surroundings::default()
            },
            ..Self::default()
        }
    }

    /// Whether nothing has been added.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Adds plain text.
    pub(super) fn push_text(&mut self, text: &str) {
        let markdown = escape::escape_text(text, self.place);
        for (index, word) in markdown.split([' ', '\n']).enumerate() {
            if index > 0 {
                self.push_gap();
            }
            self.push_solid(word);
        }
    }

    /// Adds a span of code.
    pub(super) fn push_code(&mut self, code: &str) {
        self.push_solid(&escape::code(code, self.place));
    }

    /// Adds a link that shows its address.
    pub(super) fn push_address(&mut self, address: &str) {
        self.push_solid(&escape::link(address, self.place));
    }

    /// Adds Markdown that must stay on one line.
    pub(super) fn push_solid(&mut self, markdown: &str) {
        if markdown.is_empty() {
            return;
        }
        let has_gap = self.gap != Gap::None || self.needs_gap(markdown);
        let is_at_word = self.is_at_word();
        let gap = mem::take(&mut self.gap);
        if !is_at_word || has_gap && !self.continues_link {
            self.words.push(Word {
                start: self.text.len(),
                starts_line: gap == Gap::Break,
            });
        } else if has_gap {
            self.text.push(' ');
        } else if self.text.ends_with('!') && [&*self.waiting, markdown].concat().starts_with('[') {
            // Together they would be an image.
            self.text.insert(self.text.len() - "!".len(), '\\');
        }
        self.text.push_str(&self.waiting);
        self.text.push_str(markdown);
        self.waiting.clear();
        self.continues_link = self.place.in_link;
        self.has_closed = false;
    }

    /// Whether a word has been added since the last line break.
    fn is_at_word(&self) -> bool {
        !self.words.is_empty() && self.gap != Gap::Break
    }

    /// Whether markup needs a blank before it: between a word and punctuation, `*` is not markup
    /// (`CommonMark` 0.31.2, §6.2), although an HTML tag is.
    fn needs_gap(&self, added: &str) -> bool {
        let opens = self.waiting.starts_with(['*', '~']);
        if !self.is_at_word() || !opens && !self.has_closed {
            return false;
        }
        let word = &self.text[self.words.last().map_or(0, |word| word.start)..];
        let mut before = word.trim_end_matches(['*', '~']).chars();
        let is_before_word = before.next_back().is_some_and(char::is_alphanumeric);
        let is_word = added.starts_with(char::is_alphanumeric);
        self.has_closed && !is_before_word && is_word
            || opens && !self.has_closed && is_before_word && !is_word
    }

    /// Adds a blank.
    pub(super) fn push_gap(&mut self) {
        self.gap = self.gap.max(Gap::Blank);
    }

    /// Ends the line, unless it is empty or within a link.
    pub(super) fn push_break(&mut self) {
        if self.place.in_link || self.words.is_empty() {
            self.push_gap();
        } else {
            self.gap = Gap::Break;
        }
    }

    /// Opens markup: `*`, `**`, `~~` or a link's `[`.
    pub(super) fn open(&mut self, markup: &str) {
        self.waiting.push_str(markup);
        self.place.in_link |= markup == "[";
    }

    /// Closes the markup that was opened last, and returns whether there was anything in it; empty
    /// markup is removed.
    pub(super) fn close(&mut self, opened: &str, closing: &str) -> bool {
        if opened == "[" {
            self.place.in_link = false;
            self.continues_link = false;
        }
        if self.waiting.ends_with(opened) {
            self.waiting.truncate(self.waiting.len() - opened.len());
            return false;
        }
        if self.is_at_word() {
            self.text.push_str(closing);
            self.has_closed = opened != "[";
        }
        true
    }

    /// Returns the lines, wrapped at `width` characters.
    pub(super) fn lines(&self, width: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for words in self.full_lines() {
            if let Some(last) = lines.last_mut() {
                // A backslash at the end of a line breaks it.
                last.push('\\');
            }
            self.wrap(words, width, &mut lines);
        }
        lines
    }

    /// Returns everything on one line, as in a cell of a table.
    pub(super) fn line(&self) -> String {
        let lines: Vec<_> = self.full_lines().map(|words| self.unwrap(words)).collect();
        lines.join("<br>")
    }

    /// The words between hard line breaks.
    fn full_lines(&self) -> impl Iterator<Item = Range<usize>> {
        let mut start = 0;
        std::iter::from_fn(move || {
            let words = self.words.get(start..).filter(|words| !words.is_empty())?;
            let length = 1 + words[1..].iter().take_while(|it| !it.starts_line).count();
            let line = start..start + length;
            start = line.end;
            Some(line)
        })
    }

    fn word(&self, index: usize) -> &str {
        let end = self.words.get(index + 1);
        &self.text[self.words[index].start..end.map_or(self.text.len(), |next| next.start)]
    }

    /// Joins words on one line.
    fn unwrap(&self, words: Range<usize>) -> String {
        let mut lines = Vec::new();
        self.wrap(words, usize::MAX, &mut lines);
        lines.concat()
    }

    /// Wraps words into lines of at most `width` characters, or of a single longer word.
    fn wrap(&self, words: Range<usize>, width: usize, lines: &mut Vec<String>) {
        let mut used = 0;
        let first = words.start;
        for index in words {
            let word = self.word(index);
            let length = word.chars().count();
            match lines.last_mut() {
                Some(line) if index > first && used + " ".len() + length <= width => {
                    line.push(' ');
                    line.push_str(word);
                    used += " ".len() + length;
                }
                _ => {
                    let mut line = String::with_capacity(width.min(LINE));
                    escape::push_line_start(&mut line, word, index == first);
                    used = line.chars().count();
                    lines.push(line);
                }
            }
        }
    }
}
