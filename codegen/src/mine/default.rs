//! Descriptions in, the defaults that they name out: "Defaults to 250".

use std::ops::Range;
use std::sync::LazyLock;

use super::described::Described;
use super::finding::{Finding, Kind};
use super::hedge::{ends_clause, is_negated, names_case};
use crate::prose::{Found, Phrases, Prose, TokenKind};
use crate::tree::{Number, Tree};

static PHRASES: LazyLock<Phrases<()>> = LazyLock::new(|| {
    Phrases::new([
        ("default|defaults|defaulted|defaulting to $", ()),
        ("defaults : $", ()),
        ("default value|setting? is|of|:|= $", ()),
        ("default ( $ )", ()),
        ("default value|setting? is set to $", ()),
    ])
});

/// Words of a sentence whose default depends on something.
const CONDITIONS: &[&str] = &[
    "when",
    "whenever",
    "unless",
    "depending",
    "depends",
    "otherwise",
    "for",
    "example",
    "e.g",
    "i.e",
    "except",
    "account",
    "settings",
    "deprecated",
    "currently",
    "should",
    "previously",
    "until",
    "after",
    "respectively",
];

/// Words that say that a value was left out, which is what a default is for.
const ABSENT: &[&str] = &[
    "omitted",
    "absent",
    "unset",
    "empty",
    "blank",
    "specified",
    "provided",
    "set",
    "given",
    "present",
    "supplied",
    "passed",
    "unspecified",
    "defined",
    "included",
    "missing",
    "sent",
    "null",
];

/// Returns the default that the description names.
pub(super) fn find_defaults(described: &Described<'_>) -> Vec<Finding> {
    let prose = &described.prose;
    let mut found = Vec::new();
    for sentence in prose.sentences() {
        for phrase in PHRASES.find(prose, sentence) {
            let start = phrase.tokens.start;
            let Some(value) = phrase
                .captures
                .first()
                .and_then(|it| read_value(described, *it))
            else {
                continue;
            };
            if is_certain(prose, sentence, &phrase) && !is_of_other(described, sentence, start) {
                let words = (prose, phrase.tokens.clone());
                found.push(Finding::new(Kind::Default, words, "default", value));
            }
        }
    }
    found
}

/// Whether a sentence names a default for all cases, and nothing follows it that changes its meaning.
fn is_certain(prose: &Prose, sentence: &Range<usize>, phrase: &Found<'_, ()>) -> bool {
    let (start, end) = (phrase.tokens.start, phrase.tokens.end);
    if is_negated(prose, sentence, start)
        || prose.has_word(sentence, CONDITIONS)
        || names_case(prose, sentence)
    {
        return false;
    }
    // "The API's default is": that of something else.
    let subject = start.checked_sub(1).filter(|it| *it >= sentence.start);
    if subject.is_some_and(|it| prose.is_symbol(it, ';')) {
        return false;
    }
    let subject = subject.and_then(|it| prose.word(it));
    let is_own = [
        "the",
        "and",
        "which",
        "it",
        "this",
        "value",
        "with",
        "will",
        "also",
        "parameter",
        "field",
    ];
    let starts = subject.is_none_or(|it| is_own.contains(&it) || ABSENT.contains(&it));
    let has_unit = prose
        .word(end)
        .is_some_and(|it| matches!(it, "seconds" | "second"));
    let is_end = ends_clause(prose, sentence, end, &["if", "and", "which", "with"]) && !has_unit;
    starts && is_end && !prose.is_symbol(end, '-') && is_unconditional(prose, sentence)
}

/// Whether the subject of the sentence is quoted, and is not the described member: "`size` defaults to 10".
fn is_of_other(described: &Described<'_>, sentence: &Range<usize>, phrase: usize) -> bool {
    let prose = &described.prose;
    let is_quoted = |index| {
        prose
            .token(index)
            .is_some_and(|it| it.kind == TokenKind::Quoted)
    };
    let subject = sentence.start;
    subject < phrase && is_quoted(subject) && prose.content(subject) != Some(described.name)
}

/// Whether each `if` of a sentence is about a value that was left out.
fn is_unconditional(prose: &Prose, sentence: &Range<usize>) -> bool {
    let mut conditions = sentence
        .clone()
        .filter(|index| prose.word(*index) == Some("if"));
    conditions.all(|at| {
        let clause = at + 1..(at + 8).min(sentence.end);
        let is_short = |index: usize| prose.word(index).is_some_and(|it| ABSENT.contains(&it));
        let end = clause.clone().find(|index| is_short(*index));
        let subject = at + 1..end.unwrap_or(at + 1);
        let plain = [
            "not",
            "it",
            "is",
            "this",
            "the",
            "field",
            "parameter",
            "value",
            "no",
            "left",
            "isn't",
            "none",
            "unspecified",
            "are",
            "property",
            "was",
            "been",
            "has",
        ];
        end.is_some()
            && subject
                .clone()
                .all(|index| prose.word(index).is_some_and(|it| plain.contains(&it)))
    })
}

/// Returns the value that a token stands for, if the schema allows values of that type.
fn read_value(described: &Described<'_>, token: usize) -> Option<Tree> {
    let prose = &described.prose;
    let text = prose.content(token)?;
    let is_marked = matches!(
        prose.token(token)?.kind,
        TokenKind::Quoted | TokenKind::Strong
    );
    let values: Vec<&Tree> = described.values().collect();
    if !values.is_empty() {
        let spelled =
            |it: &&&Tree| it.as_str().is_some_and(|it| it == text) || it.to_json() == text;
        return values.iter().find(spelled).map(|it| (**it).clone());
    }
    if described.has_type(&["boolean"])
        && let Some(value) = [("true", true), ("false", false)]
            .iter()
            .find(|(it, _)| text.eq_ignore_ascii_case(it))
    {
        return Some(Tree::from(value.1));
    }
    if described.has_type(&["integer", "number"])
        && let Some(number) = prose.number(token)
        && (described.has_type(&["number"]) || number.is_integer())
    {
        return Number::parse(&number.to_json()).map(Tree::Number);
    }
    let is_word = !text.contains(' ') && !text.is_empty() && !text.contains('{');
    (described.types == ["string"] && is_marked && is_word).then(|| Tree::from(text))
}
