//! Exact decimal numbers: to a schema, 19.99 is a multiple of 0.01; to a double it is not.

use std::cmp::Ordering;
use std::fmt::{self, Write};

/// An exact decimal number with any number of digits. It borrows the text it was parsed from.
#[derive(Clone, Copy, Debug)]
pub struct Decimal<'t> {
    negative: bool,
    /// The digits from the first to the last that is not zero, possibly with a decimal point among
    /// them.
    digits: &'t [u8],
    /// The number of digits.
    count: i64,
    /// The power of ten of the last digit.
    exponent: i64,
}

impl<'t> Decimal<'t> {
    const ZERO: Self = Self {
        negative: false,
        digits: &[],
        count: 0,
        exponent: 0,
    };

    /// Parses a number of JSON or YAML 1.2 (which also has `+1`, `.5` and `1.`). Returns `None` if
    /// the text is not a number, or its exponent does not fit in 64 bits.
    #[must_use]
    pub const fn parse(text: &'t str) -> Option<Self> {
        let bytes = text.as_bytes();
        let negative = matches!(bytes.first(), Some(b'-'));
        let mut at = matches!(bytes.first(), Some(b'-' | b'+')) as usize;
        let (mut has_digit, mut point) = (false, None);
        let (mut first, mut last) = (None, 0);
        while at < bytes.len() && !matches!(bytes[at], b'e' | b'E') {
            match bytes[at] {
                b'.' if point.is_none() => point = Some(at),
                b'0' => has_digit = true,
                b'1'..=b'9' => {
                    has_digit = true;
                    if first.is_none() {
                        first = Some(at);
                    }
                    last = at;
                }
                _ => return None,
            }
            at += 1;
        }
        let power = if at == bytes.len() {
            Some(0)
        } else {
            parse_exponent(bytes, at + 1)
        };
        let (Some(power), true) = (power, has_digit) else {
            return None;
        };
        let Some(first) = first else {
            return Some(Self::ZERO);
        };
        // Where the digits before the point end.
        let units = match point {
            Some(point) => point,
            None => at,
        };
        let exponent = distance(units, last) - (last < units) as i64;
        let Some(exponent) = exponent.checked_add(power) else {
            return None;
        };
        let has_point = first < units && units < last;
        Some(Self {
            negative,
            digits: bytes.split_at(last + 1).0.split_at(first).1,
            count: distance(last, first) + 1 - has_point as i64,
            exponent,
        })
    }

    /// Compares the values.
    #[must_use]
    pub fn compare(self, other: Decimal<'_>) -> Ordering {
        let (sign, other_sign) = (self.signum(), other.signum());
        if sign != other_sign {
            return sign.cmp(&other_sign);
        }
        let size = |it: Decimal<'_>| i128::from(it.exponent) + i128::from(it.count);
        let magnitude = size(self).cmp(&size(other));
        // With no zeros around them, digits of numbers of one size compare from left to right.
        let magnitude = magnitude.then_with(|| self.digits().cmp(other.digits()));
        if self.negative {
            magnitude.reverse()
        } else {
            magnitude
        }
    }

    /// Returns whether this is an integer multiple of `divisor`; `None` if the answer takes more
    /// than 128 bits or a thousand steps.
    #[must_use]
    pub fn is_multiple_of(self, divisor: Decimal<'_>) -> Option<bool> {
        const STEPS: i64 = 1_000;

        if self.count == 0 || divisor.count == 0 {
            return Some(self.count == 0);
        }
        // Its last digit is not zero, so a tenth of the divisor's is no multiple.
        if self.exponent < divisor.exponent {
            return Some(false);
        }
        let divisor_digits = divisor.coefficient()?;
        // A remainder and one digit more have to fit.
        if divisor_digits > u128::MAX / 10 - 1 {
            return None;
        }
        let step = |rest: u128, digit: u8| (rest * 10 + u128::from(digit)) % divisor_digits;
        let mut rest = self.digits().fold(0, step);
        let zeros = self.exponent.checked_sub(divisor.exponent)?;
        for _ in 0..zeros.min(STEPS) {
            if rest == 0 {
                break;
            }
            rest = step(rest, 0);
        }
        (rest == 0 || zeros <= STEPS).then_some(rest == 0)
    }

    /// Returns whether the number has no fraction.
    #[must_use]
    pub const fn is_integer(self) -> bool {
        self.exponent >= 0
    }

