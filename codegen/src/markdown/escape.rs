//! Plain text in, escaped Markdown out.

use std::fmt::Write;

use super::clean::visible;

/// The maximum length of an address, in bytes.
const LONGEST_ADDRESS: usize = 2000;

/// The surroundings of a text that decide what must be escaped.
#[derive(Clone, Copy, Default)]
pub(super) struct Surroundings {
    /// Whether the text is within the brackets of a link.
    pub(super) in_link: bool,
    /// Whether the text is in a cell of a table.
    pub(super) in_table: bool,
}

/// Returns the Markdown of a plain text. Addresses become links; line breaks and blanks are kept.
///
/// Only what Markdown would read as markup is escaped, so that the source remains readable. The
/// start of a line is escaped by [`push_line_start`].
pub(super) fn escape_text(text: &str, place: Surroundings) -> String {
    let mut markdown = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut rest = text;
    loop {
        let (plain, other) = rest.split_at(rest.find(|char| !is_plain(char)).unwrap_or(rest.len()));
        markdown.push_str(plain);
        before = plain.chars().next_back().or(before);
        rest = other;
        let Some(char) = rest.chars().next() else {
            return markdown;
        };
        let address = if place.in_link { "" } else { address(rest) };
        let taken = if address.is_empty() {
            if is_markup(char, before, rest, place) {
                markdown.push('\\');
            }
            match char {
                '\n' => markdown.push('\n'),
                '\u{A0}' => markdown.push_str("&nbsp;"),
                char => markdown.push(visible(char)),
            }
            char.len_utf8()
        } else {
            markdown.push_str(&link(address, place));
            address.len()
        };
        before = rest[..taken].chars().next_back();
        rest = &rest[taken..];
    }
}

/// Whether a character is literal in Markdown and does not start an address.
fn is_plain(char: char) -> bool {
    matches!(char, 'A'..='Z' | 'a'..='g' | 'i'..='z' | '0'..='9' | ' ' | '\n' | '.' | ',' | '\'' | '"' | '(' | ')' | '-' | ':' | '/')
}

/// A link that shows its address.
pub(super) fn link(address: &str, place: Surroundings) -> String {
    let address: String = address.chars().map(visible).collect();
    if place.in_table {
        format!("<{}>", address.replace('|', "%7C"))
    } else {
        format!("<{address}>")
    }
}

/// Whether Markdown could read the first character of `rest` as markup. At the end of the text,
/// anything may follow.
fn is_markup(char: char, before: Option<char>, rest: &str, place: Surroundings) -> bool {
    // A blank that does not break is written as a reference, which is no blank to Markdown.
    let is_blank = |char: Option<char>| char.is_some_and(|it| it.is_whitespace() && it != '\u{A0}');
    let is_word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
    let after = rest.chars().nth(1);
    match char {
        '`' | '[' => true,
        ']' => place.in_link,
        '|' => place.in_table,
        '*' => !(is_blank(before) && is_blank(after)),
        '_' => {
            let is_inner = is_word(before) && is_word(after);
            !(is_inner || is_blank(before) && is_blank(after))
        }
        // A tilde after a blank can only open, and one that could close it is escaped.
        '~' => !is_blank(before) || after.is_none_or(|after| after == '~'),
        '<' => after.is_none_or(|after| after.is_ascii_alphabetic() || "/!?".contains(after)),
        '&' => starts_entity(rest),
        '\\' => !is_word(after) || !address(&rest[1..]).is_empty(),
        _ => false,
    }
}

