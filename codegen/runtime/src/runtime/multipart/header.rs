//! Headers of parts, and parameters of header values.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde::de::Error as _;
use serde_json::Error;

/// Parses the headers of a part; names are kept as written.
pub(super) fn parse_headers(head: &[u8]) -> Result<Vec<(String, String)>, Error> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in head.split(|byte| *byte == b'\n') {
        let line = String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line));
        // A line that begins with a blank continues the one before (RFC 5322 §2.2.3).
        if line.starts_with([' ', '\t'])
            && let Some((_, value)) = found.last_mut()
        {
            value.push(' ');
            value.push_str(line.trim());
            continue;
        }
        if line.is_empty() {
            continue;
        }
        let (name, value) = line
            .split_once(':')
            .ok_or_else(|| Error::custom(format_args!("{line:?} is not a header of a part")))?;
        found.push((name.trim().to_owned(), value.trim().to_owned()));
    }
    Ok(found)
}

/// A header value with parameters, such as `form-data; name="a"`.
pub(in crate::runtime) struct HeaderParameters {
    /// The value before the first semicolon, in lower case.
    pub(in crate::runtime) essence: String,
    /// Names in lower case.
    parameters: Vec<(String, String)>,
}

impl HeaderParameters {
    pub(in crate::runtime) fn parse(value: &str) -> Self {
        let (essence, mut rest) = value.split_once(';').unwrap_or((value, ""));
        let mut parameters = Vec::new();
        while !rest.is_empty() {
            let end = rest.find(['=', ';']).unwrap_or(rest.len());
            let name = rest[..end].trim().to_ascii_lowercase();
            rest = &rest[end..];
            let Some(value) = rest.strip_prefix('=') else {
                rest = rest.strip_prefix(';').unwrap_or(rest);
                continue;
            };
            let value = value.trim_start();
            if let Some(quoted) = value.strip_prefix('"') {
                let (text, behind) = unquote(quoted);
                parameters.push((name, text));
                rest = behind.split_once(';').map_or("", |(_, rest)| rest);
            } else {
                let (text, behind) = value.split_once(';').unwrap_or((value, ""));
                parameters.push((name, text.trim().to_owned()));
                rest = behind;
            }
        }
        Self {
            essence: essence.trim().to_ascii_lowercase(),
            parameters,
        }
    }

    /// Returns the parameters, with names in lower case.
    pub(in crate::runtime) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let parameters = self.parameters.iter();
        parameters.map(|(name, value)| (&**name, &**value))
    }

    pub(in crate::runtime) fn get(&self, name: &str) -> Option<&str> {
        let mut parameters = self.parameters.iter();
        let (_, value) = parameters.find(|(it, _)| it == name)?;
        Some(value)
    }

    /// Returns the name of a file, which may be encoded for characters beyond ASCII (RFC 5987).
    pub(in crate::runtime) fn file_name(&self) -> Option<String> {
        let extended = self.get("filename*").and_then(|it| {
            let (charset, rest) = it.split_once('\'')?;
            let (_, text) = rest.split_once('\'')?;
            let is_utf8 = charset.eq_ignore_ascii_case("UTF-8");
            let text = percent_decode_str(text).decode_utf8().ok();
            text.filter(|_| is_utf8).map(Cow::into_owned)
        });
        extended.or_else(|| self.get("filename").map(unescape_name))
    }
}

/// Returns the text before the closing quote, and the rest after it. A backslash escapes only
/// quotes and backslashes.
fn unquote(quoted: &str) -> (String, &str) {
    let mut text = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return (text, &quoted[at + 1..]),
            '\\' if quoted[at + 1..].starts_with(['"', '\\']) => {
                text.extend(chars.next().map(|(_, char)| char));
            }
            char => text.push(char),
        }
    }
    (text, "")
}

/// Decodes a quoted name as written by browsers (HTML standard, §4.10.21.8).
pub(super) fn unescape_name(name: &str) -> String {
    let name = name.replace("%22", "\"");
    name.replace("%0D", "\r").replace("%0A", "\n")
}
