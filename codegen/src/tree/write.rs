//! A tree in, YAML or indented JSON out.

use std::fmt::Write;

use super::node::{Object, Tree, write_json_string};
use super::number::Number;

/// The length up to which a key can stand before its colon (YAML 1.2 §7.4.3), with room for quotes.
const LONGEST_KEY: usize = 500;

impl Tree {
    /// Returns this node as YAML, which all versions of YAML read alike, with members in order.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        let mut text = String::new();
        match self {
            Self::Object(members) if !members.is_empty() => write_members(members, 0, &mut text),
            Self::Array(items) if !items.is_empty() => write_items(items, 0, &mut text),
            // A block would have to be indented.
            Self::String(string) => write_inline(string, &mut text),
            node => write_scalar(node, 0, &mut text),
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text
    }

    /// Returns this node as JSON with a line for each member and item, in order.
    #[must_use]
    pub fn to_indented_json(&self) -> String {
        let mut text = String::new();
        write_indented(self, 0, &mut text);
        text.push('\n');
        text
    }
}

fn write_indented(tree: &Tree, depth: usize, out: &mut String) {
    let (open, close, count) = match tree {
        Tree::Object(members) => ('{', '}', members.len()),
        Tree::Array(items) => ('[', ']', items.len()),
        Tree::Null | Tree::Bool(_) | Tree::Number(_) | Tree::String(_) => (' ', ' ', 0),
    };
    if count == 0 {
        out.push_str(&tree.to_json());
        return;
    }
    out.push(open);
    let keys = tree.as_object().into_iter().flatten();
    let members = keys.map(|(key, value)| (Some(key), value));
    let items = tree.as_array().into_iter().flatten().map(|it| (None, it));
    for (index, (key, value)) in members.chain(items).enumerate() {
        out.push_str(if index > 0 { ",\n" } else { "\n" });
        write_indent(depth + 1, out);
        if let Some(key) = key {
            write_json_string(key, out);
            out.push_str(": ");
        }
        write_indented(value, depth + 1, out);
    }
    out.push('\n');
    write_indent(depth, out);
    out.push(close);
}

fn write_indent(depth: usize, out: &mut String) {
    out.extend(std::iter::repeat_n("  ", depth));
}

fn write_members(members: &Object, depth: usize, out: &mut String) {
    for (index, (key, value)) in members.iter().enumerate() {
        if index > 0 {
            write_indent(depth, out);
        }
        if key.len() > LONGEST_KEY {
            out.push_str("? ");
        }
        write_inline(key, out);
        if key.len() > LONGEST_KEY {
            out.push('\n');
            write_indent(depth, out);
        }
        out.push(':');
        match value {
            Tree::Object(below) if !below.is_empty() => {
                out.push('\n');
                write_indent(depth + 1, out);
                write_members(below, depth + 1, out);
            }
            Tree::Array(items) if !items.is_empty() => {
                out.push('\n');
                write_indent(depth + 1, out);
                write_items(items, depth + 1, out);
            }
            value => {
                out.push(' ');
                write_scalar(value, depth + 1, out);
                out.push('\n');
            }
        }
    }
}

fn write_items(items: &[Tree], depth: usize, out: &mut String) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            write_indent(depth, out);
        }
        out.push_str("- ");
        match item {
            Tree::Object(below) if !below.is_empty() => write_members(below, depth + 1, out),
            Tree::Array(below) if !below.is_empty() => write_items(below, depth + 1, out),
            item => {
                write_scalar(item, depth + 1, out);
                out.push('\n');
            }
        }
    }
}

/// Writes a scalar or an empty collection, whose further lines are indented.
fn write_scalar(tree: &Tree, depth: usize, out: &mut String) {
    match tree {
        Tree::Number(number) => out.push_str(&spell_number(number)),
        Tree::String(text) if is_block(text) => write_block(text, depth, out),
        Tree::String(text) => write_inline(text, out),
        tree => out.push_str(&tree.to_json()),
    }
}

/// Returns a number that YAML 1.1 reads as one: a point and a sign before an exponent.
fn spell_number(number: &Number) -> String {
    let text = number.to_json();
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return text;
    };
    let point = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with(['+', '-']) {
        ""
    } else {
        "+"
    };
    format!("{mantissa}{point}e{sign}{exponent}")
}

/// Whether a text is written as a literal block, line by line.
fn is_block(text: &str) -> bool {
    let is_shown = |char: char| char == '\n' || is_printable(char);
    text.contains('\n') && !text.starts_with([' ', '\n']) && text.chars().all(is_shown)
}

fn write_block(text: &str, depth: usize, out: &mut String) {
    let body = text.trim_end_matches('\n');
    out.push_str(match text.len() - body.len() {
        0 => "|-",
        1 => "|",
        _ => "|+",
    });
    let lines = text.strip_suffix('\n').unwrap_or(text);
    for line in lines.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            write_indent(depth, out);
            out.push_str(line);
        }
    }
}

