//! A number as text in, what it is worth out.

use std::cmp::Ordering;

/// A number as it was written: decimal, optional fraction and exponent, optional sign.
///
/// Two numbers are equal when their values are: `1`, `1.0` and `10e-1` are one number.
#[derive(Clone, Debug)]
pub struct Number {
    /// The decimal; behind a blank, how it was written, where that is no decimal. One text, since
    /// documents have many numbers, and hardly any of those.
    text: Box<str>,
}

impl Number {
    /// Reads a decimal number: JSON's grammar, and YAML 1.2's `+1`, `.5` and `1.` on top.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Decimal::parse(text).map(|_| Self { text: text.into() })
    }

    /// A number that is written in another way than as a decimal: `0x1F`.
    #[must_use]
    pub fn with_spelling(value: u128, spelling: &str) -> Self {
        let text = format!("{value} {spelling}").into();
        Self { text }
    }

    /// The text it was written as, or that of its decimal.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.parts().0
    }

    /// The text it was written as.
    #[must_use]
    pub fn written(&self) -> &str {
        self.parts().1
    }

    fn parts(&self) -> (&str, &str) {
        self.text
            .split_once(' ')
            .unwrap_or((&self.text, &self.text))
    }

    /// The text as JSON has it: no leading plus or zeros, digits on both sides of the point.
    #[must_use]
    pub fn to_json(&self) -> String {
        let text = self.as_str();
        let text = text.strip_prefix('+').unwrap_or(text);
        let (sign, text) = text
            .strip_prefix('-')
            .map_or(("", text), |rest| ("-", rest));
        let (mantissa, exponent) = text
            .find(['e', 'E'])
            .map_or((text, ""), |at| text.split_at(at));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let whole = match whole.trim_start_matches('0') {
            "" => "0",
            whole => whole,
        };
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}{exponent}")
    }

    /// The value, if it is a whole number that fits: `5`, `5.0` and `5e0` all are five.
    #[must_use]
    pub fn as_i128(&self) -> Option<i128> {
        Decimal::parse(self.as_str())?.to_i128()
    }

    /// The nearest double; infinite when it is out of range.
    #[must_use]
    pub fn as_f64(&self) -> f64 {
        self.as_str()
            .parse()
            .expect("decimal text was checked when it was read")
    }

    /// How two values compare; `None` where they are too far apart in size to be written out.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        let (left, right) = (
            Decimal::parse(self.as_str())?,
            Decimal::parse(other.as_str())?,
        );
        Some(left.compare(&right))
    }

    /// Whether it is `divisor` times a whole number; `None` where the numbers have too many digits to
    /// find out.
    #[must_use]
    pub fn is_multiple_of(&self, divisor: &Self) -> Option<bool> {
        let (number, divisor) = (
            Decimal::parse(self.as_str())?,
            Decimal::parse(divisor.as_str())?,
        );
        number.is_multiple_of(&divisor)
    }

    /// Whether it has no fraction.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        Decimal::parse(self.as_str()).is_some_and(|decimal| decimal.exponent >= 0)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        Decimal::parse(self.as_str()) == Decimal::parse(other.as_str())
    }
}

/// A decimal in its normal form: `digits` has no leading or trailing zero, zero is `""`, and the
/// value is `digits` times ten to the `exponent`.
#[derive(PartialEq)]
struct Decimal {
    negative: bool,
    digits: String,
    exponent: i64,
}

impl Decimal {
    fn parse(text: &str) -> Option<Self> {
        let negative = text.starts_with('-');
        let text = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let digits = format!("{whole}{fraction}");
        let significant = digits.trim_end_matches('0');
        if significant.is_empty() {
            return Some(Self {
                negative: false,
                digits: String::new(),
                exponent: 0,
            });
        }
        let dropped = i64::try_from(digits.len() - significant.len()).ok()?;
        let fraction = i64::try_from(fraction.len()).ok()?;
        Some(Self {
            negative,
            digits: significant.trim_start_matches('0').to_owned(),
            exponent: exponent.checked_add(dropped)?.checked_sub(fraction)?,
        })
    }

    fn compare(&self, other: &Self) -> Ordering {
        let signum = |it: &Self| match (it.digits.is_empty(), it.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let size = |it: &Self| i128::from(it.exponent) + it.digits.len() as i128;
        let (left, right) = (signum(self), signum(other));
        if left != right || left == 0 {
            return left.cmp(&right);
        }
        // Without leading and trailing zeros, digits of one size compare as text.
        let magnitude = size(self)
            .cmp(&size(other))
            .then_with(|| self.digits.cmp(&other.digits));
        if left < 0 {
            magnitude.reverse()
        } else {
            magnitude
        }
    }

    fn is_multiple_of(&self, divisor: &Self) -> Option<bool> {
        /// More zeros than any number has that somebody wrote.
        const MOST: i64 = 1_000;

        if self.digits.is_empty() || divisor.digits.is_empty() {
            return Some(self.digits.is_empty());
        }
        let power = self.exponent.checked_sub(divisor.exponent)?;
        if power.unsigned_abs() > MOST.unsigned_abs() {
            return None;
        }
        let zeros = "0".repeat(usize::try_from(power.unsigned_abs()).ok()?);
        let (number, divisor) = if power < 0 {
            (self.digits.clone(), format!("{}{zeros}", divisor.digits))
        } else {
            (format!("{}{zeros}", self.digits), divisor.digits.clone())
        };
        // A remainder and one digit more must fit.
        let divisor = divisor.parse::<u128>().ok();
        let divisor = divisor.filter(|it| *it < u128::MAX / 10)?;
        let digits = number.bytes().map(|digit| u128::from(digit - b'0'));
        Some(digits.fold(0, |rest, digit| (rest * 10 + digit) % divisor) == 0)
    }

    fn to_i128(&self) -> Option<i128> {
        if self.digits.is_empty() {
            return Some(0);
        }
        let power = 10_i128.checked_pow(u32::try_from(self.exponent).ok()?)?;
        let sign = if self.negative { -1 } else { 1 };
        self.digits
            .parse::<i128>()
            .ok()?
            .checked_mul(power)?
            .checked_mul(sign)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_by_value() {
        let number = |text| Number::parse(text).unwrap();
        assert_eq!(number("1"), number("1.0"));
        assert_eq!(number("-0"), number("0"));
        assert_eq!(number("10e-1"), number("+1"));
        assert_ne!(number("1"), number("-1"));
        assert_eq!(number("1e3").as_i128(), Some(1000));
        assert_eq!(number("1.5").as_i128(), None);
        assert_eq!(number("1.50").to_json(), "1.50");
        assert_eq!(number("+.5").to_json(), "0.5");
        assert!(number("5.0").is_integer() && !number("0.5").is_integer());
        for (value, divisor, expected) in [
            ("7", "5", Some(false)),
            ("-10", "5", Some(true)),
            ("19.99", "0.01", Some(true)),
            ("19.995", "0.01", Some(false)),
            ("0", "7", Some(true)),
            ("1e30", "1e3", Some(true)),
            ("5", "1e3", Some(false)),
            ("18446744073709551616", "2", Some(true)),
            ("1", "1e-9999", None),
        ] {
            assert_eq!(
                number(value).is_multiple_of(&number(divisor)),
                expected,
                "{value}"
            );
        }
        let (large, most) = (
            number("18446744073709551600"),
            number("18446744073709551615"),
        );
        assert_eq!(large.compare(&most), Some(Ordering::Less));
        assert_eq!(Number::parse("0x1F").map(|_| ()), None);
        assert_eq!(Number::parse("-").map(|_| ()), None);
    }
}
