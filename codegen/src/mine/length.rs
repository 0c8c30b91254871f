//! Descriptions of strings in, their lengths out: "maximum of 128 characters".

use std::ops::Range;

use super::described::Described;
use super::finding::{Finding, Kind};
use super::hedge::{ends_clause, is_hedged, is_negated};
use crate::prose::{Bound, Measure, find_bounds};

/// What the length of a string is counted in.
const CHARACTERS: &[&str] = &["characters", "character", "chars", "char", "letters"];

/// Words between the number and the noun.
const ADJECTIVES: &[&str] = &[
    "ascii",
    "utf-8",
    "utf8",
    "unicode",
    "alphanumeric",
    "printable",
];

/// Words that may follow.
const AFTER: &[&str] = &[
    "long",
    "in",
    "or",
    "and",
    "at",
    "max",
    "maximum",
    "limit",
    "is",
    "only",
    "with",
    "including",
    "total",
];

/// Returns the bounds of the length of a string.
pub(super) fn find_lengths(described: &Described<'_>) -> Vec<Finding> {
    let is_fixed = ["enum", "const"]
        .iter()
        .any(|key| described.keyword(key).is_some());
    if !described.has_type(&["string"]) || is_fixed {
        return Vec::new();
    }
    let prose = &described.prose;
    let mut found = Vec::new();
    for sentence in prose.sentences() {
        for bound in find_bounds(prose, sentence) {
            if is_hedged(prose, sentence) || is_negated(prose, sentence, bound.tokens.start) {
                continue;
            }
            if let Some(end) = end_of_length(described, sentence, &bound) {
                let tokens = bound.tokens.start..end;
                let keywords = ["minLength", "maxLength"];
                let words = (prose, tokens);
                found.extend(Finding::of_count(Kind::Length, words, &bound, keywords));
            }
        }
    }
    found
}

/// Returns the end of the phrase with its noun, if it is about the length of the string.
fn end_of_length(
    described: &Described<'_>,
    sentence: &Range<usize>,
    bound: &Bound,
) -> Option<usize> {
    let prose = &described.prose;
    let mut after = bound.tokens.end;
    if bound.measure == Measure::Characters {
        return is_of_string(described, sentence, bound, after).then_some(after);
    }
    if prose.word(after).is_some_and(|it| ADJECTIVES.contains(&it)) {
        after += 1;
    }
    if prose.word(after).is_some_and(|it| CHARACTERS.contains(&it)) {
        after += 1;
        return is_of_string(described, sentence, bound, after).then_some(after);
    }
    let is_length = bound.measure == Measure::Length && !bound.is_bare;
    (is_length && ends_clause(prose, sentence, bound.tokens.end, &["and", "or"]))
        .then_some(bound.tokens.end)
}

/// Whether a length is that of the whole string.
fn is_of_string(
    described: &Described<'_>,
    sentence: &Range<usize>,
    bound: &Bound,
    after: usize,
) -> bool {
    let prose = &described.prose;
    if !ends_clause(prose, sentence, after, AFTER) {
        return false;
    }
    // "Names longer than 64 characters" are those that break the rule.
    let is_comparison = bound.high.is_none() && bound.low.as_ref().is_some_and(|it| it.1);
    let before = sentence.start..bound.tokens.start;
    !is_comparison || prose.has_word(&before, &["must", "has"])
}
