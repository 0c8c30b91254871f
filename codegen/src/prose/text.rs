//! A description in, its sentences of tokens out.

use std::ops::Range;

use crate::tree::Number;

/// A description, with single spaces as its white space, and its tokens.
#[derive(Debug)]
pub struct Prose {
    text: String,
    /// The text in ASCII lower case, so that ranges apply to both.
    lower: String,
    tokens: Vec<Token>,
    /// The ranges of the tokens of each sentence.
    sentences: Vec<Range<usize>>,
}

/// A token of a description.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its range in the text, with quotes.
    pub range: Range<usize>,
}

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word, which may have digits, hyphens, underscores and points in it.
    Word,
    /// A word or a number between asterisks.
    Strong,
    /// A number: `3,000`, `-1.5`.
    Number,
    /// Text between backticks or quotes, or in an HTML element `code`.
    Quoted,
    /// Any other character.
    Symbol,
}

/// Words that a period ends without ending the sentence.
const ABBREVIATIONS: &[&str] = &["e.g", "i.e", "etc", "vs", "no", "max", "min", "approx"];

/// Returns a text with single spaces as its white space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

impl Prose {
    /// Splits a description into sentences and these into tokens. A paragraph and an item of a list
    /// end a sentence.
    #[must_use]
    pub fn new(source: &str) -> Self {
        let (text, breaks) = fold_with_breaks(source);
        let lower = text.to_ascii_lowercase();
        let mut scanner = Scanner {
            text: &text,
            lower: &lower,
            at: 0,
            tokens: Vec::new(),
        };
        let mut sentences = Vec::new();
        let mut start = 0;
        let mut breaks = breaks.into_iter().peekable();
        while scanner.skip_space() {
            let mut ends = false;
            while breaks.next_if(|it| *it <= scanner.at).is_some() {
                ends = true;
            }
            ends |= scanner.ends_sentence();
            if ends && start < scanner.tokens.len() {
                sentences.push(start..scanner.tokens.len());
                start = scanner.tokens.len();
            }
            scanner.scan_token();
        }
        let tokens = scanner.tokens;
        if start < tokens.len() {
            sentences.push(start..tokens.len());
        }
        Self {
            text,
            lower,
            tokens,
            sentences,
        }
    }

