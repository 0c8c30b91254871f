//! Lines and columns. A line ends as it does in YAML: with a line feed, a carriage return, or one
//! of each.

use super::event::Position;

/// Turns byte offsets into positions, in one pass over the text.
#[derive(Clone)]
pub(super) struct Cursor<'text> {
    text: &'text str,
    at: usize,
    position: Position,
}

impl<'text> Cursor<'text> {
    /// A cursor at the start.
    pub(super) fn new(text: &'text str) -> Self {
        Self {
            text,
            at: 0,
            position: Position::START,
        }
    }

    /// The position of a byte that begins a character and is not before the last one asked for.
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

/// The lines of a text, to be had by their number.
pub(crate) struct Lines<'text> {
    text: &'text str,
    /// Where each begins.
    starts: Vec<usize>,
}

impl<'text> Lines<'text> {
    /// Finds the lines.
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
        Self { text, starts }
    }

    /// The number of the last line.
    pub(crate) fn last(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// The byte at which a line begins.
    pub(super) fn start(&self, number: u32) -> Option<usize> {
        let index = (number as usize).checked_sub(1)?;
        self.starts.get(index).copied()
    }

    /// A line without its end; empty where there is no such line.
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
