//! The cargo features of a crate: those of all its APIs.

use std::collections::BTreeSet;
use std::ops::Deref;

use super::api::Api;

/// The numbers of operations and types up to which all features are on by default.
const LARGEST: (usize, usize) = (200, 1_000);

/// The features of a crate for the tags of its documents. Documents with the same tag share its
/// feature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagFeatures<'a> {
    /// Their names, sorted.
    pub names: BTreeSet<&'a str>,
    /// Whether all of them are on by default.
    pub by_default: bool,
}

impl<'a> TagFeatures<'a> {
    /// Collects the features of these APIs.
    #[must_use]
    pub fn of(apis: &'a [impl Deref<Target = Api>]) -> Self {
        let apis = || apis.iter().map(|api| &**api);
        let features = apis().flat_map(|api| &api.features);
        let operations: usize = apis().map(|api| api.operations.len()).sum();
        let types: usize = apis().map(|api| api.types.len()).sum();
        Self {
            names: features.map(|feature| feature.name.as_str()).collect(),
            by_default: operations <= LARGEST.0 && types <= LARGEST.1,
        }
    }
}
