//! Raw text in, clean text out: without characters that hide or reorder others, without tabs, and
//! with `\n` as the only line end.

/// Columns between tab stops (`CommonMark` 0.31.2, §2.2).
const TAB: usize = 4;

/// Returns the text with `\n` at the end of each line, spaces instead of tabs, [`visible`]
/// characters only, and without the indentation that all lines share.
pub(super) fn clean_text(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')) {
        return dedent(text.to_owned());
    }
    let mut clean = String::with_capacity(text.len());
    let mut column = 0;
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\n' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                clean.push('\n');
                column = 0;
            }
            '\t' => {
                let width = TAB - column % TAB;
                clean.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            '\u{FEFF}' => {}
            char => {
                clean.push(visible(char));
                column += 1;
            }
        }
    }
    dedent(clean)
}

/// Returns the character, or `\u{FFFD}` instead of one that controls a terminal or the direction of
/// text.
pub(super) fn visible(char: char) -> char {
    let turns_text = matches!(char, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if char.is_control() || turns_text {
        char::REPLACEMENT_CHARACTER
    } else {
        char
    }
}

/// Removes the indentation that all lines share: a text that is indented as a whole is not a code
/// block.
fn dedent(text: String) -> String {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let indent = lines()
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min();
    match indent {
        None | Some(0) => text,
        Some(indent) => text
            .lines()
            .map(|line| line.get(indent..).unwrap_or_default())
            .collect::<Vec<_>>()
            .join("\n"),
    }
}
