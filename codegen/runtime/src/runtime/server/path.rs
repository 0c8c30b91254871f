//! Path templates matched against the paths of requests.

use std::borrow::Cow;

use crate::runtime::Server;

/// What a path has in place of each parameter of a template, still encoded.
pub(super) type Captures<'r> = Vec<(&'static str, &'r str)>;

/// Matches a path against a template. `is_catch_all` tells whether a parameter takes the rest of the
/// path. A parameter is never empty, and one that occurs twice has the same value twice.
pub(super) fn match_path<'r>(
    template: &'static str,
    path: &'r str,
    is_catch_all: &dyn Fn(&str) -> bool,
) -> Option<Captures<'r>> {
    let mut captures = Captures::new();
    match_rest(template, path, is_catch_all, &mut captures).then_some(captures)
}

fn match_rest<'r>(
    template: &'static str,
    path: &'r str,
    is_catch_all: &dyn Fn(&str) -> bool,
    captures: &mut Captures<'r>,
) -> bool {
    let (literal, name, rest) = split_template(template);
    let Some(path) = strip_literal(path, literal) else {
        return false;
    };
    let Some(name) = name else {
        return path.is_empty();
    };
    let segment = if is_catch_all(name) {
        path.len()
    } else {
        path.find('/').unwrap_or(path.len())
    };
    // In `{name}.{extension}`, the first takes as much as it can.
    for end in (1..=segment).rev() {
        if !path.is_char_boundary(end) || (rest.is_empty() && end < path.len()) {
            continue;
        }
        let (value, behind) = path.split_at(end);
        let known = captures.iter().find(|(it, _)| *it == name);
        if known.is_some_and(|(_, it)| *it != value) {
            continue;
        }
        let length = captures.len();
        captures.push((name, value));
        if match_rest(rest, behind, is_catch_all, captures) {
            return true;
        }
        captures.truncate(length);
        if rest.starts_with('/') && !is_catch_all(name) {
            return false;
        }
    }
    false
}

/// Splits a template at its first parameter: the text before, the name, and the rest.
pub(super) fn split_template(
    template: &'static str,
) -> (&'static str, Option<&'static str>, &'static str) {
    if let Some((literal, behind)) = template.split_once('{')
        && let Some((name, rest)) = behind.split_once('}')
    {
        (literal, Some(name), rest)
    } else {
        (template, None, "")
    }
}

/// Removes a literal part of a template from the start of a path. A character and its
/// percent-encoding are the same, except for a slash.
fn strip_literal<'r>(mut path: &'r str, literal: &str) -> Option<&'r str> {
    if let Some(rest) = path.strip_prefix(literal) {
        return Some(rest);
    }
    let mut literal = literal.as_bytes();
    while !literal.is_empty() {
        let (expected, behind) = next_byte(literal)?;
        let (found, rest) = next_byte(path.as_bytes())?;
        let is_slash = |byte, text: &[u8]| byte == b'/' && text[0] == b'/';
        if expected != found || is_slash(expected, literal) != is_slash(found, path.as_bytes()) {
            return None;
        }
        (literal, path) = (behind, path.get(path.len() - rest.len()..)?);
    }
    Some(path)
}

/// Returns the first byte, decoded, and what follows.
fn next_byte(text: &[u8]) -> Option<(u8, &[u8])> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|it| u8::try_from(it).ok())
    };
    if let [b'%', high, low, rest @ ..] = text
        && let (Some(high), Some(low)) = (digit(*high), digit(*low))
    {
        return Some((high * 16 + low, rest));
    }
    text.split_first().map(|(byte, rest)| (*byte, rest))
}

/// Removes the path of a server's URL, such as `/v2`, from the start of a path. A variable in it
/// stands for one segment, or for its default if that has several.
pub(super) fn strip_base<'r>(path: &'r str, server: &Server) -> Option<&'r str> {
    let mut url = Cow::Borrowed(server.url);
    for variable in server.variables {
        if let Some(default) = variable.default.filter(|it| it.contains('/')) {
            url = Cow::Owned(url.replace(&format!("{{{}}}", variable.name), default));
        }
    }
    let base = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => &*url,
    };
    let base = base.split(['?', '#']).next().unwrap_or_default();
    let base = base.trim_matches('/');
    let mut rest = path;
    if base.is_empty() {
        return Some(rest);
    }
    for segment in base.split('/') {
        rest = rest.strip_prefix('/')?;
        let end = rest.find('/').unwrap_or(rest.len());
        let (found, behind) = rest.split_at(end);
        let is_value = segment.contains('{') && !found.is_empty();
        if found != segment && !is_value {
            return None;
        }
        rest = behind;
    }
    Some(if rest.is_empty() { "/" } else { rest })
}
