//! JSON strings (RFC 8259, §7).

use std::borrow::Cow;

use super::Reader;
use crate::source::event::Failure;

impl<'text> Reader<'text> {
    /// Parses a string, from its opening quote. It is borrowed from the text unless it has escapes.
    pub(super) fn string(&mut self) -> Result<Cow<'text, str>, Failure> {
        self.at += 1;
        let first = self.unescaped();
        if self.skip_if(b"\"") {
            return Ok(Cow::Borrowed(first));
        }
        let mut string = String::from(first);
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Cow::Owned(string));
                }
                Some(b'\\') => string.push(self.escape()?),
                Some(_) => return Err(self.failure("control character in a string")),
                None => return Err(self.failure("unterminated string")),
            }
            string.push_str(self.unescaped());
        }
    }

    /// Returns the part of a string up to the next quote, backslash or control character.
    fn unescaped(&mut self) -> &'text str {
        let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | ..=0x1F);
        let rest = self.rest();
        let length = rest.iter().position(is_special).unwrap_or(rest.len());
        let part = &self.text[self.at..self.at + length];
        self.at += length;
        part
    }

    fn escape(&mut self) -> Result<char, Failure> {
        let escaped = match self.rest().get(1) {
            Some(b'u') => return self.unicode_escape(),
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(*byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            _ => return Err(self.failure("invalid escape sequence")),
        };
        self.at += 2;
        Ok(escaped)
    }

    /// Parses a `\u` escape: a code unit, or two that form a surrogate pair.
    fn unicode_escape(&mut self) -> Result<char, Failure> {
        let unpaired = "unpaired surrogate in an escape sequence";
        let high = self.code_unit(0)?;
        if let Some(char) = char::from_u32(high) {
            self.at += 6;
            return Ok(char);
        }
        if high >= 0xDC00 || !self.rest()[6..].starts_with(b"\\u") {
            return Err(self.failure(unpaired));
        }
        let low = self.code_unit(6)?;
        if !(0xDC00..0xE000).contains(&low) {
            return Err(self.failure(unpaired));
        }
        self.at += 12;
        let code = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        Ok(char::from_u32(code).expect("a surrogate pair is a character"))
    }

    /// Parses the four digits of the `\u` escape at this offset.
    fn code_unit(&self, offset: usize) -> Result<u32, Failure> {
        let digits = self.rest().get(offset + 2..offset + 6).unwrap_or_default();
        let unit = digits.iter().try_fold(0, |unit, &digit| {
            Some(unit * 16 + char::from(digit).to_digit(16)?)
        });
        unit.filter(|_| digits.len() == 4)
            .ok_or_else(|| self.failure("`\\u` is not followed by four hexadecimal digits"))
    }
}