/// Writes a string on one line: as it is if it cannot be taken for anything else, or else in quotes.
fn write_inline(text: &str, out: &mut String) {
    if is_plain(text) {
        out.push_str(text);
        return;
    }
    out.push('"');
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            char if is_printable(char) => out.push(char),
            char => {
                let written = write!(out, "\\U{:08X}", u32::from(char));
                written.expect("writing to a string never fails");
            }
        }
    }
    out.push('"');
}

/// Whether a character can stand in YAML of every version, and starts no line.
fn is_printable(char: char) -> bool {
    let breaks = ['\u{85}', '\u{2028}', '\u{2029}', '\u{FEFF}'];
    let is_private = matches!(char, '\u{FFFE}' | '\u{FFFF}');
    !char.is_control() && !breaks.contains(&char) && !is_private
}

/// Whether a text is a string without quotes, for YAML 1.1 as for 1.2.
fn is_plain(text: &str) -> bool {
    /// Words that some version takes for a boolean or null.
    const WORDS: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let starts = |first: char| first.is_ascii_alphabetic() || matches!(first, '_' | '/' | '$');
    let is_harmless = |char: char| char.is_alphanumeric() || " _/$.()+~^;=<-".contains(char);
    text.starts_with(starts)
        && text.chars().all(|it| is_harmless(it) && is_printable(it))
        && !text.ends_with(' ')
        && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::source::{self, Sources};

    use super::*;

    fn parse(name: &str, text: &str) -> Tree {
        let mut sources = Sources::default();
        let file = sources.add(name, text);
        let mut diagnostics = Diagnostics::default();
        let tree = source::parse(&sources, file, &mut diagnostics);
        tree.unwrap_or_else(|| panic!("{text}\n{diagnostics:?}"))
    }

    /// Both texts of a node have the same value.
    fn check(tree: &Tree) {
        let yaml = tree.to_yaml();
        assert_eq!(parse("a.yml", &yaml), *tree, "{yaml}");
        let json = tree.to_indented_json();
        assert_eq!(parse("a.json", &json), *tree, "{json}");
    }

    fn object(members: Vec<(&str, Tree)>) -> Tree {
        let members = members.into_iter().map(|(key, it)| (key.to_owned(), it));
        Tree::Object(Box::new(members.collect()))
    }

    /// Strings that could be taken for something else.
    const STRINGS: &[&str] = &[
        "",
        " ",
        "a",
        "a ",
        " a",
        "true",
        "No",
        "null",
        "~",
        "12",
        "1e5",
        "0x1F",
        "2026-11-30",
        "200",
        "- a",
        "a: b",
        "a #b",
        "#",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a`",
        "{a}",
        "[a]",
        "'a'",
        "\"a\"",
        "\\",
        "a\nb",
        "a\nb\n",
        "a\nb\n\n",
        "\na",
        " a\nb",
        "a\n b\n\nc",
        "a\n\tb",
        "\ta\nb",
        "a\r\nb",
        "\r",
        "\u{0}",
        "\u{7F}",
        "\u{85}",
        "\u{2028}",
        "\u{FEFF}",
        "größe",
        "名前",
        "a\u{1F600}b",
        "---",
        "...",
        "? a",
        "| a",
        "> a",
        "=",
        "<<",
        "a,b",
        "a\n---\nb",
        "a\n# b",
        "a\n...\n",
        "\n",
        "\n\n",
        "a\n\n\n",
        "a \nb ",
        "x:y",
        "a:",
    ];

    #[test]
    fn strings_are_read_back_wherever_they_stand() {
        let long = "long ".repeat(400);
        for text in STRINGS.iter().copied().chain([&*long]) {
            let value = || Tree::String(text.to_owned());
            check(&value());
            check(&object(vec![(text, value()), ("z", Tree::Null)]));
            check(&Tree::Array(vec![value(), value()]));
            let nested = object(vec![(
                text,
                Tree::Array(vec![object(vec![("a", value())])]),
            )]);
            check(&Tree::Array(vec![
                nested,
                Tree::Array(vec![Tree::Array(vec![value()])]),
            ]));
        }
    }

    #[test]
    fn numbers_and_empty_collections_are_read_back() {
        let text =
            "[1, -1, 0.5, 1.0, 1e5, 1E-5, 12345678901234567890123, [], {}, [[]], null, true]";
        check(&parse("a.json", text));
        assert_eq!(parse("a.json", "1e5").to_yaml(), "1.0e+5\n");
        assert_eq!(parse("a.yml", "a: 0x1F").to_yaml(), "a: 31\n");
    }

    #[test]
    fn nested_collections_are_indented() {
        let tree = parse(
            "a.json",
            r#"{"a": [{"b": 1, "c": [2]}, "x"], "200": {"d": "e\nf\n"}}"#,
        );
        let yaml = "a:\n  - b: 1\n    c:\n      - 2\n  - x\n\"200\":\n  d: |\n    e\n    f\n";
        assert_eq!(tree.to_yaml(), yaml);
        let json = "{\n  \"a\": [\n    {\n      \"b\": 1,\n      \"c\": [\n        2\n      ]\n    },\n    \"x\"\n  ],\n  \"200\": {\n    \"d\": \"e\\nf\\n\"\n  }\n}\n";
        assert_eq!(tree.to_indented_json(), json);
    }
}
