//! The `xtask` binary: parses the command line, runs the command and reports how it ended.

mod cli;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use clap::{ArgMatches, CommandFactory, FromArgMatches};
use codegen::report::{Style, error_json};
use xtask::conformance::BuildDir;
use xtask::inputs::{InputFile, PairingOptions};
use xtask::pairing;
use xtask::report::{self, Format};
use xtask::session::Session;
use xtask::{
    Status, api_diff, corpus, cost, explain, generate, instances, listing, regen, suite, workspace,
};

use crate::cli::{
    Cli, Command, Corpus, Deny, Diff, DiffFormat, FormatName, Generate, Instances, Listing,
    Overlays, References, Suite,
};

/// Allocation, mostly of tokens, is a third of a run. This allocator saves a quarter of the CPU time
/// and needs half as much memory again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let matches = Cli::command().get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let inputs = matches
        .subcommand()
        .map(|(_, matches)| input_files(matches))
        .unwrap_or_default();

    let mut session = Session::default();
    let format = configure(&mut session, &cli.command);
    let (mut text, mut diagnostics): (Box<dyn Write>, Box<dyn Write>) = match format {
        Format::Human(_) => (Box::new(io::stdout()), Box::new(io::stderr())),
        Format::Json => (Box::new(io::stderr()), Box::new(io::stdout())),
    };
    let outcome = run(cli, &inputs, &mut session, &mut text).and_then(|status| {
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

/// Runs the command, and writes its output to `out`.
fn run(
    cli: Cli,
    inputs: &[InputFile],
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let Cli { root, command } = cli;
    let root = || root.map_or_else(workspace::find_root, Ok);
    match command {
        Command::Regen(arguments) => {
            let mode = if arguments.check {
                regen::Mode::Check
            } else {
                regen::Mode::Write
            };
            regen::run(&root()?, mode, session, out)
        }
        Command::Generate(arguments) => run_generate(arguments, inputs, session, out),
        Command::Listing(arguments) => {
            let Listing {
                files,
                overlays,
                references,
                reporting: _,
            } = arguments;
            let specs = if files.is_empty() {
                workspace::read_specs(&root()?, session)?
            } else {
                pairing::read_specs(inputs, &options(&overlays, references, false), session)?
            };
            listing::run(&specs, session, out)
        }
        Command::Diff(arguments) => run_diff(arguments, &root()?, session, out),
        Command::Explain(arguments) => {
            explain::run(arguments.code.as_deref(), out)?;
            Ok(Status::Success)
        }
        Command::Corpus(arguments) => run_corpus(arguments, root, out),
        Command::Cost(arguments) => {
            let options = options(&arguments.overlays, arguments.references, true);
            let specs = pairing::read_specs(inputs, &options, session)?;
            cost::run(&specs, &workspace::target_folder(&root()?), session, out)
        }
        Command::Measure(arguments) => {
            corpus::measure_document(&arguments.file, &arguments.references.into(), out)?;
            Ok(Status::Success)
        }
        Command::Instances(arguments) => run_instances(arguments, &root()?, session, out),
        Command::Suite(arguments) => run_suite(arguments, &root()?, session, out),
    }
}

fn run_generate(
    arguments: Generate,
    inputs: &[InputFile],
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let Generate {
        files: _,
        overlays,
        references,
        allow_missing_files,
        out: folder,
        name,
        member: is_member,
        reporting: _,
    } = arguments;
    let target = generate::Target {
        folder,
        name,
        is_member,
    };
    let options = options(&overlays, references, allow_missing_files);
    let specs = pairing::read_specs(inputs, &options, session)?;
    generate::run(&specs, &target, session, out)
}

fn run_diff(
    arguments: Diff,
    root: &Path,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let Diff {
        old,
        new,
        overlay_files: overlays,
        partial,
        references,
        without_lock,
        fail_on,
        format,
    } = arguments;
    let options = api_diff::Options {
        old,
        new,
        overlays,
        names: if without_lock {
            api_diff::Names::Fresh
        } else {
            api_diff::Names::Kept
        },
        fails_on_breaking: fail_on.is_some(),
        format: match format {
            DiffFormat::Text => api_diff::Format::Text(style(&io::stdout())),
            DiffFormat::Markdown => api_diff::Format::Markdown,
            DiffFormat::Json => api_diff::Format::Json,
            DiffFormat::Github => api_diff::Format::Github,
        },
        pairing: PairingOptions {
            by_position: true,
            partial,
            allow_missing_files: false,
            references: references.into(),
        },
    };
    api_diff::run(root, &options, session, out)
}

fn run_corpus(
    arguments: Corpus,
    root: impl FnOnce() -> anyhow::Result<PathBuf>,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let Corpus {
        folder,
        compile,
        verbose,
        references,
    } = arguments;
    let target = if compile {
        Some(workspace::target_folder(&root()?))
    } else {
        None
    };
    let options = corpus::Options {
        folder,
        verbose,
        references: references.into(),
        target,
    };
    corpus::run(&options, out)
}

fn run_instances(
    arguments: Instances,
    root: &Path,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let Instances {
        folder,
        only,
        references,
        reporting: _,
    } = arguments;
    let options = instances::Options {
        folder,
        only,
        references: references.into(),
    };
    instances::run(&options, &build_dir(root, "instances"), session, out)
}

fn run_suite(
    arguments: Suite,
    root: &Path,
    session: &mut Session,
    out: &mut dyn Write,
) -> anyhow::Result<Status> {
    let Suite {
        file,
        cases,
        allow,
        references,
        reporting: _,
    } = arguments;
    let suite = suite::Suite { cases, allow };
    let options = PairingOptions {
        references: references.into(),
        ..PairingOptions::default()
    };
    let input = InputFile::from_argument(file, false);
    match &pairing::read_specs(&[input], &options, session)?[..] {
        [spec] => suite::run(spec, &suite, &build_dir(root, "suite"), session, out),
        _ => Ok(Status::Rejected),
    }
}

/// The options of a command that takes documents and overlays.
fn options(
    overlays: &Overlays,
    references: References,
    allow_missing_files: bool,
) -> PairingOptions {
    PairingOptions {
        by_position: true,
        partial: overlays.partial,
        allow_missing_files,
        references: references.into(),
    }
}

/// Where a command compiles bindings and tests them against instances.
fn build_dir(root: &Path, command: &str) -> BuildDir {
    BuildDir {
        path: workspace::target_folder(root).join(command),
        target: workspace::target_folder(root).join(workspace::STANDALONE_TARGET),
        lock_file: Some(root.join("Cargo.lock")),
        programs: Vec::new(),
    }
}

/// Documents and overlays in the order of the command line, which may decide what belongs together.
fn input_files(matches: &ArgMatches) -> Vec<InputFile> {
    let mut inputs = Vec::new();
    for (id, is_overlay) in [("files", false), ("overlays", true)] {
        // The command does not have these arguments.
        let Ok(Some(paths)) = matches.try_get_many::<PathBuf>(id) else {
            continue;
        };
        let positions = matches.indices_of(id).into_iter().flatten();
        let files = paths.map(|path| InputFile::from_argument(path.clone(), is_overlay));
        inputs.extend(positions.zip(files));
    }
    inputs.sort_by_key(|(position, _)| *position);
    inputs.into_iter().map(|(_, input)| input).collect()
}

/// Sets the session up as the command line asks; returns the format of diagnostics.
fn configure(session: &mut Session, command: &Command) -> Format {
    let reporting = command.reporting();
    session.deny_warnings = reporting.is_some_and(|it| matches!(it.deny, Some(Deny::Warnings)));
    match reporting.map(|it| it.format).unwrap_or_default() {
        FormatName::Human => Format::Human(style(&io::stderr())),
        FormatName::Json => Format::Json,
    }
}

/// Colours, if a stream is a terminal and the environment does not forbid them.
fn style(stream: &impl RawStream) -> Style {
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