    /// Returns the value if it is an integer that fits.
    #[must_use]
    pub const fn to_integer(self) -> Option<i128> {
        let (Some(value), true) = (self.coefficient(), self.is_integer()) else {
            return None;
        };
        let (mut value, mut exponent) = (value, self.exponent);
        while exponent > 0 && value > 0 {
            value = match value.checked_mul(10) {
                Some(value) => value,
                None => return None,
            };
            exponent -= 1;
        }
        if self.negative {
            0_i128.checked_sub_unsigned(value)
        } else {
            0_i128.checked_add_unsigned(value)
        }
    }

    /// Returns the nearest double, if a single exact step computes it.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // Only what has no more than 53 bits is cast.
    pub const fn to_double(self) -> Option<f64> {
        let (Some(value), -22..=22) = (self.coefficient(), self.exponent) else {
            return None;
        };
        if value >= 1 << 53 {
            return None;
        }
        let mut power = 1.0;
        let mut count = self.exponent.unsigned_abs();
        while count > 0 {
            power *= 10.0;
            count -= 1;
        }
        let value = value as f64;
        let value = if self.negative { -value } else { value };
        Some(if self.exponent < 0 {
            value / power
        } else {
            value * power
        })
    }

    const fn signum(self) -> i8 {
        match (self.count, self.negative) {
            (0, _) => 0,
            (_, true) => -1,
            (_, false) => 1,
        }
    }

    /// Returns the digits as an integer, if it fits.
    const fn coefficient(self) -> Option<u128> {
        let (mut value, mut at) = (0_u128, 0);
        while at < self.digits.len() {
            let digit = self.digits[at];
            at += 1;
            if digit == b'.' {
                continue;
            }
            let Some(tenfold) = value.checked_mul(10) else {
                return None;
            };
            value = match tenfold.checked_add((digit - b'0') as u128) {
                Some(value) => value,
                None => return None,
            };
        }
        Some(value)
    }

    /// Returns the digits from left to right.
    fn digits(self) -> impl Iterator<Item = u8> {
        let digits = self.digits.iter().filter(|byte| **byte != b'.');
        digits.map(|byte| byte - b'0')
    }
}

impl PartialEq for Decimal<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.compare(*other).is_eq()
    }
}

/// Prints equal numbers in the same way: `15e-1` for 1.5 and for 1.50.
impl fmt::Display for Decimal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.negative { "-" } else { "" })?;
        self.digits().try_for_each(|digit| write!(f, "{digit}"))?;
        write!(f, "e{}", self.exponent)
    }
}

/// Returns `from - to`, which may be negative.
#[allow(clippy::cast_possible_wrap)] // No text is longer than that.
const fn distance(from: usize, to: usize) -> i64 {
    from as i64 - to as i64
}

const fn parse_exponent(bytes: &[u8], start: usize) -> Option<i64> {
    let signed = start < bytes.len() && matches!(bytes[start], b'+' | b'-');
    let negative = signed && bytes[start] == b'-';
    let mut at = if signed { start + 1 } else { start };
    if at == bytes.len() {
        return None;
    }
    let mut power = 0_i64;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            return None;
        }
        let Some(tenfold) = power.checked_mul(10) else {
            return None;
        };
        power = match tenfold.checked_add((bytes[at] - b'0') as i64) {
            Some(power) => power,
            None => return None,
        };
        at += 1;
    }
    Some(if negative { -power } else { power })
}

/// The text of a number, without an allocation. A double has at most 17 digits, a point, a sign and
/// an exponent; a 128-bit integer has at most 39 digits and a sign.
#[derive(Debug)]
pub struct NumberText {
    bytes: [u8; 40],
    len: usize,
}

impl NumberText {
    /// Creates the shortest text that parses to this double.
    #[must_use]
    pub fn from_double(value: f64) -> Self {
        Self::new(format_args!("{value:e}"))
    }

    /// Creates the text of an integer.
    #[must_use]
    pub fn from_integer(value: i128) -> Self {
        Self::new(format_args!("{value}"))
    }

    fn new(number: fmt::Arguments<'_>) -> Self {
        let mut text = Self {
            bytes: [0; 40],
            len: 0,
        };
        text.write_fmt(number).expect("numbers are no longer");
        text
    }

    /// Returns the number; `None` if it is not finite.
    #[must_use]
    pub fn decimal(&self) -> Option<Decimal<'_>> {
        Decimal::parse(std::str::from_utf8(&self.bytes[..self.len]).ok()?)
    }
}

impl Write for NumberText {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        let free = self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?;
        free.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}
