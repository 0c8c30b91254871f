//! Base64 text, kept as it was received.

use std::error::Error;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Deserialize, Deserializer};
use serde::{Serialize, Serializer};

use super::{Decode, JsonTypes};

/// Bytes encoded as base64 (RFC 4648 §4). Text that was received is kept verbatim, valid or not.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base64(String);

impl Base64 {
    /// Encodes bytes.
    #[must_use]
    pub fn encode(bytes: impl AsRef<[u8]>) -> Self {
        Self(STANDARD.encode(bytes))
    }

    /// Wraps text that is already encoded. The text is not checked; [`decode`](Self::decode) and
    /// validation do that.
    #[must_use]
    pub fn from_encoded(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the encoded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Decodes the text, which must be padded and canonical. The empty string decodes to no bytes.
    ///
    /// # Errors
    ///
    /// If the text is not base64.
    pub fn decode(&self) -> Result<Vec<u8>, Base64Error> {
        if let Some(fault) = find_error(&self.0) {
            return Err(fault);
        }
        // `find_error` accepts what the engine accepts; if they ever differ, it is the padding.
        STANDARD.decode(&self.0).map_err(|_| Base64Error::Padding)
    }
}

impl fmt::Debug for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Base64 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl Decode for Base64 {
    const ACCEPTS: JsonTypes = JsonTypes::STRING;

    fn empty() -> Self {
        Self(String::new())
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self)
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self)
    }
}

/// The reason why a text is not base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Base64Error {
    /// It contains `-` or `_`, which belong to the URL-safe alphabet (RFC 4648 §5).
    UrlSafe,
    /// It contains a space, a tab or a line break.
    WhiteSpace,
    /// It contains another character outside the alphabet, or `=` before its end.
    Character(char),
    /// It is not padded with `=` to a multiple of four characters.
    Padding,
    /// Its last character has bits that belong to no byte (RFC 4648 §3.5).
    TrailingBits,
}

impl fmt::Display for Base64Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not base64: ")?;
        match self {
            Self::UrlSafe => f.write_str("`-` and `_` belong to the URL-safe alphabet"),
            Self::WhiteSpace => f.write_str("it contains white space"),
            Self::Character(char) => write!(f, "{char:?} is not in its alphabet"),
            Self::Padding => f.write_str("its length is not a multiple of four, padded with `=`"),
            Self::TrailingBits => f.write_str("the unused bits of its last character are not zero"),
        }
    }
}

impl Error for Base64Error {}

/// Returns why a text is not base64, if it is not.
pub(super) fn find_error(text: &str) -> Option<Base64Error> {
    let symbols = text.trim_end_matches('=').as_bytes();
    let padding = text.len() - symbols.len();
    if symbols
        .iter()
        .any(|byte| SEXTETS[usize::from(*byte)] == NONE)
    {
        return Some(character_error(text));
    }
    let spare_bits = match (symbols.len() % 4, padding) {
        (0, 0) => 0,
        (2, 2) => 0b1111,
        (3, 1) => 0b11,
        _ => return Some(Base64Error::Padding),
    };
    let last = symbols.last().map_or(0, |byte| SEXTETS[usize::from(*byte)]);
    (last & spare_bits != 0).then_some(Base64Error::TrailingBits)
}

/// Returns the error for a text with characters outside the alphabet.
#[cold]
fn character_error(text: &str) -> Base64Error {
    let is_symbol = |char| u8::try_from(char).is_ok_and(|it| SEXTETS[usize::from(it)] != NONE);
    // Misplaced padding is often only a consequence of white space after it.
    match text.chars().find(|char| !is_symbol(*char) && *char != '=') {
        Some('-' | '_') => Base64Error::UrlSafe,
        Some(char) if char.is_whitespace() => Base64Error::WhiteSpace,
        Some(char) => Base64Error::Character(char),
        None => Base64Error::Character('='),
    }
}

/// The value of each character.
const SEXTETS: [u8; 256] = {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut sextets = [NONE; 256];
    let mut sextet = 0;
    while sextet < 64 {
        sextets[alphabet[sextet as usize] as usize] = sextet;
        sextet += 1;
    }
    sextets
};

/// Marks a byte that is not in the alphabet.
const NONE: u8 = u8::MAX;
