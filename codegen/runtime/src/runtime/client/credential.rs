//! What shows who calls, for one security scheme.

use std::fmt;

use http::HeaderValue;

use crate::runtime::Base64;

/// A credential for one security scheme. Never printed, and never sent to another host.
#[derive(Clone, Debug)]
pub struct Credential {
    pub(super) secret: Secret,
}

/// What a [`Credential`] consists of.
#[derive(Clone, Debug)]
pub(super) enum Secret {
    /// A key or a token.
    Key(RedactedString),
    /// A name and a password, as they stand in a header.
    Basic(RedactedString),
    /// What a token source gives; they are counted.
    Source(usize),
    /// Something that cannot be sent.
    Unusable,
}

/// A text that is never printed.
#[derive(Clone)]
pub(super) struct RedactedString(String);

impl Credential {
    /// A key or a token, which is sent where the scheme says. Control characters are not allowed.
    #[must_use]
    pub fn key(key: impl Into<String>) -> Self {
        let key = key.into();
        let secret = if HeaderValue::from_str(&key).is_ok() {
            Secret::Key(RedactedString(key))
        } else {
            Secret::Unusable
        };
        Self { secret }
    }

    /// A user name and a password (RFC 7617). Control characters are not allowed, nor is a colon in
    /// the user name.
    #[must_use]
    pub fn basic(user: &str, password: &str) -> Self {
        let is_control = |text: &str| text.contains(|char: char| char.is_ascii_control());
        let secret = if user.contains(':') || is_control(user) || is_control(password) {
            Secret::Unusable
        } else {
            let both = Base64::encode(format!("{user}:{password}"));
            Secret::Basic(RedactedString(both.as_str().to_owned()))
        };
        Self { secret }
    }

    /// What the token source gives that was added as the `index`th.
    pub(super) fn source(index: usize) -> Self {
        let secret = Secret::Source(index);
        Self { secret }
    }

    pub(super) fn is_usable(&self) -> bool {
        !matches!(self.secret, Secret::Unusable)
    }
}

impl RedactedString {
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RedactedString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
