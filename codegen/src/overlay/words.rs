//! `x-because`: words of a description, searched in the prose and stored with the keywords that are
//! derived from them.

use serde::Deserialize;

use crate::extension::BECAUSE;
use crate::pointer::Address;
use crate::prose::fold;
use crate::tree::{Object, Tree};

/// One quotation, or several that must all occur.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "`x-because` is neither a string nor a list of strings"
)]
pub(super) enum Words {
    One(String),
    Many(Vec<String>),
}

impl Words {
    /// Returns each quotation with its address, given that of `x-because`.
    pub(super) fn quotations(&self, address: &Address) -> Vec<(Address, &str)> {
        match self {
            Self::One(words) => vec![(address.clone(), words)],
            Self::Many(list) => (0..)
                .zip(list)
                .map(|(index, words): (usize, _)| {
                    (address.join(&index.to_string()), words.as_str())
                })
                .collect(),
        }
    }

    /// Whether there is a quotation, and no empty one.
    pub(super) fn say_something(&self) -> bool {
        let list = match self {
            Self::One(words) => std::slice::from_ref(words),
            Self::Many(list) => list,
        };
        !list.is_empty() && list.iter().all(|words| !words.trim().is_empty())
    }

    /// Returns all quotations as one text.
    pub(super) fn joined(&self) -> String {
        match self {
            Self::One(words) => fold(words),
            Self::Many(list) => list
                .iter()
                .map(|words| fold(words))
                .collect::<Vec<_>>()
                .join("; "),
        }
    }
}

/// Whether words occur in a text, both folded, as whole words and numbers: "between 2 and 80" does
/// not occur in "between 2 and 800".
pub(super) fn occurs_in(words: &str, text: &str) -> bool {
    text.match_indices(words).any(|(start, found)| {
        let (before, after) = (&text[..start], &text[start + found.len()..]);
        !continues(found.chars().next_back(), after.chars())
            && !continues(found.chars().next(), before.chars().rev())
    })
}

/// Whether a word or number that ends with `edge` continues in `rest`.
fn continues(edge: Option<char>, mut rest: impl Iterator<Item = char>) -> bool {
    let is = |char: Option<char>, kind: fn(char) -> bool| char.is_some_and(kind);
    let digit = |char: char| char.is_ascii_digit();
    let next = rest.next();
    let word = is(edge, char::is_alphanumeric) && is(next, char::is_alphanumeric);
    let fraction = is(edge, digit) && matches!(next, Some('.' | ',')) && is(rest.next(), digit);
    word || fraction
}

/// Stores `words` at `node` for each keyword that `update` has set there.
///
/// The words are stored beside their keyword: in the `schema` of a parameter, or in `properties` of
/// an object, if the update reaches that far.
pub(super) fn annotate(words: &str, node: &mut Tree, update: &Object) {
    let Some(members) = node.as_object_mut() else {
        return;
    };
    for (key, value) in update {
        match (key.as_str(), value, members.get_mut(key)) {
            (key, ..) if key.starts_with("x-") => {}
            ("schema" | "items", Tree::Object(update), Some(node)) => annotate(words, node, update),
            ("properties", Tree::Object(update), Some(Tree::Object(properties))) => {
                for (name, update) in update.iter() {
                    if let (Some(node), Some(update)) =
                        (properties.get_mut(name), update.as_object())
                    {
                        annotate(words, node, update);
                    }
                }
            }
            _ => annotate_keyword(words, members, key, value),
        }
    }
}

/// Stores the words of a keyword. Those of an earlier action are kept if its value is.
fn annotate_keyword(words: &str, members: &mut Object, key: &str, value: &Tree) {
    let noted = members.entry(BECAUSE.key.to_owned()).or_default();
    if noted.as_object().is_none() {
        *noted = Tree::Object(Box::default());
    }
    let Some(noted) = noted.as_object_mut() else {
        return;
    };
    let adds_up = matches!(value, Tree::Array(_) | Tree::Object(_));
    let words = match noted.get(key).and_then(Tree::as_str) {
        Some(earlier) if adds_up && earlier.split("; ").any(|earlier| earlier == words) => {
            earlier.to_owned()
        }
        Some(earlier) if adds_up => format!("{earlier}; {words}"),
        _ => words.to_owned(),
    };
    noted.insert(key.to_owned(), Tree::String(words));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_as_wholes() {
        assert!(occurs_in("between 2 and 800", "Must be between 2 and 800."));
        assert!(!occurs_in("between 2 and 80", "Must be between 2 and 800."));
        assert!(!occurs_in(
            "between 2 and 80",
            "Must be between 2 and 80.5."
        ));
        assert!(!occurs_in("3,000 characters", "At most 13,000 characters"));
        assert!(!occurs_in("000 characters", "At most 3,000 characters"));
        assert!(occurs_in("to `POST`", "Defaults to `POST`"));
        assert!(occurs_in("3", "1, 2, 3"));
        assert!(!occurs_in("ours", "yours, hours") && occurs_in("ours", "hours, ours"));
    }
}
