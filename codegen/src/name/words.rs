//! A spelling in, its words out, including words for symbols.

use std::borrow::Cow;

use heck::ToSnakeCase;
use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;

/// When a symbol is a word instead of a gap between words.
#[derive(Clone, Copy)]
enum Voice {
    /// Always.
    Always,
    /// Except between two letters or digits: `C#` is not `a#b`.
    AtEdge,
    /// At the start of a word: `-1`.
    Leading,
    /// Between blanks: `a / b`.
    BetweenBlanks,
    /// Except around a word: `<5`, but not `<name>`.
    Opening,
    /// Like `Opening`, for the other end.
    Closing,
    /// Only in a text without letters and digits.
    Alone,
}

/// Symbols and their words, separated by `_`; longer symbols before their prefixes.
const SYMBOLS: &[(&str, &str, Voice)] = &[
    ("==", "eq", Voice::Always),
    ("!=", "ne", Voice::Always),
    ("<=", "lte", Voice::Always),
    (">=", "gte", Voice::Always),
    ("()", "parens", Voice::Alone),
    ("[]", "brackets", Voice::Alone),
    ("{}", "braces", Voice::Alone),
    ("=", "equals", Voice::Always),
    ("!", "bang", Voice::Always),
    ("<", "lt", Voice::Opening),
    (">", "gt", Voice::Closing),
    ("≤", "lte", Voice::Always),
    ("≥", "gte", Voice::Always),
    ("≠", "ne", Voice::Always),
    ("+", "plus", Voice::Always),
    ("±", "plus_minus", Voice::Always),
    ("−", "minus", Voice::Always),
    ("*", "star", Voice::Always),
    ("×", "times", Voice::Always),
    ("÷", "divided_by", Voice::Always),
    ("%", "percent", Voice::Always),
    ("&", "amp", Voice::Always),
    ("@", "at", Voice::Always),
    ("$", "dollar", Voice::Always),
    ("€", "euro", Voice::Always),
    ("£", "pound", Voice::Always),
    ("°", "degree", Voice::Always),
    ("~", "tilde", Voice::Always),
    ("^", "caret", Voice::Always),
    ("#", "hash", Voice::AtEdge),
    ("-", "minus", Voice::Leading),
    ("/", "slash", Voice::BetweenBlanks),
    ("|", "pipe", Voice::BetweenBlanks),
    ("\\", "backslash", Voice::BetweenBlanks),
    ("_", "underscore", Voice::Alone),
    (".", "dot", Voice::Alone),
    (",", "comma", Voice::Alone),
    (":", "colon", Voice::Alone),
    (";", "semicolon", Voice::Alone),
    ("?", "question", Voice::Alone),
    ("\"", "quote", Voice::Alone),
    ("'", "apostrophe", Voice::Alone),
    ("`", "backtick", Voice::Alone),
    ("(", "open_paren", Voice::Alone),
    (")", "close_paren", Voice::Alone),
    ("[", "open_bracket", Voice::Alone),
    ("]", "close_bracket", Voice::Alone),
    ("{", "open_brace", Voice::Alone),
    ("}", "close_brace", Voice::Alone),
];

/// Typographic characters that are gaps between words. Any other symbol without a word is spelled
/// by its code point.
const GAPS: &str = "‐‒–—―‘’‚“”„«»‹›·•、。「」『』【】〜¡¿§¶©®";

/// Returns the words of a spelling, at least one, in lower case. A character that is not valid in
/// identifiers is its code point in upper case, `U1F642`.
///
/// Compatibility forms are normalized first (Unicode NFKC), as the lints of the compiler require:
/// `e` and a combining accent become `é`, `²` becomes `2`. Invisible characters are omitted.
pub(super) fn words(spelling: &str) -> Vec<String> {
    let folded: Cow<'_, str> = if spelling.is_ascii() {
        spelling.into()
    } else {
        let folded = spelling.nfkc().filter(|char| !is_invisible(*char));
        folded.collect()
    };
    let words = if folded.chars().any(is_word) {
        words_and_symbols(&folded)
    } else {
        symbols_only(&folded)
    };
    if !words.is_empty() {
        words
    } else if spelling.is_empty() {
        vec!["empty".to_owned()]
    } else {
        spelling.nfkc().map(blank).collect()
    }
}

/// Whether the text is an identifier or a keyword (Rust Reference, "Identifiers").
pub(crate) fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    let starts = chars
        .next()
        .is_some_and(|first| first == '_' || is_xid_start(first));
    starts && text != "_" && chars.all(|char| is_xid_continue(char) && !is_invisible(char))
}

/// Returns the words of a text with letters or digits, in which most symbols are gaps.
fn words_and_symbols(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut start = 0;
    while let Some(first) = text[start..].chars().next() {
        let (before, rest) = text.split_at(start);
        if is_word(first) {
            let end = run_length(rest);
            push_run(&rest[..end], &mut words);
            start += end;
        } else if matches!(first, '_' | ' ') {
            start += first.len_utf8();
        } else if let Some((symbol, word, voice)) = symbol_at(rest) {
            if is_heard(*voice, before, &rest[symbol.len()..]) {
                words.extend(word.split('_').map(str::to_owned));
            }
            start += symbol.len();
        } else {
            if !is_gap(first) {
                words.push(number(first));
            }
            start += first.len_utf8();
        }
    }
    words
}

