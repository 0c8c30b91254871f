//! Descriptions of strings in, patterns of lists in a string out: "Separate multiple values with a space".

use std::sync::LazyLock;

use super::described::Described;
use super::finding::{Finding, Kind};
use super::one_of::read_values;
use crate::prose::{Phrases, Prose, TokenKind};
use crate::tree::Tree;

static PHRASES: LazyLock<Phrases<char>> = LazyLock::new(|| {
    Phrases::new([
        ("separate multiple values with|by a space|spaces", ' '),
        ("separate multiple values with|by a comma|commas", ','),
        (
            "multiple values are|must|can be? separated with|by a? space|spaces",
            ' ',
        ),
        (
            "multiple values are|must|can be? separated with|by a? comma|commas",
            ',',
        ),
    ])
});

/// Returns the pattern of a string that lists values.
pub(super) fn find_separated_values(described: &Described<'_>) -> Vec<Finding> {
    let has_other = ["pattern", "enum", "format"];
    let has_other = has_other.iter().any(|key| described.keyword(key).is_some());
    if described.types != ["string"] || has_other {
        return Vec::new();
    }
    let prose = &described.prose;
    let mut sentences = prose.sentences().iter().enumerate();
    let found = sentences.find_map(|(index, sentence)| {
        let phrase = PHRASES.find(prose, sentence).into_iter().next()?;
        let before = index
            .checked_sub(1)
            .and_then(|it| prose.sentences().get(it));
        // The list is before the phrase: at the end of the sentence before, or in this one.
        let list = before
            .filter(|_| phrase.tokens.start == sentence.start)
            .unwrap_or(sentence);
        let (start, mut values) = (list.start..list.end).find_map(|start| {
            let (values, end) = read_values(prose, list, start);
            let ends = end + 1 >= list.end || end >= phrase.tokens.start;
            (values.len() > 1 && ends).then_some((start, values))
        })?;
        let mut end = phrase.tokens.end;
        if let Some((synonym, after)) = find_synonym(prose, &values) {
            values.push(synonym);
            end = end.max(after);
        }
        let is_complete = has_only(described, &values);
        is_complete.then(|| {
            let pattern = list_pattern(&values, *phrase.meaning);
            let words = (prose, start..end);
            Finding::new(Kind::Separator, words, "pattern", Tree::from(pattern))
        })
    });
    found.into_iter().collect()
}

/// Returns a value that is said to be synonymous with one of the list, and where the words end.
fn find_synonym<'p>(prose: &'p Prose, values: &[&str]) -> Option<(&'p str, usize)> {
    static SYNONYM: LazyLock<Phrases<()>> =
        LazyLock::new(|| Phrases::new([("$ and $ are synonymous|synonyms", ())]));
    let sentences = prose.sentences().iter();
    let found = sentences
        .flat_map(|sentence| SYNONYM.find(prose, sentence))
        .next()?;
    let contents = found.captures.iter().filter_map(|it| prose.content(*it));
    let new: Vec<&str> = contents.filter(|it| !values.contains(it)).collect();
    match new[..] {
        [new] => Some((new, found.tokens.end)),
        _ => None,
    }
}

/// Whether the description quotes nothing but the values and names of members.
fn has_only(described: &Described<'_>, values: &[&str]) -> bool {
    let prose = &described.prose;
    let end = prose.sentences().last().map_or(0, |it| it.end);
    let is_quoted = |index: &usize| {
        prose
            .token(*index)
            .is_some_and(|it| it.kind == TokenKind::Quoted)
    };
    let quoted = (0..end)
        .filter(is_quoted)
        .filter_map(|it| prose.content(it));
    let is_member = |name: &str| {
        let parent = described.parent.as_ref();
        parent.is_some_and(|it| it.properties.contains_key(name))
    };
    let mut quoted = quoted.filter(|it| !is_member(it));
    quoted.all(|it| values.contains(&it))
        && values
            .iter()
            .all(|it| !it.is_empty() && !it.contains([' ', ',']))
}

fn list_pattern(values: &[&str], separator: char) -> String {
    let values: Vec<String> = values.iter().map(|it| escape_pattern(it)).collect();
    let one = values.join("|");
    let space = if separator == ',' { " ?" } else { "" };
    format!("^({one})({separator}{space}({one}))*$")
}

/// Returns a regular expression that matches a text.
pub(super) fn escape_pattern(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        if "\\^$.|?*+()[]{}/".contains(char) {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    escaped
}
