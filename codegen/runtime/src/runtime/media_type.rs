//! Media types (RFC 9110 §8.3.1) and how well they match.

use std::cmp::Reverse;

/// A parsed media type. `charset` is ignored: JSON has none, and text is UTF-8.
pub(super) struct MediaType {
    /// Type and subtype, in lower case. `text/json` is an alias of `application/json`.
    essence: String,
    /// Whether the type was written by its alias.
    is_alias: bool,
    /// Names in lower case, and unquoted values.
    parameters: Vec<(String, String)>,
}

/// How well an expected media type matches a given one, from worst to best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MediaTypeMatch {
    /// No match.
    Not,
    /// The given type is a specific type of JSON, such as `application/hal+json`, and
    /// `application/json` is expected.
    OwnJson,
    /// The given type is `application/json`, and a specific type of JSON is expected.
    PlainJson,
    /// The range `*/*` is expected.
    Any,
    /// A range such as `text/*` is expected.
    Range,
    /// Type and subtype are equal; so many of the expected parameters are given, so many are
    /// missing, and the type is not an alias.
    Named(usize, Reverse<usize>, bool),
}

impl MediaType {
    pub(super) fn parse(text: &str) -> Self {
        let mut parts = split_parameters(text).into_iter();
        let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
        let parameters = parts.filter_map(|part| {
            let (name, value) = part.split_once('=')?;
            let name = name.trim().to_ascii_lowercase();
            (name != "charset").then(|| (name, unquote(value.trim())))
        });
        Self {
            parameters: parameters.collect(),
            is_alias: essence == "text/json",
            essence: match &*essence {
                "text/json" => "application/json".to_owned(),
                _ => essence,
            },
        }
    }

    /// Returns the charset that a media type names, if it is one whose texts are not UTF-8.
    #[cfg(feature = "server")]
    pub(super) fn foreign_charset(text: &str) -> Option<String> {
        let parameters = split_parameters(text).into_iter().skip(1);
        let mut charsets = parameters.filter_map(|part| {
            let (name, value) = part.split_once('=')?;
            let is_charset = name.trim().eq_ignore_ascii_case("charset");
            is_charset.then(|| unquote(value.trim()))
        });
        let is_utf_8 = |it: &str| {
            let names = ["utf-8", "utf8", "us-ascii"];
            names.iter().any(|name| it.eq_ignore_ascii_case(name))
        };
        charsets.find(|it| !is_utf_8(it))
    }

    pub(super) fn essence(&self) -> &str {
        &self.essence
    }

    /// Returns whether the type is `application/json` or ends with `+json`.
    pub(super) fn is_json(&self) -> bool {
        self.is_plain_json() || self.essence.ends_with("+json")
    }

    fn is_plain_json(&self) -> bool {
        self.essence == "application/json"
    }

    /// Returns how well `expected` matches the type.
    pub(super) fn match_with(&self, expected: &Self) -> MediaTypeMatch {
        let given = |name: &str| self.parameters.iter().find(|(it, _)| it == name);
        let (mut matched, mut missing) = (0, 0);
        for (name, value) in &expected.parameters {
            match given(name) {
                Some((_, it)) if it.eq_ignore_ascii_case(value) => matched += 1,
                Some(_) => return MediaTypeMatch::Not,
                None => missing += 1,
            }
        }
        let range = expected.essence.split_once('*');
        let is_within = |(start, end): (&str, &str)| {
            self.essence.starts_with(start) && self.essence.ends_with(end)
        };
        if self.essence == expected.essence {
            let is_literal = self.is_alias == expected.is_alias;
            MediaTypeMatch::Named(matched, Reverse(missing), is_literal)
        } else if expected.essence == "*/*" {
            MediaTypeMatch::Any
        } else if range.is_some_and(is_within) {
            MediaTypeMatch::Range
        } else if self.is_plain_json() && expected.is_json() {
            MediaTypeMatch::PlainJson
        } else if self.is_json() && expected.is_plain_json() {
            MediaTypeMatch::OwnJson
        } else {
            MediaTypeMatch::Not
        }
    }
}

/// Splits at semicolons outside of quotes.
fn split_parameters(text: &str) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (index, char) in text.char_indices() {
        match char {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            ';' if !is_quoted => {
                parts.push(text[start..index].trim());
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts
}

/// Returns a token, or the content of a quoted string (RFC 9110 §5.6.4).
fn unquote(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"').and_then(|it| it.strip_suffix('"')) else {
        return value.to_owned();
    };
    let mut chars = inner.chars();
    let mut text = String::with_capacity(inner.len());
    while let Some(char) = chars.next() {
        text.extend(if char == '\\' {
            chars.next()
        } else {
            Some(char)
        });
    }
    text
}
