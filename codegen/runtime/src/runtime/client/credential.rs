//! Credentials for security schemes.

use std::fmt;

use http::HeaderValue;

use crate::runtime::Base64;

/// A credential for a security scheme. It is never printed, and never sent to another host.
#[derive(Clone, Debug)]
pub struct Credential {
    pub(super) secret: Secret,
}

/// The content of a [`Credential`].
#[derive(Clone, Debug)]
pub(super) enum Secret {
    /// A key or a token.
    Key(RedactedString),
    /// A user name and a password, in the encoded form of the header.
    Basic(RedactedString),
    /// A token from the token source with this index.
    Source(usize),
    /// A value that cannot be sent.
    Unusable,
}

/// A string whose `Debug` prints nothing of it.
#[derive(Clone)]
pub(super) struct RedactedString(String);

impl Credential {
    /// Creates a credential from a key or a token, which is sent where the security scheme
    /// declares. Control characters make it invalid.
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

    /// Creates a credential from a user name and a password (RFC 7617). Control characters make it
    /// invalid, and so does a colon in the user name.
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

    /// Creates a credential whose token comes from the token source with this index.
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
