//! Members that may be absent or null.

use serde::{Deserialize, Deserializer};

/// Distinguishes null from absence, which serde derives do not.
pub(super) fn present<'de, T, D>(from: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(from).map(Some)
}
