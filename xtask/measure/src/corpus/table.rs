//! Rows in, a table as text out.

use std::io::{self, Write};

use super::row::{Counts, DocumentOutcome, Row};
use xtask::report::{format_mebibytes, pluralize};

/// Writes the names of the columns.
pub(super) fn write_header(out: &mut dyn Write) -> io::Result<()> {
    let names = [
        "CPU",
        "memory",
        "types",
        "operations",
        "lines",
        "untyped",
        "warnings",
    ];
    write_cells("document", &names.map(str::to_owned), out)
}

/// Writes the line of a document.
pub(super) fn write_row(row: &Row, out: &mut dyn Write) -> io::Result<()> {
    let cost = [format_millis(row.cpu), format_mebibytes(row.peak)];
    match &row.outcome {
        DocumentOutcome::Generated(counts) => {
            let Counts {
                types,
                operations,
                lines,
                untyped,
            } = counts;
            let counts = [*types, *operations, *lines, untyped.len(), row.warnings];
            let cost = cost.into_iter().chain(counts.map(|it| it.to_string()));
            write_cells(&row.name(), &cost.collect::<Vec<_>>(), out)
        }
        DocumentOutcome::Rejected(errors) => {
            let first = errors
                .first()
                .map_or("no error is reported", String::as_str);
            let what = format!("rejected, {}: {first}", pluralize(errors.len(), "error"));
            write_failure(row, &cost, &what, out)
        }
        DocumentOutcome::Failed(what) => write_failure(row, &cost, &format!("FAILED: {what}"), out),
    }
}

fn write_failure(row: &Row, cost: &[String], what: &str, out: &mut dyn Write) -> io::Result<()> {
    let cost: Vec<String> = cost.iter().cloned().chain([format!("  {what}")]).collect();
    write_cells(&row.name(), &cost, out)
}

fn write_cells(name: &str, cells: &[String], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{name:<36}")?;
    for cell in cells {
        write!(out, "{cell:>11}")?;
    }
    writeln!(out)
}

/// Writes the untyped schemas or the errors of a document.
pub(super) fn write_details(row: &Row, out: &mut dyn Write) -> io::Result<()> {
    let lines = match &row.outcome {
        DocumentOutcome::Generated(counts) => &counts.untyped,
        DocumentOutcome::Rejected(errors) => errors,
        DocumentOutcome::Failed(_) => return Ok(()),
    };
    for line in lines {
        writeln!(out, "    {line}")?;
    }
    Ok(())
}

/// Writes the sums over all documents.
pub(super) fn write_total(rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    let generated: Vec<&Counts> = rows
        .iter()
        .filter_map(|row| match &row.outcome {
            DocumentOutcome::Generated(counts) => Some(counts),
            DocumentOutcome::Rejected(_) | DocumentOutcome::Failed(_) => None,
        })
        .collect();
    let sum = |count: fn(&Counts) -> usize| generated.iter().map(|it| count(it)).sum::<usize>();
    let peak = rows.iter().map(|row| row.peak).max().unwrap_or_default();
    let counts = [
        sum(|it| it.types),
        sum(|it| it.operations),
        sum(|it| it.lines),
        sum(|it| it.untyped.len()),
        rows.iter().map(|row| row.warnings).sum(),
    ];
    let cost = [
        format_millis(rows.iter().map(|row| row.cpu).sum()),
        format_mebibytes(peak),
    ];
    let cost = cost.into_iter().chain(counts.map(|it| it.to_string()));
    let name = format!("{} of {} generate", generated.len(), rows.len());
    write_cells(&name, &cost.collect::<Vec<_>>(), out)
}

fn format_millis(time: std::time::Duration) -> String {
    format!("{} ms", time.as_millis())
}
