//! A command in, its diagnostics and exit status out.

use std::io::{self, Write};
use std::process::ExitCode;

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use codegen::report::{Style, error_json};

use crate::Status;
use crate::arguments::{Deny, FormatName, Reporting};
use crate::report::{self, Format};
use crate::session::Session;

/// Runs a command, which writes its output to the writer that it is given, and reports its diagnostics
/// and how it ended. `reporting` is `None` for a command without diagnostics.
pub fn run_command(
    reporting: Option<Reporting>,
    run: impl FnOnce(&mut Session, &mut dyn Write) -> anyhow::Result<Status>,
) -> ExitCode {
    let mut session = Session::default();
    let format = configure(&mut session, reporting);
    let (mut text, mut diagnostics): (Box<dyn Write>, Box<dyn Write>) = match format {
        Format::Human(_) => (Box::new(io::stdout()), Box::new(io::stderr())),
        Format::Json => (Box::new(io::stderr()), Box::new(io::stdout())),
    };
    let outcome = run(&mut session, &mut text).and_then(|status| {
        text.flush()?;
        Ok(status)
    });
    // If this fails, there is nowhere left to report it.
    let _ = report::write(&session, format, &mut diagnostics);
    match outcome {
        Ok(Status::Success) => ExitCode::SUCCESS,
        Ok(Status::Rejected) => ExitCode::FAILURE,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let message = format!("{error:#}");
            match format {
                Format::Human(_) => eprintln!("error: {message}"),
                Format::Json => drop(write!(diagnostics, "{}", error_json(&message))),
            }
            ExitCode::FAILURE
        }
    }
}

/// Sets the session up as the command line asks; returns the format of diagnostics.
fn configure(session: &mut Session, reporting: Option<Reporting>) -> Format {
    session.deny_warnings = reporting.is_some_and(|it| matches!(it.deny, Some(Deny::Warnings)));
    match reporting.map(|it| it.format).unwrap_or_default() {
        FormatName::Human => Format::Human(choose_style(&io::stderr())),
        FormatName::Json => Format::Json,
    }
}

/// Returns colours, if a stream is a terminal and the environment does not forbid them.
pub fn choose_style(stream: &impl RawStream) -> Style {
    match AutoStream::choice(stream) {
        ColorChoice::Never => Style::Plain,
        _ => Style::Coloured,
    }
}

/// Whether the reader of the output has exited, as `head` does, which is not a failure.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|it| it.kind() == io::ErrorKind::BrokenPipe)
}
