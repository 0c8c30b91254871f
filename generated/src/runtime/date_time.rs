//! Dates with times, kept as they are on the wire.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde::de::{Deserialize, Deserializer};
use serde::{Serialize, Serializer};

use super::{Decode, Kinds};

/// A point in time, kept as the text that came over the wire, whether valid or not.
///
/// Two of them are equal if their texts are. They are ordered by the point in time, then by text; a text that
/// is no time comes first. With `parse` and `try_from` a text is checked, with
/// [`from_text`](Self::from_text) it is not.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct DateTime(String);

impl DateTime {
    /// Takes any text: [`timestamp`](Self::timestamp) tells whether it is a time.
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

/// Checks that the text is a time, and keeps it as it is.
impl FromStr for DateTime {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        Self::try_from(text.to_owned())
    }
}

/// Checks that the text is a time, and keeps it as it is.
impl TryFrom<&str> for DateTime {
    type Error = jiff::Error;

    fn try_from(text: &str) -> Result<Self, jiff::Error> {
        text.parse()
    }
}

/// Checks that the text is a time, and keeps it as it is.
impl TryFrom<String> for DateTime {
    type Error = jiff::Error;

    fn try_from(text: String) -> Result<Self, jiff::Error> {
        let unchecked = Self(text);
        unchecked.timestamp()?;
        Ok(unchecked)
    }
}

/// Fails where the text is no time.
impl TryFrom<&DateTime> for Timestamp {
    type Error = jiff::Error;

    fn try_from(time: &DateTime) -> Result<Self, jiff::Error> {
        time.timestamp()
    }
}

/// Fails where the text is no time.
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

    #[test]
    fn a_text_is_checked_and_kept() {
        for text in [
            "2018-02-02T23:20:27+01:00",
            "Fri, 02 Feb 2018 22:20:27 +0000",
        ] {
            let read: DateTime = text.parse().unwrap();
            assert_eq!(read.as_str(), text);
            assert_eq!(DateTime::try_from(text).unwrap(), read);
            assert_eq!(DateTime::try_from(text.to_owned()).unwrap(), read);
            let since = SystemTime::try_from(&read).unwrap();
            let since = since.duration_since(SystemTime::UNIX_EPOCH).unwrap();
            assert_eq!(since, Duration::from_secs(1_517_610_027));
            assert_eq!(
                Timestamp::try_from(&read).unwrap().as_second(),
                1_517_610_027
            );
        }
        assert!("yesterday".parse::<DateTime>().is_err());
        assert!(Timestamp::try_from(&DateTime::from_text("")).is_err());
    }

    #[test]
    fn the_order_is_that_of_time() {
        let sorted = [
            "",
            "yesterday",
            "2018-02-02T22:20:26.999999999Z",
            "2018-02-02T22:20:27Z",
            "2018-02-02T23:20:27+01:00",
            "Fri, 02 Feb 2018 22:20:27 +0000",
            "2018-02-02T22:20:28+00:00",
            "Sat, 03 Feb 2018 01:00:00 +0200",
        ];
        let sorted = sorted.map(DateTime::from_text);
        for (index, left) in sorted.iter().enumerate() {
            for (other, right) in sorted.iter().enumerate() {
                assert_eq!(left.cmp(right), index.cmp(&other), "{left:?} {right:?}");
            }
        }
    }
}
