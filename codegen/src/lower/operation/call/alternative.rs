//! Types of response bodies in, names of their variants out.

use crate::ir::{Type, TypeDef, Value};
use crate::name::{Name, VariantName};
use crate::names::{self, Item, Lock};

/// Names each type, in any order. Each keeps the name that is recorded for it in a union of the name
/// `owner`. Named types keep theirs; other types that would have the same name get a suffix.
pub(super) fn name_alternatives(
    types: &[TypeDef],
    of: &[&Type],
    recorded: (&Lock, &str),
) -> Vec<VariantName> {
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
    let recorded = recall_names(types, of, recorded);
    for (index, recorded) in recorded.into_iter().enumerate() {
        if let Some(recorded) = recorded.filter(|it| !taken.contains(it)) {
            taken.push(recorded.clone());
            names[index] = recorded;
            order.retain(|it| *it != index);
        }
    }
    for index in order {
        while taken.contains(&names[index]) {
            names[index] = names[index].join("Value");
        }
        taken.push(names[index].clone());
    }
    names
}

/// Looks up the name that each type had as an alternative.
fn recall_names(
    types: &[TypeDef],
    of: &[&Type],
    (lock, owner): (&Lock, &str),
) -> Vec<Option<VariantName>> {
    if lock.is_empty() {
        return vec![None; of.len()];
    }
    let named = |ty: &Type| match ty {
        Type::Named(id) => Some(types[id.0].name.as_str()),
        _ => None,
    };
    let shapes = of.iter().map(|ty| {
        let is_unnamed = named(ty).is_none();
        is_unnamed.then(|| names::spell_shape(&Value::of((*ty).clone())))
    });
    let by_shape = names::recall_by_shape(lock, owner, &shapes.collect::<Vec<_>>());
    let recorded = of.iter().zip(by_shape).map(|(ty, by_shape)| {
        let by_name = named(ty).and_then(|ty| lock.text(&Item::Alternative(owner, ty)));
        Name::from_recorded(by_name.or(by_shape)?)
    });
    recorded.collect()
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
        Type::Foreign(foreign) => {
            let path = foreign.path.without_arguments();
            path.rsplit("::").next().unwrap_or(path).to_owned()
        }
    }
}
