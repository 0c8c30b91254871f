//! A type in, whether it accepts null out.

use rustc_hash::FxHashSet;

use crate::tree::Tree;

use super::api::Api;
use super::rule::RuleKind;
use super::type_def::{Alternative, TypeKind};
use super::value::{Type, TypeId, Value};

impl Api {
    /// Whether an alternative of a union accepts null, so that a null for an optional member is a
    /// value instead of absence.
    #[must_use]
    pub fn accepts_null(&self, alternatives: &[Alternative]) -> bool {
        let mut seen = FxHashSet::default();
        let mut values = alternatives.iter().map(|it| &it.value);
        values.any(|value| self.value_accepts_null(value, &mut seen))
    }

    fn value_accepts_null(&self, value: &Value, seen: &mut FxHashSet<TypeId>) -> bool {
        let refuses = |kind: &RuleKind| match kind {
            RuleKind::OneOf(values) => !values.contains(&Tree::Null),
            _ => false,
        };
        match &value.ty {
            Type::Json => !value.rules.iter().any(|rule| refuses(&rule.kind)),
            ty => self.type_accepts_null(ty, seen),
        }
    }

    fn type_accepts_null(&self, ty: &Type, seen: &mut FxHashSet<TypeId>) -> bool {
        match ty {
            Type::Json | Type::Nullable(_) => true,
            Type::Box(inner) => self.type_accepts_null(inner, seen),
            // A union may be an alternative of itself.
            Type::Named(id) if seen.insert(*id) => match &self.type_def(*id).kind {
                TypeKind::Alias(ty) => self.type_accepts_null(ty, seen),
                TypeKind::Newtype(value) => self.value_accepts_null(value, seen),
                TypeKind::Union(list) => list
                    .iter()
                    .any(|it| self.value_accepts_null(&it.value, seen)),
                TypeKind::Object(_)
                | TypeKind::StringEnum(_)
                | TypeKind::Tagged(_)
                | TypeKind::Tuple(_) => false,
            },
            Type::Named(_)
            | Type::Bool
            | Type::I64
            | Type::U64
            | Type::I128
            | Type::U128
            | Type::F64
            | Type::String
            | Type::Base64
            | Type::DateTime
            | Type::Foreign(_)
            | Type::File
            | Type::Vec(_)
            | Type::Map(_) => false,
        }
    }
}
