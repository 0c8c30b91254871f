//! Cargo features: which tags of a document have one, and which items are there with it.

use std::collections::BTreeSet;

use crate::name::FeatureName;

use super::Api;

/// A cargo feature that stands for a tag.
#[derive(Clone, Debug)]
pub struct Feature {
    /// Its name, unique in the API.
    pub name: FeatureName,
    /// The tag, as the document spells it.
    pub tag: String,
    /// How many operations have the tag.
    pub operations: usize,
}

/// A feature's place in [`Api::features`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FeatureId(pub usize);

/// With which features an item is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    /// With all and with none.
    #[default]
    Always,
    /// With any of these, in order; never empty.
    WithAny(Vec<FeatureId>),
    /// With [`ALL_TAGS`] only: it is none of a tag's.
    WithAll,
}

impl Presence {
    /// Whether it is there wherever the other is.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Always, _) | (Self::WithAll | Self::WithAny(_), Self::WithAll) => true,
            (Self::WithAny(mine), Self::WithAny(theirs)) => {
                theirs.iter().all(|feature| mine.contains(feature))
            }
            (Self::WithAny(_), Self::Always) | (Self::WithAll, _) => false,
        }
    }
}

/// The feature that all others of tags are in.
pub const ALL_TAGS: &str = "all-tags";

/// The largest documents, in operations and in types, of which everything is there by default.
const LARGEST: (usize, usize) = (200, 1_000);

/// The features that a crate has for the tags of its documents. Documents that have the same tag
/// share its feature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagFeatures<'a> {
    /// Their names, sorted.
    pub names: BTreeSet<&'a str>,
    /// Whether all of them are on by default.
    pub by_default: bool,
}

impl<'a> TagFeatures<'a> {
    /// Those of a crate with these APIs.
    #[must_use]
    pub fn of(apis: &'a [Api]) -> Self {
        let features = apis.iter().flat_map(|api| &api.features);
        let operations: usize = apis.iter().map(|api| api.operations.len()).sum();
        let types: usize = apis.iter().map(|api| api.types.len()).sum();
        Self {
            names: features.map(|feature| feature.name.as_str()).collect(),
            by_default: operations <= LARGEST.0 && types <= LARGEST.1,
        }
    }
}
