//! A misspelt name in, the most similar known name out.

/// The maximum length of names that are compared.
const LONGEST: usize = 100;

/// Returns the name among `names` that is closest to `word`, if it differs only in case or in at
/// most one edit for every three characters.
pub(crate) fn closest_name<'a>(
    word: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    if word.len() > LONGEST {
        return None;
    }
    let limit = (word.len() / 3).max(1);
    names
        .into_iter()
        .filter(|name| name.len() <= 4 * LONGEST && name.len().abs_diff(word.len()) <= 4 * limit)
        .map(|name| (count_edits_of(&word, name), name))
        .filter(|&(distance, _)| distance <= limit)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}

/// Returns how many characters must be inserted, deleted, replaced or transposed to turn `word`
/// into `name`, ignoring case (optimal string alignment distance).
pub(crate) fn count_edits(word: &str, name: &str) -> usize {
    let word: Vec<char> = word.to_lowercase().chars().collect();
    count_edits_of(&word, name)
}

fn count_edits_of(word: &[char], name: &str) -> usize {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let mut above: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=word.len()).collect();
    for (line, letter) in name.iter().enumerate() {
        let mut next = vec![line + 1];
        for (column, other) in word.iter().enumerate() {
            let replaced = row[column] + usize::from(other != letter);
            let mut edits = replaced.min(row[column + 1] + 1).min(next[column] + 1);
            if line > 0 && column > 0 && *other == name[line - 1] && word[column - 1] == *letter {
                edits = edits.min(above[column - 1] + 1);
            }
            next.push(edits);
        }
        above = std::mem::replace(&mut row, next);
    }
    row[word.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_means_one_edit_in_three_letters() {
        let names = ["Conference", "Participant", "Call"];
        assert_eq!(closest_name("conference", names), Some("Conference"));
        assert_eq!(closest_name("Confrence", names), Some("Conference"));
        assert_eq!(closest_name("Cal", names), Some("Call"));
        assert_eq!(closest_name("Recording", names), None);
        assert_eq!(closest_name("titel", ["title"]), Some("title"));
    }
}
