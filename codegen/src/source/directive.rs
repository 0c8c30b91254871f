//! The directives of a YAML document in, an unknown version out.

use super::event::Position;

/// Returns the version in the `%YAML` directive, with its position, unless it is 1.1 or 1.2. The
/// parser reads every text as YAML 1.2; the standard requires at least a warning (§6.8.1).
pub(super) fn unknown_version(text: &str) -> Option<(Position, String)> {
    for (line, text) in (1..).zip(text.lines()) {
        if let Some(version) = text.strip_prefix("%YAML ") {
            let version = version.split_whitespace().next()?;
            let is_known = ["1.1", "1.2"].contains(&version);
            let position = Position { line, column: 1 };
            return (!is_known).then(|| (position, version.to_owned()));
        }
        // Other directives, comments and empty lines may stand before it.
        let start = text.trim_start();
        if !(text.starts_with('%') || start.is_empty() || start.starts_with('#')) {
            return None;
        }
    }
    None
}