    /// Returns the text, with single spaces as its white space.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the ranges of the tokens of each sentence.
    #[must_use]
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// Returns a token.
    #[must_use]
    pub fn token(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    /// Returns a token in lower case, if it is a word.
    #[must_use]
    pub fn word(&self, index: usize) -> Option<&str> {
        let token = self.tokens.get(index)?;
        match token.kind {
            TokenKind::Word => Some(&self.lower[token.range.clone()]),
            TokenKind::Strong => Some(self.lower[token.range.clone()].trim_matches('*')),
            TokenKind::Number | TokenKind::Quoted | TokenKind::Symbol => None,
        }
    }

    /// Returns the text of a number or a symbol.
    #[must_use]
    pub fn mark(&self, index: usize) -> Option<&str> {
        let token = self.tokens.get(index)?;
        let is_mark = matches!(token.kind, TokenKind::Number | TokenKind::Symbol);
        is_mark.then(|| &self.text[token.range.clone()])
    }

    /// Whether a token is this character.
    #[must_use]
    pub fn is_symbol(&self, index: usize, symbol: char) -> bool {
        self.symbol(index) == Some(symbol)
    }

    /// Returns the character of a token that is one.
    #[must_use]
    pub fn symbol(&self, index: usize) -> Option<char> {
        let token = self.tokens.get(index)?;
        let is_symbol = token.kind == TokenKind::Symbol;
        let text = &self.text[token.range.clone()];
        text.chars().next().filter(|_| is_symbol)
    }

    /// Returns the number that a token is, without quotes.
    #[must_use]
    pub fn number(&self, index: usize) -> Option<Number> {
        let token = self.tokens.get(index)?;
        match token.kind {
            TokenKind::Number | TokenKind::Quoted | TokenKind::Strong => {}
            TokenKind::Word => return spelled_number(&self.lower[token.range.clone()]),
            TokenKind::Symbol => return None,
        }
        let text = self.content(index)?.replace(',', "");
        let is_plain = text.starts_with(|it: char| it.is_ascii_digit() || it == '-');
        // An octal number, or a code.
        let digits = text.trim_start_matches('-');
        let is_padded = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
        Number::parse(&text).filter(|_| is_plain && !is_padded)
    }

    /// Returns the text of a token without its quotes.
    #[must_use]
    pub fn content(&self, index: usize) -> Option<&str> {
        let token = self.tokens.get(index)?;
        let text = &self.text[token.range.clone()];
        Some(match token.kind {
            TokenKind::Quoted => strip_quotes(text),
            TokenKind::Strong => text.trim_matches('*'),
            TokenKind::Word | TokenKind::Number | TokenKind::Symbol => text,
        })
    }

    /// Returns the text of several tokens.
    #[must_use]
    pub fn slice(&self, tokens: Range<usize>) -> &str {
        let (Some(first), Some(last)) = (
            self.tokens.get(tokens.start),
            self.tokens.get(tokens.end.saturating_sub(1)),
        ) else {
            return "";
        };
        self.text
            .get(first.range.start..last.range.end)
            .unwrap_or_default()
    }

    /// Whether a sentence has one of these words.
    #[must_use]
    pub fn has_word(&self, sentence: &Range<usize>, words: &[&str]) -> bool {
        sentence
            .clone()
            .any(|index| self.word(index).is_some_and(|it| words.contains(&it)))
    }
}

/// Returns the value of a small number that is written as a word.
fn spelled_number(word: &str) -> Option<Number> {
    const WORDS: &[&str] = &[
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    let value = WORDS.iter().position(|it| *it == word)?;
    Number::parse(&value.to_string())
}

fn strip_quotes(text: &str) -> &str {
    let inner = text
        .strip_prefix("<code>")
        .and_then(|it| it.strip_suffix("</code>"))
        .or_else(|| text.strip_prefix("**`")?.strip_suffix("`**"));
    let inner = inner.unwrap_or_else(|| {
        let mut chars = text.chars();
        chars.next();
        chars.next_back();
        chars.as_str()
    });
    // Quotes within backticks belong to the notation, not to the value.
    let bare = |quote: char| inner.strip_prefix(quote)?.strip_suffix(quote);
    let bare = bare('"').or_else(|| bare('\'')).unwrap_or(inner);
    bare.trim()
}

/// Folds white space, and returns where paragraphs and items of lists begin.
fn fold_with_breaks(source: &str) -> (String, Vec<usize>) {
    let mut folded = String::with_capacity(source.len());
    let mut breaks = Vec::new();
    let mut is_after_blank = false;
    for line in source.lines() {
        let is_item = line
            .trim_start()
            .starts_with(['-', '*', '+', '>', '|', '#'])
            && !line.trim_start().starts_with("**");
        if is_item || is_after_blank {
            breaks.push(folded.len() + 1);
        }
        is_after_blank = line.trim().is_empty();
        for word in line.split_whitespace() {
            if !folded.is_empty() {
                folded.push(' ');
            }
            folded.push_str(word);
        }
    }
    (folded, breaks)
}

/// A text while it is split into tokens.
struct Scanner<'a> {
    text: &'a str,
    lower: &'a str,
    at: usize,
    tokens: Vec<Token>,
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// Goes to the next token; false at the end.
    fn skip_space(&mut self) -> bool {
        while self.rest().starts_with(' ') {
            self.at += 1;
        }
        self.at < self.text.len()
    }

    /// Whether the last token ends a sentence.
    fn ends_sentence(&self) -> bool {
        let Some(last) = self.tokens.last() else {
            return false;
        };
        let mark = &self.text[last.range.clone()];
        if last.kind != TokenKind::Symbol || last.range.end == self.at {
            return mark == "\u{1}";
        }
        match mark {
            "!" | "?" => true,
            "." => {
                let before = self.tokens.len().checked_sub(2);
                let before = before.map(|index| &self.lower[self.tokens[index].range.clone()]);
                !before.is_some_and(|it| ABBREVIATIONS.contains(&it))
            }
            _ => false,
        }
    }

    fn scan_token(&mut self) {
        let start = self.at;
        let (kind, length) = self.measure_token();
        self.at += length.max(1);
        while !self.text.is_char_boundary(self.at) {
            self.at += 1;
        }
        // Markup is no token.
        let is_markup = match kind {
            TokenKind::Symbol => matches!(&self.text[start..self.at], "*" | "_" | "`" | "\\"),
            _ => self.text[start..].starts_with('<') && !self.text[start..].starts_with("<code>"),
        };
        if !is_markup {
            self.tokens.push(Token {
                kind,
                range: start..self.at,
            });
        }
    }

    /// Returns the kind and the length of the next token.
    fn measure_token(&self) -> (TokenKind, usize) {
        let rest = self.rest();
        if let Some(length) = measure_quoted(rest, self.before()) {
            return (TokenKind::Quoted, length);
        }
        if let Some(length) = measure_tag(rest) {
            return (TokenKind::Word, length);
        }
        if let Some(length) = measure_strong(rest) {
            return (TokenKind::Strong, length);
        }
        let length = measure_word(rest);
        let word = &rest[..length];
        let is_after_number = (self.tokens.last())
            .is_some_and(|it| it.kind == TokenKind::Number && it.range.end == self.at);
        if length == 0 || (word.starts_with('-') && (is_after_number || length == 1)) {
            return (TokenKind::Symbol, 1);
        }
        if let Some((low, _)) = split_range(word) {
            return (TokenKind::Number, low.len());
        }
        let is_number = is_number(word);
        (
            if is_number {
                TokenKind::Number
            } else {
                TokenKind::Word
            },
            length,
        )
    }

    fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }
}

