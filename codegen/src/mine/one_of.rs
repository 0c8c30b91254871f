//! Descriptions of strings in, their values out: "One of `a`, `b` or `c`".

use std::ops::Range;
use std::sync::LazyLock;

use super::described::Described;
use super::finding::{Finding, Kind};
use super::hedge::{is_hedged, is_negated};
use crate::prose::{Phrases, Prose, TokenKind};
use crate::tree::Tree;

static PHRASES: LazyLock<Phrases<()>> = LazyLock::new(|| {
    Phrases::new([
        ("one of the? following? values? :?", ()),
        ("one of : ", ()),
        (
            "possible|allowed|valid|accepted|permitted|supported|available values|options are|is|include? :?",
            (),
        ),
        (
            "possible|allowed|valid|accepted|permitted|supported values|options :",
            (),
        ),
        ("must|can be either", ()),
    ])
});

/// Words that say that the list is open.
const OPEN: &[&str] = &[
    "include",
    "includes",
    "including",
    "like",
    "etc",
    "other",
    "others",
    "more",
    "another",
    "custom",
    "following",
    "see",
    "any",
    "number",
];

/// Returns the values that a string may have.
pub(super) fn find_values(described: &Described<'_>) -> Vec<Finding> {
    let has_other = ["pattern", "format", "const", "contentEncoding"];
    let has_other = has_other.iter().any(|key| described.keyword(key).is_some());
    if described.types != ["string"] || has_other {
        return Vec::new();
    }
    let prose = &described.prose;
    let mut found = Vec::new();
    for sentence in prose.sentences() {
        for phrase in PHRASES.find(prose, sentence) {
            let start = phrase.tokens.start;
            if is_hedged(prose, sentence)
                || is_negated(prose, sentence, start)
                || prose.has_word(sentence, OPEN)
                || is_item(prose, sentence)
                || prose.has_word(
                    &(start.saturating_sub(1)..start),
                    &["exactly", "least", "most", "than"],
                )
            {
                continue;
            }
            let Some((values, end)) = read_list(prose, sentence, phrase.tokens.end) else {
                continue;
            };
            // "Provide one of `a` and `b`" is about members.
            let is_member = |name: &str| {
                let parent = described.parent.as_ref();
                name == described.name || parent.is_some_and(|it| it.properties.contains_key(name))
            };
            if values.iter().any(|it| is_member(it)) {
                continue;
            }
            let list = values.iter().map(|it| Tree::from(*it)).collect();
            let words = (prose, start..end);
            found.push(Finding::new(Kind::OneOf, words, "enum", Tree::Array(list)));
        }
    }
    found.retain(|it| fits_examples(described, it));
    found
}

/// Returns the quoted values of a list that ends the sentence, and where it ends.
pub(super) fn read_list<'p>(
    prose: &'p Prose,
    sentence: &Range<usize>,
    start: usize,
) -> Option<(Vec<&'p str>, usize)> {
    let (values, end) = read_values(prose, sentence, start);
    let ends = end >= sentence.end || prose.is_symbol(end, '.') && end + 1 == sentence.end;
    (values.len() > 1 && ends).then_some((values, end))
}

/// Returns the quoted values that a list starts with, and where they end.
pub(super) fn read_values<'p>(
    prose: &'p Prose,
    sentence: &Range<usize>,
    start: usize,
) -> (Vec<&'p str>, usize) {
    let mut values: Vec<&str> = Vec::new();
    let mut end = start;
    for index in start..sentence.end {
        let is_value = prose
            .token(index)
            .is_some_and(|it| matches!(it.kind, TokenKind::Quoted | TokenKind::Strong));
        let is_between =
            prose.is_symbol(index, ',') || matches!(prose.word(index), Some("or" | "and"));
        match prose.content(index) {
            Some(value) if is_value && !value.is_empty() && !values.contains(&value) => {
                values.push(value);
                end = index + 1;
            }
            _ if is_between && !values.is_empty() => {}
            _ => break,
        }
    }
    (values, end)
}

/// Whether a sentence is an item of a list, about one of several cases: "- `CASE`: valid values are".
fn is_item(prose: &Prose, sentence: &Range<usize>) -> bool {
    let start = sentence.start + usize::from(prose.is_symbol(sentence.start, '-'));
    let kind = prose.token(start).map(|it| it.kind);
    matches!(kind, Some(TokenKind::Quoted | TokenKind::Strong)) && prose.is_symbol(start + 1, ':')
}

/// Whether the values include all examples.
fn fits_examples(described: &Described<'_>, finding: &Finding) -> bool {
    let values = finding
        .update
        .get("enum")
        .and_then(Tree::as_array)
        .unwrap_or_default();
    described
        .examples()
        .all(|it| it.as_str().is_none() || values.contains(it))
}
