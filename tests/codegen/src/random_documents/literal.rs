//! Values for enums, defaults and examples.

use codegen::tree::{Number, Tree};

use super::draft::{Draft, object, text, texts};

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

/// A value of the given type, or of any.
pub(super) fn random_value(draft: &mut Draft, ty: Option<&str>) -> Tree {
    match ty {
        Some("string") => text(draft.one(TEXTS)),
        Some("integer" | "number") => number(draft),
        Some("boolean") => Tree::from(draft.once_in(2)),
        _ => any(draft),
    }
}

/// A list of values, which may be empty.
pub(super) fn random_values(draft: &mut Draft, ty: Option<&str>) -> Tree {
    let count = draft.random.below(6);
    Tree::Array((0..count).map(|_| random_value(draft, ty)).collect())
}

pub(super) fn number(draft: &mut Draft) -> Tree {
    let number = Number::parse(draft.one(NUMBERS));
    Tree::Number(number.expect("they are numbers"))
}

fn any(draft: &mut Draft) -> Tree {
    match draft.random.below(9) {
        0 => Tree::Null,
        1 => texts(&["a", "1"]),
        2 => object([]),
        3 => object([("a", object([("b", texts(&[]))])), ("type", text("x"))]),
        4 => Tree::from(draft.once_in(2)),
        5 | 6 => number(draft),
        _ => text(draft.one(TEXTS)),
    }
}
