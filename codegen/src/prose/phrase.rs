//! Patterns of words in, the places where a sentence has them out.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::text::{Prose, TokenKind};

/// Patterns, each with what it means.
///
/// A pattern is a list of elements with spaces between them: a word or symbol, or several with `|`
/// between them; `#` for a number, `$` for a value: a quoted text, a number, or a word. A `?` at the
/// end makes an element optional.
#[derive(Debug)]
pub struct Phrases<T> {
    patterns: Vec<(Vec<Element>, T)>,
    /// The patterns by the words that they may start with.
    by_word: FxHashMap<&'static str, Vec<usize>>,
    /// The patterns that start with a number or a symbol.
    others: Vec<usize>,
    /// The patterns that start with a value.
    values: Vec<usize>,
}

#[derive(Debug)]
struct Element {
    part: Part,
    is_optional: bool,
}

#[derive(Debug)]
enum Part {
    Number,
    Value,
    Words(Vec<&'static str>),
}

/// A pattern found in a sentence.
#[derive(Clone, Debug)]
pub struct Found<'p, T> {
    /// The meaning of the pattern.
    pub meaning: &'p T,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The tokens that are its numbers and values.
    pub captures: Vec<usize>,
}

impl<T> Phrases<T> {
    /// Reads patterns.
    #[must_use]
    pub fn new(patterns: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let mut phrases = Self {
            patterns: Vec::new(),
            by_word: FxHashMap::default(),
            others: Vec::new(),
            values: Vec::new(),
        };
        for (text, meaning) in patterns {
            let elements: Vec<Element> = text.split(' ').map(read_element).collect();
            phrases.index(&elements);
            phrases.patterns.push((elements, meaning));
        }
        phrases
    }

    /// Adds the next pattern to the indexes: by its first element, and while that is optional by the
    /// next.
    fn index(&mut self, elements: &[Element]) {
        let number = self.patterns.len();
        for element in elements {
            match &element.part {
                Part::Words(words) => {
                    for word in words {
                        if word.starts_with(char::is_alphanumeric) {
                            self.by_word.entry(word).or_default().push(number);
                        } else {
                            self.others.push(number);
                        }
                    }
                }
                Part::Number => self.others.push(number),
                Part::Value => self.values.push(number),
            }
            if !element.is_optional {
                return;
            }
        }
    }

    /// Returns the patterns in a sentence, the longest at each token, without overlaps.
    #[must_use]
    pub fn find<'p>(&'p self, prose: &Prose, sentence: &Range<usize>) -> Vec<Found<'p, T>> {
        let mut found = Vec::new();
        let mut at = sentence.start;
        while at < sentence.end {
            match self.find_at(prose, at, sentence.end) {
                Some(next) => {
                    at = next.tokens.end;
                    found.push(next);
                }
                None => at += 1,
            }
        }
        found
    }

    fn find_at<'p>(&'p self, prose: &Prose, at: usize, end: usize) -> Option<Found<'p, T>> {
        let word = prose.word(at);
        let by_word = word.and_then(|word| self.by_word.get(word));
        let is_other = word.is_none() || prose.number(at).is_some();
        let others = self.others.iter().filter(|_| is_other);
        let candidates = by_word.into_iter().flatten().chain(others);
        let candidates = candidates.chain(&self.values);
        let mut best: Option<Found<'p, T>> = None;
        for &number in candidates {
            let (elements, meaning) = &self.patterns[number];
            let mut captures = Vec::new();
            if let Some(stop) = match_elements(elements, prose, at, end, &mut captures)
                && best.as_ref().is_none_or(|it| it.tokens.end < stop)
            {
                best = Some(Found {
                    meaning,
                    tokens: at..stop,
                    captures,
                });
            }
        }
        best
    }
}

fn read_element(text: &'static str) -> Element {
    let (text, is_optional) = match text.strip_suffix('?') {
        Some(text) if !text.is_empty() => (text, true),
        _ => (text, false),
    };
    let part = match text {
        "#" => Part::Number,
        "$" => Part::Value,
        words => Part::Words(words.split('|').collect()),
    };
    Element { part, is_optional }
}

/// Returns where the elements end that start at a token.
fn match_elements(
    elements: &[Element],
    prose: &Prose,
    at: usize,
    end: usize,
    captures: &mut Vec<usize>,
) -> Option<usize> {
    let Some((element, rest)) = elements.split_first() else {
        return Some(at);
    };
    if at < end && matches(&element.part, prose, at) {
        let length = captures.len();
        if !matches!(element.part, Part::Words(_)) {
            captures.push(at);
        }
        if let Some(stop) = match_elements(rest, prose, at + 1, end, captures) {
            return Some(stop);
        }
        captures.truncate(length);
    }
    if element.is_optional {
        return match_elements(rest, prose, at, end, captures);
    }
    None
}

fn matches(part: &Part, prose: &Prose, at: usize) -> bool {
    match part {
        Part::Number => prose.number(at).is_some(),
        Part::Value => prose
            .token(at)
            .is_some_and(|it| it.kind != TokenKind::Symbol),
        Part::Words(words) => {
            let word = prose.word(at).or_else(|| prose.mark(at));
            word.is_some_and(|word| words.contains(&word))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &'static str, text: &str, expected: &[&str]) {
        let phrases = Phrases::new([(pattern, ())]);
        let prose = Prose::new(text);
        let found = prose.sentences().iter().flat_map(|sentence| {
            let found = phrases.find(&prose, sentence).into_iter();
            found.map(|it| prose.slice(it.tokens).to_owned())
        });
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn words_numbers_and_values() {
        check(
            "between # and|to #",
            "Between 1 and 3,000 of them",
            &["Between 1 and 3,000"],
        );
        check(
            "defaults to $",
            "It defaults to `a b`.",
            &["defaults to `a b`"],
        );
        check(
            "at least #",
            "At least three. At last 3.",
            &["At least three"],
        );
    }

    #[test]
    fn optional_elements_and_symbols() {
        check(
            "default value? :|is $",
            "Default: 1; default value is 2",
            &["Default: 1", "default value is 2"],
        );
        check("default : $", "The default.", &[]);
    }
}
