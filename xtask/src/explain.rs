//! `explain`: prints what a diagnostic means and what to do about it.

use std::io::{self, Write};

use codegen::diagnostic::Code;
use codegen::diagnostic::catalogue;

use crate::program;

/// Prints the explanation of a diagnostic to `out`, or a line for each if no code is given.
///
/// # Errors
///
/// When `out` cannot be written, or the catalogue has no such code.
pub fn run(code: Option<&str>, out: &mut dyn Write) -> anyhow::Result<()> {
    let Some(name) = code else {
        return Ok(write_list(out)?);
    };
    let code = catalogue::ALL.iter().find(|code| code.name == name);
    let Some(code) = code else {
        anyhow::bail!("no diagnostic has the code `{name}`");
    };
    Ok(write_explanation(code, out)?)
}

fn write_explanation(code: &Code, out: &mut dyn Write) -> io::Result<()> {
    let Code {
        name,
        severity,
        summary,
        explanation,
    } = code;
    writeln!(out, "{}[{name}]: {summary}\n", severity.name())?;
    write!(out, "{explanation}")
}

fn write_list(out: &mut dyn Write) -> io::Result<()> {
    for code in catalogue::ALL {
        let Code {
            name,
            severity,
            summary,
            explanation: _,
        } = code;
        writeln!(out, "{:<8} {name:<18} {summary}", severity.name())?;
    }
    writeln!(
        out,
        "\nFor more information, try `{} explain <CODE>`.",
        program::command()
    )
}
