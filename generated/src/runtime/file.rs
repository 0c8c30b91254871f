//! Files, as parts of a body.

use std::fmt;

use bytes::Bytes;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error, SerializeStruct};
use serde::{Serialize, Serializer};

use super::{Checker, Decode, Kinds, Rule, Validate};

/// A file, sent as a part of a `multipart/form-data` body (RFC 7578).
///
/// In JSON, which has no files, it is its text.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// What is in it.
    pub data: Bytes,
    /// Its name. Without one, the part's name is given as the file's, since many servers take a
    /// part without a file name for a text.
    pub name: Option<String>,
    /// Its content type. Without one, it is what the document says, or else
    /// `application/octet-stream`.
    pub content_type: Option<String>,
}

impl File {
    /// A file with these bytes.
    pub fn new(data: impl Into<Bytes>) -> Self {
        Self {
            data: data.into(),
            ..Self::default()
        }
    }

    /// Sets `name`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets `content_type`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }
}

/// How long it is, not what is in it.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("bytes", &self.data.len())
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .finish()
    }
}

impl<T: Into<Bytes>> From<T> for File {
    fn from(data: T) -> Self {
        Self::new(data)
    }
}

/// What the struct is called for the serializer that writes parts.
pub(super) const TOKEN: &str = "$file";

/// A text for formats that people read; for the writer of parts, a struct whose last field is the
/// bytes.
impl Serialize for File {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if to.is_human_readable() {
            return match std::str::from_utf8(&self.data) {
                Ok(text) => to.serialize_str(text),
                Err(_) => Err(S::Error::custom("a file that is no UTF-8 has no form here")),
            };
        }
        let mut to = to.serialize_struct(TOKEN, 3)?;
        to.serialize_field("name", &self.name)?;
        to.serialize_field("content_type", &self.content_type)?;
        to.serialize_field("data", &RawBytes(&self.data))?;
        to.end()
    }
}

/// Bytes as such, where a slice would be a list of numbers.
struct RawBytes<'a>(&'a [u8]);

impl Serialize for RawBytes<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(self.0)
    }
}

impl Decode for File {
    const ACCEPTS: Kinds = Kinds::STRING;

    fn blank() -> Self {
        Self::default()
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::new)
    }
}

impl<'de> Deserialize<'de> for File {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Decode::decode(from)
    }
}

/// Rules speak of JSON.
impl Validate for File {
    fn check_rules(&self, _: &'static [Rule], _: &mut Checker<'_>) {}
}
