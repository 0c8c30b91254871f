//! Sentences in, the bounds of numbers that they state out.

use std::ops::Range;
use std::sync::LazyLock;

use super::phrase::{Found, Phrases};
use super::text::Prose;
use crate::tree::Number;

/// A bound that a sentence states, of whatever it is about.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The lower bound, and whether it is exclusive.
    pub low: Option<(Number, bool)>,
    /// The upper bound, and whether it is exclusive.
    pub high: Option<(Number, bool)>,
    /// What is bounded, as far as the phrase says so.
    pub measure: Measure,
    /// Whether the numbers stand alone, so that only their noun makes them a bound.
    pub is_bare: bool,
    /// The tokens of the phrase.
    pub tokens: Range<usize>,
}

/// What a phrase bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Nothing that it names.
    Any,
    /// A value: "maximum value of".
    Value,
    /// A length: "maximum length of".
    Length,
    /// A number of characters: "3,000 character limit".
    Characters,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Between,
    Exactly,
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
}

type Meaning = (Form, Measure, bool);

const ANY: Measure = Measure::Any;

static PHRASES: LazyLock<Phrases<Meaning>> = LazyLock::new(|| {
    use Form::{AtLeast, AtMost, Between, Exactly, LessThan, MoreThan};
    use Measure::{Characters, Length, Value};
    Phrases::new([
        ("between # and|to|-|– #", (Between, ANY, false)),
        ("from # to|through|up #", (Between, ANY, false)),
        (
            "range of|is|:? from|between? # to|and|-|–|through #",
            (Between, ANY, false),
        ),
        (
            "# to|-|– # characters|chars|character",
            (Between, Characters, true),
        ),
        ("# to|-|– #", (Between, ANY, true)),
        ("at least #", (AtLeast, ANY, false)),
        ("no fewer|less than #", (AtLeast, ANY, false)),
        (
            "not be? fewer|less|lower|smaller|shorter than #",
            (AtLeast, ANY, false),
        ),
        ("minimum|min .? of|is|:|= #", (AtLeast, ANY, false)),
        (
            "minimum|min .? number|value|allowed allowed|value? of|is|:|= #",
            (AtLeast, Value, false),
        ),
        (
            "minimum|min .? length of|is|:|= #",
            (AtLeast, Length, false),
        ),
        ("minlength : #", (AtLeast, Length, false)),
        (
            "greater|higher|larger|more than or equal to #",
            (AtLeast, Value, false),
        ),
        (
            "greater|more|longer|higher|larger than #",
            (MoreThan, ANY, false),
        ),
        ("at most #", (AtMost, ANY, false)),
        ("up to #", (AtMost, ANY, false)),
        ("up to a maximum|max length? of #", (AtMost, ANY, false)),
        (
            "no more|greater|larger|higher|longer than #",
            (AtMost, ANY, false),
        ),
        (
            "not be? more|greater|larger|higher|longer than #",
            (AtMost, ANY, false),
        ),
        ("not|cannot|can't exceed|exceeding #", (AtMost, ANY, false)),
        ("maximum|max .? of|is|:|= #", (AtMost, ANY, false)),
        (
            "maximum|max .? # characters|chars|character",
            (AtMost, Characters, false),
        ),
        (
            "maximum|max .? number|value|allowed allowed|value? of|is|:|= #",
            (AtMost, Value, false),
        ),
        ("maximum|max .? length of|is|:|= #", (AtMost, Length, false)),
        ("maxlength : #", (AtMost, Length, false)),
        ("limited to #", (AtMost, ANY, false)),
        (
            "less|fewer|lower|smaller than or equal to #",
            (AtMost, Value, false),
        ),
        (
            "less|fewer|shorter|lower|smaller than #",
            (LessThan, ANY, false),
        ),
        (
            "# characters|character|chars or less|fewer",
            (AtMost, Characters, false),
        ),
        (
            "# characters|character|chars at most",
            (AtMost, Characters, false),
        ),
        (
            "# characters|character|chars max|maximum|limit",
            (AtMost, Characters, false),
        ),
        ("# or less|fewer characters?", (AtMost, ANY, true)),
        ("# or more characters?", (AtLeast, ANY, true)),
        ("exactly # characters", (Exactly, Characters, false)),
    ])
});

/// Returns the bounds in a sentence.
#[must_use]
pub fn find_bounds(prose: &Prose, sentence: &Range<usize>) -> Vec<Bound> {
    let found = PHRASES.find(prose, sentence).into_iter();
    found.filter_map(|it| read_bound(prose, it)).collect()
}

fn read_bound(prose: &Prose, found: Found<'_, Meaning>) -> Option<Bound> {
    let Found {
        meaning: &(form, measure, is_bare),
        tokens,
        captures,
    } = found;
    let first = prose.number(*captures.first()?)?;
    let second = captures.get(1).and_then(|it| prose.number(*it));
    let (low, high) = match form {
        Form::Between => (Some((first, false)), Some((second?, false))),
        Form::Exactly => (Some((first.clone(), false)), Some((first, false))),
        Form::AtLeast => (Some((first, false)), None),
        Form::AtMost => (None, Some((first, false))),
        Form::MoreThan => (Some((first, true)), None),
        Form::LessThan => (None, Some((first, true))),
    };
    if let (Some((low, _)), Some((high, _))) = (&low, &high)
        && low.compare(high).is_gt()
    {
        return None;
    }
    Some(Bound {
        low,
        high,
        measure,
        is_bare,
        tokens,
    })
}
