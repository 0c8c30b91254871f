//! Dates, times and durations (RFC 3339 §5.6 and appendix A).

/// `full-date`.
pub(super) fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut part = |length: usize| digits(parts.next()?, length);
    let (Some(year), Some(month), Some(day)) = (part(4), part(2), part(2)) else {
        return false;
    };
    parts.next().is_none() && (1..=days_of(year, month)).contains(&day)
}

/// The number of days of a month; 0 if there is no such month.
fn days_of(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// `date-time`.
pub(super) fn is_date_time(text: &str) -> bool {
    let parts = text.split_once(['T', 't']);
    parts.is_some_and(|(date, time)| is_date(date) && is_time(time))
}

/// `full-time`. A leap second is the last one of a day in UTC.
pub(super) fn is_time(text: &str) -> bool {
    let Some(start) = text.find(['Z', 'z', '+', '-']) else {
        return false;
    };
    let (time, offset) = text.split_at(start);
    let (Some((minutes, second)), Some(offset)) = (partial_time(time), time_offset(offset)) else {
        return false;
    };
    second < 60 || second == 60 && (minutes - offset).rem_euclid(DAY) == DAY - 1
}

/// The minutes of a day.
const DAY: i32 = 24 * 60;

/// `partial-time`, as the minute of the day and the second.
fn partial_time(text: &str) -> Option<(i32, u32)> {
    let (time, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|it| it.is_ascii_digit());
    let (minutes, second) = time.rsplit_once(':')?;
    let second = digits(second, 2)?;
    is_fraction.then_some((minutes_of(minutes)?, second))
}

/// `time-offset`, in minutes.
fn time_offset(text: &str) -> Option<i32> {
    match text.split_at_checked(1)? {
        ("Z" | "z", "") => Some(0),
        ("+", offset) => minutes_of(offset),
        ("-", offset) => Some(-minutes_of(offset)?),
        _ => None,
    }
}

/// An hour and a minute, in minutes.
fn minutes_of(text: &str) -> Option<i32> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (digits(hour, 2)?, digits(minute, 2)?);
    let minutes = i32::try_from(hour * 60 + minute).ok()?;
    (hour < 24 && minute < 60).then_some(minutes)
}

/// A number of so many digits.
fn digits(text: &str, length: usize) -> Option<u32> {
    let is_number = text.len() == length && text.bytes().all(|it| it.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// `duration`.
pub(super) fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('P') else {
        return false;
    };
    match rest.split_once('T') {
        Some(("", time)) => has_units(time, "HMS"),
        Some((date, time)) => has_units(date, "YMD") && has_units(time, "HMS"),
        None => has_units(rest, "YMD") || has_units(rest, "W"),
    }
}

/// Whether a text consists of one or more numbers with these units, in their order, without leaving out one
/// between two others.
fn has_units(text: &str, units: &str) -> bool {
    let mut found = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let unit = rest.trim_start_matches(|it: char| it.is_ascii_digit());
        let Some(letter) = unit.chars().next().filter(|_| unit.len() < rest.len()) else {
            return false;
        };
        found.push(letter);
        rest = &unit[letter.len_utf8()..];
    }
    !found.is_empty() && units.contains(&found)
}
