//! Two types in the same position in, whether Rust sees the same type out.

use crate::ir::{Api, Type};
use crate::listing::spell_type;

use super::alias::without_alias;
use super::collector::Collector;

impl Collector<'_> {
    /// Whether both are one type to rustc. A renamed type is the same: its new name is a change of
    /// its own.
    pub(super) fn is_same_rust(&self, old: &Type, new: &Type) -> bool {
        match (without_alias(self.old, old), without_alias(self.new, new)) {
            (Type::Named(old), Type::Named(new)) => self.is_same_type(*old, *new),
            (Type::Vec(old), Type::Vec(new))
            | (Type::Map(old), Type::Map(new))
            | (Type::Nullable(old), Type::Nullable(new))
            | (Type::Box(old), Type::Box(new)) => self.is_same_rust(old, new),
            (old, new) => old == new,
        }
    }

    /// A type of the old API as Rust spells it; optional or not.
    pub(super) fn spell_old(&self, ty: &Type, is_required: bool) -> String {
        spell_member(self.old, ty, is_required)
    }

    /// A type of the new API as Rust spells it; optional or not.
    pub(super) fn spell_new(&self, ty: &Type, is_required: bool) -> String {
        spell_member(self.new, ty, is_required)
    }
}

fn spell_member(api: &Api, ty: &Type, is_required: bool) -> String {
    let ty = spell_type(api, ty);
    if is_required {
        ty
    } else {
        format!("Option<{ty}>")
    }
}
