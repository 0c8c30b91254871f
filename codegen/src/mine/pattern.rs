//! Descriptions of strings in, the regular expressions that they quote out.

use std::sync::LazyLock;

use super::described::Described;
use super::finding::{Finding, Kind};
use super::hedge::{is_hedged, is_negated};
use crate::prose::{Phrases, TokenKind};
use crate::tree::Tree;

static PHRASES: LazyLock<Phrases<()>> = LazyLock::new(|| {
    Phrases::new([
        ("regular? expression|regex|regexp|pattern is|of|:? $", ()),
        (
            "match|matches|matching the? following? regular? expression|regex|regexp|pattern? :? $",
            (),
        ),
    ])
});

/// Returns the pattern of a string.
pub(super) fn find_patterns(described: &Described<'_>) -> Vec<Finding> {
    if described.types != ["string"] || described.keyword("enum").is_some() {
        return Vec::new();
    }
    let prose = &described.prose;
    let mut found = Vec::new();
    for sentence in prose.sentences() {
        for phrase in PHRASES.find(prose, sentence) {
            let quoted = phrase.captures.last().copied().filter(|index| {
                prose
                    .token(*index)
                    .is_some_and(|it| it.kind == TokenKind::Quoted)
            });
            let text = quoted.and_then(|it| prose.content(it)).unwrap_or_default();
            let text = text.trim_matches('/');
            let is_whole = text.starts_with('^') && text.ends_with('$');
            let start = phrase.tokens.start;
            if is_whole
                && !is_hedged(prose, sentence)
                && !is_negated(prose, sentence, start)
                && regress::Regex::with_flags(text, "u").is_ok()
            {
                let words = (prose, phrase.tokens.clone());
                found.push(Finding::new(
                    Kind::Pattern,
                    words,
                    "pattern",
                    Tree::from(text),
                ));
            }
        }
    }
    found
}
