//! Values in, Rust literals out that rustc and clippy take as they are.

use proc_macro2::Literal;

/// A string literal: raw where that saves escapes. Characters that nobody would see, or that turn
/// the direction of the text around them, are escaped.
pub(super) fn text(text: &str) -> Literal {
    let wants_raw = text.contains(['"', '\\']);
    if !wants_raw || !text.chars().all(is_seen) {
        return Literal::string(text);
    }
    // As many as it takes, for clippy counts them (`needless_raw_string_hashes`); Rust allows 255.
    let runs = text
        .split('"')
        .skip(1)
        .map(|rest| 1 + rest.len() - rest.trim_start_matches('#').len());
    let hashes = "#".repeat(runs.max().unwrap_or(0));
    let raw = format!("r{hashes}\"{text}\"{hashes}");
    raw.parse()
        .ok()
        .filter(|_| hashes.len() < 256)
        .unwrap_or_else(|| Literal::string(text))
}

/// Text on one line of a comment: escapes in place of characters that end lines or are not seen.
pub(super) fn comment(text: &str) -> String {
    let mut comment = String::with_capacity(text.len());
    for char in text.chars() {
        if is_seen(char) {
            comment.push(char);
        } else {
            comment.extend(char.escape_unicode());
        }
    }
    comment
}

/// Whether a character is seen where it stands, and nowhere else.
pub(super) fn is_seen(char: char) -> bool {
    matches!(char, ' '..='~') || char.escape_debug().eq([char])
}

/// A whole number, in groups of three digits where it is long.
pub(super) fn count(count: u64) -> Literal {
    let digits = count.to_string();
    if digits.len() < 6 {
        return Literal::u64_unsuffixed(count);
    }
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text.parse().expect("digits and underscores are a number")
}

#[cfg(test)]
mod tests {
    #[test]
    fn texts_are_raw_where_that_reads_better() {
        let text = |text| super::text(text).to_string();
        assert_eq!(text("a 'b' é"), r#""a 'b' é""#);
        assert_eq!(text(r"^\d+$"), r#"r"^\d+$""#);
        assert_eq!(text(r#"{"a":1}"#), r##"r#"{"a":1}"#"##);
        assert_eq!(text(r##"a"#b"##), r###"r##"a"#b"##"###);
        assert_eq!(text(r"\x1B"), r#"r"\x1B""#);
        assert_eq!(text("\\ \r\n\0"), r#""\\ \r\n\0""#);
        assert_eq!(text("a\u{202E}b\u{200B}"), r#""a\u{202e}b\u{200b}""#);
        assert_eq!(text(&format!("\"{}", "#".repeat(255))).len(), 258 + 1);
    }

    #[test]
    fn comments_are_one_line() {
        let comment = super::comment("a#/x\ny\u{202E}\u{2028}é\\");
        assert_eq!(comment, "a#/x\\u{a}y\\u{202e}\\u{2028}é\\");
    }

    #[test]
    fn long_numbers_are_grouped() {
        let count = |count| super::count(count).to_string();
        assert_eq!(count(10000), "10000");
        assert_eq!(count(1_048_576), "1_048_576");
    }
}
