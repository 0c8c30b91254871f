//! Sentences that state no rule: those with a condition, an exception, or a recommendation.

use std::ops::Range;

use crate::prose::{Prose, TokenKind};

/// Words of conditions, exceptions, advice, examples and estimates.
const CONDITIONS: &[&str] = &[
    "if",
    "when",
    "whenever",
    "unless",
    "while",
    "once",
    "until",
    "except",
    "otherwise",
    "depending",
    "depends",
    "should",
    "recommend",
    "recommended",
    "recommends",
    "suggested",
    "prefer",
    "preferably",
    "typically",
    "usually",
    "generally",
    "normally",
    "sometimes",
    "approximately",
    "roughly",
    "about",
    "around",
    "e.g",
    "eg",
    "i.e",
    "example",
    "examples",
    "such",
    "instance",
    "currently",
    "previously",
    "deprecated",
    "formerly",
    "beta",
    "would",
    "might",
    "else",
    "excluding",
];

/// Words of sentences about a part of the value, or about several values.
const PARTS: &[&str] = &[
    "truncated",
    "truncate",
    "truncates",
    "trimmed",
    "ignored",
    "cut",
    "shortened",
    "first",
    "last",
    "each",
    "every",
    "per",
    "respectively",
    "some",
    "certain",
    "average",
    "sum",
    "after",
    "total",
    "after",
];

/// Whether a sentence holds only under a condition, is advice, or is about a part of the value.
pub(super) fn is_hedged(prose: &Prose, sentence: &Range<usize>) -> bool {
    names_case(prose, sentence)
        || prose.has_word(sentence, CONDITIONS)
        || prose.has_word(sentence, PARTS)
}

/// Whether a sentence is about a case: "`size=large`: at most 10".
pub(super) fn names_case(prose: &Prose, sentence: &Range<usize>) -> bool {
    let is_quoted = |index: &usize| {
        let kind = prose.token(*index).map(|it| it.kind);
        kind == Some(TokenKind::Quoted)
    };
    let mut quoted = sentence
        .clone()
        .filter(is_quoted)
        .filter_map(|it| prose.content(it));
    quoted.any(|it| it.contains('='))
}

/// Whether a sentence holds only under a condition, or is advice. `When` at the beginning of the
/// description is a noun: "When the call ended".
pub(super) fn is_conditional(prose: &Prose, sentence: &Range<usize>) -> bool {
    let is_noun = sentence.start == 0 && prose.word(0) == Some("when");
    let rest = sentence.start + usize::from(is_noun)..sentence.end;
    prose.has_word(&rest, CONDITIONS)
}

/// Whether a phrase at this token is negated: "not limited to 128".
pub(super) fn is_negated(prose: &Prose, sentence: &Range<usize>, phrase: usize) -> bool {
    let first = phrase.saturating_sub(3).max(sentence.start);
    let symbol = (first..phrase)
        .rev()
        .find(|index| prose.symbol(*index).is_some());
    let before = symbol.map_or(first, |it| it + 1)..phrase;
    prose.has_word(
        &before,
        &[
            "not", "no", "never", "isn't", "aren't", "doesn't", "don't", "without",
        ],
    )
}

/// Whether nothing of the sentence follows a token, apart from punctuation and these words.
pub(super) fn ends_clause(
    prose: &Prose,
    sentence: &Range<usize>,
    at: usize,
    words: &[&str],
) -> bool {
    if at >= sentence.end {
        return true;
    }
    match prose.word(at) {
        Some(word) => words.contains(&word),
        None => prose.symbol(at).is_some_and(|it| {
            matches!(
                it,
                '.' | ',' | ';' | ':' | ')' | '(' | '!' | ']' | '—' | '–' | '-'
            )
        }),
    }
}
