//! Descriptions of strings in, their formats out: "ISO 8601", "E.164".

use std::ops::Range;
use std::sync::LazyLock;

use super::described::Described;
use super::finding::{Finding, Kind};
use super::hedge::{is_conditional, is_negated};
use crate::prose::Phrases;
use crate::tree::Tree;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    DateTime,
    Date,
    Uuid,
    Email,
    RelativeUri,
    E164,
}

static PHRASES: LazyLock<Phrases<Format>> = LazyLock::new(|| {
    use Format::{Date, DateTime, E164, Email, RelativeUri, Uuid};
    Phrases::new([
        ("iso 8601", DateTime),
        ("iso-8601", DateTime),
        ("iso8601", DateTime),
        ("rfc 3339", DateTime),
        ("rfc3339", DateTime),
        ("yyyy-mm-dd", Date),
        ("valid uuid|uuidv4", Uuid),
        ("in|as uuid|uuidv4 format", Uuid),
        ("valid email address?", Email),
        ("relative uri", RelativeUri),
        ("e.164 format|formatted|formatting", E164),
        ("in the? [? e.164 format?", E164),
        ("format is e.164", E164),
        ("e.164-formatted", E164),
    ])
});

/// Words of a sentence that describes something else than one date and time.
const NO_INSTANT: &[&str] = &[
    "duration",
    "durations",
    "interval",
    "intervals",
    "period",
    "week",
    "timezone",
    "zone",
    "country",
    "date",
    "dates",
    "day",
    "year",
    "month",
    "quarter",
    "or",
    "range",
    "unix",
    "epoch",
    "offset",
    "local",
    "birth",
    "without",
    "language",
];

/// Words that say that other forms are allowed, too.
const OTHERS: &[&str] = &[
    "or",
    "sip",
    "alphanumeric",
    "client",
    "can",
    "may",
    "either",
    "also",
    "don't",
    "accepts",
    "list",
    "comma-separated",
    "uri",
    "short",
];

/// Returns the format of a string.
pub(super) fn find_formats(described: &Described<'_>) -> Vec<Finding> {
    let is_fixed = ["enum", "const", "pattern"];
    let is_fixed = is_fixed.iter().any(|key| described.keyword(key).is_some());
    if described.types != ["string"] || is_fixed {
        return Vec::new();
    }
    let prose = &described.prose;
    let mut found = Vec::new();
    for sentence in prose.sentences() {
        for phrase in PHRASES.find(prose, sentence) {
            if is_conditional(prose, sentence) || is_negated(prose, sentence, phrase.tokens.start) {
                continue;
            }
            if let Some((keyword, value)) = keyword(described, sentence, *phrase.meaning) {
                let words = (prose, phrase.tokens.clone());
                found.push(Finding::new(
                    Kind::Format,
                    words,
                    keyword,
                    Tree::from(value),
                ));
            }
        }
    }
    found.truncate(1);
    found
}

/// Returns the keyword of a format, if the description is about the whole value.
fn keyword(
    described: &Described<'_>,
    sentence: &Range<usize>,
    format: Format,
) -> Option<(&'static str, &'static str)> {
    let prose = &described.prose;
    let all = 0..prose.sentences().last().map_or(0, |it| it.end);
    let given = described.keyword("format").and_then(Tree::as_str);
    match format {
        Format::DateTime => {
            let fits = is_instant(described) && described.examples().all(is_date_time);
            (given.is_none() && fits).then_some(("format", "date-time"))
        }
        Format::Date => {
            let fits = described.examples().all(is_date) && !prose.has_word(&all, OTHERS);
            (given.is_none() && fits).then_some(("format", "date"))
        }
        Format::Uuid => (!prose.has_word(sentence, OTHERS)).then_some(("format", "uuid")),
        Format::Email => (!prose.has_word(sentence, OTHERS)).then_some(("format", "email")),
        Format::RelativeUri => {
            let is_only = sentence.start == 0 && !prose.has_word(sentence, &["or", "absolute"]);
            let is_used = given.is_some_and(|it| it.starts_with("uri"));
            (is_only && is_used).then_some(("format", "uri-reference"))
        }
        Format::E164 => {
            let is_number = !prose.has_word(&all, OTHERS) && described.examples().all(is_e164);
            (given.is_none() && is_number).then_some(("pattern", r"^\+?[1-9][0-9]{1,14}$"))
        }
    }
}

/// Whether the description is about one date and time.
fn is_instant(described: &Described<'_>) -> bool {
    let prose = &described.prose;
    let all = 0..prose.sentences().last().map_or(0, |it| it.end);
    let name = described.name_words();
    let has_time = |it: &str| matches!(it, "at" | "time" | "timestamp" | "datetime" | "ts");
    let is_named = name.last().is_some_and(|it| has_time(it));
    let words = ["timestamp", "datetime", "date-time", "time", "timestamps"];
    let is_said = prose.has_word(&all, &words);
    // A notation that is spelled out, with no time zone or no seconds.
    let text = prose.text().to_ascii_lowercase();
    let is_short = text.contains("yyyy") && !text.contains("thh:mm:ss");
    let starts_with_when = prose.word(0) == Some("when");
    let says_both = is_said && prose.has_word(&all, &["date"]);
    let is_other = all
        .filter_map(|index| prose.word(index))
        .any(|it| NO_INSTANT.contains(&it) && !(it == "date" && (says_both || is_named)));
    (is_named || is_said || starts_with_when) && !is_other && !is_short
}

/// Whether a value is a date and time with an offset (RFC 3339 §5.6), as far as its shape says so.
fn is_date_time(value: &Tree) -> bool {
    let Some(text) = value.as_str() else {
        return true;
    };
    let Some((date, time)) = text.split_at_checked(10) else {
        return false;
    };
    let has_offset = time.ends_with(['Z', 'z'])
        || time
            .rsplit_once(['+', '-'])
            .is_some_and(|(_, offset)| offset.len() == 5);
    is_date(&Tree::from(date))
        && time.len() >= 10
        && time.starts_with(['T', 't', ' '])
        && has_offset
}

fn is_date(value: &Tree) -> bool {
    let Some(text) = value.as_str() else {
        return true;
    };
    let shape = text
        .bytes()
        .map(|it| if it.is_ascii_digit() { b'0' } else { it });
    shape.eq(*b"0000-00-00")
}

fn is_e164(value: &Tree) -> bool {
    let Some(text) = value.as_str() else {
        return true;
    };
    let digits = text.strip_prefix('+').unwrap_or(text);
    !digits.starts_with('0')
        && (2..=15).contains(&digits.len())
        && digits.bytes().all(|it| it.is_ascii_digit())
}
