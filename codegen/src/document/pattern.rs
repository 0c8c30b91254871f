//! Patterns and texts in, matches out; unknown if matching could take too long, because the engine
//! backtracks.

mod legacy;

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

use codegen_schema::{Pattern, compile};

/// The maximum number of attempts of a match.
const MOST: u64 = 10_000_000;

/// Returns whether a text matches an ECMA-262 pattern; `None` if the pattern is invalid, or
/// matching could take more than [`MOST`] attempts.
pub(super) fn try_match(pattern: &str, text: &str) -> Option<bool> {
    let length = text.chars().count() as u64;
    let attempts = Estimate::of(pattern, length).saturating_mul(length + 1);
    if attempts > MOST {
        return None;
    }
    Pattern::new(pattern).try_match(text)
}

/// Translates a pattern without the `u` flag to an equivalent one with it. OpenAPI 3.0 requires
/// edition 5.1, which has no such flag and allows any punctuation to be escaped (15.10.2.10). The
/// pattern is unchanged if the flag makes no difference, or it cannot be translated.
pub(crate) fn with_flag(pattern: &str) -> Cow<'_, str> {
    if compile(pattern).is_ok() {
        return Cow::Borrowed(pattern);
    }
    let translated = legacy::translate(pattern);
    match compile(&translated) {
        Ok(_) => Cow::Owned(translated),
        Err(_) => Cow::Borrowed(pattern),
    }
}

/// Returns a pattern for the `u` flag as [`with_flag`] does, or why it cannot be checked.
pub(super) fn checked_pattern(pattern: &str) -> Result<Cow<'_, str>, Refusal> {
    if literal(pattern).is_none() && compile(pattern).is_ok() {
        return Ok(Cow::Borrowed(pattern));
    }
    let pattern = with_flag(pattern);
    match refusal(&pattern) {
        Some(refusal) => Err(refusal),
        None => Ok(pattern),
    }
}

/// The reason why a pattern is not checked.
pub(crate) struct Refusal {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// Returns why a pattern cannot be checked, if it cannot.
pub(crate) fn refusal(pattern: &str) -> Option<Refusal> {
    if let Some(inner) = literal(pattern) {
        return Some(Refusal {
            message: "this is a JavaScript regex literal, not a pattern; it is not checked"
                .to_owned(),
            help: Some(format!("write `{inner}`, without slashes and flags")),
        });
    }
    let error = compile(pattern).err()?;
    Some(Refusal {
        message: format!("not a valid ECMA-262 pattern, so it is not checked: {error}"),
        help: None,
    })
}

/// Returns the pattern in a JavaScript literal such as `/^[a-z]+$/i`, whose slashes a schema would
/// match. A path is a valid pattern, too, so that the text counts as a literal only if it has an
/// anchor beside a slash, or flags after syntax that paths do not have.
fn literal(pattern: &str) -> Option<&str> {
    let (inner, flags) = pattern.strip_prefix('/')?.rsplit_once('/')?;
    let is_flag = |char: char| "dgimsuvy".contains(char);
    let is_anchored = inner.starts_with('^') || inner.ends_with('$');
    let is_pattern = inner.contains(|char: char| "[](){}*+?|^$\\".contains(char));
    let is_flagged = !flags.is_empty() && flags.len() <= 3 && is_pattern;
    (flags.chars().all(is_flag) && (is_anchored || is_flagged)).then_some(inner)
}

/// Patterns that match every text.
const ANYTHING: [&str; 11] = [
    ".*",
    ".*?",
    "[\\s\\S]*",
    "[\\S\\s]*",
    "[\\w\\W]*",
    "[\\W\\w]*",
    "[\\d\\D]*",
    "[\\D\\d]*",
    "[^]*",
    "(.|\\n)*",
    "(?:.|\\n)*",
];

/// Whether a pattern matches every text without line breaks: it is empty apart from anchors, or
/// matches any characters.
pub(super) fn matches_all(pattern: &str) -> bool {
    let begins = pattern.strip_prefix('^');
    let ends = pattern
        .strip_suffix('$')
        .filter(|rest| !rest.ends_with('\\'));
    let (rest, is_whole) = match (begins, ends) {
        (Some(begins), Some(_)) if begins.ends_with('$') => (&begins[..begins.len() - 1], true),
        (Some(begins), _) => (begins, false),
        (None, Some(ends)) => (ends, false),
        (None, None) => (pattern, false),
    };
    let mut inner = rest;
    while let Some(group) = inner.strip_prefix('(').and_then(|it| it.strip_suffix(')')) {
        inner = group.strip_prefix("?:").unwrap_or(group);
    }
    if ANYTHING.contains(&inner) {
        return true;
    }
    // What asks for nothing of its surroundings and matches nothing at all does so everywhere.
    let asks = |char: char| "^$\\|()".contains(char);
    !is_whole && !rest.contains(asks) && compile(rest).is_ok_and(|it| it.find("").is_some())
}

/// An upper bound for the number of ways to match a pattern against a text of some length: the
/// product of those of its parts.
struct Estimate<'p> {
    rest: Peekable<Chars<'p>>,
    length: u64,
}

