//! A line and an extent in, the relevant part of the line out.

use std::ops::Range;

/// The maximum number of characters shown of a line.
const WIDTH: usize = 120;

/// The number of these characters before the mark.
const BEFORE: usize = 40;

/// Part of a line.
#[derive(Debug, PartialEq)]
pub(super) struct Excerpt {
    /// The text, with an ellipsis on each side where it was cut.
    pub(super) text: String,
    /// The range to underline, in bytes.
    pub(super) mark: Range<usize>,
}

impl Excerpt {
    /// Creates the excerpt of a line around a range of bytes.
    pub(super) fn new(line: &str, bytes: Range<usize>) -> Self {
        let mark = mark(line, bytes);
        let is_long = line.chars().nth(WIDTH).is_some();
        let mut before = line[..mark.start].char_indices().rev();
        let begin = before
            .nth(BEFORE - 1)
            .filter(|_| is_long)
            .map_or(0, |(at, _)| at);
        let end = line[begin..]
            .char_indices()
            .nth(WIDTH)
            .map_or(line.len(), |(at, _)| begin + at);
        let left = if begin > 0 { "…" } else { "" };
        let right = if end < line.len() { "…" } else { "" };
        let shift = |at: usize| at.min(end) - begin + left.len();
        Self {
            text: format!("{left}{}{right}", &line[begin..end]),
            mark: shift(mark.start)..shift(mark.end),
        }
    }
}

/// Returns the range to underline: the given one, or one character.
fn mark(
    line: &str,
    Range {
        start: from,
        end: to,
    }: Range<usize>,
) -> Range<usize> {
    let marked = &line[from..to];
    // The YAML reader's extent of a quoted scalar goes on to the end of the line.
    let length = quoted(marked).unwrap_or(marked.trim_end().len());
    let one = line[from..].chars().next().map_or(0, char::len_utf8);
    from..from + length.max(one)
}

/// Returns the length of the quoted scalar at the start of a text, if it ends in the text.
fn quoted(text: &str) -> Option<usize> {
    let quote = text
        .bytes()
        .next()
        .filter(|byte| matches!(byte, b'"' | b'\''))?;
    let mut bytes = text.bytes().enumerate().skip(1);
    while let Some((at, byte)) = bytes.next() {
        if byte == b'\\' && quote == b'"' {
            bytes.next();
        } else if byte == quote {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Lines, Position};

    /// The excerpt, its mark in angle brackets.
    fn check(line: &str, columns: Range<u32>, expected: &str) {
        let lines = Lines::new(line);
        let at = |column| lines.byte(Position { line: 1, column });
        let Excerpt { text, mark } = Excerpt::new(line, at(columns.start)..at(columns.end));
        let shown = format!(
            "{}<{}>{}",
            &text[..mark.start],
            &text[mark.clone()],
            &text[mark.end..]
        );
        assert_eq!(shown, expected);
    }

    #[test]
    fn scalars_are_marked_whole() {
        check("a: bc d", 4..6, "a: <bc> d");
        check("日本: 語語 x", 5..7, "日本: <語語> x");
        check(r#"a: "b\"c" # d"#, 4..14, r#"a: <"b\"c"> # d"#);
        check("a: 'b\\' # d", 4..12, "a: <'b\\'> # d");
        check("a: [1]", 4..4, "a: <[>1]");
        check("\ta", 1..2, "<\t>a");
    }

    #[test]
    fn places_outside_of_the_line_are_at_its_end() {
        check("", 1..1, "<>");
        check("a", 7..9, "a<>");
        check("a", 0..0, "<a>");
    }

    #[test]
    fn long_lines_are_cut() {
        let line = "é".repeat(100) + "xx" + &"é".repeat(100);
        let [before, after] = [40, 78].map(|count| "é".repeat(count));
        check(&line, 101..103, &format!("…{before}<xx>{after}…"));
        check(
            &line,
            1..203,
            &format!("<{}>…", "é".repeat(100) + "xx" + &"é".repeat(18)),
        );
        check(&line, 202..203, &format!("…{before}<é>"));
    }
}
