//! Words and a text in, the most similar passage of the text out.

/// The number of words in a passage before and after the similar ones.
const CONTEXT: usize = 8;

/// A passage, with the number of words in common.
#[derive(Debug, PartialEq)]
pub(super) struct Excerpt {
    pub(super) common: usize,
    pub(super) text: String,
}

/// Returns the passage of `text` with most words in common with `words`, within a sentence; `None`
/// if there are none.
pub(super) fn find_closest_excerpt(words: &str, text: &str) -> Option<Excerpt> {
    let wanted: Vec<String> = words.split_whitespace().map(bare).collect();
    let text: Vec<&str> = text.split_whitespace().collect();
    let hits: Vec<bool> = text
        .iter()
        .map(|word| wanted.contains(&bare(word)))
        .collect();

    let length = wanted.len().clamp(1, text.len().max(1));
    let common = |start: &usize| {
        hits[*start..*start + length]
            .iter()
            .filter(|hit| **hit)
            .count()
    };
    // The earliest of the best, and what is alike at its edges rather than what is not.
    let start = (0..(text.len() + 1).saturating_sub(length))
        .rev()
        .max_by_key(|start| (common(start), hits[*start]))?;
    let common = common(&start);
    if common == 0 {
        return None;
    }

    let begins = |at: &usize| *at == 0 || ends_sentence(text[*at - 1]);
    let ends = |at: &usize| *at == text.len() || ends_sentence(text[*at - 1]);
    let first = start.saturating_sub(CONTEXT);
    let last = (start + length + CONTEXT).min(text.len());
    let first = (first..=start).rev().find(begins).unwrap_or(first);
    let last = (start + length..=last).find(ends).unwrap_or(last);
    let before = if begins(&first) { "" } else { "… " };
    let after = if ends(&last) { "" } else { " …" };
    Some(Excerpt {
        common,
        text: format!("{before}{}{after}", text[first..last].join(" ")),
    })
}

/// Returns a word in lower case without punctuation.
fn bare(word: &str) -> String {
    word.trim_matches(|char: char| !char.is_alphanumeric())
        .to_lowercase()
}

fn ends_sentence(word: &str) -> bool {
    word.ends_with(['.', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, text: &str, expected: Option<&str>) {
        assert_eq!(
            find_closest_excerpt(words, text)
                .map(|excerpt| excerpt.text)
                .as_deref(),
            expected
        );
    }

    #[test]
    fn the_sentence_that_was_changed() {
        let text = "The number of participants. Must be between 2 and 1000. Defaults to 250.";
        check(
            "between 2 and 800",
            text,
            Some("Must be between 2 and 1000."),
        );
        check("Defaults to 200", text, Some("Defaults to 250."));
    }

    #[test]
    fn a_long_sentence_is_cut() {
        let text = "a b c d e f g h i between 2 and 1000 k l m n o p q r s t";
        let passage = "… b c d e f g h i between 2 and 1000 k l m n o p q r …";
        check("between 2 and 800", text, Some(passage));
    }

    #[test]
    fn nothing_in_common() {
        check("between 2 and 800", "The name.", None);
        check("between 2 and 800", "", None);
        check("", "The name.", None);
    }
}
