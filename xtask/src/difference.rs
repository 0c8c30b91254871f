//! Changes in, what a person should see of them out.

use std::fmt::{self, Write};
use std::time::Duration;

use similar::TextDiff;

use crate::changes::{Changes, Written};

/// How many lines of a file's difference are shown, and of how many files.
const LINES: usize = 12;
const FILES: usize = 3;

/// Names every file that would change, and shows where the first few begin to differ.
pub(crate) fn show(changes: &Changes, folder: &str) -> String {
    let mut out = String::new();
    write(changes, folder, &mut out).expect("a string takes any text");
    out
}

fn write(changes: &Changes, folder: &str, out: &mut String) -> fmt::Result {
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
    for path in changes.strangers() {
        writeln!(out, "stranger  {folder}/{path}")?;
    }
    Ok(())
}

fn write_first_lines(old: &str, new: &str, out: &mut String) -> fmt::Result {
    // Two files with nothing in common take long to compare, and nobody reads the whole answer.
    let difference = TextDiff::configure()
        .timeout(Duration::from_secs(1))
        .diff_lines(old, new);
    let mut unified = difference.unified_diff();
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
