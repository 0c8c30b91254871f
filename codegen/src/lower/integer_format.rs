//! `format` of integers in, bounds out.

use crate::document::schema::{Schema, Type};
use crate::ir::{Rule, RuleKind};
use crate::tree::Number;

/// The formats: name, minimum, maximum, and the bounds in words. Those of 64 bits are missing, for
/// they have Rust types.
const FORMATS: [(&str, &str, &str, &str); 6] = [
    ("int8", "-128", "127", "a whole number of 8 bits"),
    ("int16", "-32768", "32767", "a whole number of 16 bits"),
    (
        "int32",
        "-2147483648",
        "2147483647",
        "a whole number of 32 bits",
    ),
    (
        "uint8",
        "0",
        "255",
        "a whole number of 8 bits without a sign",
    ),
    (
        "uint16",
        "0",
        "65535",
        "a whole number of 16 bits without a sign",
    ),
    (
        "uint32",
        "0",
        "4294967295",
        "a whole number of 32 bits without a sign",
    ),
];

/// The bounds that the format of an integer schema stands for (OpenAPI Format Registry).
pub(super) fn format_rules(schema: &Schema) -> Vec<Rule> {
    let types = schema.types.as_deref().unwrap_or_default();
    let is_integer = types.contains(&Type::Integer)
        && types
            .iter()
            .all(|ty| matches!(ty, Type::Integer | Type::Null));
    let format = schema.format.as_deref().filter(|_| is_integer);
    let known = FORMATS.iter().find(|(name, ..)| Some(*name) == format);
    let Some((_, low, high, _)) = known else {
        return Vec::new();
    };
    let number = |text| Number::parse(text).expect("bounds are numbers");
    let kinds = [
        RuleKind::Minimum(number(low)),
        RuleKind::Maximum(number(high)),
    ];
    let rule = |kind| Rule {
        kind,
        because: None,
        code: None,
    };
    kinds.map(rule).into()
}

/// Describes two bounds, if they are those of a format.
pub(super) fn describe_bounds(low: &str, high: &str) -> Option<&'static str> {
    let known = FORMATS.iter().find(|it| (it.1, it.2) == (low, high));
    known.map(|(.., words)| *words)
}
