//! Changes in, a summary with the first differing lines out.

use std::fmt::{self, Write};
use std::time::Duration;

use similar::TextDiff;

use crate::changes::{Changes, Written};

/// The most lines that are shown of a file.
const LINES: usize = 12;

/// The most files of which lines are shown.
const FILES: usize = 3;

/// Lists every file that would change, and shows the first differing lines of a few.
pub(crate) fn format_diff(changes: &Changes<'_>, folder: &str) -> String {
    let mut out = String::new();
    write(changes, folder, &mut out).expect("a string takes any text");
    out
}

fn write(changes: &Changes<'_>, folder: &str, out: &mut String) -> fmt::Result {
    let mut to_show = FILES;
    for file in &changes.written {
        let Written { path, text, old } = file;
        let Some(old) = old else {
            writeln!(out, "missing   {folder}/{path}")?;
            continue;
        };
        writeln!(out, "different {folder}/{path}")?;
        if to_show > 0 {
            to_show -= 1;
            write_first_lines(&String::from_utf8_lossy(old), text, out)?;
        }
    }
    for path in changes.orphans() {
        writeln!(out, "orphan    {folder}/{path}")?;
    }
    Ok(())
}

fn write_first_lines(old: &str, new: &str, out: &mut String) -> fmt::Result {
    // Comparing two files with nothing in common takes long, and only the first lines are shown.
    let diff = TextDiff::configure()
        .timeout(Duration::from_secs(1))
        .diff_lines(old, new);
    let mut unified = diff.unified_diff();
    let Some(hunk) = unified.context_radius(1).iter_hunks().next() else {
        return Ok(());
    };
    let hunk = hunk.to_string();
    for line in hunk.lines().take(LINES) {
        writeln!(out, "    {line}")?;
    }
    if hunk.lines().nth(LINES).is_some() {
        writeln!(out, "    …")?;
    }
    Ok(())
}
