//! A lock in, its text out: sorted lines, one for each item, so that a change of one item is the change
//! of one line.

use std::fmt::Write;

use super::lock::Lock;

/// The first line of a lock file.
pub const HEADER: &str = "# @generated: Rust names that stay as they are. After a merge conflict, run the generator again.";

/// The format that this generator writes, and the newest that it reads.
pub(super) const VERSION: u32 = 1;

/// The word before the number of the format.
pub(super) const VERSION_WORD: &str = "version";

impl Lock {
    /// Returns the text of the lock file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("{HEADER}\n{VERSION_WORD} {VERSION}\n");
        for (key, entry) in &self.entries {
            let written = writeln!(text, "{key} {}", entry.values.join(" "));
            written.expect("writing to a string never fails");
        }
        text
    }
}
