//! The items that the APIs of a crate share.

use crate::name::{TypeName, VariantName};

use super::value::TypeId;

/// The items that the APIs of a crate share.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    /// The types, sorted by name.
    pub types: Vec<SharedType>,
    /// The enum of the webhooks of all APIs, if several have some.
    pub events: Option<SharedEvents>,
}

/// A type of several APIs that is defined once.
#[derive(Clone, Debug)]
pub struct SharedType {
    /// Its name in all of them.
    pub name: TypeName,
    /// The type in each API, by the index of the API. The first has the documentation.
    pub members: Vec<(usize, TypeId)>,
}

/// The enum of the webhooks of several APIs.
#[derive(Clone, Debug)]
pub struct SharedEvents {
    /// The variants, in the order of the APIs and of their events.
    pub variants: Vec<SharedEvent>,
    /// The APIs that sign their webhooks alike, by index.
    pub schemes: Vec<Vec<usize>>,
}

/// A variant of the enum of the webhooks of several APIs.
#[derive(Clone, Debug)]
pub struct SharedEvent {
    /// Its name.
    pub name: VariantName,
    /// The index of the API.
    pub api: usize,
}

impl Shared {
    /// Whether a type of an API is defined outside of its module.
    #[must_use]
    pub fn contains(&self, api: usize, ty: TypeId) -> bool {
        let mut members = self.types.iter().flat_map(|it| &it.members);
        members.any(|it| *it == (api, ty))
    }
}
