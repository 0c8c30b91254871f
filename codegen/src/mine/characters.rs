//! Descriptions of strings in, the characters that they may have out: "only letters, numbers and `-`".

use super::described::Described;
use super::finding::{Finding, Kind};
use super::hedge::is_hedged;
use crate::tree::{Object, Tree};

/// Beginnings of a list of characters, in lower case.
const BEGINNINGS: &[&str] = &[
    "valid characters:",
    "valid characters are",
    "allowed characters:",
    "allowed characters are",
    "only contain",
    "contain only",
    "contains only",
    "only contains",
    "consist of only",
    "consist only of",
    ": only",
    "must only include",
];

/// Names of characters, each with its range in a class of a regular expression.
const NAMES: [(&str, &str); 30] = [
    ("letters", "A-Za-z"),
    ("ascii letters", "A-Za-z"),
    ("lowercase letters", "a-z"),
    ("lower case letters", "a-z"),
    ("lowercase", "a-z"),
    ("uppercase letters", "A-Z"),
    ("upper case letters", "A-Z"),
    ("uppercase", "A-Z"),
    ("numbers", "0-9"),
    ("digits", "0-9"),
    ("numeric characters", "0-9"),
    ("alphanumeric", "A-Za-z0-9"),
    ("alphanumeric characters", "A-Za-z0-9"),
    ("lowercase alphanumeric characters", "a-z0-9"),
    ("letters and numbers", "A-Za-z0-9"),
    ("spaces", " "),
    ("space", " "),
    ("hyphens", "-"),
    ("hyphen", "-"),
    ("dashes", "-"),
    ("dash", "-"),
    ("underscores", "_"),
    ("underscore", "_"),
    ("periods", "."),
    ("dots", "."),
    ("full stops", "."),
    ("commas", ","),
    ("colons", ":"),
    ("slashes", "/"),
    ("apostrophes", "'"),
];

/// Returns the pattern of the characters of a string.
pub(super) fn find_characters(described: &Described<'_>) -> Vec<Finding> {
    let has_other = ["pattern", "enum", "format", "const"];
    let has_other = has_other.iter().any(|key| described.keyword(key).is_some());
    if described.types != ["string"] || has_other {
        return Vec::new();
    }
    let text = described.prose.text();
    let lower = text.to_ascii_lowercase();
    let found = BEGINNINGS.iter().find_map(|beginning| {
        let start = lower.find(beginning)?;
        let list = start + beginning.len();
        let end = list + end_of_list(&text[list..]);
        let class = read_class(&text[list..end])?;
        is_plain(described, start).then_some((start, end, class))
    });
    let Some((start, end, class)) = found else {
        return Vec::new();
    };
    let words = text[start..end].trim_start_matches([':', ' ']).trim_end();
    let mut update = Object::default();
    update.insert("pattern".to_owned(), Tree::from(format!("^[{class}]*$")));
    vec![Finding {
        kind: Kind::Characters,
        words: words.to_owned(),
        update,
    }]
}

/// Whether the sentence at this byte states a rule without a condition.
fn is_plain(described: &Described<'_>, start: usize) -> bool {
    let prose = &described.prose;
    let mut sentences = prose.sentences().iter();
    let sentence = sentences.find(|it| {
        let last = it.end.checked_sub(1).and_then(|last| prose.token(last));
        last.is_some_and(|last| start < last.range.end)
    });
    sentence.is_none_or(|it| !is_hedged(prose, it))
}

/// Returns where a list ends: at a period outside of quotes and parentheses.
fn end_of_list(list: &str) -> usize {
    let (mut is_quoted, mut depth) = (false, 0_u32);
    for (index, char) in list.char_indices() {
        match char {
            '`' => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth = depth.saturating_sub(1),
            '.' | ';' if !is_quoted && depth == 0 => {
                let rest = &list[index + 1..];
                if rest.is_empty() || rest.starts_with(' ') {
                    return index;
                }
            }
            _ => {}
        }
    }
    list.len()
}

/// Returns the class of a regular expression for a list of characters. `None` if any item of the list
/// is not understood.
fn read_class(list: &str) -> Option<String> {
    let mut class = Class::default();
    let lower = list.to_ascii_lowercase();
    if let Some((_, range)) = NAMES.iter().find(|(name, _)| *name == lower.trim()) {
        class.add(range);
    } else {
        for item in split_items(list) {
            class.add_item(&item)?;
        }
    }
    class.finish()
}

/// Splits a list at its commas, `and` and `or`, without what is in parentheses.
fn split_items(list: &str) -> Vec<String> {
    let (mut items, mut is_quoted, mut depth) = (vec![String::new()], false, 0_u32);
    for char in list.chars() {
        match char {
            '`' => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => {
                depth = depth.saturating_sub(1);
                continue;
            }
            ',' if !is_quoted && depth == 0 => {
                items.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(item) = items.last_mut().filter(|_| depth == 0) {
            item.push(char);
        }
    }
    let mut split = Vec::new();
    for item in items {
        let item = item.trim();
        let item = item
            .strip_prefix("and ")
            .or_else(|| item.strip_prefix("or "))
            .unwrap_or(item);
        let parts = item.split(" and ").flat_map(|it| it.split(" or "));
        split.extend(parts.map(|it| it.trim().to_owned()));
    }
    split.retain(|it| !it.is_empty());
    split
}

/// A class of characters while it is built.
#[derive(Default)]
struct Class {
    text: String,
    has_hyphen: bool,
}

impl Class {
    fn add_item(&mut self, item: &str) -> Option<()> {
        let lower = item.to_ascii_lowercase();
        if let Some((_, range)) = NAMES.iter().find(|(name, _)| *name == lower) {
            self.add(range);
            return Some(());
        }
        let quoted = item.strip_prefix('`').and_then(|it| it.strip_suffix('`'));
        let chars: Vec<char> = quoted.unwrap_or(item).chars().collect();
        match chars[..] {
            [first, '-', last] if first < last && is_same_class(first, last) => {
                self.text.extend(chars);
            }
            [char] => self.add_char(char),
            _ if quoted.is_some() && chars.iter().all(|it| !it.is_alphanumeric()) => {
                for char in chars {
                    self.add_char(char);
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn add(&mut self, range: &str) {
        if range == "-" {
            self.has_hyphen = true;
        } else if !self.text.contains(range) {
            self.text.push_str(range);
        }
    }

    fn add_char(&mut self, char: char) {
        match char {
            '-' => self.has_hyphen = true,
            ']' | '[' | '\\' | '^' => self.text.extend(['\\', char]),
            char if !self.text.contains(char) || char.is_alphanumeric() => self.text.push(char),
            _ => {}
        }
    }

    /// Returns the class, with the hyphen where it stands for itself.
    fn finish(mut self) -> Option<String> {
        if self.has_hyphen {
            self.text.push('-');
        }
        // A list of single letters is more likely one of values.
        (self.text.contains('-') && !self.text.is_empty()).then_some(self.text)
    }
}

fn is_same_class(first: char, last: char) -> bool {
    let is = |kind: fn(&char) -> bool| kind(&first) && kind(&last);
    is(char::is_ascii_digit) || is(char::is_ascii_uppercase) || is(char::is_ascii_lowercase)
}
