//! Dates with times, kept as they are on the wire.

use std::fmt;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde::de::{Deserialize, Deserializer};
use serde::{Serialize, Serializer};

use super::{Decode, Kinds};

/// A point in time as text. What came over the wire is kept verbatim, right or wrong.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DateTime(String);

impl DateTime {
    /// Takes text; whether it is a time is asked by `timestamp`.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as it is on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The point in time: ISO 8601 as in RFC 3339 (`2025-01-31T10:00:00Z`), or RFC 2822
    /// (`Fri, 31 Jan 2025 10:00:00 +0000`).
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

/// Fails before the year -9999 and after the year 9999.
impl TryFrom<SystemTime> for DateTime {
    type Error = jiff::Error;

    fn try_from(time: SystemTime) -> Result<Self, jiff::Error> {
        Timestamp::try_from(time).map(Self::from)
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
    const ACCEPTS: Kinds = Kinds::STRING;

    fn blank() -> Self {
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn reads_both_forms() {
        let expected: Timestamp = "2018-02-02T22:20:27.521992Z".parse().unwrap();
        let read = |text| DateTime::from_text(text).timestamp();
        assert_eq!(read("2018-02-02T22:20:27.521992Z").unwrap(), expected);
        assert_eq!(read("2018-02-02T23:20:27.521992+01:00").unwrap(), expected);
        let second: Timestamp = "2018-02-02T22:20:27Z".parse().unwrap();
        assert_eq!(read("Fri, 02 Feb 2018 22:20:27 +0000").unwrap(), second);
        assert_eq!(DateTime::from(second).as_str(), "2018-02-02T22:20:27Z");
        assert!(read("yesterday").is_err() && read("").is_err());
    }

    #[test]
    fn takes_the_system_time() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1500);
        let read = DateTime::try_from(time).unwrap();
        assert_eq!(read.as_str(), "1970-01-01T00:00:01.5Z");
    }
}
