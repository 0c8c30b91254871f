//! A report as Markdown for a pull request.

use std::fmt::Write as _;

use crate::diff::change::Impact;

use super::{
    LocatedChange, Report, conclusion, crate_words, grouped, list_places, sorted, wire_words,
};

/// Writes a table for each API; changes of documentation are folded.
#[must_use]
pub fn render_markdown(report: &Report) -> String {
    let mut text = format!("**{}**\n", quote_code(&conclusion(&report.verdict)));
    for api in report.changed_parts() {
        let _ = write!(text, "\n### {}\n", api.module);
        let (docs, rest): (Vec<_>, Vec<_>) = sorted(api)
            .into_iter()
            .partition(|it| it.change.impact() <= Impact::Docs);
        write_table(&mut text, &rest);
        if !docs.is_empty() {
            let count = docs.len();
            let _ = write!(
                text,
                "\n<details><summary>{count} of documentation only</summary>\n"
            );
            write_table(&mut text, &docs);
            text.push_str("\n</details>\n");
        }
    }
    text
}

fn write_table(text: &mut String, changes: &[&LocatedChange]) {
    if changes.is_empty() {
        return;
    }
    text.push_str("\n| crate | wire | change | where |\n|---|---|---|---|\n");
    for group in grouped(changes) {
        let change = &group[0].change;
        let said = quote_code(&change.text);
        let items = group.iter().map(|it| format!("`{}`", it.change.item));
        let items = items.collect::<Vec<_>>().join(", ");
        let said = match group.len() {
            1 => format!("{items} {said}"),
            _ => format!("{said}: {items}"),
        };
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            crate_words(change),
            wire_words(change.wire),
            escape_cell(&said),
            escape_cell(&quote_code(&list_places(&group)))
        );
    }
}

/// Returns a text whose words that Markdown would not show as they are become code.
pub(super) fn quote_code(text: &str) -> String {
    // `PetKind` and the like are names of types.
    let is_type = |word: &str| {
        word.chars().all(|char| char.is_ascii_alphanumeric())
            && word.contains(|char: char| char.is_ascii_lowercase())
            && word.matches(|char: char| char.is_ascii_uppercase()).count() > 1
    };
    let is_special = |char| {
        matches!(
            char,
            '<' | '>' | '*' | '_' | '[' | ']' | '\\' | '&' | '~' | '|'
        )
    };
    let spans: Vec<&str> = text.split('`').collect();
    if spans.len().is_multiple_of(2) {
        // A lone backtick.
        return text
            .chars()
            .flat_map(|char| {
                [
                    Some('\\').filter(|_| char.is_ascii_punctuation()),
                    Some(char),
                ]
            })
            .flatten()
            .collect();
    }
    let mut quoted = String::new();
    for (index, span) in spans.into_iter().enumerate() {
        if index % 2 == 1 {
            let _ = write!(quoted, "`{span}`");
            continue;
        }
        for word in span.split_inclusive(char::is_whitespace) {
            let core =
                word.trim_matches(|char: char| char.is_whitespace() || "(),:;.".contains(char));
            match word.split_once(core) {
                Some((before, after)) if is_type(core) || core.contains(is_special) => {
                    let _ = write!(quoted, "{before}`{core}`{after}");
                }
                _ => quoted.push_str(word),
            }
        }
    }
    quoted
}

/// Text in a cell of a table.
fn escape_cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_markdown_would_interpret_is_code() {
        let text = "is Option<String>, was `A` (a_b, c)";
        assert_eq!(quote_code(text), "is `Option<String>`, was `A` (`a_b`, c)");
        assert_eq!(
            quote_code("has the value \"<b>\""),
            "has the value `\"<b>\"`"
        );
        assert_eq!(quote_code("a ` <b>"), "a \\` \\<b\\>");
    }
}
