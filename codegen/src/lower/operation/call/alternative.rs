//! Types of response bodies in, names of their variants out.

use crate::ir::{Type, TypeDef};
use crate::name::VariantName;

/// Names each type, in any order. Named types keep their name; other types that would have the same
/// name get a suffix.
pub(super) fn name_alternatives(types: &[TypeDef], of: &[&Type]) -> Vec<VariantName> {
    // The variant for values that no type describes.
    let other = VariantName::from_spelling("Other");
    let wanted = of.iter().map(|ty| type_words(types, ty));
    let wanted: Vec<VariantName> = wanted.map(|it| VariantName::from_spelling(&it)).collect();
    let mut order: Vec<usize> = (0..of.len()).collect();
    order.sort_by_cached_key(|&index| {
        let core = of[index].named().map(|id| types[id.0].name.as_str());
        let named = core.filter(|_| matches!(of[index], Type::Named(_)));
        let is_exact = named == Some(wanted[index].as_str()) && wanted[index] != other;
        (!is_exact, named.is_none(), core.is_none(), core)
    });
    let mut names = wanted;
    let mut taken = vec![other];
    for index in order {
        while taken.contains(&names[index]) {
            names[index] = names[index].join("Value");
        }
        taken.push(names[index].clone());
    }
    names
}

/// Describes a type, as words of a name.
pub(super) fn type_words(types: &[TypeDef], ty: &Type) -> String {
    match ty {
        Type::Named(id) => types[id.0].name.to_string(),
        Type::Vec(inner) => format!("{} list", type_words(types, inner)),
        Type::Map(inner) => format!("{} map", type_words(types, inner)),
        Type::Nullable(inner) => format!("{} or null", type_words(types, inner)),
        Type::Box(inner) => type_words(types, inner),
        Type::Bool => "Flag".to_owned(),
        Type::I64 | Type::I128 => "Integer".to_owned(),
        Type::U64 | Type::U128 => "Unsigned".to_owned(),
        Type::F64 => "Number".to_owned(),
        Type::String => "Text".to_owned(),
        Type::Base64 => "Base64".to_owned(),
        Type::DateTime => "Time".to_owned(),
        Type::File => "File".to_owned(),
        Type::Json => "Json".to_owned(),
    }
}
