//! Decoding of JSON documents, and errors with the place of the invalid value.
//!
//! Errors of serde consist of a message only, so the place travels in the message: on the way up,
//! each object and array prepends its own segment, `/errors/0/code: invalid type: …`.

use std::error::Error;
use std::fmt;
use std::str::{self, Utf8Error};

use serde::de;
use serde_json::Value;
use serde_json::de::StrRead;

use super::Decode;
use super::schema::escape_segment;

/// Decodes a whole JSON document.
///
/// # Errors
///
/// If `json` is not JSON, or not a `T`.
pub fn decode<T: Decode>(json: &[u8]) -> Result<T, DecodeError> {
    let mut from = new_deserializer(json)?;
    match T::decode(&mut from) {
        Ok(value) => expect_end(from).map(|()| value),
        Err(error) => Err(error.into()),
    }
}

/// Returns a deserializer. It is compiled once, and not for each type; so is [`expect_end`].
#[inline(never)]
fn new_deserializer(json: &[u8]) -> Result<serde_json::Deserializer<StrRead<'_>>, DecodeError> {
    // Reading text is faster than reading bytes, even with the time to validate UTF-8.
    let text = str::from_utf8(json).map_err(|error| utf8_error(json, error))?;
    Ok(serde_json::Deserializer::from_str(text))
}

/// Expects nothing but white space.
#[inline(never)]
fn expect_end(mut from: serde_json::Deserializer<StrRead<'_>>) -> Result<(), DecodeError> {
    Ok(from.end()?)
}

/// Returns the error for bytes that are not UTF-8; the JSON reader knows the line.
#[cold]
fn utf8_error(json: &[u8], error: Utf8Error) -> DecodeError {
    match serde_json::from_slice::<Value>(json) {
        Ok(_) => de::Error::custom(error),
        Err(error) => error,
    }
    .into()
}

/// An error of decoding: a document that is not JSON, or does not have the expected type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    pointer: String,
    message: String,
    line: usize,
    column: usize,
}

impl DecodeError {
    /// Creates an error about the whole document, or about a document that is not JSON.
    pub(super) fn new(message: impl fmt::Display) -> Self {
        Self {
            pointer: String::new(),
            message: message.to_string(),
            line: 0,
            column: 0,
        }
    }

    /// Returns the value of the member that holds the result of a call.
    ///
    /// # Errors
    ///
    /// If the member is absent.
    pub fn required<T>(member: &str, value: Option<T>) -> Result<T, Self> {
        value.ok_or_else(|| Self {
            pointer: format!("/{}", escape_segment(member)),
            message: "the result is missing".to_owned(),
            line: 0,
            column: 0,
        })
    }

    /// Returns the JSON Pointer (RFC 6901) to the value that cannot be decoded; empty for the whole
    /// document.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Returns the reason why the value cannot be decoded.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the line where decoding stopped, counted from 1; 0 if the document is not text.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the column where decoding stopped, in bytes and counted from 1; 0 if the document is
    /// not text.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.pointer.is_empty() {
            write!(f, "{}: ", self.pointer)?;
        }
        f.write_str(&self.message)?;
        if self.line > 0 {
            write!(f, " at line {} column {}", self.line, self.column)?;
        }
        Ok(())
    }
}

impl Error for DecodeError {}

impl From<serde_json::Error> for DecodeError {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        let position = format!(" at line {line} column {column}");
        let text = text.strip_suffix(&position).unwrap_or(&text);
        let (pointer, message) = match text.split_once(": ") {
            Some((pointer, message)) if pointer.starts_with('/') => (pointer, message),
            _ => ("", text),
        };
        Self {
            pointer: pointer.replace(COLON_IN_NAME, ": "),
            message: message.to_owned(),
            line,
            column,
        }
    }
}

/// The replacement for `: ` in a name while the name travels in a message: a word joiner (U+2060)
/// between colon and space, so that the first `: ` always ends the pointer.
const COLON_IN_NAME: &str = ":\u{2060} ";

/// Prepends the segment of a member or item to the pointer of an error.
#[cold]
pub(super) fn prefix_pointer<E: de::Error>(segment: &str, error: &E) -> E {
    let text = error.to_string();
    let separator = if text.starts_with('/') { "" } else { ": " };
    let segment = escape_segment(segment).replace(": ", COLON_IN_NAME);
    E::custom(format_args!("/{segment}{separator}{text}"))
}