/// Whether a word is a number, with a comma before each group of three digits, if any.
fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    is_digits(fraction)
        && is_digits(first)
        && groups.all(|it| it.len() == 3 && is_digits(it) && first.len() <= 3)
}

/// Splits `1-100`, but no date and no telephone number.
fn split_range(word: &str) -> Option<(&str, &str)> {
    let at = 1 + word.get(1..)?.find('-')?;
    let (low, high) = (&word[..at], &word[at + 1..]);
    (is_number(low) && is_number(high) && !high.starts_with('0')).then_some((low, high))
}

/// Returns the length of a text in backticks, quotes or `<code>`.
fn measure_quoted(rest: &str, before: Option<char>) -> Option<usize> {
    let closed = |open: &str, close: &str| {
        let inner = rest.strip_prefix(open)?;
        let end = inner.find(close).filter(|end| (1..=120).contains(end))?;
        Some(open.len() + end + close.len())
    };
    let is_start = before.is_none_or(|it| it.is_whitespace() || "([/:,=*".contains(it));
    let quoted = closed("**`", "`**")
        .or_else(|| closed("`", "`"))
        .or_else(|| closed("<code>", "</code>"))
        .or_else(|| closed("\u{201C}", "\u{201D}"))
        .or_else(|| closed("\"", "\"").filter(|_| is_start));
    quoted.or_else(|| {
        let length = closed("'", "'").filter(|length| is_start && *length < 40)?;
        let after = rest[length..].chars().next();
        after
            .is_none_or(|it| !it.is_alphanumeric())
            .then_some(length)
    })
}

/// Returns the length of an HTML tag.
fn measure_tag(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('<')?;
    let is_tag = inner.starts_with(|it: char| it.is_ascii_alphabetic() || it == '/');
    let end = inner.find('>').filter(|end| is_tag && *end < 200)?;
    Some(end + 2)
}

/// Returns the length of a word between double asterisks.
fn measure_strong(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix("**")?;
    let length = inner.find("**")?;
    let word = inner[..length].trim_end_matches([':', '.']);
    let is_word = !word.is_empty() && measure_word(word) == word.len();
    (is_word && word.len() == length).then_some(length + 4)
}

/// Returns the length of a word or number, without punctuation at its end.
fn measure_word(rest: &str) -> usize {
    let inner = |it: char| it.is_alphanumeric() || "_-.,'’".contains(it);
    let end = rest
        .char_indices()
        .find(|(index, it)| {
            let is_comma = *it == ',' && !is_between_digits(rest, *index);
            let is_sign = *index == 0 && !it.is_alphanumeric() && *it != '-' && *it != '_';
            !inner(*it) || is_comma || is_sign
        })
        .map_or(rest.len(), |(index, _)| index);
    rest[..end]
        .trim_end_matches(['.', ',', '\'', '’', '-'])
        .len()
}

fn is_between_digits(text: &str, comma: usize) -> bool {
    let bytes = text.as_bytes();
    let is_digit = |index: Option<usize>| {
        index
            .and_then(|index| bytes.get(index))
            .is_some_and(u8::is_ascii_digit)
    };
    // A group of three digits, so that `1,2,3` are three numbers.
    let group = (1..=3).all(|offset| is_digit(Some(comma + offset)));
    group && !is_digit(Some(comma + 4)) && is_digit(comma.checked_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&[&str]]) {
        let prose = Prose::new(text);
        let sentences = prose.sentences.iter().map(|sentence| {
            let tokens = sentence
                .clone()
                .map(|index| &prose.text[prose.tokens[index].range.clone()]);
            tokens.collect::<Vec<_>>()
        });
        assert_eq!(sentences.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn sentences_and_numbers() {
        check(
            "At most 3,000 characters. Not 1,2. See v1.2.0.",
            &[
                &["At", "most", "3,000", "characters", "."],
                &["Not", "1", ",", "2", "."],
                &["See", "v1.2.0", "."],
            ],
        );
    }

    #[test]
    fn dates_and_ranges() {
        check(
            "1-100, 2023-05-22 or -1",
            &[&["1", "-", "100", ",", "2023-05-22", "or", "-1"]],
        );
    }

    #[test]
    fn quotes_and_markup() {
        check(
            "Don't use `a b`, 'c' or **d**, e.g. \"e\". *Odd* <b>x</b>",
            &[
                &[
                    "Don't", "use", "`a b`", ",", "'c'", "or", "**d**", ",", "e.g", ".", "\"e\"",
                    ".",
                ],
                &["Odd", "x"],
            ],
        );
    }

    #[test]
    fn paragraphs_and_items_end_sentences() {
        check(
            "Values\n- one\n- two\n\nThe end",
            &[&["Values"], &["-", "one"], &["-", "two"], &["The", "end"]],
        );
    }

    #[test]
    fn white_space_is_folded() {
        assert_eq!(fold(" one\n\n two\u{a0}three "), "one two three");
        let text = " one\n\n two\u{a0}three ";
        assert_eq!(Prose::new(text).text(), fold(text));
    }
}
