//! `format` of integers in, bounds out.

use crate::document::schema::{Schema, Type};
use crate::ir::{Rule, RuleKind};
use crate::tree::Number;

/// The formats: name, minimum, maximum, and the bounds in words. Those of 64 bits are missing, for
/// they have Rust types.
const FORMATS: [(&str, &str, &str, &str); 6] = [
    ("int8", "-128", "127", "an 8-bit integer"),
    ("int16", "-32768", "32767", "a 16-bit integer"),
    ("int32", "-2147483648", "2147483647", "a 32-bit integer"),
    ("uint8", "0", "255", "an unsigned 8-bit integer"),
    ("uint16", "0", "65535", "an unsigned 16-bit integer"),
    ("uint32", "0", "4294967295", "an unsigned 32-bit integer"),
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
