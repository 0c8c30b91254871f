//! Members that may be absent, and may be null.

use serde::{Deserialize, Deserializer};

/// Tells null from absence, which derived serde does not.
pub(super) fn present<'de, T, D>(from: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(from).map(Some)
}
