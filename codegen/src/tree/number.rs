//! A number as text in, its value out.

use std::cmp::Ordering;

use codegen_schema::Decimal;

/// A number as it was written: decimal, optional fraction and exponent, optional sign.
///
/// Two numbers are equal if their values are: `1`, `1.0` and `10e-1` are equal.
#[derive(Clone, Debug)]
pub struct Number {
    /// The decimal, and after a blank the source text if it is not a decimal. A single string saves
    /// memory, because documents have many numbers, but few of that kind.
    text: Box<str>,
}

impl Number {
    /// Parses a decimal number of JSON or YAML 1.2 (which also has `+1`, `.5` and `1.`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Decimal::parse(text).map(|_| Self { text: text.into() })
    }

    /// Creates a number that is not written as a decimal, such as `0x1F`.
    #[must_use]
    pub fn with_spelling(value: u128, spelling: &str) -> Self {
        let text = format!("{value} {spelling}").into();
        Self { text }
    }

    /// Returns the number as a decimal.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.parts().0
    }

    /// Returns the source text.
    #[must_use]
    pub fn written(&self) -> &str {
        self.parts().1
    }

    fn parts(&self) -> (&str, &str) {
        self.text
            .split_once(' ')
            .unwrap_or((&self.text, &self.text))
    }

    /// Returns the number in JSON: without leading plus or zeros, and with digits on both sides of
    /// the point.
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

    /// Returns the exact value.
    #[must_use]
    pub fn decimal(&self) -> Decimal<'_> {
        Decimal::parse(self.as_str()).expect("decimal text was checked when it was read")
    }

    /// Returns the value, if it is an integer that fits: `5`, `5.0` and `5e0` are all five.
    #[must_use]
    pub fn as_i128(&self) -> Option<i128> {
        self.decimal().to_integer()
    }

    /// Returns the nearest double; infinite if it is out of range.
    #[must_use]
    pub fn as_f64(&self) -> f64 {
        self.as_str()
            .parse()
            .expect("decimal text was checked when it was read")
    }

    /// Compares the values.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Ordering {
        self.decimal().compare(other.decimal())
    }

    /// Whether the number has no fraction.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        self.decimal().is_integer()
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.decimal() == other.decimal()
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
        let (large, most) = (
            number("18446744073709551600"),
            number("18446744073709551615"),
        );
        assert_eq!(large.compare(&most), Ordering::Less);
        assert_eq!(Number::parse("0x1F").map(|_| ()), None);
        assert_eq!(Number::parse("-").map(|_| ()), None);
    }
}
