use std::time::{Duration, SystemTime};

use jiff::Timestamp;

use crate::runtime::DateTime;

#[test]
fn rfc_3339_and_rfc_2822_are_parsed() {
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
fn a_system_time_converts_both_ways() {
    let time = SystemTime::UNIX_EPOCH + Duration::from_millis(1500);
    let read = DateTime::try_from(time).unwrap();
    assert_eq!(read.as_str(), "1970-01-01T00:00:01.5Z");
}

#[test]
fn a_text_is_validated_and_kept() {
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
fn values_are_ordered_by_time() {
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
