//! The items that the APIs of a crate share.

use crate::name::TypeName;

use super::value::TypeId;

/// The items that the APIs of a crate share.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    /// The types, sorted by name.
    pub types: Vec<SharedType>,
}

/// A type of several APIs that is defined once.
#[derive(Clone, Debug)]
pub struct SharedType {
    /// Its name in all of them.
    pub name: TypeName,
    /// The type in each API, by the index of the API. The first has the documentation.
    pub members: Vec<(usize, TypeId)>,
}

impl Shared {
    /// Whether a type of an API is defined outside of its module.
    #[must_use]
    pub fn contains(&self, api: usize, ty: TypeId) -> bool {
        let mut members = self.types.iter().flat_map(|it| &it.members);
        members.any(|it| *it == (api, ty))
    }
}
