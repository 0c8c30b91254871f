//! Values of any kind, as enums, defaults and examples have them.

use codegen::tree::{Number, Tree};

use super::making::{Making, object, text, texts};

const TEXTS: &[&str] = &[
    "",
    "a",
    "A",
    "1",
    "-1",
    "1.0",
    "x y",
    "a-b",
    "a_b",
    "aB",
    "é",
    "😀",
    "%",
    "_",
    "+",
    "\n",
    "\"",
    "\u{0}",
    "true",
    "null",
    "type",
    "Self",
    "other",
    "Other",
    "new",
    "2020-01-01",
    "Zm9v",
];

const NUMBERS: &[&str] = &[
    "0",
    "1",
    "-1",
    "5",
    "1.5",
    "1.0",
    "-0.0",
    "1e-7",
    "1e300",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "18446744073709551616",
    "100000000000000000000",
];

/// A value of a type, or of any type.
pub(super) fn of(making: &mut Making, ty: Option<&str>) -> Tree {
    match ty {
        Some("string") => text(making.one(TEXTS)),
        Some("integer" | "number") => number(making),
        Some("boolean") => Tree::from(making.once_in(2)),
        _ => any(making),
    }
}

/// Values, none among them once in a while.
pub(super) fn list(making: &mut Making, ty: Option<&str>) -> Tree {
    let count = making.random.below(6);
    Tree::Array((0..count).map(|_| of(making, ty)).collect())
}

pub(super) fn number(making: &mut Making) -> Tree {
    let number = Number::parse(making.one(NUMBERS));
    Tree::Number(number.expect("they are numbers"))
}

fn any(making: &mut Making) -> Tree {
    match making.random.below(9) {
        0 => Tree::Null,
        1 => texts(&["a", "1"]),
        2 => object([]),
        3 => object([("a", object([("b", texts(&[]))])), ("type", text("x"))]),
        4 => Tree::from(making.once_in(2)),
        5 | 6 => number(making),
        _ => text(making.one(TEXTS)),
    }
}