impl<'p> Estimate<'p> {
    fn of(pattern: &'p str, length: u64) -> u64 {
        let rest = pattern.chars().peekable();
        let mut estimate = Self { rest, length };
        let mut ways = 1_u64;
        // A bracket that closes nothing is no pattern.
        while estimate.rest.peek().is_some() {
            ways = ways.saturating_mul(estimate.group());
        }
        ways
    }

    /// Estimates a group up to its closing bracket, which is consumed.
    fn group(&mut self) -> u64 {
        // The groups that are open: the ways of what was read of each.
        let mut open = vec![1_u64];
        let mut last = 1;
        while let Some(char) = self.rest.next() {
            let ways = open.last_mut().expect("one is open until the end");
            last = match char {
                '(' => {
                    *ways = ways.saturating_mul(last);
                    open.push(1);
                    1
                }
                ')' => {
                    let inner = ways.saturating_mul(last);
                    open.pop();
                    if open.is_empty() {
                        return inner;
                    }
                    self.repeated(inner)
                }
                '|' => {
                    *ways = ways.saturating_mul(last).saturating_add(1);
                    1
                }
                other => {
                    *ways = ways.saturating_mul(last);
                    match other {
                        '\\' => drop(self.rest.next()),
                        '[' => self.skip_class(),
                        _ => {}
                    }
                    self.repeated(1)
                }
            };
        }
        open.into_iter().fold(last, u64::saturating_mul)
    }

    fn skip_class(&mut self) {
        while let Some(char) = self.rest.next() {
            match char {
                '\\' => drop(self.rest.next()),
                ']' => return,
                _ => {}
            }
        }
    }

    /// Returns the number of ways of a term with the quantifier after it.
    fn repeated(&mut self, ways: u64) -> u64 {
        let (least, most) = match self.rest.peek() {
            Some('*' | '+') => {
                self.rest.next();
                (0, self.length)
            }
            Some('?') => {
                self.rest.next();
                (0, 1)
            }
            Some('{') => self.braces(),
            _ => return ways,
        };
        let most = most.min(self.length);
        let times = u32::try_from(most).unwrap_or(u32::MAX);
        let counts = most.saturating_sub(least).saturating_add(1);
        ways.saturating_pow(times).saturating_mul(counts)
    }

