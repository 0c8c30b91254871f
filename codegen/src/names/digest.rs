//! A type in, a digest of its shape out: what is equal for a schema that was only moved.

use std::fmt::Write;

use crate::ir::{Type, TypeDef, TypeKind, Value};

/// Returns a digest of the shape of a type, in 16 hexadecimal digits.
///
/// It depends on the members and values of the document and on their types, and on no order, no name in
/// Rust, no rule and no prose. All named types are alike.
pub(super) fn digest_type(def: &TypeDef) -> String {
    let mut parts = Vec::new();
    let kind = describe_kind(&def.kind, &mut parts);
    parts.sort_unstable();
    hash_texts(std::iter::once(kind).chain(parts.iter().map(String::as_str)))
}

/// Returns what identifies a value without a type of its own: its type, and a digest of its rules if it has
/// any. The words and codes of rules do not count.
#[must_use]
pub fn spell_shape(value: &Value) -> String {
    let ty = shape_type(value);
    if value.rules.is_empty() {
        return ty;
    }
    let rules = value.rules.iter().map(|it| format!("{:?}", it.kind));
    let mut rules: Vec<String> = rules.collect();
    rules.sort_unstable();
    format!(
        "{ty}{RULES}{}",
        hash_texts(rules.iter().map(String::as_str))
    )
}

/// What is before the digest of the rules in a shape.
const RULES: char = ':';

/// Returns the type of a shape.
pub(super) fn shape_without_rules(shape: &str) -> &str {
    shape.split(RULES).next().unwrap_or(shape)
}

/// The type of a value as one word.
fn shape_type(value: &Value) -> String {
    let text = describe_type(&value.ty);
    text.split_whitespace().collect::<Vec<_>>().join("-")
}

/// Returns the FNV-1a hash of texts, in 16 hexadecimal digits.
fn hash_texts<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3_u64);
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for text in texts {
        hash = text.bytes().fold(hash, add);
        // A byte that no text of UTF-8 has separates the parts.
        hash = add(hash, 0xff);
    }
    format!("{hash:016x}")
}

/// Describes the parts of a type; returns the word for what it is.
fn describe_kind(kind: &TypeKind, parts: &mut Vec<String>) -> &'static str {
    match kind {
        TypeKind::Object(object) => {
            parts.extend(object.fields.iter().map(|field| {
                let is_required = if field.required {
                    "required"
                } else {
                    "optional"
                };
                let ty = describe_type(&field.value.ty);
                ["field ", &field.wire, " ", is_required, " ", &ty].concat()
            }));
            let constants = object.constants.iter();
            parts.extend(constants.map(|(wire, value)| format!("constant {wire} {value}")));
            let others = object.others.iter();
            parts.extend(others.map(|it| format!("others {}", describe_type(&it.value.ty))));
            "object"
        }
        TypeKind::StringEnum(strings) => {
            parts.extend(strings.variants.iter().map(|(_, value)| value.clone()));
            "enum"
        }
        TypeKind::Tagged(tagged) => {
            parts.push(format!("tag {}", tagged.tag));
            let variants = tagged.variants.iter();
            parts.extend(variants.map(|it| format!("variant {}", it.value)));
            "tagged"
        }
        TypeKind::Union(list) => {
            parts.extend(list.iter().map(|it| describe_type(&it.value.ty)));
            "union"
        }
        TypeKind::Tuple(items) => {
            let items = items.iter().enumerate();
            parts
                .extend(items.map(|(index, item)| {
                    format!("item {index} {}", describe_type(&item.value.ty))
                }));
            "tuple"
        }
        TypeKind::Newtype(Value { ty, rules: _ }) => {
            parts.push(describe_type(ty));
            "newtype"
        }
        TypeKind::Alias(ty) => {
            parts.push(describe_type(ty));
            "alias"
        }
    }
}

fn describe_type(ty: &Type) -> String {
    let mut text = String::new();
    let mut ty = ty;
    loop {
        let word = match ty {
            Type::Vec(_) => "list",
            Type::Map(_) => "map",
            Type::Nullable(_) => "nullable",
            // Where a box is needed depends on other types.
            Type::Box(_) => "",
            Type::Named(_) => "named",
            Type::Foreign(foreign) => {
                // A colon begins the digest of the rules.
                let path = foreign.path.to_string().replace("::", ".");
                return format!("{text}{}<{path}>", foreign.via.wrapper());
            }
            other => {
                write!(text, "{other:?}").expect("writing to a string never fails");
                return text;
            }
        };
        text.push_str(word);
        text.push(' ');
        match ty {
            Type::Vec(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Box(inner) => {
                ty = inner;
            }
            _ => return text,
        }
    }
}
