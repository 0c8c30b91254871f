//! Texts of a document in, words of a line out.

use std::fmt::Write;

/// Stands for a value that an item does not have.
pub(super) const ABSENT: &str = "-";

/// Stands for an empty text.
pub(super) const EMPTY: &str = "%";

/// Escapes a text of a document, so that it is one word. White space, control characters and `%` are
/// percent-encoded (RFC 3986 §2.1); an empty text is `%`.
pub(super) fn escape(text: &str) -> String {
    let mut word = String::with_capacity(text.len());
    push_escaped(&mut word, text);
    word
}

/// Appends an escaped text.
pub(super) fn push_escaped(word: &mut String, text: &str) {
    let is_graphic = |it: u8| it.is_ascii_graphic() && it != b'%';
    if text.is_empty() {
        word.push_str(EMPTY);
        return;
    }
    if text != ABSENT && text.bytes().all(is_graphic) {
        word.push_str(text);
        return;
    }
    for char in text.chars() {
        let is_plain = !char.is_whitespace() && !char.is_control() && char != '%';
        // A dash alone stands for nothing.
        if is_plain && text != ABSENT {
            word.push(char);
            continue;
        }
        for byte in char.encode_utf8(&mut [0; 4]).bytes() {
            write!(word, "%{byte:02X}").expect("writing to a string never fails");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_one_word() {
        for (text, word) in [
            ("Middle East", "Middle%20East"),
            ("filter[a.b]", "filter[a.b]"),
            ("100%\n", "100%25%0A"),
            ("größe", "größe"),
            ("a\u{3000}b", "a%E3%80%80b"),
            ("", "%"),
            ("-", "%2D"),
            ("--", "--"),
        ] {
            assert_eq!(escape(text), word);
        }
    }
}
