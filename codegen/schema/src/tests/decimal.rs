use std::cmp::Ordering;

use crate::{Decimal, NumberText};

fn decimal(text: &str) -> Decimal<'_> {
    Decimal::parse(text).unwrap()
}

#[test]
fn compares_by_value() {
    for (less, greater) in [
        ("1", "2"),
        ("-2", "-1"),
        ("-1", "0"),
        ("0.1", "0.10001"),
        ("1e-300", "1"),
        ("1", "1e300"),
        ("-1e300", "1e-300"),
        ("9223372036854775807", "9223372036854775807.5"),
        ("1e400", "1e99999999999"),
    ] {
        assert_eq!(decimal(less).compare(decimal(greater)), Ordering::Less);
        assert_eq!(decimal(greater).compare(decimal(less)), Ordering::Greater);
    }
    assert_eq!(decimal("10e-1").compare(decimal("1.000")), Ordering::Equal);
    assert_eq!(decimal("-0").compare(decimal("0e5")), Ordering::Equal);
}

#[test]
fn divides_exactly() {
    let divides = |value: f64, divisor| {
        let text = NumberText::from_double(value);
        let value = text.decimal().unwrap();
        value.is_multiple_of(decimal(divisor)).unwrap()
    };
    assert!(divides(19.99, "0.01"));
    assert!(!divides(19.995, "0.01"));
    assert!(divides(1e300, "0.01"));
    assert!(divides(4.5, "1.5"));
    assert!(!divides(35.0, "1e300"));
    assert!(divides(0.0, "7"));
    assert!(divides(250.0, "1e1"));
}

#[test]
fn refuses_what_is_no_number() {
    for text in ["", "-", ".", "1.2.3", "1e", "1e+", "0x1", "inf", "NaN"] {
        assert!(Decimal::parse(text).is_none(), "{text}");
    }
    let is_number = |value| NumberText::from_double(value).decimal().is_some();
    assert!(!is_number(f64::INFINITY) && !is_number(f64::NAN));
    assert!(is_number(f64::MIN_POSITIVE) && is_number(-f64::MAX));
}

#[test]
fn no_digit_is_lost() {
    let most = "340282366920938463463374607431768211455";
    let less = "340282366920938463463374607431768211454.9";
    assert_eq!(decimal(less).compare(decimal(most)), Ordering::Less);
    for integer in [0, 7, -1, i128::MAX, i128::MIN] {
        let text = NumberText::from_integer(integer);
        assert_eq!(text.decimal().unwrap().to_integer(), Some(integer));
    }
    for (text, integer) in [
        ("5.0", Some(5)),
        ("-12e2", Some(-1200)),
        ("1.5", None),
        (most, None),
    ] {
        assert_eq!(decimal(text).to_integer(), integer, "{text}");
    }
    for (text, double) in [("0.1", 0.1), ("-1.50", -1.5), ("2e22", 2e22), ("+.5", 0.5)] {
        assert_eq!(decimal(text).to_double(), Some(double), "{text}");
    }
    assert_eq!(decimal("9007199254740993").to_double(), None);
}

#[test]
fn what_takes_too_many_digits_is_not_said() {
    for (value, divisor, expected) in [
        ("-10", "5", Some(true)),
        ("19.995", "0.01", Some(false)),
        ("1e30", "1e3", Some(true)),
        ("5", "1e3", Some(false)),
        ("1", "1e-9999", Some(true)),
        ("1", "7e-9999", None),
        ("1", "340282366920938463463374607431768211455", None),
    ] {
        let found = decimal(value).is_multiple_of(decimal(divisor));
        assert_eq!(found, expected, "{value} {divisor}");
    }
}
