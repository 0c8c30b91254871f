//! What became of each instance, and how that is shown.

use std::collections::BTreeMap;
use std::io::{self, Write};

/// An instance that was judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// How the judgement compares with the label.
    pub verdict: Verdict,
    /// The name of the file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The key of the component.
    pub schema: String,
    /// What was found, where that is not what the label says.
    pub found: String,
}

/// How a judgement compares with the label.
///
/// A value is accepted when it decodes into the type of its component and `validate` finds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Accepted or refused as labelled.
    Right,
    /// Rightly accepted, but it does not encode to equal JSON.
    Changed,
    /// Not as labelled.
    Wrong,
}

impl Judged {
    /// Reads a line that the program printed.
    pub(super) fn read(line: &str) -> Option<Self> {
        let parts: Vec<&str> = line.split('\t').collect();
        let [verdict, file, line, schema, found] = parts[..] else {
            return None;
        };
        let verdict = match verdict {
            "right" => Verdict::Right,
            "changed" => Verdict::Changed,
            "wrong" => Verdict::Wrong,
            _ => return None,
        };
        Some(Self {
            verdict,
            file: file.to_owned(),
            line: line.parse().ok()?,
            schema: schema.to_owned(),
            found: found.to_owned(),
        })
    }
}

/// A line for each file.
pub(super) fn write(judged: &[Judged], out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut sum = [0; 3];
    for it in judged {
        let place = it.verdict as usize;
        counts.entry(&it.file).or_default()[place] += 1;
        sum[place] += 1;
    }
    writeln!(out, "{:<36} right changed wrong", "file")?;
    for (file, [right, changed, wrong]) in counts.into_iter().chain([("all", sum)]) {
        writeln!(out, "{file:<36} {right:>5} {changed:>7} {wrong:>5}")?;
    }
    Ok(())
}
