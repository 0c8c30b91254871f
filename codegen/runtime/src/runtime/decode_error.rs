//! Why JSON could not be decoded, and where.
//!
//! serde's errors carry a text and nothing else, so the place travels in the text: on its way up,
//! each object and array puts its own step in front, `/errors/0/code: invalid type: …`.

use std::error::Error;
use std::fmt;
use std::str::{self, Utf8Error};

use serde::de;
use serde_json::Value;
use serde_json::de::StrRead;

use super::Decode;
use super::schema::escape_segment;

/// Reads a whole JSON document.
pub fn decode<T: Decode>(json: &[u8]) -> Result<T, DecodeError> {
    let mut from = new_deserializer(json)?;
    match T::decode(&mut from) {
        Ok(value) => expect_end(from).map(|()| value),
        Err(error) => Err(error.into()),
    }
}

/// Compiled once, and not for each type; so is [`expect_end`].
#[inline(never)]
fn new_deserializer(json: &[u8]) -> Result<serde_json::Deserializer<StrRead<'_>>, DecodeError> {
    // Text that is known to be UTF-8 is read faster than bytes, even with the time to find out.
    let text = str::from_utf8(json).map_err(|error| utf8_error(json, error))?;
    Ok(serde_json::Deserializer::from_str(text))
}

/// Nothing but white space may be left.
#[inline(never)]
fn expect_end(mut from: serde_json::Deserializer<StrRead<'_>>) -> Result<(), DecodeError> {
    Ok(from.end()?)
}

/// Bytes that are not UTF-8; the JSON reader says on which line.
#[cold]
fn utf8_error(json: &[u8], error: Utf8Error) -> DecodeError {
    match serde_json::from_slice::<Value>(json) {
        Ok(_) => de::Error::custom(error),
        Err(error) => error,
    }
    .into()
}

/// A document that is not JSON, or not of the type it was read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    pointer: String,
    message: String,
    line: usize,
    column: usize,
}

impl DecodeError {
    /// What is no JSON at all.
    pub(super) fn new(message: impl fmt::Display) -> Self {
        Self {
            pointer: String::new(),
            message: message.to_string(),
            line: 0,
            column: 0,
        }
    }

    /// The member that is the result of a call, which no success is without.
    pub fn required<T>(member: &str, value: Option<T>) -> Result<T, Self> {
        value.ok_or_else(|| Self {
            pointer: format!("/{}", escape_segment(member)),
            message: "the result is missing".to_owned(),
            line: 0,
            column: 0,
        })
    }

    /// The value that cannot be decoded, as a JSON pointer (RFC 6901); empty for the whole
    /// document.
    #[must_use]
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Why the document cannot be decoded.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The line where reading stopped, counted from one; zero if there was no text to count in.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column where reading stopped, in bytes and counted from one, like the line.
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

/// How `: ` in a name is written while it travels in a text: with an invisible word joiner
/// (U+2060) in between, so that the first `: ` in the text always ends the pointer.
const COLON_IN_NAME: &str = ":\u{2060} ";

/// Says that an error happened within the member or item `segment`.
#[cold]
pub(super) fn prefix_pointer<E: de::Error>(segment: &str, error: &E) -> E {
    let text = error.to_string();
    let separator = if text.starts_with('/') { "" } else { ": " };
    let segment = escape_segment(segment).replace(": ", COLON_IN_NAME);
    E::custom(format_args!("/{segment}{separator}{text}"))
}
