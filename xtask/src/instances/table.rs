//! How many instances of each file are judged as they are labelled.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::trial::Judged;

/// A line for each file.
pub(super) fn write(judged: &[Judged], out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let mut sum = [0; 4];
    for it in judged {
        let place = it.outcome as usize;
        counts.entry(&it.file).or_default()[place] += 1;
        sum[place] += 1;
    }
    writeln!(out, "{:<36} right lenient changed wrong", "file")?;
    for (file, [right, lenient, changed, wrong]) in counts.into_iter().chain([("all", sum)]) {
        writeln!(
            out,
            "{file:<36} {right:>5} {lenient:>7} {changed:>7} {wrong:>5}"
        )?;
    }
    Ok(())
}