    /// Parses `{2}`, `{2,}` or `{2,3}`.
    fn braces(&mut self) -> (u64, u64) {
        let text: String = self.rest.by_ref().take_while(|char| *char != '}').collect();
        let text = text.trim_start_matches('{');
        let number = |text: &str| text.parse().ok();
        match text.split_once(',') {
            None => number(text).map_or((0, self.length), |count| (count, count)),
            Some((least, most)) => (
                number(least).unwrap_or(0),
                number(most).unwrap_or(self.length),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quick_is_judged() {
        let at = "name.surname@mail.example.com";
        for (pattern, text, expected) in [
            (r"^[^@]+@[^@]+\.[^@]+$", at, true),
            (
                r"^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$",
                "00:1b:44:11:3a:b7",
                true,
            ),
            (r"^\d{4}-\d{2}-\d{2}$", "2026-1-1", false),
            (r"^(abc)*$", "abcabcab", false),
            (r"^[(*+]{1,3}\(\*$", "+(*", true),
            ("^(GET|PUT)$", "PUT", true),
        ] {
            assert_eq!(try_match(pattern, text), Some(expected), "{pattern} {text}");
        }
    }

    #[test]
    fn patterns_of_edition_5_are_read_as_they_are_meant() {
        let says = |pattern: &str, text: &str| try_match(&with_flag(pattern), text);
        let phone = r"^\d{3}\-\d{4}$";
        assert_eq!(says(phone, "555-0100"), Some(true));
        assert_eq!(says(phone, "5550100"), Some(false));
        assert_eq!(says(r"^[^\@]+\@.+$", "a@b"), Some(true));
        assert_eq!(says(r"^[\w-\.]+$", "a-b.c"), Some(true));
        assert_eq!(says(r"^\p{L}\@$", "\u{e9}@"), Some(true));
        assert_eq!(says("^.$", "\u{1F600}"), Some(true));
    }

    #[test]
    fn what_other_languages_mean_is_not_read_as_letters() {
        for pattern in [
            r"\A\d+\z",
            r"^\Qa\E$",
            "^[[:alpha:]]+$",
            "^a{,3}$",
            "[a-z&&[^b]]",
        ] {
            assert_eq!(try_match(&with_flag(pattern), "1"), None, "{pattern}");
        }
    }

    #[test]
    fn literals_of_javascript_are_known() {
        for pattern in ["/^[a-z]+$/i", "/^a/", "/[a-z]+/g", "/x$/", "/^$/"] {
            assert!(literal(pattern).is_some(), "{pattern}");
        }
        for pattern in [
            "^/a/$",
            "/a/",
            "/v1/us",
            "^[a-z]+$",
            "/",
            "//",
            "/a/[a-z]+",
            "/[a-z]+/items",
        ] {
            assert_eq!(literal(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn what_matches_every_text_is_known() {
        for pattern in [
            "",
            "^",
            "$",
            ".*",
            "^.*",
            ".*$",
            "^.*$",
            "^(.*)$",
            "(.*)",
            "^(?:.*)$",
            "[\\s\\S]*",
            "^[\\s\\S]*$",
            "^(.|\\n)*$",
            "[a-z]*",
            "x?",
            "^[a-z]*",
            "^((.*))$",
            "a{0,3}",
        ] {
            assert!(matches_all(pattern), "{pattern}");
        }
        for pattern in [
            ".",
            ".+",
            "^.+$",
            "^$",
            "^[a-z]*$",
            "^x-",
            "^x?$",
            "a|",
            "\\$",
            "^(a)(.*)$",
            "(?=a)",
            "\\b",
            "^.*\\$",
            "^(.*)(b)$",
        ] {
            assert!(!matches_all(pattern), "{pattern}");
        }
    }

    #[test]
    fn what_could_take_long_is_not() {
        let text = "a".repeat(60);
        for pattern in [
            "(a*)*b",
            "^(a+)+$",
            "^(a|a)*$",
            "^(a?){60}b",
            &"a?".repeat(30),
            "a*a*a*a*a*b",
            "((a{1,9}){1,9}){1,9}b",
            "(",
        ] {
            assert_eq!(try_match(pattern, &text), None, "{pattern}");
        }
    }
}
