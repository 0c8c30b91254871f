//! Exact decimal numbers: to a schema, 19.99 is a multiple of 0.01; to a double it is not.

use std::cmp::Ordering;
use std::fmt::{self, Write};

/// How many digits are kept: one more, and a remainder times ten would not fit 128 bits.
const DIGITS: u32 = 37;

/// `coefficient` times ten to the `exponent`. Digits behind the 37th are cut off.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal {
    pub(crate) coefficient: i128,
    pub(crate) exponent: i32,
}

impl Decimal {
    /// Reads a JSON number.
    pub(crate) const fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let negative = !bytes.is_empty() && bytes[0] == b'-';
        let mut at = if negative { 1 } else { 0 };
        let (mut coefficient, mut exponent) = (0_i128, 0_i32);
        let (mut digits, mut kept, mut fraction) = (0_u32, 0_u32, false);
        while at < bytes.len() && !matches!(bytes[at], b'e' | b'E') {
            let digit = match bytes[at] {
                b'.' if !fraction && digits > 0 => {
                    fraction = true;
                    at += 1;
                    continue;
                }
                digit @ b'0'..=b'9' => (digit - b'0') as i128,
                _ => return None,
            };
            digits += 1;
            if kept < DIGITS {
                coefficient = coefficient * 10 + digit;
                // Leading zeros do not count.
                kept += if coefficient == 0 { 0 } else { 1 };
                exponent -= if fraction { 1 } else { 0 };
            } else if !fraction {
                exponent = exponent.saturating_add(1);
            }
            at += 1;
        }
        if digits == 0 {
            return None;
        }
        if at < bytes.len() {
            match parse_exponent(bytes, at + 1) {
                Some(power) => exponent = exponent.saturating_add(power),
                None => return None,
            }
        }
        let coefficient = if negative { -coefficient } else { coefficient };
        Some(Self {
            coefficient,
            exponent,
        })
    }

    /// The shortest decimal that reads back as this double; `None` if it is not finite.
    pub(crate) fn of_double(value: f64) -> Option<Self> {
        let mut text = Buffer {
            bytes: [0; 32],
            len: 0,
        };
        write!(text, "{value:e}").ok()?;
        Self::parse(std::str::from_utf8(&text.bytes[..text.len]).ok()?)
    }

    /// The nearest double, where it can be had exactly in one step.
    #[allow(clippy::cast_precision_loss)] // Only what has no more than 53 bits is cast.
    pub(crate) const fn to_double(self) -> Option<f64> {
        if self.coefficient.unsigned_abs() >= 1 << 53 || self.exponent.unsigned_abs() > 22 {
            return None;
        }
        let mut power = 1.0;
        let mut count = self.exponent.unsigned_abs();
        while count > 0 {
            power *= 10.0;
            count -= 1;
        }
        let coefficient = self.coefficient as f64;
        Some(if self.exponent < 0 {
            coefficient / power
        } else {
            coefficient * power
        })
    }

    /// Compares the values.
    pub(crate) fn compare(self, other: Self) -> Ordering {
        let (sign, other_sign) = (self.coefficient.signum(), other.coefficient.signum());
        if sign != other_sign || sign == 0 {
            return sign.cmp(&other_sign);
        }
        if self.exponent < other.exponent {
            return other.compare(self).reverse();
        }
        match self.scaled_to(other.exponent) {
            Some(coefficient) => coefficient.cmp(&other.coefficient),
            // What has more digits than fit is further from zero than what fits.
            None => sign.cmp(&0),
        }
    }

    /// Whether this is `divisor` times a whole number.
    pub(crate) fn is_multiple_of(self, divisor: Self) -> bool {
        if divisor.coefficient == 0 || self.coefficient == 0 {
            return self.coefficient == 0;
        }
        if self.exponent < divisor.exponent {
            return divisor
                .scaled_to(self.exponent)
                .is_some_and(|divisor| self.coefficient % divisor == 0);
        }
        let mut remainder = self.coefficient % divisor.coefficient;
        for _ in divisor.exponent..self.exponent {
            if remainder == 0 {
                break;
            }
            remainder = remainder * 10 % divisor.coefficient;
        }
        remainder == 0
    }

    /// The coefficient that goes with a smaller exponent.
    fn scaled_to(self, exponent: i32) -> Option<i128> {
        let power = u32::try_from(self.exponent.checked_sub(exponent)?).ok()?;
        self.coefficient.checked_mul(10_i128.checked_pow(power)?)
    }

    /// The same value with no zero at the end of its coefficient, so that equal values are equal.
    pub(crate) fn normal(mut self) -> Self {
        while self.coefficient != 0 && self.coefficient % 10 == 0 {
            self.coefficient /= 10;
            self.exponent = self.exponent.saturating_add(1);
        }
        if self.coefficient == 0 {
            self.exponent = 0;
        }
        self
    }
}

const fn parse_exponent(bytes: &[u8], start: usize) -> Option<i32> {
    let signed = start < bytes.len() && matches!(bytes[start], b'+' | b'-');
    let negative = signed && bytes[start] == b'-';
    let mut at = if signed { start + 1 } else { start };
    if at == bytes.len() {
        return None;
    }
    let mut power = 0_i32;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            return None;
        }
        // Far beyond every double, and far from overflowing in a sum.
        if power < 100_000 {
            power = power * 10 + (bytes[at] - b'0') as i32;
        }
        at += 1;
    }
    Some(if negative { -power } else { power })
}

/// Text on the stack: a double has at most 17 digits, a point, a sign and an exponent.
struct Buffer {
    bytes: [u8; 32],
    len: usize,
}

impl Write for Buffer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        let free = self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?;
        free.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}
