//! Descriptions of numbers in, their bounds out: "between 2 and 800".

use std::ops::Range;

use super::described::Described;
use super::finding::{Finding, Kind};
use super::hedge::{ends_clause, is_hedged, is_negated};
use crate::extension;
use crate::prose::{Bound, Measure, find_bounds};
use crate::tree::{Number, Object, Tree};

/// Words that may follow a bound.
const AFTER: &[&str] = &[
    "inclusive",
    "inclusively",
    "exclusive",
    "and",
    "or",
    "with",
    "where",
    "both",
    "is",
    "total",
    "but",
];

/// Words that say that the sentence is about the value.
const MODALS: &[&str] = &[
    "must", "has", "have", "needs", "can", "cannot", "may", "value", "values", "allowed", "valid",
    "range", "maximum", "minimum", "max", "min", "limited",
];

/// Names of units in the plural, each with the words that stand for it in a name.
const UNITS: [(&str, &[&str]); 9] = [
    ("milliseconds", &["milliseconds", "millis", "ms", "msec"]),
    ("seconds", &["seconds", "secs", "second", "sec"]),
    ("minutes", &["minutes", "mins", "minute"]),
    ("hours", &["hours", "hour"]),
    ("days", &["days", "day"]),
    ("bytes", &["bytes"]),
    ("pixels", &["pixels", "px"]),
    ("tokens", &["tokens"]),
    ("degrees", &["degrees"]),
];

/// Returns the bounds of a number.
pub(super) fn find_ranges(described: &Described<'_>) -> Vec<Finding> {
    if !described.has_type(&["integer", "number"]) {
        return Vec::new();
    }
    let prose = &described.prose;
    let mut found = Vec::new();
    for sentence in prose.sentences() {
        let bounds = find_bounds(prose, sentence);
        let are_all = bounds
            .iter()
            .all(|bound| is_of_value(described, sentence, bound));
        if !are_all || is_hedged(prose, sentence) {
            continue;
        }
        let stated = bounds
            .iter()
            .filter(|bound| !bound.is_bare && !is_negated(prose, sentence, bound.tokens.start));
        found.extend(stated.filter_map(|bound| finding(described, bound)));
    }
    found
}

/// Whether a bound is one of the value, rather than of something else in the sentence.
fn is_of_value(described: &Described<'_>, sentence: &Range<usize>, bound: &Bound) -> bool {
    if !matches!(bound.measure, Measure::Any | Measure::Value) {
        return false;
    }
    let prose = &described.prose;
    let after = bound.tokens.end;
    let before = sentence.start..bound.tokens.start;
    let is_two_sided = bound.low.is_some() && bound.high.is_some();
    let starts = before.is_empty()
        || prose
            .symbol(bound.tokens.start - 1)
            .is_some_and(|it| matches!(it, ',' | '(' | ':' | ';'));
    if !is_two_sided
        && !starts
        && bound.measure == Measure::Any
        && !prose.has_word(sentence, MODALS)
    {
        return false;
    }
    if ends_clause(prose, sentence, after, AFTER) {
        return !prose.is_symbol(after, '-');
    }
    let Some(noun) = prose.word(after) else {
        return false;
    };
    is_unit_of(described, noun, after) || described.is_named(noun)
}

/// Whether the value is counted in a unit, as its name or another part of its description says.
fn is_unit_of(described: &Described<'_>, unit: &str, at: usize) -> bool {
    let Some((plural, words)) = UNITS.iter().find(|(_, words)| words.contains(&unit)) else {
        return false;
    };
    let prose = &described.prose;
    let others = UNITS.iter().filter(|(it, _)| it != plural);
    let mut others = others.flat_map(|(_, words)| words.iter());
    let tokens = 0..prose.sentences().last().map_or(0, |it| it.end);
    if others.any(|it| tokens.clone().any(|index| prose.word(index) == Some(it))) {
        return false;
    }
    let is_in_name = described
        .name_words()
        .iter()
        .any(|it| words.contains(&it.as_str()));
    // "in seconds", "number of seconds".
    let is_said = tokens
        .clone()
        .filter(|index| *index != at && *index > 0)
        .any(|index| {
            let before = prose.word(index - 1);
            prose.word(index) == Some(plural) && matches!(before, Some("in" | "of"))
        });
    let is_noted = described
        .keyword(extension::UNIT.key)
        .and_then(Tree::as_str)
        == Some(plural);
    is_in_name || is_said || is_noted
}

/// Returns the finding of a bound, in the dialect of the document.
fn finding(described: &Described<'_>, bound: &Bound) -> Option<Finding> {
    let is_integer = !described.has_type(&["number"]);
    let mut update = Object::default();
    let sides = [
        (&bound.low, "minimum", "exclusiveMinimum"),
        (&bound.high, "maximum", "exclusiveMaximum"),
    ];
    for (side, inclusive, exclusive) in sides {
        let Some((number, is_exclusive)) = side else {
            continue;
        };
        if is_integer && !number.is_integer() {
            return None;
        }
        let number = Tree::Number(canonical(number)?);
        match (is_exclusive, described.is_30) {
            (false, _) => drop(update.insert(inclusive.to_owned(), number)),
            (true, false) => drop(update.insert(exclusive.to_owned(), number)),
            (true, true) => {
                update.insert(inclusive.to_owned(), number);
                update.insert(exclusive.to_owned(), Tree::from(true));
            }
        }
    }
    let words = described.prose.slice(bound.tokens.clone()).to_owned();
    Some(Finding {
        kind: Kind::Range,
        words,
        update,
    })
}

fn canonical(number: &Number) -> Option<Number> {
    Number::parse(&number.to_json())
}
