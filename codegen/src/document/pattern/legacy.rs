//! A pattern of ECMA-262 edition 5.1 in, the same for the `u` flag out.
//!
//! Without the flag, engines read what they do not know as the letter itself: `\A` as `A`, `\p` as `p`,
//! `[[:alpha:]]` as a class and a bracket. Who writes so means something else, and a pattern that is
//! read so refuses what it should take. So only what edition 5.1 has and the flag forbids is
//! translated: a mark that is escaped without need, and a class like `\w` beside a hyphen.

use std::str::Chars;

/// The characters that the flag lets be escaped.
const SYNTAX: &str = "^$\\.*+?()[]{}|/";

/// The pattern without escapes of marks that need none, and with those of hyphens that do.
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

/// Writes what stands behind a backslash, a property like `{L}` included.
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

/// Whether what stands behind a backslash is several characters: `\d`, `\p{L}`.
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
