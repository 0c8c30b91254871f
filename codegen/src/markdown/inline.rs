//! The words of a paragraph: text and markup in, lines of a given width out.

use std::mem;

use super::escape::{self, Surroundings};

/// A paragraph in the making, as Markdown.
#[derive(Clone, Default)]
pub(super) struct Inline {
    /// What stands between one line break that the author wants and the next.
    lines: Vec<Vec<Word>>,
    /// Whether there is a blank before what comes next.
    has_gap: bool,
    /// Markup that was opened and waits for the word it belongs to.
    waiting: String,
    /// How many pieces of markup are open.
    open: usize,
    /// Whether a link is open and has its first word, which the others stay with.
    continues_link: bool,
    /// Whether the last thing was the end of markup.
    has_closed: bool,
    place: Surroundings,
}

/// Text that is not broken.
#[derive(Clone)]
struct Word {
    markdown: String,
    /// Whether markup is open after it, so that a text must not end here.
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

    /// Whether nothing was added yet.
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

    /// Adds Markdown that must not be broken.
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

    /// Whether markup would not be read as such without a blank: between a word and punctuation
    /// it is none (`CommonMark` 0.31.2, §6.2), though as a tag it was.
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

    /// Ends the line, if something is on it. A link stays on its line.
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

    /// Closes what was opened last. Markup around nothing disappears; the answer is whether there
    /// was something in it.
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

    /// The lines, broken where they would be longer than `width` characters.
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

    /// Everything on one line, as in a table's cell.
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

    /// What the first sentence says, or the first line if it has no end.
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

/// Words on lines of at most `width` characters, or of one word.
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

/// Words that end in a full stop in the middle of a sentence.
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
