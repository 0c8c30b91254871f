//! Types in, those that stand for them out.

use crate::ir::{Type, TypeId};

/// The type that stands for each type: itself, or the one it was merged into.
#[derive(Debug)]
pub(in crate::lower) struct Relocation(pub(super) Vec<TypeId>);

impl Relocation {
    /// The type that stands for `id`.
    pub(in crate::lower) fn of(&self, id: TypeId) -> TypeId {
        self.0[id.0]
    }

    /// Replaces the ids in a type.
    pub(in crate::lower) fn apply(&self, ty: &mut Type) {
        if let Some(id) = ty.named_mut() {
            *id = self.of(*id);
        }
    }

    /// Replaces each id that stands for another.
    pub(super) fn then(&mut self, next: impl Fn(TypeId) -> TypeId) {
        for id in &mut self.0 {
            *id = next(*id);
        }
    }
}
