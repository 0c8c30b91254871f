//! Patterns that are one character class, which need no engine.

/// `^[…]{least,most}$`: a number of characters from one set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Class {
    /// A bit for each byte of UTF-8: for each ASCII character, and the same for all bytes of others.
    bytes: [u64; 4],
    least: usize,
    most: usize,
}

impl Class {
    /// Parses a pattern if it is one class of ASCII characters between `^` and `$`.
    #[allow(clippy::cast_possible_truncation)] // Each half of the set is a word.
    pub(crate) const fn parse(pattern: &str) -> Option<Self> {
        let bytes = pattern.as_bytes();
        if bytes.len() < 3 || bytes[0] != b'^' || bytes[bytes.len() - 1] != b'$' {
            return None;
        }
        let (inner, _) = bytes.split_at(bytes.len() - 1);
        let mut at = 1;
        let Some((ascii, others)) = parse_set(inner, &mut at) else {
            return None;
        };
        let Some((least, most)) = parse_bounds(inner, at) else {
            return None;
        };
        let others = if others { u64::MAX } else { 0 };
        let (low, high) = (ascii as u64, (ascii >> 64) as u64);
        Some(Self {
            bytes: [low, high, others, others],
            least,
            most,
        })
    }

    /// Returns whether a text consists of such characters.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let is_in_set = |byte: u8| self.bytes[usize::from(byte >> 6)] >> (byte & 63) & 1 != 0;
        let has_length = |length| (self.least..=self.most).contains(&length);
        // A character has one to four bytes, which is often enough to decide.
        let has_any_length = has_length(text.len().div_ceil(4)) && has_length(text.len());
        text.bytes().all(is_in_set) && (has_any_length || has_length(text.chars().count()))
    }
}

/// A set: `[…]`, `[^…]`, `\d` or `\w`.
const fn parse_set(bytes: &[u8], at: &mut usize) -> Option<(u128, bool)> {
    match peek(bytes, *at) {
        Some(b'\\') => match parse_atom(bytes, at) {
            Some((set, None)) => Some((set, false)),
            _ => None,
        },
        Some(b'[') => {
            *at += 1;
            let negated = matches!(peek(bytes, *at), Some(b'^'));
            if negated {
                *at += 1;
            }
            let mut set = 0;
            loop {
                match peek(bytes, *at) {
                    Some(b']') => break,
                    Some(_) => match parse_range(bytes, at) {
                        Some(range) => set |= range,
                        None => return None,
                    },
                    None => return None,
                }
            }
            *at += 1;
            Some(if negated { (!set, true) } else { (set, false) })
        }
        _ => None,
    }
}

/// One item of a class: a character, `a-z`, `\d` or `\w`.
const fn parse_range(bytes: &[u8], at: &mut usize) -> Option<u128> {
    let Some((low, low_char)) = parse_atom(bytes, at) else {
        return None;
    };
    let is_range = matches!(peek(bytes, *at), Some(b'-'))
        && !matches!(peek(bytes, *at + 1), Some(b']') | None);
    if !is_range {
        return Some(low);
    }
    *at += 1;
    match (low_char, parse_atom(bytes, at)) {
        (Some(low), Some((_, Some(high)))) if low <= high => Some(span(low, high)),
        _ => None,
    }
}

/// A character or an escape: its set, and the character if it is a single one.
const fn parse_atom(bytes: &[u8], at: &mut usize) -> Option<(u128, Option<u8>)> {
    let Some(mut byte) = peek(bytes, *at) else {
        return None;
    };
    *at += 1;
    if byte == b'\\' {
        let Some(escaped) = peek(bytes, *at) else {
            return None;
        };
        *at += 1;
        match escaped {
            b'd' => return Some((span(b'0', b'9'), None)),
            b'w' => return Some((WORD, None)),
            // With the `u` flag, only what has a meaning in patterns may be escaped.
            b'^' | b'$' | b'\\' | b'.' | b'*' | b'+' | b'?' | b'(' | b')' | b'[' | b']' | b'{'
            | b'}' | b'|' | b'/' | b'-' => byte = escaped,
            _ => return None,
        }
    }
    if byte < 128 {
        Some((1 << byte, Some(byte)))
    } else {
        None
    }
}

/// `\w`.
const WORD: u128 = span(b'0', b'9') | span(b'a', b'z') | span(b'A', b'Z') | 1 << b'_';

/// The set of the characters from `low` to `high`.
const fn span(low: u8, high: u8) -> u128 {
    (u128::MAX >> (127 - high)) & (u128::MAX << low)
}

/// What follows the set up to the end: nothing, `*`, `+`, `?`, `{n}`, `{n,}` or `{n,m}`.
const fn parse_bounds(bytes: &[u8], start: usize) -> Option<(usize, usize)> {
    let rest = bytes.len() - start;
    match peek(bytes, start) {
        None => Some((1, 1)),
        Some(b'*') if rest == 1 => Some((0, usize::MAX)),
        Some(b'+') if rest == 1 => Some((1, usize::MAX)),
        Some(b'?') if rest == 1 => Some((0, 1)),
        Some(b'{') => {
            let mut at = start + 1;
            let Some(least) = parse_count(bytes, &mut at) else {
                return None;
            };
            let mut most = least;
            if matches!(peek(bytes, at), Some(b',')) {
                at += 1;
                most = match peek(bytes, at) {
                    Some(b'}') => usize::MAX,
                    _ => match parse_count(bytes, &mut at) {
                        Some(most) => most,
                        None => return None,
                    },
                };
            }
            let ends = matches!(peek(bytes, at), Some(b'}')) && at + 1 == bytes.len();
            if ends && least <= most {
                Some((least, most))
            } else {
                None
            }
        }
        Some(_) => None,
    }
}

const fn parse_count(bytes: &[u8], at: &mut usize) -> Option<usize> {
    let start = *at;
    let mut count = 0_usize;
    while let Some(digit @ b'0'..=b'9') = peek(bytes, *at) {
        count = count
            .saturating_mul(10)
            .saturating_add((digit - b'0') as usize);
        *at += 1;
    }
    if *at > start { Some(count) } else { None }
}

pub(super) const fn peek(bytes: &[u8], at: usize) -> Option<u8> {
    if at < bytes.len() {
        Some(bytes[at])
    } else {
        None
    }
}
