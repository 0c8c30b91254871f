//! Lines and columns. A line ends as it does in YAML: with a line feed, a carriage return, or one
//! of each.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::event::Position;

/// The number of characters between the stored offsets of a long line.
const STEP: usize = 1024;

/// A converter from byte offsets to positions, in one pass over the text.
#[derive(Clone)]
pub(super) struct Cursor<'text> {
    text: &'text str,
    at: usize,
    position: Position,
}

impl<'text> Cursor<'text> {
    /// Creates a cursor at the start of a text.
    pub(super) fn new(text: &'text str) -> Self {
        Self {
            text,
            at: 0,
            position: Position::START,
        }
    }

    /// Returns the position of a byte. Offsets must be those of characters and must not decrease.
    pub(super) fn position(&mut self, offset: usize) -> Position {
        let bytes = self.text.as_bytes();
        for at in self.at..offset {
            match bytes[at] {
                // The line feed that follows ends the line.
                b'\r' if bytes.get(at + 1) == Some(&b'\n') => {}
                b'\n' | b'\r' => {
                    self.position = Position {
                        line: self.position.line + 1,
                        column: 1,
                    };
                }
                // Only the first byte of a character counts.
                0x80..=0xBF => {}
                _ => self.position.column += 1,
            }
        }
        self.at = offset;
        self.position
    }
}

/// The lines of a text by number.
pub(crate) struct Lines<'text> {
    text: &'text str,
    /// The offset of each line.
    starts: Vec<usize>,
    /// The offsets of every [`STEP`]th character of long lines. A document may be a single line,
    /// which is too long to be scanned for each position.
    steps: OnceCell<FxHashMap<u32, Vec<usize>>>,
}

impl<'text> Lines<'text> {
    /// Finds the lines of a text.
    pub(crate) fn new(text: &'text str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|&(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let starts = std::iter::once(0)
            .chain(ends.map(|(at, _)| at + 1))
            .collect();
        Self {
            text,
            starts,
            steps: OnceCell::new(),
        }
    }

    /// Returns the number of the last line.
    pub(crate) fn last(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// Returns the offset of a line.
    pub(super) fn start(&self, number: u32) -> Option<usize> {
        let index = (number as usize).checked_sub(1)?;
        self.starts.get(index).copied()
    }

    /// Returns the offset of a column within its line, or the length of the line if it has no such
    /// column.
    pub(crate) fn byte(&self, Position { line, column }: Position) -> usize {
        let text = self.get(line);
        let index = column.saturating_sub(1) as usize;
        let steps = self.steps.get_or_init(|| self.long_lines());
        let steps = steps.get(&line).map(Vec::as_slice).unwrap_or_default();
        let step = (index / STEP).min(steps.len());
        let start = step.checked_sub(1).map_or(0, |step| steps[step]);
        let mut rest = text[start..].char_indices();
        rest.nth(index - step * STEP)
            .map_or(text.len(), |(at, _)| start + at)
    }

    fn long_lines(&self) -> FxHashMap<u32, Vec<usize>> {
        let long = (1..=self.last()).filter(|line| self.get(*line).len() > STEP);
        long.map(|line| {
            let chars = self.get(line).char_indices().map(|(at, _)| at);
            (line, chars.skip(STEP).step_by(STEP).collect())
        })
        .collect()
    }

    /// Returns a line without its line break; empty if there is no such line.
    pub(crate) fn get(&self, number: u32) -> &'text str {
        let index = number as usize;
        let Some(&start) = index
            .checked_sub(1)
            .and_then(|index| self.starts.get(index))
        else {
            return "";
        };
        let end = self.starts.get(index).copied().unwrap_or(self.text.len());
        self.text[start..end].trim_end_matches(['\n', '\r'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_in_long_lines() {
        let text = format!("a\n{}", "é".repeat(3 * STEP));
        let lines = Lines::new(&text);
        let byte = |column| lines.byte(Position { line: 2, column });
        for column in [1, 2, 1024, 1025, 1026, 2049, 3072] {
            assert_eq!(byte(column), (column as usize - 1) * 2);
        }
        for column in [3073, 9999] {
            assert_eq!(byte(column), 6 * STEP);
        }
        assert_eq!(lines.byte(Position { line: 1, column: 9 }), 1);
        assert_eq!(lines.byte(Position { line: 9, column: 9 }), 0);
    }

    #[test]
    fn lines_end_in_three_ways() {
        let text = "a\r\n\nb\rcé";
        let lines = Lines::new(text);
        let all = (0..=lines.last() + 1)
            .map(|number| lines.get(number))
            .collect::<Vec<_>>();
        assert_eq!(all, ["", "a", "", "b", "cé", ""]);

        let mut cursor = Cursor::new(text);
        let mut position = |offset| {
            let Position { line, column } = cursor.position(offset);
            (line, column)
        };
        assert_eq!(
            [position(1), position(3), position(5)],
            [(1, 2), (2, 1), (3, 2)]
        );
        assert_eq!([position(6), position(text.len())], [(4, 1), (4, 3)]);
    }
}
