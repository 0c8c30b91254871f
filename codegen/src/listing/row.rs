//! Cells in, a line with columns out.

/// A line of the listing.
#[derive(Debug, Default)]
pub(super) struct Row {
    cells: [String; 3],
}

/// The columns of the second and the third cell, unless earlier cells are longer.
const COLUMNS: [usize; 2] = [26, 58];

impl Row {
    /// Creates a row of an item.
    pub(super) fn new(first: impl Into<String>) -> Self {
        Self {
            cells: [first.into(), String::new(), String::new()],
        }
    }

    /// Creates a row that belongs to the one above.
    pub(super) fn below(first: &str) -> Self {
        Self::new(format!("  {first}"))
    }

    pub(super) fn second(mut self, cell: impl Into<String>) -> Self {
        self.cells[1] = cell.into();
        self
    }

    pub(super) fn third(mut self, cell: impl Into<String>) -> Self {
        self.cells[2] = cell.into();
        self
    }

    /// Returns the text, with its line break.
    pub(super) fn line(&self) -> String {
        let [first, second, third] = &self.cells;
        let mut line = first.clone();
        let mut width = line.chars().count();
        for (cell, column) in [second, third].into_iter().zip(COLUMNS) {
            if !cell.is_empty() {
                let gap = column.saturating_sub(width).max(2);
                line.extend(std::iter::repeat_n(' ', gap));
                line.push_str(cell);
                width += gap + cell.chars().count();
            }
        }
        line.push('\n');
        line
    }
}

/// Returns a name or value of the document as one word, in quotes if necessary.
pub(super) fn word(text: &str) -> String {
    let is_seen = |char: char| matches!(char, '\'' | '\\') || char.escape_debug().eq([char]);
    let is_plain = |char: char| is_seen(char) && !char.is_whitespace();
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Returns a text of the document in quotes, on one line.
pub(super) fn quoted(text: &str) -> String {
    format!("{text:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stay_where_they_are() {
        let row = |first: &str| Row::below(first).second("i64").third("1..").line();
        let start = format!("  a{}i64{}1..\n", " ".repeat(23), " ".repeat(29));
        assert_eq!(row("a"), start);
        let long = "a".repeat(30);
        assert_eq!(row(&long), format!("  {long}  i64{}1..\n", " ".repeat(21)));
        assert_eq!(
            Row::new("type A").third("struct").line(),
            format!("type A{}struct\n", " ".repeat(52))
        );
    }

    #[test]
    fn words_are_words() {
        assert_eq!(word("page[number]"), "page[number]");
        assert_eq!(word("a b"), "\"a b\"");
        assert_eq!(word(""), "\"\"");
        assert_eq!(word("a\n\u{202E}"), "\"a\\n\\u{202e}\"");
    }
}