/// Returns a word for each symbol of a text without letters and digits; blanks are ignored.
fn symbols_only(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if let Some((symbol, word, _)) = symbol_at(rest) {
            words.extend(word.split('_').map(str::to_owned));
            symbol.len()
        } else {
            if !first.is_whitespace() && !first.is_control() {
                words.push(number(first));
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    words
}

fn symbol_at(text: &str) -> Option<&'static (&'static str, &'static str, Voice)> {
    let first = text.chars().next()?;
    let mut symbols = SYMBOLS.iter();
    symbols.find(|(symbol, ..)| symbol.starts_with(first) && text.starts_with(symbol))
}

fn is_heard(voice: Voice, before: &str, after: &str) -> bool {
    match voice {
        Voice::Always => true,
        Voice::AtEdge => !(before.ends_with(is_word) && after.starts_with(is_word)),
        Voice::Leading => before.is_empty() && after.starts_with(is_word),
        Voice::BetweenBlanks => {
            before.ends_with(char::is_whitespace) && after.starts_with(char::is_whitespace)
        }
        Voice::Opening => {
            let end = after
                .find(['<', '>'])
                .filter(|end| after[*end..].starts_with('>'));
            !end.is_some_and(|end| is_phrase(&after[..end]))
        }
        Voice::Closing => {
            let start = before
                .rfind(['<', '>'])
                .filter(|start| before[*start..].starts_with('<'));
            !start.is_some_and(|start| is_phrase(&before[start + "<".len()..]))
        }
        Voice::Alone => false,
    }
}

fn is_phrase(text: &str) -> bool {
    text.starts_with(is_word) && text.ends_with(is_word)
}

/// Returns the length of the run of words at the start of a text, in bytes. Marks belong to the
/// letter before them; an apostrophe between letters does not end a run.
fn run_length(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((start, char)) = chars.next() {
        let continues = is_word(char) || is_mark(char);
        let is_inner_apostrophe =
            matches!(char, '\'' | '’') && chars.peek().is_some_and(|(_, next)| is_word(*next));
        if !continues && !is_inner_apostrophe {
            return start;
        }
    }
    text.len()
}

/// Splits a run at changes of case. `heck` ends words at marks, so that the parts between marks are
/// split one by one and joined again.
fn push_run(run: &str, words: &mut Vec<String>) {
    // Most runs are one word already.
    if run
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    {
        words.push(run.to_owned());
        return;
    }
    let run = run.replace(['\'', '’'], "");
    let run = plurals_in_one_case(&run);
    let mut is_inside_word = false;
    for part in run.split_inclusive(is_mark) {
        let letters = part.trim_end_matches(is_mark);
        for word in letters.to_snake_case().split('_') {
            match words.last_mut() {
                Some(last) if is_inside_word => last.push_str(word),
                _ => words.push(word.to_owned()),
            }
            is_inside_word = false;
        }
        if let Some(last) = words.last_mut() {
            last.push_str(&part[letters.len()..]);
        }
        is_inside_word = true;
    }
}

/// Rewrites acronyms in the plural, `FQDNs` as `Fqdns`; otherwise their last letter and the `s`
/// would be a word.
fn plurals_in_one_case(run: &str) -> Cow<'_, str> {
    let may_be_plural = |it: &[u8]| matches!(it, [b'A'..=b'Z', b'A'..=b'Z', b's']);
    if run.is_ascii() && !run.as_bytes().windows(3).any(may_be_plural) {
        return Cow::Borrowed(run);
    }
    let chars: Vec<char> = run.chars().collect();
    let mut text = String::with_capacity(run.len());
    let mut start = 0;
    while start < chars.len() {
        let capitals = chars[start..].iter().take_while(|char| char.is_uppercase());
        let end = start + capitals.count();
        let is_plural = end - start > 1
            && chars.get(end) == Some(&'s')
            && match chars.get(end + 1) {
                Some(next) if next.is_uppercase() => !is_before_a_word(&chars[start..end]),
                Some(next) => !next.is_lowercase(),
                None => true,
            };
        if is_plural {
            text.push(chars[start]);
            text.extend(
                chars[start + 1..end]
                    .iter()
                    .flat_map(|char| char.to_lowercase()),
            );
        } else {
            text.extend(&chars[start..end]);
        }
        text.extend(chars.get(end));
        start = end + 1;
    }
    Cow::Owned(text)
}

/// Whether the last of these capitals starts the word `As` or `Is`, as in `saveCSVAsFile`.
fn is_before_a_word(capitals: &[char]) -> bool {
    /// Acronyms that are common in the plural.
    const ACRONYMS: [&str; 6] = ["API", "CA", "CLI", "SLA", "UI", "URI"];
    matches!(capitals, [.., 'A' | 'I'])
        && !ACRONYMS
            .iter()
            .any(|known| known.chars().eq(capitals.iter().copied()))
}

/// Whether a character is a letter or digit that is valid in identifiers.
fn is_word(char: char) -> bool {
    if char.is_ascii() {
        return char.is_ascii_alphanumeric();
    }
    char.is_alphanumeric() && is_xid_continue(char) && !is_invisible(char)
}

/// Whether a character is a mark that is valid in identifiers after a letter.
fn is_mark(char: char) -> bool {
    !char.is_ascii() && !char.is_alphanumeric() && is_xid_continue(char)
}

fn is_gap(char: char) -> bool {
    char.is_whitespace() || char.is_control() || GAPS.contains(char)
}

/// Whether a character is invisible, such as one that changes the direction of text (Unicode,
/// `Default_Ignorable_Code_Point`).
fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFF8}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// Returns the word for a character of a text without visible characters.
fn blank(char: char) -> String {
    match char {
        ' ' => "space".to_owned(),
        '\t' => "tab".to_owned(),
        '\n' => "newline".to_owned(),
        '\r' => "return".to_owned(),
        char => number(char),
    }
}

/// Returns the code point of a character, as Unicode writes it.
fn number(char: char) -> String {
    format!("U{:04X}", u32::from(char))
}
