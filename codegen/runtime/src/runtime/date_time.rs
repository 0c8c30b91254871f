//! Points in time, kept as the text that was received.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde::de::{Deserialize, Deserializer};
use serde::{Serialize, Serializer};

use super::{Decode, JsonTypes};

/// A point in time, kept as the text that was received, valid or not.
///
/// Two values are equal if their texts are equal. They are ordered by the point in time, then by
/// text; invalid texts come first. `parse` and `try_from` check the text,
/// [`from_text`](Self::from_text) does not.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DateTime(String);

impl DateTime {
    /// Wraps any text. [`timestamp`](Self::timestamp) tells whether it is valid.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the point in time. The text is in the format of RFC 3339 (`2025-01-31T10:00:00Z`),
    /// or another one of ISO 8601, or of RFC 2822 (`Fri, 31 Jan 2025 10:00:00 +0000`).
    ///
    /// # Errors
    ///
    /// If the text has none of these formats.
    pub fn timestamp(&self) -> Result<Timestamp, jiff::Error> {
        let iso = self.0.parse();
        iso.or_else(|error| {
            let mail = rfc2822::DateTimeParser::new().parse_timestamp(&self.0);
            mail.map_err(|_| error)
        })
    }
}

impl From<Timestamp> for DateTime {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp.to_string())
    }
}

/// Fails for times before the year -9999 and after the year 9999.
impl TryFrom<SystemTime> for DateTime {
    type Error = jiff::Error;

    fn try_from(time: SystemTime) -> Result<Self, jiff::Error> {
        Timestamp::try_from(time).map(Self::from)
    }
}

/// Checks that the text is a valid time, and keeps it unchanged.
impl FromStr for DateTime {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        Self::try_from(text.to_owned())
    }
}

/// Checks that the text is a valid time, and keeps it unchanged.
impl TryFrom<&str> for DateTime {
    type Error = jiff::Error;

    fn try_from(text: &str) -> Result<Self, jiff::Error> {
        text.parse()
    }
}

/// Checks that the text is a valid time, and keeps it unchanged.
impl TryFrom<String> for DateTime {
    type Error = jiff::Error;

    fn try_from(text: String) -> Result<Self, jiff::Error> {
        let unchecked = Self(text);
        unchecked.timestamp()?;
        Ok(unchecked)
    }
}

/// Fails if the text is not a valid time.
impl TryFrom<&DateTime> for Timestamp {
    type Error = jiff::Error;

    fn try_from(time: &DateTime) -> Result<Self, jiff::Error> {
        time.timestamp()
    }
}

/// Fails if the text is not a valid time.
impl TryFrom<&DateTime> for SystemTime {
    type Error = jiff::Error;

    fn try_from(time: &DateTime) -> Result<Self, jiff::Error> {
        time.timestamp().map(Self::from)
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        if self == other {
            return Ordering::Equal;
        }
        let by_time = self.timestamp().ok().cmp(&other.timestamp().ok());
        by_time.then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl Decode for DateTime {
    const ACCEPTS: JsonTypes = JsonTypes::STRING;

    fn empty() -> Self {
        Self(String::new())
    }

    fn decode<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self)
    }
}
