//! Text and markup of a paragraph in, wrapped lines out.

use std::mem;

use super::escape::{self, Surroundings};

/// A paragraph that is being built, as Markdown.
#[derive(Clone, Default)]
pub(super) struct Inline {
    /// The words between hard line breaks.
    lines: Vec<Vec<Word>>,
    /// Whether a blank precedes the next word.
    has_gap: bool,
    /// Opened markup that waits for its first word.
    waiting: String,
    /// The number of open pieces of markup.
    open: usize,
    /// Whether a link is open and has its first word; the other words stay on its line.
    continues_link: bool,
    /// Whether the last addition was the end of markup.
    has_closed: bool,
    place: Surroundings,
}

/// Text without a line break.
#[derive(Clone)]
struct Word {
    markdown: String,
    /// Whether markup is open after it, so that the text must not be cut here.
    is_inside: bool,
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
        self.lines.is_empty()
    }

    /// Adds plain text.
    pub(super) fn push_text(&mut self, text: &str) {
        let markdown = escape::escape_text(text, self.place);
        for (index, word) in markdown.split([' ', '\n']).enumerate() {
            self.has_gap |= index > 0;
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
        let has_gap = mem::take(&mut self.has_gap) || self.needs_gap(markdown);
        let added = mem::take(&mut self.waiting) + markdown;
        let is_inside = self.open > 0;
        if self.lines.is_empty() {
            self.lines.push(Vec::new());
        }
        let line = self.lines.last_mut().expect("there is one now");
        match line.last_mut() {
            Some(word) if !has_gap || self.continues_link => {
                word.markdown.extend(has_gap.then_some(' '));
                if added.starts_with('[') && word.markdown.ends_with('!') {
                    // Together they would be an image.
                    word.markdown.insert(word.markdown.len() - "!".len(), '\\');
                }
                word.markdown.push_str(&added);
                word.is_inside = is_inside;
            }
            _ => line.push(Word {
                markdown: added,
                is_inside,
            }),
        }
        self.continues_link = self.place.in_link;
        self.has_closed = false;
    }

    /// Whether markup needs a blank before it: between a word and punctuation, `*` is not markup
    /// (`CommonMark` 0.31.2, §6.2), although an HTML tag is.
    fn needs_gap(&self, added: &str) -> bool {
        let Some(word) = self.lines.last().and_then(|line| line.last()) else {
            return false;
        };
        let mut before = word.markdown.trim_end_matches(['*', '~']).chars();
        let is_before_word = before.next_back().is_some_and(char::is_alphanumeric);
        let is_word = added.starts_with(char::is_alphanumeric);
        let opens = self.waiting.starts_with(['*', '~']);
        self.has_closed && !is_before_word && is_word
            || opens && !self.has_closed && is_before_word && !is_word
    }

    /// Adds a blank.
    pub(super) fn push_gap(&mut self) {
        self.has_gap = true;
    }

    /// Ends the line, unless it is empty or within a link.
    pub(super) fn push_break(&mut self) {
        if !self.place.in_link && self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Vec::new());
        }
        self.has_gap = true;
    }

    /// Opens markup: `*`, `**`, `~~` or a link's `[`.
    pub(super) fn open(&mut self, markup: &str) {
        self.waiting.push_str(markup);
        self.open += 1;
        self.place.in_link |= markup == "[";
    }

    /// Closes the markup that was opened last, and returns whether there was anything in it; empty
    /// markup is removed.
    pub(super) fn close(&mut self, opened: &str, closing: &str) -> bool {
        self.open = self.open.saturating_sub(1);
        if opened == "[" {
            self.place.in_link = false;
            self.continues_link = false;
        }
        if self.waiting.ends_with(opened) {
            self.waiting.truncate(self.waiting.len() - opened.len());
            return false;
        }
        if let Some(word) = self.lines.last_mut().and_then(|line| line.last_mut()) {
            word.markdown.push_str(closing);
            word.is_inside = self.open > 0;
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
            lines.extend(wrap(words, width));
        }
        lines
    }

    /// Returns everything on one line, as in a cell of a table.
    pub(super) fn line(&self) -> String {
        let lines: Vec<_> = self
            .full_lines()
            .map(|words| wrap(words, usize::MAX).concat())
            .collect();
        lines.join("<br>")
    }

    fn full_lines(&self) -> impl Iterator<Item = &Vec<Word>> {
        self.lines.iter().filter(|words| !words.is_empty())
    }

    /// Returns the first sentence, or the first line if the sentence has no end.
    pub(super) fn first_sentence(&self) -> String {
        let Some(words) = self.lines.first() else {
            return String::new();
        };
        let is_end = |index: &usize| {
            let word = &words[*index];
            !word.is_inside
                && ends_sentence(&word.markdown)
                && words
                    .get(index + 1)
                    .is_none_or(|next| starts_sentence(&next.markdown))
        };
        let end = (0..words.len())
            .find(is_end)
            .map_or(words.len(), |last| last + 1);
        wrap(&words[..end], usize::MAX).concat()
    }
}

/// Wraps words into lines of at most `width` characters, or of a single longer word.
fn wrap(words: &[Word], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0;
    for Word { markdown, .. } in words {
        let length = markdown.chars().count();
        match lines.last_mut() {
            Some(line) if used + " ".len() + length <= width => {
                line.push(' ');
                line.push_str(markdown);
                used += " ".len() + length;
            }
            _ => {
                let start = escape::line_start(markdown, lines.is_empty());
                used = start.chars().count();
                lines.push(start);
            }
        }
    }
    lines
}

/// Abbreviations, whose full stop does not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "approx.", "cf.", "e.g.", "eg.", "etc.", "i.e.", "ie.", "incl.", "no.", "resp.", "vs.",
];

fn ends_sentence(word: &str) -> bool {
    let word = word.trim_end_matches(['*', '"', '\'', ')', '”', '’']);
    let bare = word.trim_start_matches(['*', '(', '"']).to_lowercase();
    word.ends_with(['.', '!', '?', '。', '！', '？']) && !ABBREVIATIONS.contains(&bare.as_str())
}

fn starts_sentence(word: &str) -> bool {
    !word.starts_with(char::is_lowercase)
}
