//! Patterns and texts in, whether they match out; not where that could take long, for the engine
//! goes back and tries again.

use std::iter::Peekable;
use std::str::Chars;

use regress::Regex;

/// The attempts that a match may take at the most.
const MOST: u64 = 10_000_000;

/// Whether a text matches an ECMA-262 pattern. `None` where the pattern is none, or where to find
/// out could take more than [`MOST`] attempts.
pub(super) fn judge(pattern: &str, text: &str) -> Option<bool> {
    let length = text.chars().count() as u64;
    let attempts = Estimate::of(pattern, length).saturating_mul(length + 1);
    if attempts > MOST {
        return None;
    }
    let regex = Regex::with_flags(pattern, "u").ok()?;
    Some(regex.find(text).is_some())
}

/// How many ways there are to read a text of some length by a pattern, at the most: the product of
/// those of its parts.
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

    /// What stands before the bracket that closes a group, which is read too.
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

    /// The ways of something that has this many, with the quantifier behind it.
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

    /// `{2}`, `{2,}` or `{2,3}`.
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
            assert_eq!(judge(pattern, text), Some(expected), "{pattern} {text}");
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
            assert_eq!(judge(pattern, &text), None, "{pattern}");
        }
    }
}
