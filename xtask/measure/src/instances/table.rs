//! Results in, a table of their outcomes by file out.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::conformance::CaseResult;

/// Writes a line for each file.
pub(super) fn write_counts(results: &[CaseResult], out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let mut sum = [0; 4];
    for it in results {
        let place = it.outcome as usize;
        counts.entry(&it.file).or_default()[place] += 1;
        sum[place] += 1;
    }
    writeln!(out, "{:<36} passed lenient changed failed", "file")?;
    for (file, [passed, lenient, changed, failed]) in counts.into_iter().chain([("all", sum)]) {
        writeln!(
            out,
            "{file:<36} {passed:>6} {lenient:>7} {changed:>7} {failed:>6}"
        )?;
    }
    Ok(())
}
