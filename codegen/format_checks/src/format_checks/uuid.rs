//! UUIDs (RFC 4122 §3).

/// The lengths of the groups of digits.
const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];

pub(super) fn is_uuid(text: &str) -> bool {
    let is_hex = |group: &str| group.bytes().all(|it| it.is_ascii_hexdigit());
    let groups = text.split('-');
    groups.clone().map(str::len).eq(GROUPS) && groups.clone().all(is_hex)
}
