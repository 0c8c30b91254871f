//! Types of error bodies.

use rustc_hash::FxHashSet;

use super::api::Api;
use super::call::Failure;
use super::type_def::TypeKind;
use super::value::{Type, TypeId};

impl Api {
    /// Returns the types of error bodies, without [`Api::error_body`], whose errors have known
    /// paths.
    #[must_use]
    pub fn failure_types(&self) -> FxHashSet<TypeId> {
        let failures = self.operations.iter().map(|it| &it.call.failure);
        let types = failures.filter_map(|failure| match failure {
            Failure::Unknown | Failure::Text => None,
            Failure::Json(ty) => self.own_type(ty),
            Failure::Choice(choice) => self.own_type(&choice.ty),
        });
        let body = self.error_body.as_ref().map(|body| body.ty);
        types.filter(|id| Some(*id) != body).collect()
    }

    /// Returns the named type behind aliases, boxes and `Nullable`; `None` for lists and maps,
    /// which belong to other crates.
    #[must_use]
    pub fn own_type(&self, ty: &Type) -> Option<TypeId> {
        match ty {
            Type::Named(id) => match &self.type_def(*id).kind {
                TypeKind::Alias(target) => self.own_type(target),
                _ => Some(*id),
            },
            Type::Nullable(inner) | Type::Box(inner) => self.own_type(inner),
            _ => None,
        }
    }
}
