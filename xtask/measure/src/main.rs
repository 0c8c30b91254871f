//! The `measure` binary: parses the command line and runs the command.

mod cli;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use measure::conformance::BuildDir;
use measure::{corpus, cost, instances, requests, suite};
use xtask::inputs::{InputFile, PairingOptions};
use xtask::session::Session;
use xtask::{Status, arguments, pairing, run_command, workspace};

use crate::cli::{Cli, Command, Corpus, Instances, Suite};

/// The allocator of the commands, so that what is measured is what they cost.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let matches = Cli::command().get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let inputs = arguments::input_files(&matches);
    run_command(cli.command.reporting(), |session, out| {
        run(cli, &inputs, session, out)
    })
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
        Command::Corpus(arguments) => run_corpus(arguments, root, out),
        Command::Cost(arguments) => {
            let options = arguments
                .overlays
                .pairing_options(arguments.references, true);
            let specs = pairing::read_specs(inputs, &options, session)?;
            cost::run(&specs, &workspace::target_folder(&root()?), session, out)
        }
        Command::Document(arguments) => {
            corpus::measure_document(&arguments.file, &arguments.references.into(), out)?;
            Ok(Status::Success)
        }
        Command::Instances(arguments) => run_instances(arguments, &root()?, session, out),
        Command::Requests(arguments) => {
            let options = arguments
                .overlays
                .pairing_options(arguments.references, true);
            let specs = pairing::read_specs(inputs, &options, session)?;
            requests::run(&specs, &build_dir(&root()?, "requests"), session, out)
        }
        Command::Suite(arguments) => run_suite(arguments, &root()?, session, out),
    }
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
        additions,
        reporting: _,
    } = arguments;
    let options = instances::Options {
        folder,
        only,
        references: references.into(),
        additions: additions.into(),
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
        additions,
        reporting: _,
    } = arguments;
    let suite = suite::Suite { cases, allow };
    let options = PairingOptions {
        references: references.into(),
        additions: additions.into(),
        ..PairingOptions::default()
    };
    let input = InputFile::from_argument(file, false);
    match &pairing::read_specs(&[input], &options, session)?[..] {
        [spec] => suite::run(spec, &suite, &build_dir(root, "suite"), session, out),
        _ => Ok(Status::Rejected),
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
