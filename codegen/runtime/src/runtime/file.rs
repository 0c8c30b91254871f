//! Files as parts of a multipart body.

use std::fmt;

use bytes::Bytes;
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::ser::{Error, SerializeStruct};
use serde::{Serialize, Serializer};

use super::multipart::HeaderParameters;
use super::{Checker, Decode, JsonTypes, Rule, Validate};

/// A file: a part of a multipart body (RFC 2046 §5.1), such as `multipart/form-data` (RFC 7578) or
/// `multipart/related` (RFC 2387).
///
/// In JSON, it is a string with its content.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct File {
    /// The content.
    pub data: Bytes,
    /// The file name. In `multipart/form-data`, the default is the name of the part, because many
    /// servers take a part without a file name for text.
    pub name: Option<String>,
    /// The content type. The default is the one that the document declares, or else
    /// `application/octet-stream`.
    pub content_type: Option<String>,
    /// Further headers of the part, such as `Content-Id`, as names and values.
    pub headers: Vec<(String, String)>,
}

impl File {
    /// Creates a file with this content.
    pub fn new(data: impl Into<Bytes>) -> Self {
        Self {
            data: data.into(),
            ..Self::default()
        }
    }

    /// Sets the file name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the content type.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Adds a header to the part, such as `Content-Id`.
    ///
    /// Writing the request fails if the header contains a line break, or if it is
    /// `Content-Disposition` or `Content-Type`, which are made from the other fields.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Returns the `Content-Id` of the part (RFC 2045 §7) without angle brackets, by which other
    /// parts refer to it.
    #[must_use]
    pub fn content_id(&self) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, id) = headers.find(|(name, _)| name.eq_ignore_ascii_case("content-id"))?;
        Some(without_brackets(id))
    }
}

/// Removes the angle brackets around a `Content-Id`.
pub(super) fn without_brackets(id: &str) -> &str {
    let inner = id.strip_prefix('<').and_then(|it| it.strip_suffix('>'));
    inner.unwrap_or(id)
}

/// Prints the length of the content instead of the content.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("bytes", &self.data.len())
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .field("headers", &self.headers)
            .finish()
    }
}

impl<T: Into<Bytes>> From<T> for File {
    fn from(data: T) -> Self {
        Self::new(data)
    }
}

/// The name of the struct for the serializer of multipart bodies.
pub(super) const TOKEN: &str = "$file";

/// Serializes to a string in JSON, and for multipart bodies to a struct whose last field is the
/// content.
impl Serialize for File {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if to.is_human_readable() {
            return match std::str::from_utf8(&self.data) {
                Ok(text) => to.serialize_str(text),
                Err(_) => Err(S::Error::custom(
                    "a file that is not UTF-8 cannot be written as text",
                )),
            };
        }
        let mut headers = String::new();
        for (name, value) in &self.headers {
            if [name, value]
                .into_iter()
                .any(|it| it.contains(['\r', '\n']))
            {
                let message = format_args!("the header {name:?} of a file contains a line break");
                return Err(S::Error::custom(message));
            }
            headers.extend([name, "\n", value, "\n"]);
        }
        let mut to = to.serialize_struct(TOKEN, 4)?;
        to.serialize_field("name", &self.name)?;
        to.serialize_field("content_type", &self.content_type)?;
        to.serialize_field("headers", &headers)?;
        to.serialize_field("data", &RawBytes(&self.data))?;
        to.end()
    }
}

/// Bytes that are serialized as bytes, where a slice would be a list of numbers.
struct RawBytes<'a>(&'a [u8]);

impl Serialize for RawBytes<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(self.0)
    }
}

impl Decode for File {
    const ACCEPTS: JsonTypes = JsonTypes::STRING;

    fn empty() -> Self {
        Self::default()
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_newtype_struct(TOKEN, FileVisitor)
    }
}

/// A visitor of the text of a file, or of its part: a map of its headers, with the content under an
/// empty key.
struct FileVisitor;

impl<'de> Visitor<'de> for FileVisitor {
    type Value = File;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a file")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<File, D::Error> {
        String::deserialize(from).map(File::new)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<File, E> {
        Ok(File::new(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<File, A::Error> {
        let mut file = File::default();
        while let Some(name) = from.next_key::<String>()? {
            if name.is_empty() {
                file.data = from.next_value_seed(Octets)?;
                continue;
            }
            let value: String = from.next_value()?;
            if name.eq_ignore_ascii_case("content-type") {
                file.content_type = Some(value);
            } else if name.eq_ignore_ascii_case("content-disposition") {
                file.name = HeaderParameters::parse(&value).file_name();
            } else {
                file.headers.push((name, value));
            }
        }
        Ok(file)
    }
}

/// A seed for bytes.
struct Octets;

impl<'de> DeserializeSeed<'de> for Octets {
    type Value = Bytes;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Bytes, D::Error> {
        from.deserialize_bytes(self)
    }
}

impl Visitor<'_> for Octets {
    type Value = Bytes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
        Ok(Bytes::copy_from_slice(bytes))
    }
}

impl<'de> Deserialize<'de> for File {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Decode::decode(from)
    }
}

/// A file has no rules, because rules apply to JSON.
impl Validate for File {
    fn check_rules(&self, _: &'static [Rule], _: &mut Checker<'_>) {}
}
