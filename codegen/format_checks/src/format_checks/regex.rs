//! Regular expressions (ECMA-262, flag `u`).

#[cfg(feature = "pattern")]
pub(super) fn is_regex(text: &str) -> bool {
    regress::Regex::with_flags(text, "u").is_ok()
}

/// Without the feature `pattern`, nothing is known of them.
#[cfg(not(feature = "pattern"))]
pub(super) fn is_regex(_: &str) -> bool {
    true
}
