//! Patterns that are a list of words separated by spaces, which need no engine.

use super::class::peek;

/// `^(a|b)( (a|b))*$`: words, each one of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<'p> {
    /// The words as they are written: `a|b`.
    list: &'p str,
}

impl<'p> Words<'p> {
    /// Parses a pattern; `None` if it does not have this form.
    pub(crate) const fn parse(pattern: &'p str) -> Option<Self> {
        let bytes = pattern.as_bytes();
        let (start, mut end) = (2, 2);
        while let Some(byte) = peek(bytes, end)
            && is_plain(byte)
        {
            end += 1;
        }
        let same = end > start
            && follows(bytes, 0, b"^(")
            && follows(bytes, end, b")( (")
            && is_repeated(bytes, start, end, end + 4)
            && follows(bytes, 2 * end + 2, b"))*$")
            && bytes.len() == 2 * end + 6;
        if !same {
            return None;
        }
        let (list, _) = pattern.split_at(end);
        let (_, list) = list.split_at(start);
        Some(Self { list })
    }

    /// Returns whether a text matches.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let mut words = text.as_bytes().split(|byte| *byte == b' ');
        words.all(|word| self.contains(word))
    }

    /// Returns whether the list contains a word, which may contain bars itself.
    fn contains(&self, word: &[u8]) -> bool {
        let mut list = self.list.as_bytes().split(|byte| *byte == b'|');
        list.any(|it| it == word)
    }
}

/// Returns whether a byte is literal in a pattern, or the bar between alternatives.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'|')
}

const fn follows(bytes: &[u8], at: usize, expected: &[u8]) -> bool {
    let mut index = 0;
    while index < expected.len() {
        match peek(bytes, at + index) {
            Some(byte) if byte == expected[index] => index += 1,
            _ => return false,
        }
    }
    true
}

/// Returns whether the bytes from `start` to `end` occur again at `again`.
const fn is_repeated(bytes: &[u8], start: usize, end: usize, again: usize) -> bool {
    let mut index = 0;
    while index < end - start {
        match peek(bytes, again + index) {
            Some(byte) if byte == bytes[start + index] => index += 1,
            _ => return false,
        }
    }
    true
}
