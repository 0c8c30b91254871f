//! Text as it came in, text without surprises out: no characters that hide or reorder what stands
//! beside them, one kind of line end, no tabs.

/// Columns between tab stops (`CommonMark` 0.31.2, §2.2).
const TAB: usize = 4;

/// A document's text with `\n` at the end of each line, spaces for tabs, [`visible`]
/// characters only, and without an indentation that all its lines share.
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

/// The character, or `\u{FFFD}` in place of one that controls a terminal or the direction of text.
pub(super) fn visible(char: char) -> char {
    let turns_text = matches!(char, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if char.is_control() || turns_text {
        char::REPLACEMENT_CHARACTER
    } else {
        char
    }
}

/// Takes away what all lines are indented by: a text that was indented in its source as a whole
/// is no block of code.
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
