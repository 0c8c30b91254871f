//! A pattern of ECMA-262 edition 5.1 in, an equivalent one for the `u` flag out.
//!
//! Without the flag, engines read unknown escapes as the letter itself: `\A` as `A`, `\p` as `p`,
//! and `[[:alpha:]]` as a class and a bracket. Authors mean something else by them, so such a
//! pattern would reject valid values. Only syntax of edition 5.1 that the flag forbids is
//! translated: punctuation that is escaped without need, and a class such as `\w` beside a hyphen.

use std::str::Chars;

/// The characters that may be escaped with the flag.
const SYNTAX: &str = "^$\\.*+?()[]{}|/";

/// Returns the pattern without unnecessary escapes, and with the necessary ones of hyphens.
pub(super) fn translate(pattern: &str) -> String {
    let mut translated = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    let mut is_in_class = false;
    let mut is_after_set = false;
    while let Some(char) = chars.next() {
        let was_after_set = std::mem::take(&mut is_after_set);
        match char {
            '\\' => {
                is_after_set = is_in_class && is_set(chars.as_str());
                escape(&mut chars, is_in_class, &mut translated);
            }
            '-' if is_in_class && (was_after_set || is_before_set(chars.as_str())) => {
                translated.push_str("\\-");
            }
            '[' | ']' => {
                is_in_class = char == '[';
                translated.push(char);
            }
            _ => translated.push(char),
        }
    }
    translated
}

/// Writes an escape, including a property such as `{L}`.
fn escape(chars: &mut Chars<'_>, is_in_class: bool, translated: &mut String) {
    let Some(escaped) = chars.next() else {
        translated.push('\\');
        return;
    };
    let is_needed =
        escaped.is_alphanumeric() || SYNTAX.contains(escaped) || is_in_class && escaped == '-';
    if is_needed {
        translated.push('\\');
    }
    translated.push(escaped);
    let rest = chars.as_str();
    if "pP".contains(escaped)
        && rest.starts_with('{')
        && let Some(end) = rest.find('}')
    {
        translated.push_str(&rest[..=end]);
        *chars = rest[end + 1..].chars();
    }
}

fn is_before_set(rest: &str) -> bool {
    rest.strip_prefix('\\').is_some_and(is_set)
}

/// Whether an escape stands for a set of characters: `\d`, `\p{L}`.
fn is_set(escaped: &str) -> bool {
    escaped.starts_with(['d', 'D', 's', 'S', 'w', 'W', 'p', 'P'])
}

#[cfg(test)]
mod tests {
    use super::translate;

    #[test]
    fn marks_that_need_no_escape_have_none() {
        for (pattern, expected) in [
            (r"^\d{3}\-\d{4}$", r"^\d{3}-\d{4}$"),
            (r"^[^\@]+\@x\_y$", "^[^@]+@x_y$"),
            (r"[a\-z\.\/]", r"[a\-z\.\/]"),
            (r"[\w-\.]", r"[\w\-\.]"),
            (r"[.-\d]", r"[.\-\d]"),
            (r"[\p{L}-\']", r"[\p{L}\-']"),
            (r"\\\-[a]\-", r"\\-[a]-"),
            (r"\A\p{L}\", r"\A\p{L}\"),
        ] {
            assert_eq!(translate(pattern), expected, "{pattern}");
        }
    }
}
