//! Cargo features of tags, and the items that they enable.

use crate::name::FeatureName;

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

/// The index of a feature in the list of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FeatureId(pub usize);

/// The features with which an item is compiled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    /// With or without any feature.
    #[default]
    Always,
    /// With any of these, in order; never empty.
    WithAny(Vec<FeatureId>),
    /// With [`ALL_TAGS`] only: no tag has it.
    WithAll,
}

impl Presence {
    /// Whether an item is compiled whenever another is.
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

/// The feature that enables those of all tags.
pub const ALL_TAGS: &str = "all-tags";
