//! A type that may be an alias in, what it stands for out.

use crate::ir::{Api, Type, TypeId, TypeKind};

/// What an alias stands for.
pub(super) fn without_alias<'a>(api: &'a Api, ty: &'a Type) -> &'a Type {
    let mut ty = ty;
    while let Type::Named(id) = ty
        && let TypeKind::Alias(target) = &api.type_def(*id).kind
    {
        ty = target;
    }
    ty
}

/// The type that a type is an alias of, if it has a name of its own.
pub(super) fn alias_target(api: &Api, id: TypeId) -> Option<TypeId> {
    let target = without_alias(api, &Type::Named(id)).named()?;
    (target != id).then_some(target)
}
