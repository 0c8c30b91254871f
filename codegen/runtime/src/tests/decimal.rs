use std::cmp::Ordering;

use crate::runtime::decimal::Decimal;

fn decimal(text: &str) -> Decimal {
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
        Decimal::of_double(value)
            .unwrap()
            .is_multiple_of(decimal(divisor))
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
    for text in [
        "", "-", ".", ".5", "1.2.3", "1e", "1e+", "0x1", "inf", "NaN",
    ] {
        assert!(Decimal::parse(text).is_none(), "{text}");
    }
    assert!(Decimal::of_double(f64::INFINITY).is_none());
    assert!(Decimal::of_double(f64::MIN_POSITIVE).is_some());
    assert!(Decimal::of_double(-f64::MAX).is_some());
}
