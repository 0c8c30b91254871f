//! Suffixes that distinguish spellings with the same name.

use std::fmt::Write;

/// Returns a word for the notation of a text, if there is one: `fooBar` is `camel`, `foo-bar` is
/// `kebab`.
pub(super) fn describe(spelling: &str) -> Option<&'static str> {
    let has_upper = spelling.chars().any(char::is_uppercase);
    let has_lower = spelling.chars().any(char::is_lowercase);
    let mut separators = spelling.chars().filter(|char| !char.is_alphanumeric());
    let Some(separator) = separators.next() else {
        let starts_upper = spelling.starts_with(char::is_uppercase);
        return match (has_upper, has_lower) {
            (true, true) => Some(if starts_upper { "pascal" } else { "camel" }),
            (true, false) => Some("upper"),
            (false, true) => Some("lower"),
            (false, false) => None,
        };
    };
    if separators.any(|other| other != separator) {
        return None;
    }
    match separator {
        '_' if spelling.starts_with('_') || spelling.ends_with('_') => Some("underscore"),
        '_' if !has_upper => Some("snake"),
        '_' if !has_lower => Some("screaming"),
        '_' => Some("ada"),
        '-' if !has_upper => Some("kebab"),
        '-' => Some("train"),
        ' ' => Some("space"),
        '.' => Some("dot"),
        ':' => Some("colon"),
        ',' => Some("comma"),
        '/' => Some("slash"),
        '\\' => Some("backslash"),
        '"' => Some("quote"),
        '\n' => Some("newline"),
        _ => None,
    }
}

/// Returns a short word that is almost unique: `x` and the 32-bit FNV-1a hash of the spelling.
pub(super) fn digest(spelling: &str) -> String {
    let hash = spelling.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("x{hash:08x}")
}

/// Returns a unique word: `x` and the bytes of the spelling.
pub(super) fn spell_out(spelling: &str) -> String {
    let mut word = "x".to_owned();
    for byte in spelling.bytes() {
        write!(word, "{byte:02x}").expect("writing to a string never fails");
    }
    word
}
