//! Verifies that a type with a trait contains only types with it.

use crate::ir::{Api, Traits, Type, TypeDef, TypeId, Via};

pub(super) fn check(api: &Api) {
    for TypeDef {
        name, kind, traits, ..
    } in &api.types
    {
        let Traits { eq, ord } = traits;
        assert!(*eq || !ord, "{name}: what is ordered has `Eq`");
        if *eq {
            let mut parts = kind.hashed_types().into_iter();
            assert!(
                parts.all(|it| has_eq(api, it)),
                "{name}: all of it has `Eq`"
            );
        }
    }
}

fn has_eq(api: &Api, ty: &Type) -> bool {
    match ty {
        Type::Named(TypeId(id)) => api.types[*id].traits.eq,
        Type::Vec(inner) | Type::Nullable(inner) | Type::Box(inner) => has_eq(api, inner),
        Type::Foreign(foreign) => foreign.via != Via::Json,
        other => !matches!(other, Type::F64 | Type::Json | Type::Map(_)),
    }
}
