//! A path of members in, the fields along it out.

use crate::ir::{ObjectDef, Step, Type, TypeDef, TypeId, TypeKind};

/// Follows members from a struct. Returns the fields on the way, and the type of the last.
pub(super) fn walk_path(
    types: &[TypeDef],
    from: TypeId,
    path: &[String],
) -> Option<(Vec<Step>, Type)> {
    let mut steps = Vec::new();
    let mut object = object_of(types, from)?;
    for (index, wire) in path.iter().enumerate() {
        let field = object.fields.iter().find(|field| field.wire == *wire)?;
        let (nullable, ty) = match resolve_alias(types, &field.value.ty) {
            Type::Nullable(inner) => (true, resolve_alias(types, &inner)),
            ty => (false, ty),
        };
        steps.push(Step {
            field: field.name.clone(),
            optional: !field.required,
            nullable,
        });
        if index + 1 == path.len() {
            return Some((steps, ty));
        }
        object = object_of(types, named_type(types, &ty)?)?;
    }
    None
}

fn object_of(types: &[TypeDef], id: TypeId) -> Option<&ObjectDef> {
    match &types[id.0].kind {
        TypeKind::Object(object) => Some(object),
        _ => None,
    }
}

/// The id of a type that has a name, behind aliases and boxes.
pub(super) fn named_type(types: &[TypeDef], ty: &Type) -> Option<TypeId> {
    match resolve_alias(types, ty) {
        Type::Named(id) => Some(id),
        Type::Box(inner) => named_type(types, &inner),
        _ => None,
    }
}

/// Resolves aliases.
pub(super) fn resolve_alias(types: &[TypeDef], ty: &Type) -> Type {
    let mut ty = ty.clone();
    while let Type::Named(id) = ty
        && let TypeKind::Alias(target) = &types[id.0].kind
    {
        ty = target.clone();
    }
    ty
}
