//! Finished types in, derivable traits out.

use crate::ir::{Traits, Type, TypeDef, TypeId, TypeKind, Via};

/// Gives each type the traits that its parts allow. Types that contain each other have a trait
/// unless a part of one of them lacks it.
pub(in crate::lower) fn derive_traits(types: &mut [TypeDef]) {
    let eq = have_eq(types);
    for index in 0..types.len() {
        types[index].traits = Traits {
            eq: eq[index],
            ord: matches!(types[index].kind, TypeKind::Newtype(_)) && is_integer(types, index),
        };
    }
}

/// For each type, whether it can have `Eq` and `Hash`.
fn have_eq(types: &[TypeDef]) -> Vec<bool> {
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    let mut open = Vec::new();
    for (index, def) in types.iter().enumerate() {
        let parts = def.kind.hashed_types();
        for TypeId(part) in parts.iter().filter_map(|part| part.named()) {
            users[part].push(index);
        }
        if keeps_json(&def.kind) || !parts.into_iter().all(has_eq_around_its_leaf) {
            open.push(index);
        }
    }
    let mut eq = vec![true; types.len()];
    while let Some(index) = open.pop() {
        if std::mem::replace(&mut eq[index], false) {
            open.extend(&users[index]);
        }
    }
    eq
}

/// Whether a type keeps undescribed values as JSON.
fn keeps_json(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Object(object) => object.others.as_ref().is_some_and(|it| !it.undeclared),
        TypeKind::Tagged(_) | TypeKind::Union(_) => true,
        TypeKind::StringEnum(_)
        | TypeKind::Tuple(_)
        | TypeKind::Newtype(_)
        | TypeKind::Alias(_) => false,
    }
}

/// Whether a type has `Eq` and `Hash` if the named type within it has.
fn has_eq_around_its_leaf(ty: &Type) -> bool {
    match ty {
        Type::Bool
        | Type::I64
        | Type::U64
        | Type::I128
        | Type::U128
        | Type::String
        | Type::Base64
        | Type::DateTime
        | Type::File
        | Type::Named(_) => true,
        Type::Foreign(foreign) => foreign.via != Via::Json,
        Type::F64 | Type::Json | Type::Map(_) => false,
        Type::Vec(inner) | Type::Nullable(inner) | Type::Box(inner) => {
            has_eq_around_its_leaf(inner)
        }
    }
}

/// Whether a type is an integer, behind aliases and newtypes.
fn is_integer(types: &[TypeDef], mut index: usize) -> bool {
    // No chain of aliases has more links than there are types.
    for _ in types {
        let (TypeKind::Newtype(crate::ir::Value { ty, rules: _ }) | TypeKind::Alias(ty)) =
            &types[index].kind
        else {
            return false;
        };
        match ty {
            Type::I64 | Type::U64 | Type::I128 | Type::U128 => return true,
            Type::Named(TypeId(next)) => index = *next,
            _ => return false,
        }
    }
    false
}