/// Whether the text starts with a character reference (`CommonMark` 0.31.2, §2.5), of
/// any name.
fn starts_entity(text: &str) -> bool {
    let Some(end) = text.bytes().take(40).position(|byte| byte == b';') else {
        return false;
    };
    let name = text[..end].trim_start_matches('&').trim_start_matches('#');
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Returns the address at the start of a text, or an empty string: as much as GitHub's Markdown
/// would link (GFM 0.29, §6.9), without punctuation at its end.
fn address(text: &str) -> &str {
    let Some(scheme) = ["https://", "http://"]
        .into_iter()
        .find(|it| text.starts_with(it))
    else {
        return "";
    };
    let stops = |char: char| match char {
        '<' | '>' | '"' | '`' | '\\' => true,
        char if char.is_ascii() => char.is_ascii_whitespace() || char.is_ascii_control(),
        char => !char.is_alphanumeric(),
    };
    let end = text
        .char_indices()
        .find(|(at, char)| stops(*char) || *at > LONGEST_ADDRESS);
    let mut address = &text[..end.map_or(text.len(), |(end, _)| end)];
    while let Some(last) = address.chars().next_back() {
        let is_unmatched = |open| {
            address.chars().filter(|it| *it == open).count()
                < address.chars().filter(|it| *it == last).count()
        };
        let is_outside = match last {
            '.' | ',' | ':' | ';' | '!' | '?' | '\'' | '*' | '_' | '~' | '|' => true,
            ')' => is_unmatched('('),
            ']' => is_unmatched('['),
            '}' => is_unmatched('{'),
            _ => false,
        };
        if !is_outside {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    if address.len() > scheme.len() {
        address
    } else {
        ""
    }
}

/// Adds a word at the start of a line, where Markdown looks for the marks of blocks, escaped.
/// `is_first` tells whether it also starts a paragraph.
pub(super) fn push_line_start(line: &mut String, word: &str, is_first: bool) {
    let digits = word.trim_end_matches(['.', ')']);
    let is_number = word.len() == digits.len() + 1
        && !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        // Within a paragraph only one starts a list (`CommonMark` 0.31.2, §5.2).
        && (is_first || digits.trim_start_matches('0') == "1");
    let is_all = |chars: &str| !word.is_empty() && word.chars().all(|char| chars.contains(char));
    let is_mark = word == "+"
        || word.starts_with('>')
        || word.starts_with("~~~")
        || ["#", "=", "*", "_"].into_iter().any(is_all)
        || word.contains('-') && is_all("-|:");
    let (before, escaped) = match (is_number, is_mark) {
        (true, _) => word.split_at(digits.len()),
        (_, true) => ("", word),
        _ => (word, ""),
    };
    line.push_str(before);
    if !escaped.is_empty() {
        line.push('\\');
        line.push_str(escaped);
    }
}

/// Returns a code span on one line; empty for empty code.
pub(super) fn code(code: &str, place: Surroundings) -> String {
    let mut code: String = code
        .chars()
        .map(|char| if char == '\n' { ' ' } else { visible(char) })
        .collect();
    if code.is_empty() {
        return code;
    }
    if place.in_table {
        code = code.replace('|', "\\|");
    }
    let fence = "`".repeat(longest_run(&code) + 1);
    let is_padded = code.starts_with(' ') && code.ends_with(' ') && !code.trim().is_empty();
    let pad = if is_padded || code.starts_with('`') || code.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{code}{pad}{fence}")
}

/// Returns the length of the longest run of backticks in a text.
pub(super) fn longest_run(text: &str) -> usize {
    text.split(|char| char != '`')
        .map(str::len)
        .max()
        .unwrap_or(0)
}

/// Returns the address of a link as it is written between the parentheses; `None` if it is
/// relative, because it would point to nothing on a page of rustdoc. A word followed by a colon
/// could be a Rust path to rustdoc.
pub(super) fn destination(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once(':')?;
    let is_whole = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => rest.starts_with("//"),
        "mailto" => rest.contains('.'),
        _ => false,
    };
    if !is_whole {
        return None;
    }
    let mut destination = String::with_capacity(address.len());
    for char in address.chars() {
        let is_plain =
            !char.is_whitespace() && visible(char) == char && !"()<>\\`\"|".contains(char);
        if is_plain {
            destination.push(char);
        } else {
            let mut bytes = [0; 4];
            for byte in char.encode_utf8(&mut bytes).bytes() {
                write!(destination, "%{byte:02X}").expect("writing to a string never fails");
            }
        }
    }
    Some(destination)
}
