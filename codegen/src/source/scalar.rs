//! A scalar's text and form in, its value out (YAML 1.2, §10.3.2, the core schema).

use std::borrow::Cow;

use super::event::Form;
use crate::tree::{Number, Tree, Truth};

/// Returns the value of a scalar. The error describes what its tag or the grammar does not allow.
pub(super) fn type_scalar(text: Cow<'_, str>, form: Form) -> Result<Tree, String> {
    match form {
        Form::Plain => Ok(plain(&text).unwrap_or_else(|| string(text))),
        Form::Text => Ok(string(text)),
        Form::Number => number(&text).ok_or_else(|| format!("`{text}` cannot be read as a number")),
        Form::Bool => boolean(&text).ok_or_else(|| format!("`{text}` is neither true nor false")),
        Form::Null => null(&text).ok_or_else(|| format!("`{text}` is not null")),
    }
}

/// Strings live as long as the tree, so their spare capacity is released.
fn string(text: Cow<'_, str>) -> Tree {
    let mut text = text.into_owned();
    text.shrink_to_fit();
    Tree::String(text)
}

/// Returns the value of a plain scalar, unless it is a string. The first character rules out most.
fn plain(text: &str) -> Option<Tree> {
    match text.bytes().next() {
        None | Some(b'~' | b'n' | b'N') => null(text),
        Some(b't' | b'T' | b'f' | b'F') => boolean(text),
        Some(b'0'..=b'9' | b'+' | b'-' | b'.') => number(text),
        Some(_) => None,
    }
}

fn null(text: &str) -> Option<Tree> {
    matches!(text, "" | "~" | "null" | "Null" | "NULL").then_some(Tree::Null)
}

fn boolean(text: &str) -> Option<Tree> {
    Truth::parse(text).map(Tree::Bool)
}

/// Returns a decimal number as it is written, or an octal or hexadecimal one with its decimal
/// value.
///
/// Two kinds of numbers of the core schema stay strings: those with a leading zero, which JSON does
/// not allow and which are usually codes (`044925`), and hexadecimal ones of more than 128 bits,
/// which are hashes.
fn number(text: &str) -> Option<Tree> {
    let number = match text.get(..2) {
        Some("0x") => Number::with_spelling(radix(&text[2..], 16)?, text),
        Some("0o") => Number::with_spelling(radix(&text[2..], 8)?, text),
        _ if has_leading_zero(text) => return None,
        _ => Number::parse(text)?,
    };
    Some(Tree::Number(number))
}

fn radix(digits: &str, radix: u32) -> Option<u128> {
    // A sign is not part of the grammar here, but `from_str_radix` would take one.
    if digits.starts_with('+') {
        return None;
    }
    u128::from_str_radix(digits, radix).ok()
}

fn has_leading_zero(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text).as_bytes();
    matches!(digits, [b'0', b'0'..=b'9', ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(form: Form, text: &str, json: &str) {
        let value = type_scalar(text.into(), form).map(|tree| tree.to_json());
        assert_eq!(value.as_deref(), Ok(json), "{text}");
    }

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        for text in ["", "~", "null", "Null", "NULL"] {
            check(Form::Plain, text, "null");
        }
        for (text, json) in [
            ("true", "true"),
            ("FALSE", "false"),
            ("0", "0"),
            ("-0", "-0"),
            ("+12", "12"),
            ("1.10", "1.10"),
            ("1e3", "1e3"),
            (".5", "0.5"),
            ("1.", "1"),
            ("0x1F", "31"),
            ("0o17", "15"),
            (
                "340282366920938463463374607431768211456",
                "340282366920938463463374607431768211456",
            ),
        ] {
            check(Form::Plain, text, json);
        }
    }

    #[test]
    fn everything_else_is_a_string() {
        for text in [
            "OFF",
            "yes",
            "no",
            "on",
            "y",
            "nULL",
            "tRue",
            "18:00",
            "12:30:45",
            "2020-01-01",
            "044925",
            "-01",
            "00",
            "01.5",
            "1_000",
            "1.2.3",
            ".inf",
            "-.INF",
            ".nan",
            ".",
            "+",
            "0x",
            "0x+1",
            "0o8",
            "-0x1",
            "1e",
            "e3",
            "truest",
            "1 2",
            "Ω",
            "0xb94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9",
        ] {
            check(Form::Plain, text, &format!("\"{text}\""));
        }
    }

    #[test]
    fn tags_decide() {
        check(Form::Text, "12", "\"12\"");
        check(Form::Number, "12", "12");
        check(Form::Null, "", "null");
        assert!(type_scalar("x".into(), Form::Number).is_err());
        assert!(type_scalar("0".into(), Form::Bool).is_err());
        assert!(type_scalar("0".into(), Form::Null).is_err());
    }
}
