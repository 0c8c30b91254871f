//! What errors print of a reply.

use std::borrow::Cow;
use std::fmt::{self, Debug, Write as _};
use std::sync::Arc;

use http::{HeaderMap, HeaderName, header};

/// Whether errors print the body of a reply, and the secrets to redact in case the server sent them
/// back.
#[derive(Clone)]
pub(crate) struct Redaction {
    bodies: bool,
    secrets: Arc<[String]>,
}

/// Headers with secret values.
const SECRET: [HeaderName; 4] = [
    header::SET_COOKIE,
    header::COOKIE,
    header::AUTHORIZATION,
    header::PROXY_AUTHORIZATION,
];

const REDACTED: &str = "[redacted]";

/// The minimum length of a secret that is redacted; shorter texts occur anywhere.
const SHORTEST_SECRET: usize = 6;

impl Default for Redaction {
    fn default() -> Self {
        Self::new(true, Vec::new())
    }
}

impl Redaction {
    /// Creates a redaction from the setting for bodies and the secrets of the request.
    pub(crate) fn new(bodies: bool, mut secrets: Vec<String>) -> Self {
        secrets.retain(|it| it.len() >= SHORTEST_SECRET);
        let secrets = secrets.into();
        Self { bodies, secrets }
    }

    pub(crate) fn bodies(&self) -> bool {
        self.bodies
    }

    /// Returns a text on one line, redacted, and truncated to `most` characters. Characters that
    /// affect how a terminal shows the line are escaped.
    pub(crate) fn one_line(&self, text: &str, most: usize) -> String {
        let text = self.redacted(text);
        let mut line = String::new();
        for (index, char) in text.chars().enumerate() {
            if index == most {
                line.push('…');
                break;
            }
            if char.is_control() {
                line.extend(char.escape_debug());
            } else if is_format(char) {
                line.extend(char.escape_unicode());
            } else {
                line.push(char);
            }
        }
        line
    }

    fn redacted<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        for secret in &*self.secrets {
            if text.contains(secret) {
                text = Cow::Owned(text.replace(secret, REDACTED));
            }
        }
        text
    }

    /// Returns a part of a reply for `Debug`.
    pub(crate) fn body<'a>(&'a self, value: &'a dyn Debug) -> impl Debug + 'a {
        Body {
            redaction: self,
            value,
        }
    }

    /// Returns the headers of a reply for `Debug`.
    pub(crate) fn headers<'a>(&'a self, headers: &'a HeaderMap) -> impl Debug + 'a {
        Headers {
            redaction: self,
            headers,
        }
    }
}

/// Returns whether a character changes the direction of text, or breaks a line without being a
/// control character.
fn is_format(char: char) -> bool {
    matches!(
        char,
        '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

struct Body<'a> {
    redaction: &'a Redaction,
    value: &'a dyn Debug,
}

impl Debug for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { redaction, value } = self;
        if !redaction.bodies {
            return f.write_str("[hidden]");
        }
        if redaction.secrets.is_empty() {
            return value.fmt(f);
        }
        let text = if f.alternate() {
            format!("{value:#?}")
        } else {
            format!("{value:?}")
        };
        f.write_str(&redaction.redacted(&text))
    }
}

struct Headers<'a> {
    redaction: &'a Redaction,
    headers: &'a HeaderMap,
}

impl Debug for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        let headers = self.headers.iter().map(|(name, value)| {
            text.clear();
            let hidden = value.is_sensitive() || SECRET.contains(name);
            let written = if hidden {
                text.write_str(REDACTED)
            } else {
                write!(text, "{value:?}")
            };
            written.expect("a string takes any text");
            let value = self.redaction.redacted(&text).into_owned();
            (name, DebugAsText(value))
        });
        f.debug_map().entries(headers).finish()
    }
}

struct DebugAsText(String);

impl Debug for DebugAsText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Prints no secrets.
impl Debug for Redaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redaction")
            .field("bodies", &self.bodies)
            .finish_non_exhaustive()
    }
}
