//! Rows in, text out.

use std::io::{self, Write};

use super::row::{Made, Outcome, Row};
use crate::report::{counted, mebibytes};

/// The names of the columns.
pub(super) fn head(out: &mut dyn Write) -> io::Result<()> {
    let names = [
        "CPU",
        "memory",
        "types",
        "operations",
        "lines",
        "untyped",
        "warnings",
    ];
    cells("document", &names.map(str::to_owned), out)
}

/// One document.
pub(super) fn line(row: &Row, out: &mut dyn Write) -> io::Result<()> {
    let cost = [millis(row.cpu), mebibytes(row.peak)];
    match &row.outcome {
        Outcome::Made(made) => {
            let Made {
                types,
                operations,
                lines,
                untyped,
            } = made;
            let counts = [*types, *operations, *lines, untyped.len(), row.warnings];
            let cost = cost.into_iter().chain(counts.map(|it| it.to_string()));
            cells(&row.name(), &cost.collect::<Vec<_>>(), out)
        }
        Outcome::Refused(errors) => {
            let first = errors.first().map_or("no reason given", String::as_str);
            let what = format!("refused, {}: {first}", counted(errors.len(), "error"));
            noted(row, &cost, &what, out)
        }
        Outcome::Crashed(what) => noted(row, &cost, &format!("CRASHED: {what}"), out),
    }
}

fn noted(row: &Row, cost: &[String], what: &str, out: &mut dyn Write) -> io::Result<()> {
    let cost: Vec<String> = cost.iter().cloned().chain([format!("  {what}")]).collect();
    cells(&row.name(), &cost, out)
}

fn cells(name: &str, cells: &[String], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{name:<36}")?;
    for cell in cells {
        write!(out, "{cell:>11}")?;
    }
    writeln!(out)
}

/// Where a document is untyped or refused, and why.
pub(super) fn explain(row: &Row, out: &mut dyn Write) -> io::Result<()> {
    let lines = match &row.outcome {
        Outcome::Made(made) => &made.untyped,
        Outcome::Refused(errors) => errors,
        Outcome::Crashed(_) => return Ok(()),
    };
    for line in lines {
        writeln!(out, "    {line}")?;
    }
    Ok(())
}

/// All documents together.
pub(super) fn total(rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    let made: Vec<&Made> = rows
        .iter()
        .filter_map(|row| match &row.outcome {
            Outcome::Made(made) => Some(made),
            Outcome::Refused(_) | Outcome::Crashed(_) => None,
        })
        .collect();
    let sum = |count: fn(&Made) -> usize| made.iter().map(|made| count(made)).sum::<usize>();
    let peak = rows.iter().map(|row| row.peak).max().unwrap_or_default();
    let counts = [
        sum(|it| it.types),
        sum(|it| it.operations),
        sum(|it| it.lines),
        sum(|it| it.untyped.len()),
        rows.iter().map(|row| row.warnings).sum(),
    ];
    let cost = [
        millis(rows.iter().map(|row| row.cpu).sum()),
        mebibytes(peak),
    ];
    let cost = cost.into_iter().chain(counts.map(|it| it.to_string()));
    let name = format!("{} of {} generate", made.len(), rows.len());
    cells(&name, &cost.collect::<Vec<_>>(), out)
}

/// CPU time.
fn millis(time: std::time::Duration) -> String {
    format!("{} ms", time.as_millis())
}
