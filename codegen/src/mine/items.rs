//! Descriptions of arrays in, their numbers of items out: "at most 10 items".

use super::described::Described;
use super::finding::{Finding, Kind};
use super::hedge::{ends_clause, is_hedged, is_negated};
use crate::prose::{Measure, find_bounds};

/// What the items of any array may be called.
const ITEMS: &[&str] = &[
    "items", "item", "elements", "element", "entries", "entry", "objects", "values", "value",
    "members",
];

/// Words that may follow.
const AFTER: &[&str] = &[
    "are", "is", "can", "may", "must", "allowed", "in", "to", "at", "max", "maximum", "or",
];

/// Returns the bounds of the number of items.
pub(super) fn find_item_counts(described: &Described<'_>) -> Vec<Finding> {
    if described.types != ["array"] {
        return Vec::new();
    }
    let prose = &described.prose;
    let mut found = Vec::new();
    for sentence in prose.sentences() {
        for bound in find_bounds(prose, sentence) {
            let after = bound.tokens.end;
            let noun = prose.word(after).unwrap_or_default();
            let is_of_items = ITEMS.contains(&noun) || described.is_named(noun);
            let is_comparison = bound.low.as_ref().is_some_and(|it| it.1);
            if bound.is_bare
                || bound.measure == Measure::Characters
                || bound.measure == Measure::Length
                || is_comparison
                || !is_of_items
                || !ends_clause(prose, sentence, after + 1, AFTER)
                || is_hedged(prose, sentence)
                || is_negated(prose, sentence, bound.tokens.start)
            {
                continue;
            }
            let words = (prose, bound.tokens.start..after + 1);
            let keywords = ["minItems", "maxItems"];
            found.extend(Finding::of_count(Kind::Items, words, &bound, keywords));
        }
    }
    found
}
