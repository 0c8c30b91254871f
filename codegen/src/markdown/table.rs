//! Cells of a table in, its lines out.

use pulldown_cmark::Alignment;

/// A table.
#[derive(Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    is_in_head: bool,
    is_in_cell: bool,
}

impl Table {
    /// Creates an empty table with these alignments of its columns.
    pub(super) fn new(alignments: Vec<Alignment>) -> Self {
        Self {
            alignments,
            ..Self::default()
        }
    }

    /// Starts the row of headings; a table has one, and it is the first.
    pub(super) fn start_head(&mut self) {
        if self.head.is_empty() && self.rows.is_empty() {
            self.is_in_head = true;
        } else {
            self.start_row();
        }
    }

    /// Starts a row.
    pub(super) fn start_row(&mut self) {
        self.is_in_head = false;
        self.rows.push(Vec::new());
    }

    /// Starts a cell.
    pub(super) fn start_cell(&mut self) {
        self.is_in_cell = true;
    }

    /// Whether a cell was started and not yet added.
    pub(super) fn is_in_cell(&self) -> bool {
        self.is_in_cell
    }

    /// Adds a cell, as Markdown on one line.
    pub(super) fn push(&mut self, cell: String) {
        self.is_in_cell = false;
        match self.rows.last_mut() {
            _ if self.is_in_head => self.head.push(cell),
            Some(row) => row.push(cell),
            None => self.rows.push(vec![cell]),
        }
    }

    /// Returns the lines, with all rows as wide as the widest; none if the table has no cells.
    pub(super) fn lines(&self) -> Vec<String> {
        let rows = || self.rows.iter().filter(|row| !row.is_empty());
        let width = rows().chain([&self.head]).map(Vec::len).max().unwrap_or(0);
        if width == 0 {
            return Vec::new();
        }
        let line = |cells: &[String]| {
            let cells = (0..width).map(|column| cells.get(column).map_or("", String::as_str));
            cells.fold("|".to_owned(), |line, cell| format!("{line} {cell} |"))
        };
        let delimiters: String = (0..width)
            .map(|column| match self.alignments.get(column) {
                None | Some(Alignment::None) => " --- |",
                Some(Alignment::Left) => " :-- |",
                Some(Alignment::Center) => " :-: |",
                Some(Alignment::Right) => " --: |",
            })
            .collect();
        let mut lines = vec![line(&self.head), format!("|{delimiters}")];
        lines.extend(rows().map(|row| line(row)));
        lines
    }
}
