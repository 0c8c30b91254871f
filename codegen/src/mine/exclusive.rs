//! Descriptions of members in, members that exclude each other out: "cannot be used together".

use std::ops::Range;
use std::sync::LazyLock;

use super::described::Described;
use super::finding::{Finding, Kind};
use super::hedge::is_hedged;
use crate::prose::{Phrases, Prose};
use crate::tree::{Object, Tree};
use crate::walk::Owner;

/// How many of the members a phrase names; otherwise one is that of the description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    Both,
    Other,
}

static PHRASES: LazyLock<Phrases<Named>> = LazyLock::new(|| {
    use Named::{Both, Other};
    Phrases::new([
        (
            "$ and $ cannot|can't be used|specified|set|combined|provided together",
            Both,
        ),
        (
            "$ and $ cannot|can't both be used|specified|set|provided",
            Both,
        ),
        ("$ and $ are mutually exclusive", Both),
        (
            "cannot|can't be used|combined|specified|set|provided together? with $",
            Other,
        ),
        ("mutually exclusive with|to $", Other),
        (
            "cannot|can't be used|specified|set|provided at the same time as|with $",
            Other,
        ),
    ])
});

/// Returns the pairs of members that cannot be present together.
pub(super) fn find_exclusive_members(described: &Described<'_>) -> Vec<Finding> {
    let Some(parent) = &described.parent else {
        return Vec::new();
    };
    let prose = &described.prose;
    let mut found = Vec::new();
    for sentence in prose.sentences() {
        for phrase in PHRASES.find(prose, sentence) {
            if is_hedged(prose, sentence) || has_more(prose, sentence, phrase.tokens.end) {
                continue;
            }
            let mut names: Vec<&str> = Vec::new();
            if *phrase.meaning == Named::Other {
                if !is_about_itself(described, sentence, phrase.tokens.start) {
                    continue;
                }
                names.push(described.name);
            }
            names.extend(phrase.captures.iter().filter_map(|it| prose.content(*it)));
            let [first, second] = names[..] else { continue };
            let is_member = |name: &str| parent.properties.contains_key(name);
            let has_self = first == described.name || second == described.name;
            if first != second && has_self && is_member(first) && is_member(second) {
                let words = prose.slice(phrase.tokens.clone()).to_owned();
                found.push(Finding {
                    kind: Kind::Exclusive,
                    words,
                    update: exclusion(parent, [first, second]),
                });
            }
        }
    }
    found
}

/// Whether the sentence goes on with more members.
fn has_more(prose: &Prose, sentence: &Range<usize>, end: usize) -> bool {
    end < sentence.end
        && (matches!(prose.word(end), Some("or" | "and" | "in" | "on" | "for"))
            || prose.is_symbol(end, ',')
            || prose.is_symbol(end, ':')
            || prose.is_symbol(end, '='))
}

/// Whether the subject of the sentence is the described member.
fn is_about_itself(described: &Described<'_>, sentence: &Range<usize>, start: usize) -> bool {
    const SUBJECTS: &[&str] = &[
        "this",
        "it",
        "field",
        "parameter",
        "property",
        "option",
        "is",
        "value",
        "attribute",
        "and",
        "the",
        "flag",
    ];
    let prose = &described.prose;
    (sentence.start..start).all(|index| {
        let is_name = prose.content(index) == Some(described.name);
        is_name
            || prose.word(index).is_some_and(|it| SUBJECTS.contains(&it))
            || prose.symbol(index).is_some_and(|it| it != ':')
    })
}

/// Returns the keywords that exclude two members, in the order in which the object declares them.
fn exclusion(parent: &Owner<'_>, names: [&str; 2]) -> Object {
    let mut names = names;
    names.sort_by_key(|name| parent.properties.get_index_of(*name));
    let required = Tree::Array(names.iter().map(|it| Tree::from(*it)).collect());
    let not = object([("required", required)]);
    Object::from_iter([("not".to_owned(), not)])
}

/// Returns an object with these members.
pub(super) fn object<const N: usize>(members: [(&str, Tree); N]) -> Tree {
    let members = members.map(|(key, value)| (key.to_owned(), value));
    Tree::Object(Box::new(members.into_iter().collect()))
}
