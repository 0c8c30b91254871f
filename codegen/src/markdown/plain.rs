//! Plain paragraphs in, a page out without a parser.
//!
//! Nine of ten descriptions are a few sentences with names in code. A parser takes most of their time to
//! find out that there is nothing to parse.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::page::Page;

/// Adds a clean text to a page, unless anything in it could be more than text, spans of code on one line,
/// and empty lines between paragraphs; says whether it did.
pub(super) fn push_paragraphs(text: &str, page: &mut Page) -> bool {
    if !text.split('\n').all(is_plain_line) {
        return false;
    }
    for paragraph in text.split("\n\n").map(|it| it.trim_matches('\n')) {
        if paragraph.is_empty() {
            continue;
        }
        page.event(Event::Start(Tag::Paragraph));
        for (index, piece) in paragraph.split('`').enumerate() {
            if is_code(index) {
                page.event(Event::Code(piece.into()));
            } else {
                page.push_text(piece);
            }
        }
        page.event(Event::End(TagEnd::Paragraph));
    }
    true
}

/// Whether the piece of a line that has so many backticks before it is code.
fn is_code(index: usize) -> bool {
    !index.is_multiple_of(2)
}

/// Whether a line is empty, or begins no block, breaks no line, and has nothing but text and code.
fn is_plain_line(line: &str) -> bool {
    let begins_no_block = |char: char| char.is_ascii_alphabetic() || "`(\"".contains(char);
    if line.is_empty() {
        return true;
    }
    if !line.starts_with(begins_no_block) || line.ends_with(' ') {
        return false;
    }
    let last = line.bytes().filter(|byte| *byte == b'`').count();
    let is_plain = |(index, piece): (usize, &str)| {
        if is_code(index) {
            // One blank at each end would not count as code.
            !piece.is_empty() && !piece.starts_with(' ') && !piece.ends_with(' ')
        } else {
            // Two backticks side by side are one mark.
            (!piece.is_empty() || index == 0 || index == last) && is_plain_text(piece)
        }
    };
    !is_code(last) && line.split('`').enumerate().all(is_plain)
}

/// Whether no character is markup wherever it is on a line, but at its start.
fn is_plain_text(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    text.char_indices().all(|(index, char)| match char {
        'A'..='Z' | 'a'..='z' | '0'..='9' | ' ' => true,
        '_' => index > 0 && is_word(bytes.get(index - 1)) && is_word(bytes.get(index + 1)),
        char if char.is_ascii() => ".,'\"()-:/;?!+=%$@#{}".contains(char),
        char => char.is_alphanumeric() || "‘’“”–—…•".contains(char),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::flow::push_markdown;

    const PIECES: [&str; 48] = [
        "a",
        "Word",
        "snake_case",
        "_",
        "__",
        "1",
        "1.",
        "1)",
        "-",
        "--",
        "---",
        "+",
        "=",
        "===",
        "#",
        "# ",
        "`",
        "`",
        "`code`",
        "`a b`",
        "` a `",
        "`<b>`",
        "`*`",
        "``",
        "```",
        "*",
        "~",
        "|",
        "<",
        ">",
        "[a]",
        "&amp;",
        "\\",
        "!",
        ":",
        ": ",
        "http://a.b",
        "é",
        "“x”",
        "\u{a0}",
        "(b)",
        "\"c\"",
        ".",
        " ",
        "  ",
        "\n",
        "\n",
        "\n\n",
    ];

    #[test]
    fn plain_paragraphs_are_what_a_parser_reads() {
        let mut state = 1_u64;
        let mut next = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            usize::try_from(state >> 33).unwrap() % below
        };
        let mut plain = 0;
        for _ in 0..50_000 {
            let mut text = String::new();
            for _ in 0..=next(5) {
                text.push_str(PIECES[next(PIECES.len())]);
                text.push_str(&" "[next(2)..]);
            }
            let mut page = Page::default();
            if push_paragraphs(&text, &mut page) {
                plain += 1;
                let mut parsed = Page::default();
                push_markdown(&text, &mut parsed, true);
                assert_eq!(page.into_lines(), parsed.into_lines(), "for {text:?}");
            }
        }
        assert!(plain > 1_000, "{plain}");
    }
}
