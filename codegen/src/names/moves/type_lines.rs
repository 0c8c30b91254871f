//! A lock in, the types recorded in it out.

use std::collections::BTreeMap;

use crate::names::lock::Lock;

/// A type in one of the locks.
#[derive(Debug, Default)]
pub(super) struct TypeLines<'l> {
    pub(super) digest: &'l str,
    pub(super) line: u32,
    /// The references to its schemas.
    pub(super) origins: Vec<&'l str>,
}

/// The types of a lock, by name.
pub(super) fn collect_types(lock: &Lock) -> BTreeMap<&str, TypeLines<'_>> {
    let mut types: BTreeMap<&str, TypeLines<'_>> = BTreeMap::new();
    for (key, entry) in lock.of_kind("type") {
        let origin = key.split(' ').nth(1).unwrap_or_default();
        let [name, digest] = &entry.values[..] else {
            continue;
        };
        let lines = types.entry(name).or_default();
        if lines.origins.is_empty() {
            (lines.digest, lines.line) = (digest, entry.line);
        }
        lines.origins.push(origin);
    }
    types
}

/// The name that is recorded for a type at a place.
pub(super) fn recorded_type<'l>(lock: &'l Lock, origin: &str) -> Option<&'l str> {
    let entry = lock.entries.get(&format!("type {origin}"))?;
    Some(&entry.values[0])
}

/// A reference with a star in place of the last index of a list of schemas, if it has one, or of the
/// number that tells it from others.
pub(super) fn generalize_reference(origin: &str) -> Option<String> {
    if let Some((reference, number)) = origin.rsplit_once("%20")
        && number.bytes().all(|it| it.is_ascii_digit())
    {
        return Some(format!("{reference}%20*"));
    }
    let lists = ["/oneOf/", "/anyOf/", "/allOf/", "/prefixItems/"];
    let starts = lists
        .iter()
        .filter_map(|it| Some(origin.rfind(it)? + it.len()));
    let start = starts.max()?;
    let rest = origin[start..].trim_start_matches(|it: char| it.is_ascii_digit());
    Some(format!("{}*{rest}", &origin[..start]))
}
